from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger


class TargetInFeatures(CodeRule):
    """The target, or the one column that it is computed from, is among the features.

    Why: The model reads the answer. On pure noise, with the target left among the features, a
    decision tree scores 100 % on new rows, where 50 % is the truth (the standard's `recompute`
    block).

    Bad:
        ```python
        import pandas as pd
        from sklearn.tree import DecisionTreeClassifier

        df = pd.DataFrame({"stars": [1, 2, 4, 5], "words": [9, 7, 8, 3]})
        df["liked"] = df["stars"] > 3
        X, y = df.drop(columns="liked"), df["liked"]
        DecisionTreeClassifier().fit(X, y)
        ```
    Good:
        ```python
        import pandas as pd
        from sklearn.tree import DecisionTreeClassifier

        df = pd.DataFrame({"stars": [1, 2, 4, 5], "words": [9, 7, 8, 3]})
        df["liked"] = df["stars"] > 3
        X, y = df.drop(columns=["liked", "stars"]), df["liked"]
        DecisionTreeClassifier().fit(X, y)
        ```
    """

    code = "MOD011"
    name = "target-in-features"
    severity = Severity.ERROR
    standard = "modelling/features"
    mend = "Leave the target, and what it is computed from, out of the features."
    triggers = (
        Trigger(
            any_meaning=("classifier", "regressor", "network", "cross_validation"),
            any_word=("labelCol",),
        ),
        Trigger(any_word=(".fit(", "cross_val")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for where, rows, target, source in code.models.targets_among_features():
            if target == source:
                said = f"The target `{target}` is among the features `{rows.short}`"
            else:
                said = (
                    f"`{source}`, from which the target `{target}` is computed, is among the "
                    f"features `{rows.short}`"
                )
            yield Hit(where, f"{said}: the model reads the answer.")
