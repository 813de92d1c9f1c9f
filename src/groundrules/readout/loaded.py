"""The source tables: until when their rows are complete, and whether any is there twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from groundrules.config import nearest
from groundrules.errors import ContentError
from groundrules.metrics.form import Metric
from groundrules.metrics.units import DAY
from groundrules.tables.relations import Relations, micros
from groundrules.tables.remembered import remembered


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a source."""

    number: int
    """Since 1970."""
    rows: int
    last: int
    """The day's last row, in microseconds since its beginning."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a source table holds, by one of its time columns."""

    source: str
    time: str
    whole_days: bool
    """Its times are days, without a time of day."""
    last: int | None
    days: tuple[Day, ...]
    grain: tuple[str, ...]
    duplicates: int | None
    """Rows beyond the first of their key; None where no grain is declared."""


def see(
    relations: Relations,
    source: str,
    metrics: Sequence[Metric],
    grain: Sequence[str],
    since: int,
    until: int,
) -> Loaded:
    """Return what is seen of a source between two times, and of its days before `until`.

    Raises ContentError for a column that it has not.
    """
    measures = [m for metric in metrics for m in metric.measures() if m.source == source]
    time = next(str(measure.time) for measure in measures)
    table = relations.table(source)
    for name in (time, *grain):
        if name not in table.columns:
            raise ContentError(f"{source} has no column `{name}`{nearest(name, table.columns)}")
    found = relations.rows(_days(relations, table, time, since))
    seen = tuple(Day(int(one["day number"]), int(one["rows"]), int(one["last"])) for one in found)
    last = seen[-1].number * DAY + seen[-1].last if seen else None
    return Loaded(
        source=source,
        time=time,
        whole_days=bool(seen) and all(day.last == 0 for day in seen),
        last=last,
        days=tuple(day for day in seen if day.number * DAY < until),
        grain=tuple(grain),
        duplicates=_duplicates(relations, table, time, since, until, grain) if grain else None,
    )


def _duplicates(
    relations: Relations, table: ir.Table, time: str, since: int, until: int, grain: Sequence[str]
) -> int:
    return int(relations.one(_surplus(relations, table, time, since, until, grain))["more"])


@remembered
def _since(relations: Relations, table: ir.Table, time: str, since: int) -> ir.Table:
    rows = table.mutate(at=micros(relations.dialect, table[time]))
    return rows.filter(rows["at"] >= since)


@remembered
def _days(relations: Relations, table: ir.Table, time: str, since: int) -> ir.Table:
    rows = _since(relations, table, time, since)
    days = rows.mutate(**{"day number": rows["at"] // DAY, "in day": rows["at"] % DAY})
    counted = days.group_by("day number").aggregate(rows=days.count(), last=days["in day"].max())
    return counted.order_by("day number")


@remembered
def _surplus(
    relations: Relations, table: ir.Table, time: str, since: int, until: int, grain: Sequence[str]
) -> ir.Table:
    rows = _since(relations, table, time, since)
    inside = rows.filter(rows["at"] < until)
    counted = inside.group_by(list(grain)).aggregate(n=inside.count())
    return counted.aggregate(more=ibis.coalesce((counted.n - 1).sum(), 0))
