from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class ReplacedMetric(PlanRule):
    """The plan names a metric that its owner has replaced by another.

    Why: A metric is replaced because it is wrong or a poor guide: one that counts 10 % of the orders twice
    is 10 % too high, in every number after it (the standard's `recompute` block).

    Bad:
        ```yaml
        catalogue: {orders: {replaced_by: paid_orders}, paid_orders: {}}
        ---
        primary: [{metric: orders}]
        ```
    Good:
        ```yaml
        catalogue: {orders: {replaced_by: paid_orders}, paid_orders: {}}
        ---
        primary: [{metric: paid_orders}]
        ```
    """

    code = "PLN012"
    name = "replaced-metric"
    severity = Severity.WARNING
    standard = "plan/metrics"
    mend = "Plan with the metric that replaces it."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        for named in plan.named:
            if named.metric and named.metric.replaced_by:
                yield Hit(named.at, f"`{named.name}` was replaced by `{named.metric.replaced_by}`.")
