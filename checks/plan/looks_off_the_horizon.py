from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class LooksOffTheHorizon(PlanRule):
    """The looks of a sequential design do not lead to its horizon, or there are looks and no design.

    Why: The bounds of a design hold for its own looks. Five looks by the bound that is right for
    two (2.178) claim an effect in 9 % of experiments without one (the standard's `recompute` block).

    Bad:
        ```yaml
        weeks: 4
        stopping: {design: group-sequential, looks: [7, 14, 21]}
        ```
    Good:
        ```yaml
        weeks: 4
        stopping: {design: group-sequential, looks: [7, 14, 21, 28]}
        ```
    """

    code = "PLN015"
    name = "looks-off-the-horizon"
    severity = Severity.ERROR
    standard = "plan/looks"
    mend = "Name the looks of the design in growing days, the last of them the horizon."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        stopping, horizon = plan.form.stopping, plan.form.horizon_days
        looks = stopping.looks
        place = plan.at("stopping", "looks" if looks else "design")
        if stopping.design == "fixed":
            if looks and looks != (horizon,):
                yield Hit(place, "A fixed horizon has one look, at its end; looks need a design.")
        elif not looks:
            yield Hit(place, "A group-sequential design needs its looks.")
        elif list(looks) != sorted(set(looks)):
            yield Hit(place, f"The looks must grow: {', '.join(map(str, looks))}.")
        elif looks[-1] != horizon:
            yield Hit(
                place, f"The last look is on day {looks[-1]}, and the horizon is day {horizon}."
            )
