from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class GuardrailWithoutMargin(PlanRule):
    """A guardrail has no margin: nothing says how much worse it may become.

    Without a margin all that is left is "no significant harm", which a small experiment always finds.

    Why: Of experiments that harm a guardrail by 5 % and would notice that with 30 % power, 70 %
    show no significant harm; with a margin of 2 %, 0.2 % are called not inferior
    (the standard's `recompute` block).

    Bad:
        ```yaml
        catalogue: {latency: {direction: decrease}}
        ---
        guardrails: [{metric: latency}]
        ```
    Good:
        ```yaml
        catalogue: {latency: {direction: decrease}}
        ---
        guardrails: [{metric: latency, margin: {relative: 0.02}}]
        ```
    """

    code = "PLN006"
    name = "guardrail-without-margin"
    severity = Severity.ERROR
    standard = "plan/decision"
    mend = (
        "Name the largest harm that is accepted: `margin: {relative: 0.02}`, here or in the metric."
    )

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        for named in plan.named:
            known = named.metric is not None  # of one that nobody knows, nobody knows the margin
            if named.role == "guardrails" and known and plan.margin(named) is None:
                yield Hit(
                    named.at,
                    f"The guardrail `{named.name}` has no margin, neither here nor in its metric.",
                )
