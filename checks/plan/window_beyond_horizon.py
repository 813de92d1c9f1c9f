from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class WindowBeyondHorizon(PlanRule):
    """Units are taken in so late that a metric's window ends after the horizon.

    Why: Of units that come evenly over 14 days, each watched for 7, those of the last week are seen for half of
    theirs: a quarter of all days is missing at the horizon (the standard's `recompute` block).

    Bad:
        ```yaml
        weeks: 2
        enrol_days: 14
        primary: [{metric: revenue}]  # its window: 7 days
        ```
    Good:
        ```yaml
        weeks: 3
        enrol_days: 14
        primary: [{metric: revenue}]  # its window: 7 days
        ```
    """

    code = "PLN014"
    name = "window-beyond-horizon"
    severity = Severity.ERROR
    standard = "plan/horizon"
    mend = "Take units in only while their windows end before the horizon (`enrol_days`), or plan more weeks."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        horizon = plan.form.horizon_days
        enrol = plan.form.enrol_days
        for named in plan.named:
            window = plan.window(named)
            if window is not None and window >= horizon:
                yield Hit(
                    named.at,
                    f"`{named.name}` watches each unit for {window} days, and the experiment has "
                    f"{horizon}: no unit's window ends.",
                )
            elif window is not None and enrol and enrol + window > horizon:
                yield Hit(
                    plan.at("enrol_days"),
                    f"A unit that comes on day {enrol} is watched by `{named.name}` until day "
                    f"{enrol + window}, and the experiment ends after {horizon}.",
                )
        if enrol and enrol > horizon:
            yield Hit(
                plan.at("enrol_days"),
                f"Units are taken in for {enrol} days, and the experiment has {horizon}.",
            )
