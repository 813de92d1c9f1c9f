from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class BrokenSplit(PlanRule):
    """The shares of the variants do not add up to 1, or the control is none of them.

    Why: Shares of 0.5 and 0.4 stand for 55.6 % and 44.4 %: a sound split of 10,000 units into halves is then
    refused with p below 1e-28 (the standard's `recompute` block).

    Bad:
        ```yaml
        variants: {control: 0.5, treatment: 0.4}
        ```
    Good:
        ```yaml
        variants: {control: 0.5, treatment: 0.5}
        ```
    """

    code = "PLN017"
    name = "broken-split"
    severity = Severity.ERROR
    standard = "plan/plan"
    mend = "Let the shares add up to 1, over all variants, and name the control among them."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        form = plan.form
        total = sum(form.variants.values())
        if abs(total - 1) > 1e-6:
            yield Hit(
                plan.at("variants"), f"The shares of the variants add up to {total:.6g}, not 1."
            )
        if form.control not in form.variants:
            yield Hit(
                plan.at("control" if plan.given("control") else "variants"),
                f"The control, `{form.control}`, is none of the variants: {', '.join(form.variants)}.",
            )
