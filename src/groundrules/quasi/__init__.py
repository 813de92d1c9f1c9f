"""Quasi-experiments on panels of markets: difference in differences and synthetic control; and geo experiments.

`form` is the plan, `cells` the data as unit by period, `guards` what stands in the way of an estimate, `panel` what
passed them; `differences` and `synthetic` estimate, `trends` and `fits` test what that assumes, `verdict` answers.
`draw` says whom chance treats in a geo experiment, `geo` estimates by that draw, `power` says before what it will find.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from groundrules.errors import MissingExtraError

if TYPE_CHECKING:
    from groundrules.quasi.cells import Cells
    from groundrules.quasi.form import Plan
    from groundrules.quasi.panel import Panel
    from groundrules.quasi.result import Check, Estimate, Refusal, Result
    from groundrules.quasi.trends import Hidden

NEEDED = ("duckdb", "scipy", "linearmodels")
_SAID = (
    "all treated units count alike, however large: the effect is that of the average one",
    "the interval is not corrected for the tests that had to let it through (Roth 2022)",
)


def quasi(path: Path, data: str, tell: Callable[[str], None]) -> Result:
    """Return what the data say to the plan at `path`.

    data: an address (`groundrules.tables.address`); tell: is told the progress of long reading.
    Raises UsageError and ContentError for a plan or data that cannot be read.
    """
    for package in NEEDED:
        if find_spec(package) is None:
            raise MissingExtraError("quasi", "quasi", package)
    from groundrules.quasi import form
    from groundrules.quasi.cells import read

    plan = form.load(path)
    return judged(plan, read(plan, data, tell))


def judged(plan: Plan, cells: Cells) -> Result:
    """Return the result for cells that were read."""
    from groundrules.quasi import differences, guards
    from groundrules.quasi.panel import panel

    found = guards.refusals(plan, cells)
    if found:
        return _refused(plan, found)
    made = panel(plan, cells)
    moved = differences.changes(made)
    sides = [moved[made.treated].tolist(), moved[~made.treated].tolist()]
    found = guards.flat(made.values.ravel().tolist(), sides)
    if found:
        return _refused(plan, found)
    return _answered(plan, made, _notes(plan, cells))


def _refused(plan: Plan, found: list[Refusal]) -> Result:
    from groundrules.quasi.result import Result

    answer = f"No estimate: {', '.join(dict.fromkeys(one.name for one in found))}."
    return Result("refused", answer, plan.hypothesis, plan.design, plan.outcome.unit, found)


def _notes(plan: Plan, cells: Cells) -> list[str]:
    said = []
    if cells.outside:
        said.append(
            f"{cells.outside} of {cells.rows} rows lie outside the window and were left out"
        )
    if plan.leave_out:
        said.append(f"left out by the plan: {', '.join(plan.leave_out)}")
    if not plan.treatment:
        said.append(
            "the plan names no treatment column: who was treated, and from when on, is taken from the plan"
        )
    if cells.only_first_days and plan.period not in ("number", "day"):
        said.append(
            f"all rows are dated with the first day of a {plan.period}: whether the last is complete was not seen"
        )
    if plan.covariates:
        said.append(
            "that the treatment did not move the covariates was not tested; checks are made on the outcome "
            "less what they explain"
        )
    return said


def _answered(plan: Plan, made: Panel, notes: list[str]) -> Result:
    by = {
        "synthetic-control": _synthetic,
        "difference-in-differences": _differences,
        "geo": _geo,
    }[plan.design]
    return by(plan, made, notes)


def _geo(plan: Plan, made: Panel, notes: list[str]) -> Result:
    from groundrules.quasi import geo

    assert plan.assignment
    blocks = geo.places(plan.assignment.blocks, made.units)
    seen = geo.estimate(made, blocks, plan.alpha, plan.sides)
    result = _result(plan, made, seen, geo.checks(made, blocks, plan), None)
    return msgspec.structs.replace(
        result, notes=[*geo.notes(plan), *notes], course=geo.course(made, blocks, plan.alpha)
    )


def _synthetic(plan: Plan, made: Panel, notes: list[str]) -> Result:
    from groundrules.quasi import fits, synthetic

    found = synthetic.placebo(made)
    seen = synthetic.estimate(found, plan.alpha, plan.sides)
    result = _result(plan, made, seen, fits.checks(made, found, seen, plan), None)
    return msgspec.structs.replace(
        result,
        notes=notes,
        course=synthetic.course(made, found.treated),
        weights=synthetic.weights(made, found.treated),
    )


def _differences(plan: Plan, made: Panel, notes: list[str]) -> Result:
    from groundrules.quasi import differences, trends

    seen = differences.estimate(made, plan.alpha, plan.sides)
    plain = differences.adjusted(made)
    checks = trends.checks(plain, plan.assumption_alpha, plan.outcome.unit)
    if differences.by_placebo(made):
        checks.append(trends.restless(plain))
    if (~made.treated).sum() > 2:
        checks.append(trends.placebo_units(plain, plan.alpha))
    hidden = trends.Hidden(
        trends.slope(plain).lever, trends.overlooked(plain, plan.assumption_alpha)
    )
    result = _result(plan, made, seen, checks, hidden)
    course = differences.course(plain, plan.alpha)
    return msgspec.structs.replace(result, notes=[*_SAID, *notes], course=course)


def _result(
    plan: Plan, made: Panel, seen: Estimate, checks: list[Check], hidden: Hidden | None
) -> Result:
    from groundrules.quasi import verdict
    from groundrules.quasi.result import Result

    return Result(
        verdict=verdict.verdict(seen, checks),
        answer=verdict.answer(plan, seen, checks, hidden),
        hypothesis=plan.hypothesis,
        design=plan.design,
        unit=plan.outcome.unit,
        panel=made.described(),
        estimate=seen,
        matters=verdict.matters(seen, plan.minimum_effect),
        checks=checks,
        change=verdict.changes(plan, seen, checks, hidden),
    )
