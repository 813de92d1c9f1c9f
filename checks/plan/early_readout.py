import re
from collections.abc import Iterator
from datetime import date, timedelta

from groundrules import Code, CodeRule, Hit, Severity, Trigger

_TESTS = ("two_sample_test", "group_test")
_BEFORE = re.compile(
    r"[^<>=]+ (<=?) (?:\w+[.\w]*\()?['\"](\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)[^'\"]*)?['\"]\)?"
)


class EarlyReadout(CodeRule):
    """Arms are compared on days that end before the horizon of the plan, or before a look of its design.

    Why: Tested daily for two weeks, an experiment without an effect shows one at 5 % on some day in 22 %
    of all cases; one early look, after half of the days, makes 8.3 % (the standard's `recompute` block).

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
        df["day"] = pd.date_range("2024-03-04", periods=14).repeat(8)[:100]
        seen = df[df["day"] < "2024-03-11"]
        a, b = seen[seen["variant"] == "a"], seen[seen["variant"] == "b"]
        print(ttest_ind(a["revenue"], b["revenue"], equal_var=False))
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
        df["day"] = pd.date_range("2024-03-04", periods=14).repeat(8)[:100]
        seen = df[df["day"] < "2024-03-18"]
        a, b = seen[seen["variant"] == "a"], seen[seen["variant"] == "b"]
        print(ttest_ind(a["revenue"], b["revenue"], equal_var=False))
        ```
    """

    code = "PLN004"
    name = "early-readout"
    severity = Severity.ERROR
    standard = "plan/horizon"
    mend = "Compare the arms once, on all days of the horizon, or plan a sequential design with its looks."
    needs = ("plan",)
    triggers = (Trigger(any_meaning=_TESTS),)

    def check(self, code: Code) -> Iterator[Hit]:
        plan = code.plan
        if plan is None:
            return
        seen = set()
        for test in code.tests(*_TESTS):
            for sample in test.samples:
                if not any(c.column == plan.variant for c in sample.conditions):
                    continue  # not the arms
                for condition in sample.conditions:
                    after = _after(condition.text)
                    if (
                        after is None
                        or condition.column == plan.exposed
                        or not plan.start < after < plan.end
                        or after in plan.looked
                        or condition.at in seen
                    ):
                        continue
                    seen.add(condition.at)
                    yield Hit(
                        condition.at,
                        f"The arms are compared where `{condition.text}`, and the plan looks at "
                        f"{' and '.join(f'all days before {day}' for day in plan.looked)}.",
                    )


def _after(text: str) -> date | None:
    """Return the first day that a condition such as `day < '2024-03-11'` leaves out."""
    found = _BEFORE.fullmatch(text)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found[2])
    except ValueError:
        return None
    whole = found[3] is None or found[3].startswith("00:00")
    return day if found[1] == "<" and whole else day + timedelta(days=1)
