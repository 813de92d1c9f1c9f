from collections.abc import Iterator

from groundrules import SPLITS, Code, CodeRule, Hit, Severity, Trigger

_FILLS = ("fillna", "fill_null", "replace", "isnull", "isna", "where", "mask", "na.fill")
_FIGURES = ("mean", "median", "mode", "average", "quantile", "value_counts", "idxmax", "avg")


class ImputeBeforeSplit(CodeRule):
    """Gaps are filled with a mean, median or mode of all rows, and the rows are split afterwards.

    Why: The rows of the test part are in the figure. Where revenue doubles from 100 to 200
    in the last fifth of the rows, gaps in the first four fifths are filled with 120, though
    the mean there is 100 (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        import pandas as pd
        from sklearn.model_selection import train_test_split

        df = pd.DataFrame({"age": [20.0, np.nan, 40.0, 60.0], "churned": [0, 1, 0, 1]})
        df["age"] = df["age"].fillna(df["age"].median())
        train, test = train_test_split(df, test_size=0.5, random_state=0)
        ```
    Good:
        ```python
        import numpy as np
        import pandas as pd
        from sklearn.model_selection import train_test_split

        df = pd.DataFrame({"age": [20.0, np.nan, 40.0, 60.0], "churned": [0, 1, 0, 1]})
        train, test = train_test_split(df, test_size=0.5, random_state=0)
        median = train["age"].median()
        train, test = train.fillna({"age": median}), test.fillna({"age": median})
        ```
    """

    code = "MOD003"
    name = "impute-before-split"
    severity = Severity.WARNING
    standard = "modelling/imputation"
    mend = (
        "Split first; fill both parts with the figure of the training part, "
        "or use a SimpleImputer in the Pipeline."
    )
    triggers = (
        *SPLITS,
        Trigger(any_word=_FILLS),
        Trigger(any_word=_FIGURES),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for leak in code.models.leaks("imputed"):
            yield Hit(
                leak,
                f"Gaps are filled with the {leak.learner} of all rows of `{leak.data.short}`, which "
                f"reach `{leak.split.title}` as `{leak.through.short}`: the test part is in the figure.",
            )
