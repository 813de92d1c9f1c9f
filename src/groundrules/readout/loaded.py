"""The source tables: until when their rows are complete, and whether any is there twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from groundrules.config import nearest
from groundrules.errors import ContentError
from groundrules.metrics.form import Metric
from groundrules.metrics.units import DAY
from groundrules.tables.relations import Relations, micros


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
    rows = table.mutate(at=micros(relations.dialect, table[time]))
    rows = rows.filter(rows["at"] >= since)
    days = rows.mutate(**{"day number": rows["at"] // DAY, "in day": rows["at"] % DAY})
    found = relations.rows(
        days.group_by("day number")
        .aggregate(rows=days.count(), last=days["in day"].max())
        .order_by("day number")
    )
    seen = tuple(Day(int(one["day number"]), int(one["rows"]), int(one["last"])) for one in found)
    last = seen[-1].number * DAY + seen[-1].last if seen else None
    inside = rows.filter(rows["at"] < until)
    return Loaded(
        source=source,
        time=time,
        whole_days=bool(seen) and all(day.last == 0 for day in seen),
        last=last,
        days=tuple(day for day in seen if day.number * DAY < until),
        grain=tuple(grain),
        duplicates=_duplicates(relations, inside, grain) if grain else None,
    )


def _duplicates(relations: Relations, rows: Any, grain: Sequence[str]) -> int:
    counted = rows.group_by(list(grain)).aggregate(n=rows.count())
    found = relations.one(counted.aggregate(more=ibis.coalesce((counted.n - 1).sum(), 0)))
    return int(found["more"])
