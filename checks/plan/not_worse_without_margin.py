from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class NotWorseWithoutMargin(PlanRule):
    """The plan ships what is not worse, and a primary metric has no margin: nothing says what "not worse" is.

    Why: Of experiments that harm a metric by 5 % and would notice that with 30 % power, 70 % show no
    significant harm; with a margin of 2 %, 0.2 % are called not inferior (the standard's `recompute` block).

    Bad:
        ```yaml
        catalogue: {latency: {direction: decrease}}
        ---
        decision: {ship_when: primary-not-worse, then: All get it., otherwise: Nobody does.}
        primary: [{metric: latency}]
        ```
    Good:
        ```yaml
        catalogue: {latency: {direction: decrease, margin: {relative: 0.02}}}
        ---
        decision: {ship_when: primary-not-worse, then: All get it., otherwise: Nobody does.}
        primary: [{metric: latency}]
        ```
    """

    code = "PLN020"
    name = "not-worse-without-margin"
    severity = Severity.ERROR
    standard = "plan/decision"
    mend = "Give the primary metric's definition a margin, or decide by `all-primary-better`."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        if plan.form.decision.ship_when != "primary-not-worse":
            return
        for named in plan.named:
            if named.role == "primary" and named.metric and plan.margin(named) is None:
                yield Hit(
                    named.at,
                    f"What is not worse in `{named.name}` is shipped, and its definition has no margin.",
                )
