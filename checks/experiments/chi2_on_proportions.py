from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger


class Chi2OnProportions(CodeRule):
    """A test of counts is given shares, percentages or means.

    Why: 10.0 % against 11.5 % of 10,000 users each has p = 0.0007 as counts; the same table
    as percentages has p = 0.91, and as shares p = 1 (the standard's `recompute` block): the
    test takes what it is given for numbers of users.

    Bad:
        ```python
        import numpy as np
        import pandas as pd
        from scipy.stats import chi2_contingency

        rng = np.random.default_rng(0)
        df = pd.DataFrame({"arm": rng.choice(["a", "b"], 500), "bought": rng.random(500) < 0.1})
        table = pd.crosstab(df["arm"], df["bought"], normalize="index") * 100
        print(chi2_contingency(table).pvalue)
        ```
    Good:
        ```python
        import numpy as np
        import pandas as pd
        from scipy.stats import chi2_contingency

        rng = np.random.default_rng(0)
        df = pd.DataFrame({"arm": rng.choice(["a", "b"], 500), "bought": rng.random(500) < 0.1})
        print(pd.crosstab(df["arm"], df["bought"], normalize="index"))
        print(chi2_contingency(pd.crosstab(df["arm"], df["bought"])).pvalue)
        ```
    """

    code = "EXP011"
    name = "chi2-on-proportions"
    severity = Severity.ERROR
    standard = "experiments/counts"
    mend = "Pass the counts: successes and failures of each arm."
    triggers = (Trigger(any_meaning=("contingency_test", "proportion_test")),)

    def check(self, code: Code) -> Iterator[Hit]:
        for test in code.calls("contingency_test", "proportion_test"):
            counts = test.samples
            if "proportion_test" in test.meanings:
                given = test.argument(0, "count")
                counts = [given] if given else []
            for count in counts:
                share = count.shares()
                if share:
                    yield Hit(
                        test,
                        f"`{test.method}` wants counts, and `{count.text}` holds `{share.text}`, which "
                        "are shares or means: it takes them for numbers of units.",
                    )
                    break
