from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity


class PrimaryChanged(PlanRule):
    """Other metrics decide now than did when the first unit was exposed, by git.

    Why: Whoever may choose among five metrics after their results are in finds one that moved in
    23 % of experiments without any effect, not in 5 % (the standard's `recompute` block).

    Bad:
        ```yaml
        agreed: {primary: [{metric: revenue}]}
        ---
        primary: [{metric: orders}]
        ```
    Good:
        ```yaml
        agreed: {primary: [{metric: revenue}]}
        ---
        primary: [{metric: revenue}]
        secondary: [{metric: orders}]
        ```
    """

    code = "PLN003"
    name = "primary-changed"
    severity = Severity.ERROR
    standard = "plan/plan"
    mend = "Decide by the metrics of the agreed plan, and report the others as exploratory."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        told = plan.history
        if told.unknown or not told.primary_changed:
            return
        since = "its first commit, which is late," if told.late else f"{plan.form.start}"
        yield Hit(
            plan.at("primary"),
            f"{_listed(told.primary_now)} decides; at {since} it was {_listed(told.primary_before)}: "
            "`groundrules plan history` lists the edits.",
        )


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(f"`{name}`" for name in names) or "no metric"
