from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger

_TESTS = ("two_sample_test", "group_test")


class DroppedMetric(CodeRule):
    """One primary metric of the plan is tested, and another is named nowhere in the analysis.

    Guardrails that are named nowhere are shown only where this rule is asked for: they often have a file of their own.

    Why: Who reports the better of two metrics and leaves the other out claims an effect in 9.8 % of
    experiments without one, not in 5 % (the standard's `recompute` block).

    Bad:
        ```python
        # config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
        # config: plan.start = "2024-03-04"
        # config: plan.weeks = 2
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        df = pd.DataFrame({"variant": ["a", "b"] * 50, "revenue": rng.gamma(2, size=100)})
        a, b = df[df["variant"] == "a"], df[df["variant"] == "b"]
        print(ttest_ind(a["revenue"], b["revenue"], equal_var=False))
        ```
    Good:
        ```python
        # config: plan.primary = [{metric = "revenue"}, {metric = "orders"}]
        # config: plan.start = "2024-03-04"
        # config: plan.weeks = 2
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        df = pd.DataFrame({"variant": ["a", "b"] * 50, "revenue": rng.gamma(2, size=100)})
        df["orders"] = rng.poisson(3, 100)
        a, b = df[df["variant"] == "a"], df[df["variant"] == "b"]
        for metric in ("revenue", "orders"):
            print(metric, ttest_ind(a[metric], b[metric], equal_var=False))
        ```
    """

    code = "PLN002"
    name = "dropped-metric"
    severity = Severity.WARNING
    standard = "plan/plan"
    mend = "Report every primary metric of the plan, whatever it shows."
    needs = ("plan",)
    triggers = (Trigger(any_meaning=_TESTS),)

    def check(self, code: Code) -> Iterator[Hit]:
        plan = code.plan
        if plan is None:
            return
        tested = {
            sample.column: test.site
            for test in reversed(code.tests(*_TESTS))
            for sample in test.samples
            if sample.column in plan.primary
        }
        if not tested:
            return
        at = min(tested.values(), key=lambda site: site.span)
        for name in dict.fromkeys([*plan.primary, *plan.guardrails]):
            if not code.mentions(name.lower()):
                primary = name in plan.primary
                yield Hit(
                    at,
                    f"The plan's {'primary metric' if primary else 'guardrail'} `{name}` is named "
                    "nowhere in this analysis.",
                    None if primary else Severity.INFO,
                )
