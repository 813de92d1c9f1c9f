from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class LatePrePeriod(PlanRule):
    """The days that a covariate is taken from end after the experiment has begun, or before they begin.

    Why: A covariate that the treatment moves too takes the effect away: at a correlation of 0.7 with the
    outcome, 70 % of it (the standard's `recompute` block).

    Bad:
        ```yaml
        start: 2024-03-04
        pre_period: {first: 2024-02-19, last: 2024-03-10}
        ```
    Good:
        ```yaml
        start: 2024-03-04
        pre_period: {first: 2024-02-19, last: 2024-03-03}
        ```
    """

    code = "PLN018"
    name = "late-pre-period"
    severity = Severity.ERROR
    standard = "plan/before_exposure"
    mend = "End the pre-period before the day of the first exposure."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        period = plan.form.pre_period
        if period is None:
            return
        if period.last >= plan.form.start:
            yield Hit(
                plan.at("pre_period", "last"),
                f"The pre-period ends on {period.last}, and units are exposed from {plan.form.start}: "
                "the treatment may have moved what it holds.",
            )
        if period.first > period.last:
            yield Hit(
                plan.at("pre_period", "first"),
                f"The pre-period begins on {period.first}, after its end, {period.last}.",
            )
