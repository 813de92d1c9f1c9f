from collections.abc import Iterator

from groundrules import SPLITS, Code, CodeRule, Hit, Severity, Trigger


class SelectBeforeSplit(CodeRule):
    """Features are chosen by their relation to the target in all rows, and split afterwards.

    Why: Choosing the best 20 of 1,000 columns of pure noise before the split scores 73 %
    accuracy where 50 % is the truth (the standard's `recompute` block).

    Bad:
        ```python
        import numpy as np
        from sklearn.feature_selection import SelectKBest, f_classif
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_score

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 500)), rng.integers(0, 2, 100)
        X_best = SelectKBest(f_classif, k=10).fit_transform(X, y)
        print(cross_val_score(LogisticRegression(), X_best, y).mean())
        ```
    Good:
        ```python
        import numpy as np
        from sklearn.feature_selection import SelectKBest, f_classif
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_score
        from sklearn.pipeline import make_pipeline

        rng = np.random.default_rng(0)
        X, y = rng.normal(size=(100, 500)), rng.integers(0, 2, 100)
        model = make_pipeline(SelectKBest(f_classif, k=10), LogisticRegression())
        print(cross_val_score(model, X, y).mean())
        ```
    """

    code = "MOD002"
    name = "select-before-split"
    severity = Severity.WARNING
    standard = "modelling/leakage"
    mend = "Select inside the split: on the training part, or as a step of the Pipeline."
    triggers = (
        *SPLITS,
        Trigger(
            any_meaning=("selector", "selection_score", "two_sample_test", "group_test"),
            any_word=(".corr(", "feature_importances_", "coef_"),
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for leak in code.models.leaks("selector"):
            yield Hit(
                leak,
                f"`{leak.learner}` chooses columns by the target in all rows of `{leak.data.short}`, "
                f"and they reach `{leak.split.title}` as `{leak.through.short}`: the test part has "
                "chosen the features.",
            )
