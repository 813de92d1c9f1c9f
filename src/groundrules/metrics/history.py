"""A metric's history: its value with an interval, by period or by a column, without an experiment."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from groundrules.errors import ContentError
from groundrules.metrics.form import Metric
from groundrules.metrics.moments import moments
from groundrules.metrics.periods import PERIODS, Among, Span, by_period, key
from groundrules.metrics.units import DAY, Columns, columns_of
from groundrules.statistics.levels import (
    Level,
    mean_level,
    quantile_shares,
    ratio_level,
    share_level,
)
from groundrules.tables.relations import Relations, micros, quantile

_EVENING = 23 * DAY // 24
"""A last day whose last row is earlier is taken as not complete."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value of the history."""

    keys: tuple[str, ...]
    """Of a period its first day, of a column its value."""
    level: Level
    partial: bool = False
    """Whether the data, or the days that were asked for, do not hold the whole period."""


@dataclass(frozen=True, slots=True)
class History:
    """The history of one metric."""

    metric: Metric
    by: tuple[str, ...]
    among: str
    """Whose rows a unit must have in a period to be counted there."""
    chosen: bool
    """Whether that was asked for; else it is the metric's own tables."""
    confidence: float
    points: tuple[Point, ...]
    notes: tuple[str, ...]


def history(
    relations: Relations,
    metric: Metric,
    by: Sequence[str],
    span: Span,
    *,
    among: Among | None = None,
    confidence: float = 0.95,
) -> History:
    """Return the history of a metric, sorted by its keys.

    Raises ContentError where rows hold no value and the metric refuses those, or several of what must be single.
    """
    units = kept(relations, metric, by, span, among=among)
    keys = [key(number) for number in range(len(by))]
    if metric.type == "quantile":
        levels = _quantiles(relations, units, metric, keys, confidence)
    else:
        names = columns_of(metric)
        two = Columns(names.numerator, names.denominator)
        found = moments(relations, units, keys, [two])
        levels = {group: level_of(metric, one, confidence) for group, one in found.items()}
    held, nobodys = covered(relations, metric, span)
    points = [
        Point(_shown(group, by), level, _partial(group, by, held))
        for group, level in sorted(levels.items())
    ]
    own = ", ".join(dict.fromkeys(str(measure.source) for measure in metric.measures()))
    return History(
        metric,
        tuple(by),
        among.source if among else own,
        among is not None,
        confidence,
        tuple(points),
        tuple(_notes(metric, nobodys)),
    )


def kept(
    relations: Relations,
    metric: Metric,
    by: Sequence[str],
    span: Span,
    *,
    among: Among | None = None,
    name: str = "units by period",
) -> ir.Table:
    """Return the table of units by period, computed once, when it holds what the metric allows."""
    units = relations.keep(by_period(relations, metric, by, span, among), name)
    _refuse(relations, units, metric)
    cap = metric.winsorise.cap if metric.winsorise else None
    if cap is None:
        return units
    numerator = columns_of(metric).numerator
    return units.mutate(**{numerator: ibis.least(units[numerator], cap)})


def level_of(metric: Metric, found: Any, confidence: float) -> Level:
    """Return a metric's value by the moments of its columns; not of a quantile."""
    names = columns_of(metric)
    if names.denominator is not None:
        return ratio_level(found, names.numerator, names.denominator, confidence)
    of = share_level if metric.type == "proportion" else mean_level
    return of(found, names.numerator, confidence)


def _refuse(relations: Relations, units: ir.Table, metric: Metric) -> None:
    names = columns_of(metric)
    asked: dict[str, Callable[[], Any]] = {"nulls": units[names.nulls].sum}
    for number, (_, least, greatest) in enumerate(names.single):
        asked[f"least {number}"], asked[f"greatest {number}"] = (
            units[least].min,
            units[greatest].max,
        )
    row = relations.one(units.aggregate(**{name: ask() for name, ask in asked.items()}))
    if metric.nulls == "refuse" and row["nulls"]:
        raise ContentError(
            f"metric {metric.name}: {int(row['nulls'])} rows that count hold no value, and it refuses those "
            "(nulls: refuse); mend the source, or decide on drop or zero"
        )
    for number, (column, _, _) in enumerate(names.single):
        least, greatest = row[f"least {number}"], row[f"greatest {number}"]
        if least != greatest:
            raise ContentError(
                f"metric {metric.name}: the rows that count hold several values of `{column}`, as {least} and "
                f"{greatest}, which are not to be added up (single)"
            )


def _quantiles(
    relations: Relations, units: ir.Table, metric: Metric, keys: Sequence[str], confidence: float
) -> Mapping[tuple[Any, ...], Level]:
    """Return the quantile of each group; the groups' sizes say of which shares its interval is made."""
    assert metric.quantile is not None
    name = columns_of(metric).numerator
    units = units.filter(units[name].notnull())
    sizes = {
        tuple(row[one] for one in keys): int(row["units"])
        for row in relations.rows(units.group_by(list(keys)).aggregate(units=units.count()))
    } if keys else {(): int(relations.one(units.aggregate(units=units.count()))["units"])}  # fmt: skip
    wanted: dict[str, Any] = {}
    for number, (group, size) in enumerate(sorted(sizes.items())):
        inside = [units[one] == value for one, value in zip(keys, group, strict=True)]
        value = units[name].cast("float64")
        for which, share in enumerate(quantile_shares(size, metric.quantile, confidence)):
            if not math.isnan(share):
                picked = ibis.cases((ibis.and_(*inside), value)) if inside else value
                wanted[f"{number} {which}"] = quantile(relations.dialect, picked, share)
    row = relations.one(units.aggregate(**wanted)) if wanted else {}
    found = {}
    for number, (group, size) in enumerate(sorted(sizes.items())):
        low, value, high = (_number(row.get(f"{number} {which}")) for which in range(3))
        found[group] = Level(value, low, high, size)
    return found


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)


def covered(relations: Relations, metric: Metric, span: Span) -> tuple[tuple[int, int] | None, int]:
    """Return from when until when all sources hold whole days that are asked for, and how many rows have no unit.

    A metric whose data come late is complete that many days earlier.
    """
    begins, ends, nobodys = [], [], 0
    for measure in metric.measures():
        source = relations.table(str(measure.source))
        at = micros(relations.dialect, source[str(measure.time)])
        without = source[str(measure.unit)].isnull().cast("int64").sum()
        row = relations.one(source.aggregate(first=at.min(), last=at.max(), without=without))
        if row["first"] is None:
            return None, 0
        into = row["last"] % DAY
        whole = source[str(measure.time)].type().is_date() or into >= _EVENING
        begins.append(row["first"] - row["first"] % DAY)
        ends.append(row["last"] - into + DAY * whole)
        nobodys = max(nobodys, int(row["without"]))
    since, until = max(begins), min(ends) - metric.late_data_days * DAY
    held = (
        max(since, span.since or since),
        min(until, until if span.until is None else span.until),
    )
    return held, nobodys


def _partial(group: tuple[Any, ...], by: Sequence[str], held: tuple[int, int] | None) -> bool:
    for value, one in zip(group, by, strict=True):
        if one in PERIODS and held is not None:
            begin, end = int(value), int(value) + PERIODS[one] * DAY
            if begin < held[0] or end > held[1]:
                return True
    return False


def _shown(group: tuple[Any, ...], by: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        day_of(int(value)).isoformat() if one in PERIODS else str(value)
        for value, one in zip(group, by, strict=True)
    )


def day_of(at: int) -> date:
    """Return the day of a time in microseconds."""
    return date(1970, 1, 1) + timedelta(days=at // DAY)


def _notes(metric: Metric, nobodys: int) -> list[str]:
    notes = []
    if nobodys:
        notes.append(f"{nobodys:,} rows without a unit are left out")
    if metric.winsorise is not None and metric.winsorise.cap is not None:
        notes.append(f"a unit's value in a period is capped at {metric.winsorise.cap:g}")
    if metric.winsorise is not None and metric.winsorise.quantile is not None:
        notes.append("not winsorised: its cap comes from the pre-period of an experiment")
    if metric.window is not None:
        notes.append(
            f"no window: rows count by their own period, not for {metric.window.days} days from an exposure"
        )
    return notes
