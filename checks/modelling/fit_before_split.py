import re
from collections.abc import Iterator

from groundrules import SPLITS, Code, CodeRule, Hit, Severity, Trigger


class FitBeforeSplit(CodeRule):
    """A transformer learns from all rows, and its output is split into train and test afterwards.

    Encoders of labels and categories, transformers that learn nothing, and pipelines that are
    fitted inside the split are left alone.

    Why: The test rows have then shaped the training data. Ten principal components of all
    20 rows of noise, then a regression in five folds, report a squared error of 3.5 where
    components fitted inside the folds report 1.1 (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import StandardScaler

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 3)), rng.integers(0, 2, 100)
        X_scaled = StandardScaler().fit_transform(X)
        X_train, X_test, y_train, y_test = train_test_split(X_scaled, y, random_state=0)
        ```
    Good:
        ```python
        import numpy as np
        from sklearn.model_selection import train_test_split
        from sklearn.preprocessing import StandardScaler

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 3)), rng.integers(0, 2, 100)
        X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
        scaler = StandardScaler().fit(X_train)
        X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
        ```
    """

    code = "MOD001"
    name = "fit-before-split"
    severity = Severity.WARNING
    standard = "modelling/leakage"
    mend = "Split first; fit the transformer on the training part, best inside a Pipeline."
    triggers = (
        *SPLITS,
        Trigger(
            any_meaning=("transformer", "transformer_function"),
            any_word=(
                "std(",
                "max(",
                "var(",
                "ptp(",
                "mad(",
                "quantile",
                "percentile",
                "cut(",
            ),
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for leak in code.models.leaks("transformer", "scaled"):
            if leak.learner == "Tokenizer" and re.search("label", leak.data.text, re.I):
                continue  # it gives the classes their numbers
            learned = f"`{leak.learner}` is fitted on"
            if leak.kind == "scaled":
                learned = f"Rows are scaled by the {leak.learner} of"
            yield Hit(
                leak,
                f"{learned} all rows of `{leak.data.short}`, which reach `{leak.split.title}` as "
                f"`{leak.through.short}`: the test part has shaped the features.",
            )
