"""The data as unit × period, aggregated where they are, with what is wrong with the rows counted beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlglot import exp

from groundrules.errors import ContentError
from groundrules.quasi.calendar import Label, label_of
from groundrules.quasi.form import Plan

_ROWS, _READ, _UNIT, _DAY, _VALUE, _TREATED = "rows_", "read_", "unit_", "day_", "value_", "on_"
_SPEND = "spend_"


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit in one period."""

    rows: int
    value: float
    covariates: tuple[float, ...]
    treated: tuple[float, float] | None
    """The least and the largest value of the treatment column; None where the plan names none."""
    spend: float = 0.0
    """What was spent on the treatment, where the plan names its column."""


@dataclass(frozen=True, slots=True)
class Cells:
    """All cells of the window, and the defects of the rows that they are made of."""

    cells: dict[tuple[str, Label], Cell]
    rows: int
    outside: int
    """Rows before or after the window, left out."""
    defects: dict[str, int]
    first: Label | None
    """The first and last day in the data, also outside the window."""
    last: Label | None
    only_first_days: bool
    """Whether every day is the first of its period: then nothing says whether a period is whole."""
    unknown: tuple[str, ...]
    """Units that the plan leaves out and the data do not have."""


def read(plan: Plan, data: str, tell: Callable[[str], None]) -> Cells:
    """Return the cells; raises UsageError or ContentError for data that cannot be read."""
    from groundrules.tables import address
    from groundrules.tables.duck import DuckTables

    with DuckTables(tell) as tables:
        names = [name for name, _ in tables.open(address.parse(data), _ROWS, places=False)]
        _require(plan, data, names)
        typed = _typed(plan)
        counted = tables.rows(_defects(plan, typed))[0]
        found = tables.rows(_cells(plan, typed))
        known = {unit for (unit,) in tables.rows(_known(plan))} if plan.leave_out else set()
        tables.check_unchanged()
    return _gather(plan, counted, found, known)


def _require(plan: Plan, data: str, names: Sequence[str]) -> None:
    wanted = [plan.outcome.column, plan.unit, plan.time, plan.treatment, *plan.covariates]
    wanted.append(plan.spend.column if plan.spend else "")
    for name in filter(None, wanted):
        if name not in names:
            near = get_close_matches(name, names, n=1)
            mend = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(sorted(names))}"
            raise ContentError(f"{data} has no column {name!r}; {mend}")


def _column(name: str) -> exp.Column:
    return exp.column(exp.to_identifier(name, quoted=True))


def _number(name: str) -> exp.Expr:
    return exp.TryCast(this=_column(name), to=exp.DataType.build("DOUBLE"))


def _day(plan: Plan) -> exp.Expr:
    if plan.period == "number":
        return exp.TryCast(this=_number(plan.time), to=exp.DataType.build("BIGINT"))
    moment = exp.TryCast(this=_column(plan.time), to=exp.DataType.build("TIMESTAMP"))
    return exp.Cast(this=moment, to=exp.DataType.build("DATE"))


def _typed(plan: Plan) -> exp.Select:
    """Return a SELECT of each row's unit, day, value, covariates and treatment; NULL where one does not read."""
    text = exp.DataType.build("VARCHAR")
    unit = exp.Cast(this=_column(plan.unit), to=text)
    counting = plan.outcome.aggregation == "count"
    value = exp.Literal.number(1) if counting else _number(plan.outcome.column)
    said = exp.Literal.number(1) if counting else _column(plan.outcome.column)
    columns = [
        exp.alias_(unit, _UNIT),
        exp.alias_(_day(plan), _DAY),
        exp.alias_(exp.Cast(this=value, to=exp.DataType.build("DOUBLE")), _VALUE),
        exp.alias_(_column(plan.time).is_(exp.null()), "no_time_"),
        exp.alias_(said.copy().is_(exp.null()), "no_value_"),
    ]
    columns += [
        exp.alias_(_number(name), f"covariate_{number}_")
        for number, name in enumerate(plan.covariates)
    ]
    if plan.treatment:
        columns.append(exp.alias_(_number(plan.treatment), _TREATED))
    if plan.spend:
        columns.append(exp.alias_(_number(plan.spend.column), _SPEND))
    made = exp.select(*columns).from_(exp.to_identifier(_ROWS, quoted=True))
    return made.where(exp.not_(_left_out(plan))) if plan.leave_out else made


def _left_out(plan: Plan) -> exp.Expr:
    """Whether a row's unit is one that the plan leaves out; not so where it has none."""
    unit = exp.Cast(this=_column(plan.unit), to=exp.DataType.build("VARCHAR"))
    return exp.func("coalesce", unit.isin(*map(exp.Literal.string, plan.leave_out)), exp.false())


def _known(plan: Plan) -> exp.Select:
    """Return a SELECT of the units that the plan leaves out and the data have."""
    unit = exp.Cast(this=_column(plan.unit), to=exp.DataType.build("VARCHAR"))
    rows = exp.select(unit).from_(exp.to_identifier(_ROWS, quoted=True))
    return rows.where(_left_out(plan)).distinct()


def _literal(label: Label) -> exp.Expr:
    if isinstance(label, int):
        return exp.convert(label)
    return exp.Cast(this=exp.Literal.string(label.isoformat()), to=exp.DataType.build("DATE"))


def _inside(plan: Plan) -> exp.Expr:
    end = label_of(plan.window_end, plan.period)
    assert end is not None
    inside: exp.Expr = exp.column(_DAY) <= _literal(end)
    if plan.window_start is not None:
        start = label_of(plan.window_start, plan.period)
        assert start is not None
        inside = exp.and_(inside, exp.column(_DAY) >= _literal(start))
    return inside


def _period(plan: Plan) -> exp.Expr:
    if plan.period in ("number", "day"):
        return exp.column(_DAY)
    cut = exp.Anonymous(
        this="date_trunc", expressions=[exp.Literal.string(plan.period), exp.column(_DAY)]
    )
    return exp.Cast(this=cut, to=exp.DataType.build("DATE"))


def _bad(value: exp.Expr) -> exp.Expr:
    """Whether a value is missing, NaN or infinite."""
    finite = exp.Anonymous(this="isfinite", expressions=[value.copy()])
    return exp.not_(exp.func("coalesce", finite, exp.false()))


def _defects(plan: Plan, typed: exp.Select) -> exp.Select:
    inside = exp.paren(_inside(plan))
    value, day = exp.column(_VALUE), exp.column(_DAY)
    flags = {
        "null-unit": exp.column(_UNIT).is_(exp.null()),
        "null-time": exp.column("no_time_"),
        "unreadable-time": exp.and_(day.is_(exp.null()), exp.not_(exp.column("no_time_"))),
        "null-outcome": exp.and_(inside, exp.column("no_value_")),
        "outcome-not-a-number": exp.and_(inside, _bad(value), exp.not_(exp.column("no_value_"))),
        "outside": exp.not_(inside),
        "within": exp.and_(day.is_(exp.null().not_()), day.neq(_period(plan))),
    }
    for number, name in enumerate(plan.covariates):
        flags[f"covariate:{name}"] = exp.and_(inside, _bad(exp.column(f"covariate_{number}_")))
    if plan.treatment:
        on = exp.column(_TREATED)
        neither = exp.not_(exp.func("coalesce", on.isin(0, 1), exp.false()))
        flags["treatment-not-0-or-1"] = exp.and_(inside, neither)
    if plan.spend:
        flags["spend-not-a-number"] = exp.and_(inside, _bad(exp.column(_SPEND)))
    counts = [
        exp.alias_(exp.func("count_if", flag), f"flag_{n}_")
        for n, flag in enumerate(flags.values())
    ]
    ends = [exp.func("count", exp.Star()), exp.func("min", day), exp.func("max", day)]
    return exp.select(*ends, *counts).from_(typed.copy().subquery("typed_"))


def _cells(plan: Plan, typed: exp.Select) -> exp.Select:
    how = {"none": "max", "sum": "sum", "mean": "avg", "count": "count"}[plan.outcome.aggregation]
    picked = [exp.column(_UNIT), exp.alias_(_period(plan), "period_")]
    picked += [exp.func("count", exp.Star()), exp.func(how, exp.column(_VALUE))]
    picked += [
        exp.func("avg", exp.column(f"covariate_{number}_"))
        for number in range(len(plan.covariates))
    ]
    if plan.treatment:
        picked += [exp.func("min", exp.column(_TREATED)), exp.func("max", exp.column(_TREATED))]
    if plan.spend:
        picked.append(exp.func("sum", exp.column(_SPEND)))
    known = exp.and_(_inside(plan), exp.not_(exp.column(_UNIT).is_(exp.null())))
    made = exp.select(*picked).from_(typed.copy().subquery("typed_")).where(known)
    return made.group_by("1", "2").order_by("1", "2")


def _gather(
    plan: Plan, counted: tuple[Any, ...], found: list[tuple[Any, ...]], known: set[str]
) -> Cells:
    rows, first, last, *counts = counted
    keys = ["null-unit", "null-time", "unreadable-time", "null-outcome", "outcome-not-a-number"]
    keys += ["outside", "within"]
    keys += [f"covariate:{name}" for name in plan.covariates]
    keys += ["treatment-not-0-or-1"] if plan.treatment else []
    keys += ["spend-not-a-number"] if plan.spend else []
    defects = dict(zip(keys, (int(count or 0) for count in counts), strict=True))
    within, outside = defects.pop("within"), defects.pop("outside")
    width = len(plan.covariates)
    cells = {
        (unit, period): Cell(
            rows=count,
            value=float("nan") if value is None else float(value),
            covariates=tuple(float("nan") if c is None else float(c) for c in rest[:width]),
            treated=(rest[width], rest[width + 1]) if plan.treatment else None,
            spend=float(rest[-1] or 0.0) if plan.spend else 0.0,
        )
        for unit, period, count, value, *rest in found
    }
    return Cells(
        cells=cells,
        rows=rows,
        outside=outside,
        defects={name: count for name, count in defects.items() if count},
        first=first,
        last=last,
        only_first_days=not within,
        unknown=tuple(unit for unit in plan.leave_out if unit not in known),
    )
