"""What stands in the way of judging a geo experiment: another draw than the plan's, too few blocks, money elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from groundrules.quasi import draw as draws
from groundrules.quasi.calendar import Label
from groundrules.quasi.form import Plan
from groundrules.quasi.result import Refusal
from groundrules.quasi.words import amount, few

if TYPE_CHECKING:
    from groundrules.quasi.cells import Cell


def draw(plan: Plan, units: Sequence[str]) -> Iterator[Refusal]:
    """Yield where blocks, seed, fingerprint and the units of the data do not agree."""
    assert plan.assignment
    blocks = plan.assignment.blocks
    inside = {unit for block in blocks for unit in block}
    if strange := sorted(set(units) - inside):
        yield Refusal(
            "unit-in-no-block",
            f"{few(strange)} took no part in the draw, and has rows",
            "name it under leave_out: only who could have been drawn can be compared",
        )
    if gone := sorted(inside - set(units) - set(plan.treated)):
        yield Refusal(
            "drawn-unit-missing",
            f"{few(gone)} took part in the draw, and has no rows in the window",
            "complete the data, or leave its whole block out of plan and data, and say why",
        )
    found = draws.fingerprint(blocks, plan.treated, plan.treatment_start)
    if plan.assignment.sha256 and found != plan.assignment.sha256:
        yield Refusal(
            "assignment-was-changed",
            f"blocks, treated and treatment_start have the fingerprint {found[:12]}…, and "
            f"{plan.assignment.sha256[:12]}… was written down",
            "put back what was drawn; git log shows who changed it and when",
        )
    if plan.assignment.seed is not None:
        again = draws.drawn(blocks, plan.assignment.seed, draws.counts(blocks, plan.treated))
        if again != sorted(plan.treated):
            yield Refusal(
                "assignment-is-not-as-drawn",
                f"the seed {plan.assignment.seed} draws {few(sorted(set(again) - set(plan.treated)))}, and the plan "
                f"treats {few(sorted(set(plan.treated) - set(again)))}",
                "treat whom chance chose; an assignment by hand is design: difference-in-differences",
            )


def enough(plan: Plan) -> Iterator[Refusal]:
    """Yield a draw with so few possible outcomes that no p can reach alpha."""
    assert plan.assignment
    blocks = plan.assignment.blocks
    least = draws.smallest_p(blocks, plan.treated, plan.sides)
    if least > plan.alpha:
        yield Refusal(
            "too-few-units",
            f"{len(blocks)} blocks could have been drawn in so few ways that no p below {least:.3f} can come out, and "
            f"alpha is {plan.alpha:g}",
            "draw among more pairs: 6 of them reach 0.05 on two sides, 8 reach 0.01",
        )


def spend(plan: Plan, cells: Mapping[tuple[str, Label], Cell], start: Label) -> Iterator[Refusal]:
    """Yield money for the treatment that went elsewhere, came early, or is not the sum planned."""
    if plan.spend is None:
        return
    early = sorted({u for (u, p), cell in cells.items() if p < start and cell.spend})  # type: ignore[operator]
    if early:
        yield Refusal(
            "spent-before-the-start",
            f"money for the treatment was spent before {plan.treatment_start} in {few(early)}",
            "find the true start: a period with some of the treatment is no comparison; it was a new plan",
        )
    after = {k: cell.spend for k, cell in cells.items() if k[1] >= start}  # type: ignore[operator]
    if others := sorted(
        {unit for (unit, _), spent in after.items() if spent and unit not in plan.treated}
    ):
        yield Refusal(
            "contamination",
            f"money for the treatment was spent in {few(others)}, which was not to be treated",
            "find out what was shown there; the draw is no longer what happened, and leaving the block out after the "
            "fact is a choice that needs the owner's word",
        )
    total = sum(spent for (unit, _), spent in after.items() if unit in plan.treated)
    if abs(total / plan.spend.planned - 1) > plan.spend.within:
        yield Refusal(
            "spend-is-not-as-planned",
            f"{amount(total)} was spent in the treated units, and {amount(plan.spend.planned)} was planned (within "
            f"{100 * plan.spend.within:g} %)",
            "find out why: an effect of another dose is another question",
        )
