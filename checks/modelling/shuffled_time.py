from collections.abc import Iterator

from groundrules import SPLITS, Code, CodeRule, Hit, Severity, Trigger


class ShuffledTime(CodeRule):
    """Rows with lag or rolling features are split at random, so that the future is in training.

    Why: In a random split the neighbours of nearly every test row are training rows. On a
    random walk, whose next step nobody can know, predicting the value from the row's
    number scores R² = 0.99 on a random split and below 0 on a split by time (the
    standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        import pandas as pd
        from sklearn.model_selection import train_test_split

        df = pd.DataFrame({"revenue": np.arange(100.0)}).sort_index()
        df["lag_1"] = df["revenue"].shift(1)
        df = df.dropna()
        train, test = train_test_split(df, test_size=0.2, random_state=0)
        ```
    Good:
        ```python
        import numpy as np
        import pandas as pd

        df = pd.DataFrame({"revenue": np.arange(100.0)}).sort_index()
        df["lag_1"] = df["revenue"].shift(1)
        df = df.dropna()
        cut = int(len(df) * 0.8)
        train, test = df.iloc[:cut], df.iloc[cut:]
        ```
    """

    code = "MOD006"
    name = "shuffled-time"
    severity = Severity.WARNING
    standard = "modelling/time_splits"
    mend = "Split by time (TimeSeriesSplit, or a cut-off date, or shuffle=False)."
    triggers = (
        *SPLITS,
        Trigger(any_word=("shift", "rolling", "pct_change", "ewm(", "expanding(", "diff(", "lag(")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for split in code.models.splits():
            if not split.shuffled or split.grouped:
                continue
            lags = code.models.looks_back(split)
            if lags:
                yield Hit(
                    split,
                    f"`{split.inputs[0].short}` holds the time feature `{lags[0].short}` and is split "
                    "at random: training rows lie in the future of test rows.",
                )
