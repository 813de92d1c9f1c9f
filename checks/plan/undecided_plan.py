import re
from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule, Severity

_PLACEHOLDER = re.compile(
    r"(?:todo|tbd|tba|fixme|xxx+)(?:[\s:.!].*)?|n/?a|none|\.\.\.+|…|\?+|-+|<[^>]*>", re.I | re.S
)


class UndecidedPlan(PlanRule):
    """The plan's words are placeholders, or the same is done whatever comes out.

    Why: Who decides only after the results which of two metrics counts, claims an effect in 9.8 % of
    experiments without one, not in 5 % (the standard's `recompute` block).

    Bad:
        ```yaml
        decision: {then: TODO, otherwise: tbd}
        ```
    Good:
        ```yaml
        decision: {then: All visitors get it., otherwise: The checkout stays as it is.}
        ```
    """

    code = "PLN024"
    name = "undecided-plan"
    severity = Severity.ERROR
    standard = "plan/plan"
    mend = "Write down what will be done in either case, before the first exposure."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        form = plan.form
        said = {
            ("hypothesis",): form.hypothesis,
            ("owner",): form.owner,
            ("decision", "then"): form.decision.then,
            ("decision", "otherwise"): form.decision.otherwise,
        }
        for steps, text in said.items():
            if _PLACEHOLDER.fullmatch(text.strip()):
                yield Hit(
                    plan.at(*steps), f"`{'.'.join(steps)}` is a placeholder: `{text.strip()}`."
                )
        one, other = form.decision.then.strip().lower(), form.decision.otherwise.strip().lower()
        if one == other and not _PLACEHOLDER.fullmatch(one):
            yield Hit(
                plan.at("decision", "otherwise"),
                "The same is done whatever comes out: then no experiment is needed.",
            )
