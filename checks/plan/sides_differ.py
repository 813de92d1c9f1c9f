from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger

_TESTS = ("two_sample_test", "group_test")


class SidesDiffer(CodeRule):
    """A primary metric is tested on one side, and the plan says two.

    Guardrails are held to a margin on one side; they are left alone, and so are plans that ship what is not worse.

    Why: One side at 5 % claims an improvement where there is none in 5 % of experiments, two sides in 2.5 %
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
        print(ttest_ind(b["revenue"], a["revenue"], equal_var=False, alternative="greater"))
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
        print(ttest_ind(b["revenue"], a["revenue"], equal_var=False))
        ```
    """

    code = "PLN025"
    name = "sides-differ"
    severity = Severity.WARNING
    standard = "plan/decision"
    mend = "Test with the sides of the plan, or change the plan before the start."
    needs = ("plan",)
    triggers = (Trigger(any_meaning=_TESTS),)

    def check(self, code: Code) -> Iterator[Hit]:
        plan = code.plan
        if plan is None:
            return
        if plan.sides != "two" or plan.ship_when == "primary-not-worse":
            return
        decides = set(plan.primary) - set(plan.guardrails)
        for test in code.tests(*_TESTS):
            side = test.call.argument(None, "alternative")
            if side is None or side.literal not in ("greater", "less", "larger", "smaller"):
                continue
            for sample in test.samples[:1]:
                if sample.column in decides and any(
                    c.column == plan.variant for c in sample.conditions
                ):
                    yield Hit(
                        side,
                        f"`{sample.column}` is tested with alternative {side.text}, and the plan "
                        "says two sides.",
                    )
