from collections import Counter
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_TESTS = ("two_sample_test", "group_test")


class AlphaDiffers(CodeRule):
    """A p-value of the comparison is held to another level than the plan's alpha.

    Shares of alpha (a correction) and several levels for one p-value (stars) are no other level.

    Why: Held to 0.10 where 0.05 was agreed, twice as many effects are claimed that are not there
    (the standard's `recompute` block).

    Bad:
        ```python
        # config: plan.primary = [{metric = "revenue"}]
        # config: plan.start = "2024-03-04"
        # config: plan.weeks = 2
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        df = pd.DataFrame({"variant": ["a", "b"] * 50, "revenue": rng.gamma(2, size=100)})
        a, b = df[df["variant"] == "a"], df[df["variant"] == "b"]
        if ttest_ind(a["revenue"], b["revenue"], equal_var=False).pvalue < 0.1:
            print("revenue moved")
        ```
    Good:
        ```python
        # config: plan.primary = [{metric = "revenue"}]
        # config: plan.start = "2024-03-04"
        # config: plan.weeks = 2
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        df = pd.DataFrame({"variant": ["a", "b"] * 50, "revenue": rng.gamma(2, size=100)})
        a, b = df[df["variant"] == "a"], df[df["variant"] == "b"]
        if ttest_ind(a["revenue"], b["revenue"], equal_var=False).pvalue < 0.05:
            print("revenue moved")
        ```
    """

    code = "PLN008"
    name = "alpha-differs"
    severity = Severity.WARNING
    standard = "plan/decision"
    mend = "Take alpha from the plan, or change the plan before the start."
    needs = ("plan",)
    triggers = (Trigger(any_meaning=_TESTS),)

    def check(self, code: Code) -> Iterator[Hit]:
        plan = code.plan
        if plan is None:
            return
        arms = {
            test.call
            for test in code.tests(*_TESTS)
            if any(c.column == plan.variant for sample in test.samples for c in sample.conditions)
        }
        compared = max(len(arms), len(plan.metrics) * max(len(plan.variants) - 1, 1))
        held = [found for found in _held(code) if found[1] in arms]
        tiers = Counter(test for _, test, _ in held)
        for at, test, level in held:
            if tiers[test] == 1 and not _is_of(level, plan.alpha, compared):
                yield Hit(at, f"p is held to {level:g}, and the plan's alpha is {plan.alpha:g}.")


def _held(code: Code) -> Iterator[tuple[Value, Call, float]]:
    """Yield (where, the test, the level) for each p-value of a test that is held to a figure."""
    for threshold in code.thresholds():
        level = threshold.level.literal
        if isinstance(level, float) and not (
            threshold.shared or threshold.asserted or threshold.formats
        ):
            for test in threshold.p_tests(*_TESTS):
                yield threshold.at, test, level


def _is_of(level: float, alpha: float, compared: int) -> bool:
    """Whether a level is alpha or a share of it, by the number of comparisons, as written to three digits."""
    shares = [alpha / n for n in range(1, compared + 1)]
    return any(abs(level - share) <= 0.005 * share for share in shares)
