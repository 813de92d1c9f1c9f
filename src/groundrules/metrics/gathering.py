"""Rows of a source: what is computed of each, and how a unit's rows become one number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from groundrules.errors import ContentError
from groundrules.metrics.columns import Piece
from groundrules.metrics.expression import compile_condition, compile_row, every
from groundrules.metrics.form import Measure
from groundrules.tables.relations import Relations, micros


def needed(
    relations: Relations, source: ir.Table, pieces: Sequence[Piece], unit: str
) -> Mapping[str, Any]:
    """Return what is computed of each row before rows meet exposures."""
    found: dict[str, Any] = {"row unit": _column(source, unit, pieces[0]).cast("string")}
    for piece in pieces:
        measure = piece.measure
        assert measure.time is not None
        time = _column(source, measure.time, piece)
        found.setdefault(f"at {measure.time}", micros(relations.dialect, time))
        found.setdefault(
            _counts(measure),
            every([_told(one, source, piece, compile_condition) for one in measure.filters]),
        )
        if measure.value is not None:
            found.setdefault(_valued(measure), _number(measure, source, piece))
        if piece.column:
            held = _column(source, piece.column, piece).cast("string")
            found.setdefault(f"single {piece.column}", held)
    return found


def _counts(measure: Measure) -> str:
    return " and ".join(["counts", *measure.filters])


def _valued(measure: Measure) -> str:
    """Return what a measure's value is called: one that is told apart is a text, any other a number."""
    kind = "text" if measure.aggregate == "count_distinct" else "value"
    return f"{kind} {measure.value}"


def _number(measure: Measure, source: ir.Table, piece: Piece) -> Any:
    assert measure.value is not None
    value = _told(measure.value, source, piece)
    if measure.aggregate == "count_distinct":
        return value.cast("string")
    return (
        value.cast("float64")
        if not value.type().is_boolean()
        else value.cast("int64").cast("float64")
    )


def _told(
    text: str,
    source: ir.Table,
    piece: Piece,
    compiled: Callable[[str, ir.Table], Any] = compile_row,
) -> Any:
    try:
        return compiled(text, source)
    except ContentError as error:
        raise ContentError(
            f"metric {piece.metric.name}, source {piece.measure.source}: {error}"
        ) from error


def _column(source: ir.Table, name: str, piece: Piece) -> Any:
    if name not in source.columns:
        raise ContentError(
            f"metric {piece.metric.name}: {piece.measure.source} has no column `{name}`; "
            f"it has {', '.join(source.columns)}"
        )
    return source[name]


def aggregated(joined: ir.Table, piece: Piece, within: Any) -> Any:
    """Return a piece's aggregate over the rows that are `within` its span; `joined` holds what is `needed`."""
    measure = piece.measure
    counted = within & joined[_counts(measure)]
    if piece.what == "rows":
        if measure.value is not None and piece.metric.nulls == "drop":
            counted = counted & joined[_valued(measure)].notnull()
        return counted.cast("int64").max().cast("float64")
    if piece.what in ("least", "greatest"):
        held = ibis.cases((counted, joined[f"single {piece.column}"]))
        return held.min() if piece.what == "least" else held.max()
    if measure.value is None:
        number = counted.cast("int64")
        return (number * 0 if piece.what == "nulls" else number).sum()
    value = joined[_valued(measure)]
    if piece.what == "nulls":
        return (counted & value.isnull()).cast("int64").sum()
    if piece.metric.nulls == "zero" and measure.aggregate != "count_distinct":
        value = value.fill_null(0.0)
    return _AGGREGATES[measure.aggregate](ibis.cases((counted, value)))


def gathered(rows: ir.Table, measure: Measure) -> Any:
    """Return the aggregate of a measure's value over rows that all count; nulls are left out."""
    assert measure.value is not None
    value = compile_row(measure.value, rows)
    return _AGGREGATES[measure.aggregate](
        value.cast("int64") if value.type().is_boolean() else value
    )


_AGGREGATES: Mapping[str, Any] = {
    "sum": lambda value: value.sum(),
    "count": lambda value: value.count(),
    "count_distinct": lambda value: value.nunique(),
    "any": lambda value: (value > 0).cast("int64").max(),
    "max": lambda value: value.max(),
    "min": lambda value: value.min(),
    "mean": lambda value: value.mean(),
}
