from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger


class UnscaledDistance(CodeRule):
    """Distances or variances mix columns of different quantities, and nothing scales them.

    Looks at columns that are named in the code, and at what their names say: money, a time, a count.

    Why: The column with the largest numbers decides alone. Two groups differ in age, and not in
    income: k-means on the two as they are agrees with the groups no better than chance (an adjusted
    Rand index of 0.00), on scaled columns it finds them (1.00; the standard's `recompute` block).

    Bad:
        ```python
        import pandas as pd
        from sklearn.cluster import KMeans

        df = pd.DataFrame({"age": [20, 30, 60, 70], "income": [9000.0, 90000.0, 8000.0, 80000.0]})
        KMeans(2, random_state=0).fit(df[["age", "income"]])
        ```
    Good:
        ```python
        import pandas as pd
        from sklearn.cluster import KMeans
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        df = pd.DataFrame({"age": [20, 30, 60, 70], "income": [9000.0, 90000.0, 8000.0, 80000.0]})
        make_pipeline(StandardScaler(), KMeans(2, random_state=0)).fit(df[["age", "income"]])
        ```
    """

    code = "MOD014"
    name = "unscaled-distance"
    severity = Severity.WARNING
    standard = "modelling/scaling"
    mend = "Scale first, with a StandardScaler in the Pipeline, or choose weights for the columns on purpose."
    triggers = (Trigger(any_meaning=("distance_based",)), Trigger(any_word=(".fit", "cross_val")))

    def check(self, code: Code) -> Iterator[Hit]:
        for fit, learner, columns in code.models.unscaled():
            one, other = columns
            yield Hit(
                fit,
                f"`{learner}` goes by distances or variances, and `{one}` and `{other}` are different "
                "quantities that nothing has scaled: the one with the larger numbers decides.",
            )
