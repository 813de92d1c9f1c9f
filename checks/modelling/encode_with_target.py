from collections.abc import Iterator

from groundrules import SPLITS, Code, CodeRule, Hit, Severity, Trigger


class EncodeWithTarget(CodeRule):
    """Categories are coded by the target's mean over all rows, and the rows are split afterwards.

    Why: Each test row's own target is in its code. With 200 rows in 100 categories and a
    target that is a coin, the code of all rows scores an AUC of 0.87; the code of the
    training part 0.49 (the standard's `recompute` block).

    Bad:
        ```python
        import pandas as pd
        from sklearn.model_selection import train_test_split

        df = pd.DataFrame({"city": ["a", "b", "c", "a"], "churned": [0, 1, 1, 0]})
        df["city_rate"] = df.groupby("city")["churned"].transform("mean")
        X_train, X_test, y_train, y_test = train_test_split(
            df[["city_rate"]], df["churned"], random_state=0
        )
        ```
    Good:
        ```python
        import pandas as pd
        from sklearn.model_selection import train_test_split

        df = pd.DataFrame({"city": ["a", "b", "c", "a"], "churned": [0, 1, 1, 0]})
        train, test = train_test_split(df, random_state=0)
        rate = train.groupby("city")["churned"].mean()
        test = test.assign(city_rate=test["city"].map(rate))
        ```
    """

    code = "MOD015"
    name = "encode-with-target"
    severity = Severity.ERROR
    standard = "modelling/target_encoding"
    mend = "Learn the codes from the training part (sklearn's TargetEncoder in a Pipeline fits them across folds)."
    triggers = (
        *SPLITS,
        Trigger(any_meaning=("target_encoder",), any_word=("groupby", "group_by", ".over(")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for leak in code.models.leaks("target_encoder"):
            yield Hit(
                leak,
                f"A code is learned from the target in all rows of `{leak.data.short}` "
                f"(`{leak.learner}`), and reaches `{leak.split.title}` as `{leak.through.short}`: "
                "each test row's own target is in it.",
            )
