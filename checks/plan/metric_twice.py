from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class MetricTwice(PlanRule):
    """A metric stands twice in the plan: as primary and secondary, or twice in one role.

    Why: A primary metric that is named twice is corrected for twice: with half of alpha, a power of 80 %
    becomes 71 % (the standard's `recompute` block).

    Bad:
        ```yaml
        primary: [{metric: revenue}]
        secondary: [{metric: revenue}]
        ```
    Good:
        ```yaml
        primary: [{metric: revenue}]
        secondary: [{metric: orders}]
        ```
    """

    code = "PLN022"
    name = "metric-twice"
    severity = Severity.WARNING
    standard = "plan/metrics"
    mend = "Name each metric once; the primary ones are reported anyway."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        roles: dict[str, list[str]] = {}
        for named in plan.named:
            before = roles.setdefault(named.name, [])
            # A primary metric that must not get worse either is a guardrail of its own.
            if named.role in before or (named.role == "secondary" and before):
                yield Hit(named.at, f"`{named.name}` is named twice: {before[0]} and {named.role}.")
            before.append(named.role)
