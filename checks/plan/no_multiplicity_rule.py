from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class NoMultiplicityRule(PlanRule):
    """Several comparisons may each decide, and the plan holds each of them to alpha.

    Several primary metrics that must all be better need no correction: each of them can only say no.

    Why: With three primary metrics, each at 5 %, one of them is claimed to be better or worse in
    14 % of experiments without any effect (the standard's `recompute` block).

    Bad:
        ```yaml
        decision: {ship_when: any-primary-better, then: All get it., otherwise: Nobody does.}
        primary: [{metric: revenue}, {metric: orders}, {metric: visits}]
        correction: none
        ```
    Good:
        ```yaml
        decision: {ship_when: any-primary-better, then: All get it., otherwise: Nobody does.}
        primary: [{metric: revenue}, {metric: orders}, {metric: visits}]
        correction: holm
        ```
    """

    code = "PLN005"
    name = "no-multiplicity-rule"
    severity = Severity.ERROR
    standard = "plan/decision"
    mend = (
        "Name a correction (`correction: holm`), or one primary metric and one variant that decide."
    )

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        form = plan.form
        if form.correction != "none":
            return
        variants, metrics = len(form.treatments), len(form.primary)
        if metrics > 1 and form.decision.ship_when == "any-primary-better":
            what = f"{metrics} primary metrics, any of which decides"
            what += f", in {variants} variants" if variants > 1 else ""
        elif variants > 1:
            what = f"{variants} variants, any of which may be chosen"
        else:
            return
        yield Hit(plan.at("correction"), f"No correction for {what}, each at alpha {form.alpha:g}.")
