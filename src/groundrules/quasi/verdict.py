"""From estimate and checks to a verdict: effect, undecided, or assumption fails; never "no effect"."""

from __future__ import annotations

from collections.abc import Sequence

from groundrules.quasi.fits import excludes_zero
from groundrules.quasi.form import Plan
from groundrules.quasi.result import Check, Estimate, Matters, Verdict
from groundrules.quasi.trends import Hidden
from groundrules.quasi.words import amount, span

FRAGILE = "without each donor"
"""A check whose failure leaves the question open, where that of the others says that the design does not hold."""


def verdict(seen: Estimate, checks: Sequence[Check]) -> Verdict:
    """Return the verdict."""
    if any(check.holds is False and check.name != FRAGILE for check in checks):
        return "assumption fails"
    if not excludes_zero(seen.lower, seen.upper) or any(check.holds is False for check in checks):
        return "undecided"
    return "effect"


def matters(seen: Estimate, least: float) -> Matters:
    """Return whether the effect reaches `least`, so far as the interval says; in either direction."""
    lower = float("-inf") if seen.lower is None else seen.lower
    upper = float("inf") if seen.upper is None else seen.upper
    if lower >= least or upper <= -least:
        return "yes"
    return "no" if -least < lower and upper < least else "undecided"


def answer(plan: Plan, seen: Estimate, checks: Sequence[Check], hidden: Hidden | None) -> str:
    """Return the answer in a few sentences, with the interval in the outcome's unit.

    hidden: what a difference in trends could have done; None where trends are matched.
    """
    unit, level = plan.outcome.unit, f"{100 * seen.level:g} % interval"
    interval = f"{level} {span(seen.lower, seen.upper)}"
    size = f"{amount(seen.effect)} {unit} ({interval})"
    what = verdict(seen, checks)
    if what == "assumption fails":
        names = "; ".join(c.name for c in checks if c.holds is False and c.name != FRAGILE)
        return (
            f"The design does not hold ({names}), so its estimate of {size} is no answer. "
            f"The plan for this case: {plan.if_assumption_fails}"
        )
    if what == "effect":
        said = f"An effect of {size}{_over(plan)}. {_reaches(plan, seen)}"
        if hidden and hidden.overlooked >= abs(seen.effect):
            said += (
                " Parallel courses were not refuted, but trends that differ enough to make all of this effect "
                "would have been overlooked too."
            )
        return said
    if excludes_zero(seen.lower, seen.upper):
        return f"Undecided: {size} hangs on a single donor. {_reaches(plan, seen)}"
    return f"Undecided: {size}. Zero is inside, which is no proof that nothing happened. {_reaches(plan, seen)}"


def _over(plan: Plan) -> str:
    if len(plan.treated) == 1:
        return f" in {plan.treated[0]}, on average over the periods from {plan.treatment_start} on"
    return f" in the average of {len(plan.treated)} treated units, from {plan.treatment_start} on"


def _reaches(plan: Plan, seen: Estimate) -> str:
    least = f"the {amount(plan.minimum_effect)} {plan.outcome.unit} that matter"
    return {
        "yes": f"It reaches {least}.",
        "no": f"It is smaller than {least}, in either direction.",
        "undecided": f"Whether it reaches {least} is open.",
    }[matters(seen, plan.minimum_effect)]


def changes(
    plan: Plan, seen: Estimate, checks: Sequence[Check], hidden: Hidden | None
) -> list[str]:
    """Return what would change the decision; `hidden` as for `answer`."""
    unit, said = plan.outcome.unit, []
    what = verdict(seen, checks)
    near = _nearest_to_zero(seen)
    if what == "effect" and near is not None:
        said.append(f"a bias of {amount(near)} {unit} would put zero into the interval")
        if hidden:
            said.append(
                f"so would treated units that anyway {'gained' if near > 0 else 'lost'} "
                f"{amount(abs(near) / hidden.lever)} in each period beside the others"
            )
    if what == "undecided":
        more = "more pairs" if plan.design == "geo" else "more untreated units"
        said.append(
            f"{more} or a longer history would narrow the interval; a longer window is a new plan"
        )
    if matters(seen, plan.minimum_effect) == "undecided":
        said.append(
            f"the interval holds values on both sides of {amount(plan.minimum_effect)} {unit}: "
            "a smaller error would settle whether the effect matters"
        )
    if plan.design == "geo":
        said.append(
            "untreated units that felt the treatment too: the effect would then be told too small"
        )
        return said
    said.append(
        "another event at the same time in the treated units: nothing in the data tells it apart"
    )
    return said


def _nearest_to_zero(seen: Estimate) -> float | None:
    if seen.lower is not None and seen.lower > 0:
        return seen.lower
    return seen.upper if seen.upper is not None and seen.upper < 0 else None
