from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger

_TESTS = ("two_sample_test", "group_test")


class UnplannedMetric(CodeRule):
    """Arms are compared by a metric that the plan does not name, beside metrics that it does.

    Only where the analysis calls columns as the plan calls metrics, and says nowhere near that it explores.

    Why: Somebody who adds the best of three metrics after the fact claims an effect in 14 % of
    experiments without any, not in 5 % (the standard's `recompute` block).

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
        df["visits"] = rng.poisson(3, 100)
        a, b = df[df["variant"] == "a"], df[df["variant"] == "b"]
        print(ttest_ind(a["revenue"], b["revenue"], equal_var=False))
        print(ttest_ind(a["visits"], b["visits"], equal_var=False))
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
        df["visits"] = rng.poisson(3, 100)
        a, b = df[df["variant"] == "a"], df[df["variant"] == "b"]
        print(ttest_ind(a["revenue"], b["revenue"], equal_var=False))
        # Exploratory: not in the plan.
        print(ttest_ind(a["visits"], b["visits"], equal_var=False))
        ```
    """

    code = "PLN001"
    name = "unplanned-metric"
    severity = Severity.WARNING
    standard = "plan/plan"
    mend = "Add it to the plan before the start; afterwards report it as exploratory, and say so beside it."
    needs = ("plan",)
    triggers = (Trigger(any_meaning=_TESTS),)

    def check(self, code: Code) -> Iterator[Hit]:
        plan = code.plan
        if plan is None:
            return
        tested: dict[str, Call] = {}
        for test in code.tests(*_TESTS):
            for sample in test.samples:
                if sample.column and any(c.column == plan.variant for c in sample.conditions):
                    tested.setdefault(sample.column, test.site)
        if not tested.keys() & set(plan.metrics):
            return  # columns have other names here
        for column, site in tested.items():
            if any(name in column or column in name for name in plan.metrics):
                continue  # the metric, or something made of it: its logarithm, its pre-period
            first = max(site.span.line - 3, 1)
            around = code.lines_around(first, site.span.end_line, cells=0, lines=0).lower()
            if not any(word in around for word in ("explor", "not planned", "unplanned")):
                yield Hit(
                    site,
                    f"The arms are compared by `{column}`, and the plan names {_listed(plan.metrics)}: "
                    "it is exploratory.",
                )


def _listed(names: tuple[str, ...]) -> str:
    shown = [f"`{name}`" for name in names[:4]]
    return ", ".join(shown) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
