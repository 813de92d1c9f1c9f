from collections.abc import Iterator
from difflib import get_close_matches

from groundrules import Hit, PlanFile, PlanRule, Severity


class UnknownMetric(PlanRule):
    """The plan names a metric that the catalogue does not define.

    Why: "Conversion" of 100 visits by 60 visitors with 3 orders is 3 % or 5 %: by a name alone, two people
    compute two numbers (the standard's `recompute` block).

    Bad:
        ```yaml
        primary: [{metric: revenu}]
        ```
    Good:
        ```yaml
        primary: [{metric: revenue}]
        ```
    """

    code = "PLN010"
    name = "unknown-metric"
    severity = Severity.ERROR
    standard = "plan/metrics"
    mend = (
        "Name a metric of the catalogue (`groundrules metrics list`), or add its definition first."
    )

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        for named in plan.named:
            if named.metric is None:
                yield Hit(
                    named.at, f"No metric is called `{named.name}`{_nearest(named.name, plan)}"
                )


def _nearest(name: str, plan: PlanFile) -> str:
    found = get_close_matches(name, list(plan.metrics), n=1, cutoff=0.5)
    return f"; did you mean `{found[0]}`?" if found else " in the catalogue."
