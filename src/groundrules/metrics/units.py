"""Metrics and exposures → one row a unit: what every estimate is made of.

Times are microseconds since 1970 in UTC. Of a unit that was exposed at t, with D the start of t's day:

    outcome      from t (from D, where the source's times are whole days) until t + window, at most the end
    covariate    the given days before D, or the plan's fixed pre-period
    pre          as many days before D as the outcome is long: caps of heavy tails come from it

so that no covariate and no cap holds anything that the exposure could have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from groundrules.errors import ContentError
from groundrules.metrics.expression import compile_condition, compile_row, every
from groundrules.metrics.form import Measure, Metric
from groundrules.tables.relations import Relations, micros
from groundrules.tables.remembered import remembered

DAY = 86_400_000_000
"""Microseconds of a day."""
UNIT, VARIANT, EXPOSED = "unit", "variant", "exposed"
"""Columns of an exposure table that is ready to be measured: text, text, microseconds."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """When units are watched."""

    end: int
    """Of the experiment, in microseconds; itself no part of it."""
    days: int
    """The outcome's length where a metric has no window."""
    pre: tuple[int, int] | None = None
    """The fixed pre-period, from and until, instead of days before each unit's exposure."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of one metric are called in the table of units."""

    numerator: str
    denominator: str | None = None
    covariate: str | None = None
    covariate_denominator: str | None = None
    before: str | None = None
    """The numerator over the pre-period, where a cap is taken from it."""
    nulls: str = ""
    """How many of the unit's rows hold no value of the numerator."""
    denominator_nulls: str | None = None
    """The same of a denominator that is a measure of its own."""
    single: tuple[tuple[str, str, str], ...] = ()
    """Column that must hold one value → the columns of its least and its greatest."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One aggregate over the rows of one source."""

    name: str
    measure: Measure
    metric: Metric
    span: str
    """outcome, covariate or before."""
    what: str = "value"
    """value, nulls, rows, or a column's `least` or `greatest`."""
    column: str = ""


def columns_of(metric: Metric) -> Columns:
    """Return what a metric's columns are called."""
    name = metric.name
    second = metric.denominator is not None or metric.missing == "exclude"
    adjusted = metric.covariate is not None
    capped = metric.winsorise is not None and metric.winsorise.quantile is not None
    return Columns(
        numerator=f"{name}__numerator",
        denominator=f"{name}__denominator" if second else None,
        covariate=f"{name}__covariate" if adjusted else None,
        covariate_denominator=f"{name}__covariate_denominator" if adjusted and second else None,
        before=f"{name}__before" if capped else None,
        nulls=f"{name}__nulls",
        denominator_nulls=f"{name}__denominator_nulls" if metric.denominator is not None else None,
        single=tuple(
            (column, f"{name}__least_{number}", f"{name}__greatest_{number}")
            for number, column in enumerate(metric.single)
        ),
    )


@remembered
def per_unit(
    relations: Relations,
    exposures: ir.Table,
    metrics: Iterable[Metric],
    timeline: Timeline,
    whole_days: Collection[str] = (),
) -> ir.Table:
    """Return the exposures with each metric's columns, one row for each of their rows.

    exposures: UNIT, VARIANT, EXPOSED, and any others, which are kept; one row a unit.
    whole_days: sources whose times are days, without a time of day.
    Raises UsageError for a source that is not at hand, ContentError for an expression that it has no columns for.
    """
    pieces = [piece for metric in metrics for piece in pieces_of(metric)]
    found = exposures
    for key in dict.fromkeys((piece.measure.source, piece.measure.unit) for piece in pieces):
        own = [one for one in pieces if (one.measure.source, one.measure.unit) == key]
        gathered = _gathered(relations, exposures, own, timeline, whole_days)
        joined = found.left_join(gathered, found[UNIT] == gathered["gathered unit"])
        found = joined.drop("gathered unit")
    filled = {piece.name: found[piece.name].fill_null(0) for piece in pieces if is_filled(piece)}
    return found.mutate(**filled)


def is_filled(piece: Piece) -> bool:
    """Return whether a unit without rows has 0 there; a mean that excludes it has a denominator of 0."""
    if piece.what not in ("value", "nulls", "rows"):
        return False
    return (
        piece.metric.type != "quantile" or piece.metric.missing == "zero" or piece.what != "value"
    )


def pieces_of(metric: Metric) -> list[Piece]:
    """Return what is to be aggregated for a metric."""
    names = columns_of(metric)
    first, *rest = metric.measures()
    pieces = [Piece(names.numerator, first, metric, "outcome")]
    if names.denominator:
        second = rest[0] if rest else first
        what = "value" if rest else "rows"
        pieces.append(Piece(names.denominator, second, metric, "outcome", what))
        if names.covariate_denominator:
            pieces.append(Piece(names.covariate_denominator, second, metric, "covariate", what))
    if names.covariate:
        pieces.append(Piece(names.covariate, first, metric, "covariate"))
    if names.before:
        pieces.append(Piece(names.before, first, metric, "before"))
    pieces.append(Piece(names.nulls, first, metric, "outcome", "nulls"))
    if names.denominator_nulls:
        pieces.append(Piece(names.denominator_nulls, rest[0], metric, "outcome", "nulls"))
    for column, least, greatest in names.single:
        pieces.append(Piece(least, first, metric, "outcome", "least", column))
        pieces.append(Piece(greatest, first, metric, "outcome", "greatest", column))
    return pieces


def _gathered(
    relations: Relations,
    exposures: ir.Table,
    pieces: Sequence[Piece],
    timeline: Timeline,
    whole_days: Collection[str],
) -> ir.Table:
    """Return one row a unit that has rows in one source, with an aggregate for each piece."""
    name, unit = pieces[0].measure.source, pieces[0].measure.unit
    assert name is not None and unit is not None  # `Metric.measures` fills them in
    source = relations.table(name)
    rows = source.select(**needed(relations, source, pieces, unit))
    exposed = exposures.select(**{"exposed unit": exposures[UNIT], EXPOSED: exposures[EXPOSED]})
    joined = rows.inner_join(exposed, rows["row unit"] == exposed["exposed unit"])
    whole = name in whole_days
    spans = {
        (piece.span, piece.metric.name, piece.measure.time): _within(joined, piece, timeline, whole)
        for piece in pieces
    }
    aggregates = {
        piece.name: aggregated(
            joined, piece, spans[piece.span, piece.metric.name, piece.measure.time]
        )
        for piece in pieces
    }
    return joined.group_by(**{"gathered unit": joined["row unit"]}).aggregate(**aggregates)


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


def _within(joined: ir.Table, piece: Piece, timeline: Timeline, whole: bool) -> Any:
    """Return whether a row is in the piece's span of its unit's time."""
    at, exposed = joined[f"at {piece.measure.time}"], joined[EXPOSED]
    day = exposed - exposed % DAY
    window = piece.metric.window
    length = (window.days if window else timeline.days) * DAY
    if piece.span == "outcome":
        begin = day if whole else exposed
        within = (at >= begin) & (at < timeline.end)
        return within & (at < begin + length) if window else within
    if piece.span == "covariate" and timeline.pre is not None:
        return (at >= timeline.pre[0]) & (at < timeline.pre[1])
    if piece.span == "covariate":
        assert piece.metric.covariate is not None
        length = piece.metric.covariate.days * DAY
    return (at >= day - length) & (at < day)


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
