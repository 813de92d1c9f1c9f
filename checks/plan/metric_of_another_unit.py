from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class MetricOfAnotherUnit(PlanRule):
    """A metric is gathered by another unit than the plan randomises.

    Why: With 8 sessions a user that are correlated at 0.3, a comparison of sessions claims an
    effect in 26 % of A/A tests, not 5 % (the standard's `recompute` block simulates it).

    Bad:
        ```yaml
        catalogue: {session_length: {unit: session_id}}
        ---
        unit: user_id
        primary: [{metric: session_length}]
        ```
    Good:
        ```yaml
        catalogue: {minutes: {unit: user_id}}
        ---
        unit: user_id
        primary: [{metric: minutes}]
        ```
    """

    code = "PLN013"
    name = "metric-of-another-unit"
    severity = Severity.ERROR
    standard = "experiments/units"
    mend = "Name a metric of the randomised unit; where a column only has another name, silence this and say so."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        for named in plan.named:
            measures = named.metric.measures() if named.metric else ()
            others = sorted({one.unit for one in measures if one.unit} - {plan.form.unit})
            if others:
                yield Hit(
                    named.at,
                    f"`{named.name}` is gathered by `{others[0]}`, and what is randomised is "
                    f"`{plan.form.unit}`: the values of one unit are not independent.",
                )
