"""Metrics and exposures → one row a unit: what every estimate is made of.

Times are microseconds since 1970 in UTC. Of a unit that was exposed at t, with D the start of t's day:

    outcome      from t (from D, where the source's times are whole days) until t + window, at most the end
    covariate    the given days before D, or the plan's fixed pre-period
    pre          as many days before D as the outcome is long: caps of heavy tails come from it

so that no covariate and no cap holds anything that the exposure could have changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir

from groundrules.metrics.columns import Piece, is_filled, pieces_of
from groundrules.metrics.form import Metric
from groundrules.metrics.gathering import aggregated, needed
from groundrules.tables.relations import Relations
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
