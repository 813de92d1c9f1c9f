"""Whether a synthetic control can be believed: its fit, placebo starts and donors, and what hangs on one donor."""

from __future__ import annotations

from groundrules.quasi import synthetic
from groundrules.quasi.form import Plan
from groundrules.quasi.panel import Panel
from groundrules.quasi.result import Check, Estimate
from groundrules.quasi.synthetic import Placebo
from groundrules.quasi.words import amount, probability, span


def checks(panel: Panel, found: Placebo, seen: Estimate, plan: Plan) -> list[Check]:
    """Return all checks; those without a verdict of their own show something."""
    return [
        _fit(found, plan),
        _early(panel, plan),
        _donors(found),
        _without_each(panel, found, seen, plan),
    ]


def _fit(found: Placebo, plan: Plan) -> Check:
    own = found.treated
    limit = plan.largest_rmspe or plan.minimum_effect
    shown = (
        f"before the start the control is off by {amount(own.rmspe)} {plan.outcome.unit} (RMSPE), allowed are "
        f"{amount(limit)}; the effect is {amount(abs(own.far))} times that"
    )
    limits = "a good fit before the start is no proof of what would have come after it"
    if len(found.donors) > own.before:
        limits += f", the less so as {len(found.donors)} donors are fitted to {own.before} periods"
    numbers = {"rmspe": own.rmspe, "allowed": limit}
    return Check("fit before the start", own.rmspe <= limit, shown, limits, numbers=numbers)


def _early(panel: Panel, plan: Plan) -> Check:
    start = panel.before * 2 // 3
    found = synthetic.placebo(panel.before_start(start))
    p = found.p("two-sided")
    least = 1 / (1 + len(found.donors))
    shown = (
        f"as if the start had been {panel.periods[start]}: {amount(found.treated.effect)} {plan.outcome.unit}, "
        f"{probability(p)} against the donors"
    )
    limits = ""
    if least > plan.assumption_alpha:
        limits = (
            f"with {len(found.donors)} donors this test cannot fail: its smallest p is {least:.3f}"
        )
    numbers = {"effect": found.treated.effect}
    return Check("placebo start", p > plan.assumption_alpha, shown, limits, p, numbers)


def _donors(found: Placebo) -> Check:
    ratios = [_ratio(one) for one in (found.treated, *found.donors)]
    rank = sum(other >= ratios[0] for other in ratios)
    shown = (
        f"the error after the start is {amount(ratios[0])} times the one before; that is rank {rank} of "
        f"{len(ratios)} among the treated unit and {len(found.donors)} donors treated in turn"
    )
    limits = (
        "p and interval are right so far as the treated unit could as well have been any donor; "
        "that no donor felt the treatment cannot be tested here"
    )
    return Check("placebo donors", None, shown, limits, rank / len(ratios))


def _ratio(one: synthetic.Fit) -> float:
    after = synthetic.root_mean_square(one.gaps[one.before :])
    return after / max(one.rmspe, float(1e-12 * (1 + abs(one.gaps).max())))


def _without_each(panel: Panel, found: Placebo, seen: Estimate, plan: Plan) -> Check:
    reach = found.reach(plan.alpha, plan.sides)
    others = synthetic.without_each(panel, found.treated)
    if not others:
        return Check("without each donor", None, "there is one donor: none can be left out")
    effects = sorted(one.effect for _, one in others)
    kept = {name: excludes_zero(*synthetic.ends(one, reach, plan.sides)) for name, one in others}
    lost = [name for name, keeps in kept.items() if not keeps]
    shown = f"without one donor at a time the effect is {span(effects[0], effects[-1])} {plan.outcome.unit}"
    numbers = {"least": effects[0], "most": effects[-1]}
    if not excludes_zero(seen.lower, seen.upper):
        return Check("without each donor", None, shown, numbers=numbers)
    if lost:
        shown += f"; without {', '.join(map(repr, lost[:3]))} its interval holds zero"
    return Check("without each donor", not lost, shown, numbers=numbers)


def excludes_zero(lower: float | None, upper: float | None) -> bool:
    """Whether an interval, open where an end is None, leaves zero out."""
    return (lower is not None and lower > 0) or (upper is not None and upper < 0)
