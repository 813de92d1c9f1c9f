from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class PrimaryWithoutEffect(PlanRule):
    """A primary metric has no smallest effect that matters: nothing says how long the experiment must be.

    Why: An effect of half the size needs 4 times the units; without one, no result tells
    "nothing there" from "too short" (the standard's `recompute` block).

    Bad:
        ```yaml
        catalogue: {orders: {mde: null}}
        ---
        primary: [{metric: orders}]
        ```
    Good:
        ```yaml
        catalogue: {orders: {mde: null}}
        ---
        primary: [{metric: orders, mde: {relative: 0.03}}]
        ```
    """

    code = "PLN011"
    name = "primary-without-effect"
    severity = Severity.WARNING
    standard = "plan/decision"
    mend = "Name the smallest effect that matters: `mde: {relative: 0.02}`, here or in the metric."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        for named in plan.named:
            if named.role == "primary" and named.metric and plan.mde(named) is None:
                yield Hit(
                    named.at,
                    f"The primary metric `{named.name}` has no smallest effect that matters, "
                    "neither here nor in its definition.",
                )
