import re
from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Loop, Sample, Severity, Trigger

_TESTS = ("two_sample_test", "group_test")


class UndeclaredSegment(CodeRule):
    """The arms are compared in each group of a column that the plan does not name among its segments.

    Why: With 10 groups and no effect, one of them shows one at 5 % in 40 % of experiments
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
        df["country"] = ["de", "fr", "it", "es"] * 25
        for country, group in df.groupby("country"):
            a, b = group[group["variant"] == "a"], group[group["variant"] == "b"]
            print(country, ttest_ind(a["revenue"], b["revenue"], equal_var=False))
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
        df["country"] = ["de", "fr", "it", "es"] * 25
        for country, group in df.groupby("country"):  # exploratory
            a, b = group[group["variant"] == "a"], group[group["variant"] == "b"]
            print(country, ttest_ind(a["revenue"], b["revenue"], equal_var=False))
        ```
    """

    code = "PLN007"
    name = "undeclared-segment"
    severity = Severity.WARNING
    standard = "plan/before_exposure"
    mend = "Name it in the plan's `segments` before the start; afterwards call it exploratory where it is shown."
    needs = ("plan",)
    triggers = (Trigger(any_meaning=_TESTS),)

    def check(self, code: Code) -> Iterator[Hit]:
        plan = code.plan
        if plan is None:
            return
        seen: set[str] = set()
        for test in code.tests(*_TESTS):
            for loop in test.site.enclosing_loops():
                columns = {c for sample in test.samples for c in _split(sample, loop)}
                arms = any(c.column == plan.variant for s in test.samples for c in s.conditions)
                for column in sorted(columns - {plan.variant, plan.unit, *plan.segments} - seen):
                    seen.add(column)
                    first = max(loop.span.line - 3, 1)
                    said = code.lines_around(first, test.site.span.line, cells=0, lines=0)
                    if arms and "explor" not in said.lower():
                        yield Hit(
                            loop,
                            f"The arms are compared in each `{column}`, which is none of the plan's "
                            "segments: it is exploratory.",
                        )


_TIME = re.compile(r"(?:^|_)(?:day|date|week|month|hour|time|at|dt|ts)(?:$|_)", re.I)


def _split(sample: Sample, loop: Loop) -> Iterator[str]:
    """Yield the columns by whose values a loop picks the rows of a sample; days are no segments."""
    for condition in sample.conditions:
        value = condition.text.partition(" == ")[2]
        picked = condition.text.startswith("a group of ") or value in loop.targets
        if condition.column and picked and not _TIME.search(condition.column):
            yield condition.column
