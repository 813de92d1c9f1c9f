from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class SequentialOpenWindow(PlanRule):
    """A sequential design looks at a primary metric that has no window: units of an early look go on being counted.

    The bounds hold where what is new at a look is independent of what was there before. Without a window the
    same units are measured again, only longer, and the share of the information that a look has is not known.

    Why: Where all units come on the first day and their days are correlated at 0.5, half of two weeks is 94 % of
    the information, and not the half that the bounds are made for (the standard's `recompute` block).

    Bad:
        ```yaml
        catalogue: {minutes: {}}
        ---
        stopping: {design: group-sequential, looks: [7, 14]}
        primary: [{metric: minutes}]
        ```
    Good:
        ```yaml
        catalogue: {minutes: {window: {days: 3}}}
        ---
        stopping: {design: group-sequential, looks: [7, 14]}
        primary: [{metric: minutes}]
        ```
    """

    code = "PLN016"
    name = "sequential-open-window"
    severity = Severity.ERROR
    standard = "plan/looks"
    mend = "Give the metric a window (`window: {days: 7}`), so that a unit counts once, when its window has ended."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        if plan.form.stopping.design == "fixed":
            return
        first = min(plan.form.stopping.looks, default=None)
        for named in plan.named:
            window = plan.window(named)
            if named.role != "primary" or named.metric is None:
                continue
            if window is None:
                yield Hit(
                    named.at,
                    f"`{named.name}` has no window: at each look the units of the one before are "
                    "measured again, so that the looks' increments are not independent.",
                )
            elif first is not None and window >= first:
                yield Hit(
                    named.at,
                    f"`{named.name}` watches each unit for {window} days: at the look on day {first} "
                    "no unit's window has ended.",
                )
