from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class OddLevel(PlanRule):
    """A level or the power is so far from custom that it is a slip, or a choice to be told.

    Why: At a power of 50 %, the experiments that find an effect report it 1.4 times too large, on average
    (the standard's `recompute` block).

    Bad:
        ```yaml
        power: 0.5
        ```
    Good:
        ```yaml
        power: 0.8
        ```
    """

    code = "PLN021"
    name = "odd-level"
    severity = Severity.WARNING
    standard = "plan/decision"
    mend = "Take alpha 0.05, power 0.8 and srm_alpha 0.0001, or silence this and say why."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        form = plan.form
        two = form.sides == "two"
        most = 0.1 if two else 0.05
        if form.alpha > most:
            also = "" if two else f": each side of a two-sided level of {2 * form.alpha:g}"
            yield Hit(plan.at("alpha"), f"Alpha is {form.alpha:g}, {form.sides}-sided{also}.")
        if form.alpha < 0.001:
            yield Hit(plan.at("alpha"), f"Alpha is {form.alpha:g}: a level, not a percentage?")
        if form.power < 0.7:
            yield Hit(
                plan.at("power"),
                f"A power of {form.power:g} misses {1 - form.power:.0%} of the effects that matter.",
            )
        if form.srm_alpha > 0.01:
            yield Hit(
                plan.at("srm_alpha"),
                f"At {form.srm_alpha:g}, {form.srm_alpha:.0%} of sound splits are refused.",
            )
