"""Metrics without an experiment: one row for each unit and period, or each unit and value of a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from groundrules.config import nearest
from groundrules.errors import ContentError, UsageError
from groundrules.metrics.form import Metric
from groundrules.metrics.units import DAY, UNIT, Piece, aggregated, is_filled, needed, pieces_of
from groundrules.tables.relations import Relations, micros

PERIODS = {"day": 1, "week": 7}
"""How many days a period is long; a week begins on a Monday."""
NO_VALUE = "(none)"
"""What a column's NULL is called."""
_MONDAY = 4 * DAY
"""1970-01-05, a Monday."""
_AMONG = "is among"


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when rows count, in microseconds; None is open."""

    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Among:
    """The units that are counted: those with a row of this table in the period."""

    source: str
    unit: str
    time: str


def key(number: int) -> str:
    """Return what a column that rows are grouped by is called in the table of units."""
    return f"key {number}"


def by_period(
    relations: Relations,
    metric: Metric,
    by: Sequence[str],
    span: Span,
    among: Among | None = None,
) -> ir.Table:
    """Return the metric's columns for each unit and each period or value of `by`.

    by: `day`, `week`, or a column of each source that the metric reads.
    Units are those with any row in the period, whether it counts or not, or those `among` a table; rows without a
    unit belong to nobody.
    Raises UsageError for a column that a source has not.
    """
    pieces = [piece for piece in pieces_of(metric) if piece.span == "outcome"]
    parts = [
        _gathered(relations, [one for one in pieces if _from(one) == place], by, span)
        for place in dict.fromkeys(_from(piece) for piece in pieces)
    ]
    if among is not None:
        parts.append(_listed(relations, among, by, span))
    keys = [*(key(number) for number in range(len(by))), UNIT]
    stacked = (
        ibis.union(*[_padded(part, keys, parts) for part in parts]) if len(parts) > 1 else parts[0]
    )
    table = stacked.group_by(keys).aggregate(
        **{name: _once(stacked[name], name, pieces) for name in stacked.columns if name not in keys}
    )
    if among is not None:
        table = table.filter(table[_AMONG].notnull())
    filled = {piece.name: table[piece.name].fill_null(0) for piece in pieces if is_filled(piece)}
    return table.mutate(**filled)


def _from(piece: Piece) -> tuple[str | None, str | None, str | None]:
    return piece.measure.source, piece.measure.unit, piece.measure.time


def _gathered(
    relations: Relations, pieces: Sequence[Piece], by: Sequence[str], span: Span
) -> ir.Table:
    """Return one row for each unit and period that has rows in one source."""
    name, unit, time = _from(pieces[0])
    source = relations.table(str(name))
    if str(time) not in source.columns:
        raise ContentError(f"{name} has no column `{time}`{nearest(str(time), source.columns)}")
    columns = needed(relations, source, pieces, str(unit))
    rows = source.select(**columns, **_keys(relations, source, str(name), str(time), by))
    rows = _inside(rows, rows[f"at {time}"], span).filter(rows["row unit"].notnull())
    keys = [key(number) for number in range(len(by))]
    aggregates = {one.name: aggregated(rows, one, ibis.literal(True)) for one in pieces}
    return rows.group_by([*keys, rows["row unit"].name(UNIT)]).aggregate(**aggregates)


def _listed(relations: Relations, among: Among, by: Sequence[str], span: Span) -> ir.Table:
    """Return the units of a table, by period."""
    source = relations.table(among.source)
    for column in (among.unit, among.time):
        if column not in source.columns:
            said = nearest(column, source.columns)
            raise UsageError(f"{among.source} has no column `{column}`{said}")
    rows = source.select(
        **{UNIT: source[among.unit].cast("string")},
        at=micros(relations.dialect, source[among.time]),
        **_keys(relations, source, among.source, among.time, by),
    )
    rows = _inside(rows, rows["at"], span).filter(rows[UNIT].notnull())
    keys = [*(key(number) for number in range(len(by))), UNIT]
    return rows.group_by(keys).aggregate(**{_AMONG: rows.count()})


def _inside(rows: ir.Table, at: Any, span: Span) -> ir.Table:
    if span.since is not None:
        rows = rows.filter(at >= span.since)
    return rows.filter(at < span.until) if span.until is not None else rows


def _keys(
    relations: Relations, source: ir.Table, name: str, time: str, by: Sequence[str]
) -> Mapping[str, Any]:
    at = micros(relations.dialect, source[time])
    found: dict[str, Any] = {}
    for number, one in enumerate(by):
        if one in PERIODS:
            found[key(number)] = _begin(at, PERIODS[one])
        elif one in source.columns:
            found[key(number)] = source[one].cast("string").fill_null(NO_VALUE)
        else:
            raise UsageError(
                f"{name} has no column `{one}` to split by{nearest(one, source.columns)}"
            )
    return found


def _begin(at: Any, days: int) -> Any:
    """Return when the period of a time begins, in microseconds; right before 1970 too."""
    since = at - _MONDAY if days == 7 else at
    length = days * DAY
    rest = ((since % length) + length) % length
    return at - rest


def _padded(part: ir.Table, keys: Sequence[str], parts: Sequence[ir.Table]) -> ir.Table:
    """Return a part with the columns of all, so that they can be stacked."""
    known = {name: one[name].type() for one in parts for name in one.columns if name not in keys}
    values = {
        name: part[name] if name in part.columns else ibis.null(kind)
        for name, kind in known.items()
    }
    return part.select(*keys, **values)


def _once(column: Any, name: str, pieces: Sequence[Piece]) -> Any:
    """Return the one value among NULLs; of greatest and least of a column the greatest and least."""
    least = any(piece.name == name and piece.what == "least" for piece in pieces)
    return column.min() if least else column.max()
