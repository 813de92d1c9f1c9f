import re
from collections.abc import Iterator

from groundrules import Code, CodeRule, Hit, Severity, Trigger

_TESTS = ("two_sample_test", "group_test")
_NAMED = re.compile(r""" [=!]= ['"]([^'"]*)['"]$""")


class UnknownVariant(CodeRule):
    """An arm is chosen by a name that the plan gives no variant.

    Such an arm is empty, or it is no part of what was randomised with the others.

    Why: An arm that nobody is in gives 0 rows, a mean of NaN and a p-value of NaN, and NaN < 0.05 is false:
    "no effect" (the standard's `recompute` block).

    Bad:
        ```python
        # config: plan.variants = {a = 0.5, b = 0.5}
        # config: plan.primary = [{metric = "revenue"}]
        # config: plan.start = "2024-03-04"
        # config: plan.weeks = 2
        import numpy as np
        import pandas as pd
        from scipy.stats import ttest_ind

        rng = np.random.default_rng(0)
        df = pd.DataFrame({"variant": ["a", "b"] * 50, "revenue": rng.gamma(2, size=100)})
        a, b = df[df["variant"] == "A"], df[df["variant"] == "b"]
        print(ttest_ind(b["revenue"], a["revenue"].reindex(b.index, fill_value=0), equal_var=False))
        ```
    Good:
        ```python
        # config: plan.variants = {a = 0.5, b = 0.5}
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

    code = "PLN026"
    name = "unknown-variant"
    severity = Severity.ERROR
    standard = "plan/plan"
    mend = (
        "Name the variants as the plan does; where the data call them otherwise, change the plan."
    )
    needs = ("plan",)
    triggers = (Trigger(any_meaning=_TESTS),)

    def check(self, code: Code) -> Iterator[Hit]:
        plan = code.plan
        if plan is None:
            return
        seen = set()
        for test in code.tests(*_TESTS) if plan.variants else ():
            for sample in test.samples:
                for condition in sample.conditions:
                    named = _NAMED.search(condition.text)
                    if condition.column != plan.variant or not named or condition.at in seen:
                        continue
                    if named[1] not in plan.variants:
                        seen.add(condition.at)
                        yield Hit(
                            condition.at,
                            f"`{condition.text}`: the plan's variants are {', '.join(plan.variants)}.",
                        )
