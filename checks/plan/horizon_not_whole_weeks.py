from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class HorizonNotWholeWeeks(PlanRule):
    """The horizon is not whole weeks, and no reason is given: some days of the week count more than others.

    Why: An effect of 4 % from Monday to Friday and none at the weekend is one of 2.9 %; ten days
    from a Monday show 3.2 % (the standard's `recompute` block).

    Bad:
        ```yaml
        days: 10
        ```
    Good:
        ```yaml
        days: 10
        days_because: The campaign that it is about runs for ten days.
        ```
    """

    code = "PLN009"
    name = "horizon-not-whole-weeks"
    severity = Severity.WARNING
    standard = "plan/horizon"
    mend = "Plan whole weeks (`weeks: 2`), or say in `days_because` why not."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        days = plan.form.horizon_days
        if days % 7 and not plan.form.days_because:
            weeks, over = divmod(days, 7)
            yield Hit(
                plan.at("days"),
                f"The horizon of {days} days is {weeks} weeks and {over} days: "
                "some days of the week count more often than others.",
            )
