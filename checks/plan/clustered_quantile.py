from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class ClusteredQuantile(PlanRule):
    """Clusters are randomised, and a metric is a quantile over units: its interval takes them for independent.

    Why: With 20 clusters of 100 units in each arm, correlated at 0.05 within, medians that take the units for
    independent differ "significantly" in 35 % of A/A tests, not in 5 % (the standard's `recompute` block).

    Bad:
        ```yaml
        catalogue: {median_wait: {type: quantile, quantile: 0.5}}
        ---
        cluster: [city, hour]
        primary: [{metric: median_wait}]
        ```
    Good:
        ```yaml
        catalogue: {mean_wait: {}}
        ---
        cluster: [city, hour]
        primary: [{metric: mean_wait}]
        ```
    """

    code = "PLN023"
    name = "clustered-quantile"
    severity = Severity.ERROR
    standard = "plan/metrics"
    mend = (
        "Plan a mean, a ratio or a share of waits above a limit, which are estimated over clusters."
    )

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        if not plan.form.cluster:
            return
        for named in plan.named:
            if named.metric and named.metric.type == "quantile":
                yield Hit(
                    named.at,
                    f"`{named.name}` is a quantile over units, and {' and '.join(plan.form.cluster)} "
                    "are randomised: units of one cluster are not independent.",
                )
