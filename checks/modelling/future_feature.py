from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger


class FutureFeature(CodeRule):
    """A feature takes values of later rows: a negative shift, a centred window, a back-fill.

    A negative shift that makes the target is right; it is the features that are looked at. Off by
    default: of the few hits in public code too many are values that are known in advance, or
    back-fills of the first gaps after a forward fill.

    Why: At the time of the prediction nobody has them. On white noise, which cannot be forecast, a
    centred mean of three days explains R² = 0.33 of the day itself, and the mean of the three days
    before 0.00 (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        import pandas as pd
        from sklearn.linear_model import LinearRegression

        df = pd.DataFrame({"sold": np.arange(20.0)})
        df["level"] = df["sold"].rolling(3, center=True).mean()
        df = df.dropna()
        LinearRegression().fit(df[["level"]], df["sold"])
        ```
    Good:
        ```python
        import numpy as np
        import pandas as pd
        from sklearn.linear_model import LinearRegression

        df = pd.DataFrame({"sold": np.arange(20.0)})
        df["level"] = df["sold"].shift(1).rolling(3).mean()
        df = df.dropna()
        LinearRegression().fit(df[["level"]], df["sold"])
        ```
    """

    code = "MOD013"
    name = "future-feature"
    severity = Severity.INFO
    standard = "modelling/features"
    mend = "Use what is known when the prediction is made: a positive shift, a trailing window, a forward fill."
    triggers = (
        Trigger(any_meaning=("classifier", "regressor", "network", "cross_validation")),
        Trigger(
            any_word=("shift(", "bfill", "backfill", "backward", "lead("),
            any_pattern=(r"center\s*=\s*True",),
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call, why, rows in code.models.looks_ahead():
            yield Hit(
                call,
                f"`{call.short}` {why}, and reaches the model in `{rows.short}`: at the time of the "
                "prediction it is not known.",
            )
