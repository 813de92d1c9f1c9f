"""What stands in the way of an estimate: every guard names the defect and the mend; none looks at the effect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from math import comb

from groundrules.quasi import geo_guards
from groundrules.quasi.calendar import Label, between, first_day, label_of, last_day
from groundrules.quasi.cells import Cells
from groundrules.quasi.contrasts import FEW
from groundrules.quasi.form import Plan
from groundrules.quasi.result import Refusal
from groundrules.quasi.words import few

ENOUGH_FOR_COVARIATES = 20
"""On either side. Cluster-robust errors of a regression are too small with fewer: see the standard."""
SYNTHETIC_PRE_PERIODS = 10
_DEFECTS = {
    "null-unit": ("rows have no unit", "find out where they belong, or leave them out in the data"),
    "null-time": ("rows have no time", "find out when they were, or leave them out in the data"),
    "unreadable-time": ("rows have a time that does not read", "write dates as in 2026-03-02"),
    "null-outcome": (
        "rows of the window have no outcome",
        "say in the data what a missing value is: zero, or a gap that must be filled",
    ),
    "outcome-not-a-number": (
        "rows of the window have an outcome that is no finite number",
        "mend the export: a decimal point, no thousands separator, no inf",
    ),
    "treatment-not-0-or-1": (
        "rows of the window have a treatment that is neither 0 nor 1",
        "mend the column, or leave `treatment` out of the plan",
    ),
    "spend-not-a-number": (
        "rows of the window have no finite number as spend",
        "say in the data what a missing value is: nothing spent, or not known",
    ),
}


def refusals(plan: Plan, cells: Cells) -> list[Refusal]:
    """Return all that stands in the way, in the order in which it is to be mended; none: go on."""
    found = [*_rows(plan, cells), *_window(plan, cells)]
    if found:  # the rest would only repeat it
        return found
    found = [*_units(plan, cells)]
    if plan.design == "geo":
        found += geo_guards.draw(plan, sorted({unit for unit, _ in cells.cells}))
    if found:
        return found
    enough = geo_guards.enough(plan) if plan.design == "geo" else _enough(plan, cells)
    spent = geo_guards.spend(plan, cells.cells, window(plan, cells)[1])
    return [*_periods(plan, cells), *_treatment(plan, cells), *enough, *spent]


def _rows(plan: Plan, cells: Cells) -> Iterator[Refusal]:
    if not cells.rows:
        yield Refusal("no-rows", "the data have no row", "look at the export")
    for name, count in cells.defects.items():
        if name.startswith("covariate:"):
            what = f"{count} rows of the window have no number in {name.partition(':')[2]!r}"
            yield Refusal("null-covariate", what, "fill them, or leave the covariate out")
        else:
            said, mend = _DEFECTS[name]
            yield Refusal(name, f"{count} {said}", mend)
    if plan.outcome.aggregation == "none":
        repeated = [key for key, cell in cells.cells.items() if cell.rows > 1]
        if repeated:
            yield Refusal(
                "repeated-cells",
                f"{_cells(repeated)} more than one row",
                "remove the repeated rows, or say in the plan how rows are aggregated (sum, mean, count)",
            )


def window(plan: Plan, cells: Cells) -> tuple[Label, Label, Label]:
    """Return the first, first treated and last period."""
    start, end = label_of(plan.treatment_start, plan.period), label_of(plan.window_end, plan.period)
    first = cells.first if plan.window_start is None else label_of(plan.window_start, plan.period)
    assert start is not None and end is not None and first is not None
    return (
        first_day(first, plan.period),
        first_day(start, plan.period),
        first_day(end, plan.period),
    )


def _window(plan: Plan, cells: Cells) -> Iterator[Refusal]:
    if cells.first is None or cells.last is None:
        return
    yield from _cuts(plan, cells)
    first, start, last = window(plan, cells)
    end = label_of(plan.window_end, plan.period)
    reached = last if cells.only_first_days else end
    if cells.last < reached:  # type: ignore[operator]
        yield Refusal(
            "window-after-the-data",
            f"window_end is {end}, and the data end at {cells.last}: the outcome is not there yet",
            "wait until the last period is complete, or plan a nearer end before you look",
        )
    if cells.first > first:  # type: ignore[operator]
        yield Refusal(
            "window-before-the-data",
            f"window_start is {first}, and the data begin with {cells.first}",
            "set a later window_start",
        )
    if not first < start <= last:  # type: ignore[operator]
        yield Refusal(
            "start-outside-the-window",
            f"treatment_start {plan.treatment_start} is not between {first} and {end}",
            "the window has periods before the start and after it",
        )


def _cuts(plan: Plan, cells: Cells) -> Iterator[Refusal]:
    """Yield what is no whole period: the first treated one, the last, the first."""
    first, start, last = window(plan, cells)
    if label_of(plan.treatment_start, plan.period) != start:
        yield Refusal(
            "start-inside-a-period",
            f"treatment_start {plan.treatment_start} lies inside the {plan.period} of {start}, which is then "
            "partly treated",
            f"start at the {plan.period} that is treated as a whole, or cut time finer",
        )
    whole = last_day(last, plan.period)
    if label_of(plan.window_end, plan.period) != whole:
        yield Refusal(
            "partial-last-period",
            f"window_end {plan.window_end} lies inside the {plan.period} from {last} to {whole}",
            "end at the last day of a period",
        )
    begins = cells.first
    if plan.window_start is not None:
        begins = label_of(plan.window_start, plan.period)
    if begins != first:
        yield Refusal(
            "partial-first-period",
            f"the window begins with {begins}, inside the {plan.period} of {first}",
            "set window_start to the first day of a period",
        )


def _units(plan: Plan, cells: Cells) -> Iterator[Refusal]:
    units = sorted({unit for unit, _ in cells.cells})
    for unit in plan.treated:
        if unit not in units:
            near = get_close_matches(unit, units, n=1)
            mend = (
                f"did you mean {near[0]!r}?" if near else "look at its spelling and at the window"
            )
            yield Refusal("treated-unit-missing", f"the data know no unit {unit!r}", mend)
    for unit in cells.unknown:
        near = get_close_matches(unit, units, n=1)
        mend = f"did you mean {near[0]!r}?" if near else "look at its spelling, or drop it"
        yield Refusal("left-out-unit-missing", f"the data know no unit {unit!r}", mend)
    if not set(units) - set(plan.treated):
        yield Refusal("no-controls", "all units of the data are treated", "add untreated units")


def _periods(plan: Plan, cells: Cells) -> Iterator[Refusal]:
    first, start, last = window(plan, cells)
    periods = between(first, last, plan.period)
    units = sorted({unit for unit, _ in cells.cells})
    missing = [(u, p) for u in units for p in periods if (u, p) not in cells.cells]
    if missing and plan.outcome.empty_cells == "refuse":
        yield Refusal(
            "missing-cells",
            f"{_cells(missing)} no row: the panel is not balanced",
            "complete the data, leave those units out of it, or, where no row means nothing, set empty_cells: zero",
        )
    elif missing and (plan.covariates or plan.treatment):
        yield Refusal(
            "missing-cells",
            f"{_cells(missing)} no row, so no covariate and no treatment",
            "complete the data: empty_cells: zero is for the outcome alone",
        )
    before = len(between(first, start, plan.period)) - 1
    least = plan.pre_periods
    if plan.design == "synthetic-control":
        least = max(least, SYNTHETIC_PRE_PERIODS)
    if before < least:
        yield Refusal(
            "too-few-pre-periods",
            f"{before} periods before the start, and {least} are needed to see whether the courses agreed",
            "take a longer history, or cut time finer",
        )


def _treatment(plan: Plan, cells: Cells) -> Iterator[Refusal]:
    if not plan.treatment:
        return
    on: dict[str, list[tuple[Label, float, float]]] = {}
    for (unit, period), cell in sorted(cells.cells.items()):
        if cell.treated is not None:
            on.setdefault(unit, []).append((period, *cell.treated))
    mixed = [(u, p) for u, course in on.items() for p, low, high in course if low != high]
    if mixed:
        yield Refusal(
            "partly-treated-cells",
            f"{_cells(mixed)} treated and untreated rows",
            "cut time so that a period is treated as a whole, or leave the first, partial period out",
        )
        return
    for unit, course in on.items():
        states = [low for _, low, _ in course]
        if states != sorted(states):
            yield Refusal(
                "treatment-not-absorbing",
                f"{unit!r} is treated for a time, and later is not",
                "end the window before it ends, or plan a switchback: these designs compare before with after",
            )
    starts = {u: next((p for p, low, _ in course if low), None) for u, course in on.items()}
    yield from _starts(plan, cells, {u: began for u, began in starts.items() if began is not None})


def _starts(plan: Plan, cells: Cells, began: dict[str, Label]) -> Iterator[Refusal]:
    _, start, _ = window(plan, cells)
    times = set(began.values())
    said = ", ".join(f"{unit!r} from {when}" for unit, when in sorted(began.items())[:4])
    if len(times) > 1:
        yield Refusal(
            "staggered-adoption",
            f"units start at {len(times)} different times ({said}{' …' if len(began) > 4 else ''}): fixed effects "
            "for units and periods would compare late starters with early ones, as if those were untreated",
            "write one plan for each start: leave_out the units of the other starts, and keep those never treated",
        )
    elif set(began) != set(plan.treated) or times != {start}:
        yield Refusal(
            "treatment-is-not-as-planned",
            f"the data say that {said or 'nobody'} is treated, the plan {few(plan.treated)} from {start}",
            "find out which is right; the plan is not to be bent to the data",
        )


def _enough(plan: Plan, cells: Cells) -> Iterator[Refusal]:
    units = {unit for unit, _ in cells.cells}
    treated, controls = len(plan.treated), len(units - set(plan.treated))
    if plan.covariates:
        if min(treated, controls) < ENOUGH_FOR_COVARIATES:
            yield Refusal(
                "too-few-units-for-covariates",
                f"{treated} treated and {controls} control units; below {ENOUGH_FOR_COVARIATES} on either side "
                "the cluster-robust errors of a regression are too small",
                "leave the covariates out: then labels are permuted",
            )
        return
    by_error = plan.design != "synthetic-control" and min(treated, controls) >= FEW
    least = _least(treated, controls, plan.sides)
    if not by_error and least > plan.alpha:
        more = 1
        while _least(treated, controls + more, plan.sides) > plan.alpha:
            more += 1
        yield Refusal(
            "too-few-units",
            f"{treated} treated and {controls} control units allow so few placebo assignments that no p below "
            f"{least:.3f} can come out, and alpha is {plan.alpha:g}",
            f"add {more} untreated units or more, or plan a higher alpha",
        )


def _least(treated: int, controls: int, sides: str) -> float:
    """Return the smallest p; of equal groups, the exchanged one is as far out on the other side."""
    alike = 2 if sides == "two-sided" and treated == controls else 1
    return alike / comb(treated + controls, treated)


def _cells(keys: Sequence[tuple[str, Label]]) -> str:
    shown = ", ".join(f"{unit!r} in {period}" for unit, period in keys[:3])
    more = f" and {len(keys) - 3} more" if len(keys) > 3 else ""
    return f"{len(keys)} of the cells ({shown}{more}) have"


def flat(values: Sequence[float], changes: Sequence[Sequence[float]]) -> list[Refusal]:
    """Return the refusal of an outcome without spread, in which no error can be seen.

    values: all of the panel; changes: from before to after, of the treated units and of the others.
    """
    if max(values) == min(values):
        return [
            Refusal(
                "outcome-does-not-vary",
                "the outcome is the same everywhere, always",
                "look at the column and at the aggregation",
            )
        ]
    least = 1e-9 * max(map(abs, values))
    if all(max(side) - min(side) <= least for side in changes):
        return [
            Refusal(
                "changes-do-not-vary",
                "all units of a side changed by the same amount, so that nothing shows how sure the effect is",
                "look whether the data are made up, filled in, or the same series copied to each unit",
            )
        ]
    return []
