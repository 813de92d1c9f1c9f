from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger


class SrmUnchecked(CodeRule):
    """Arms are compared, and nothing tests whether the split has the ratio that was designed.

    Only where an experiment is declared: by a plan beside the file, or by the `variant` column of the configuration.

    Why: Of 100,000 users, 50,500 against 49,500 has p = 0.002 under a 50:50 split: something
    loses users of one arm, and their loss alone can make or hide an effect of the size that is
    looked for (the standard's `recompute` block).

    Bad:
        ```python
        # config: variant = "arm"
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        users = pd.DataFrame({"arm": rng.choice(["a", "b"], 500), "revenue": rng.gamma(2, size=500)})
        a, b = users[users["arm"] == "a"], users[users["arm"] == "b"]
        print(ttest_ind(a["revenue"], b["revenue"], equal_var=False))
        ```
    Good:
        ```python
        # config: variant = "arm"
        import numpy as np
        import pandas as pd
        from scipy.stats import chisquare, ttest_ind

        rng = np.random.default_rng(0)
        users = pd.DataFrame({"arm": rng.choice(["a", "b"], 500), "revenue": rng.gamma(2, size=500)})
        assert chisquare(users["arm"].value_counts()).pvalue > 0.001, "the split is broken"
        a, b = users[users["arm"] == "a"], users[users["arm"] == "b"]
        print(ttest_ind(a["revenue"], b["revenue"], equal_var=False))
        ```
    """

    code = "EXP005"
    name = "srm-unchecked"
    severity = Severity.WARNING
    standard = "experiments/sample_ratio"
    mend = "Test the arms' counts against the designed split first (`scipy.stats.chisquare`), at p < 0.001."
    needs = ("variant|plan",)
    triggers = (Trigger(any_meaning=("two_sample_test", "group_test", "experiment")),)

    def check(self, code: Code) -> Iterator[Hit]:
        variant = code.settings.get("variant") or (code.plan.variant if code.plan else None)
        if not isinstance(variant, str) or _checked(code):
            return
        for place, name in _comparisons(code, variant):
            yield Hit(
                place,
                f"`{name}` compares the arms of `{variant}`, and nothing in this file tests "
                "whether their counts have the designed ratio.",
            )
            return


_SAID = ("srm", "sample_ratio", "sample ratio", "sampleratio")


def _checked(code: Code) -> bool:
    """Whether something tests the counts of the split, or says that it does."""
    if code.mentions(*_SAID) or code.calls("count_test"):
        return True
    # One proportion against the designed one: `proportions_ztest(n_b, n, value=0.5)`.
    return any(call.argument(2, "value") for call in code.calls_named("proportions_ztest"))


def _comparisons(code: Code, variant: str) -> Iterator[tuple[Call, str]]:
    """Yield the places, in file order, where arms are compared, and the tests that do."""
    for test in code.tests("two_sample_test", "group_test"):
        conditions = [c for sample in test.samples for c in sample.conditions]
        by_arm = any(condition.column == variant for condition in conditions) or any(
            keys and variant in keys for sample in test.samples for keys in sample.grouped
        )
        if by_arm or any(_tabulates(sample.source, variant) for sample in test.samples):
            yield test.site, test.call.method
    for call in code.calls("experiment"):
        yield call, call.method


def _tabulates(source: object, variant: str) -> bool:
    """Whether it is a table with a row for each arm: `pd.crosstab(df["arm"], …)`."""
    if not isinstance(source, Call) or source.method not in ("crosstab", "pivot_table"):
        return False
    return any(argument.column == variant for argument in source.arguments)
