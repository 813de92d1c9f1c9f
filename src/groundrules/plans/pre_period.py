"""The days before the start, looked at as if the experiment had run there with nobody treated.

As many days as the horizon, up to the start: a unit is "exposed" by its first row in them, watched for its
windows, adjusted by the days before. From that follow traffic by day, mean, spread and what a covariate takes away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import ibis
import ibis.expr.types as ir
from tea_tasting.aggr import Aggregates

from groundrules.config import nearest
from groundrules.errors import UsageError
from groundrules.metrics import moments
from groundrules.metrics.form import Metric
from groundrules.metrics.periods import Among
from groundrules.metrics.units import (
    DAY,
    EXPOSED,
    UNIT,
    VARIANT,
    Columns,
    Timeline,
    columns_of,
    per_unit,
)
from groundrules.plans.form import Plan
from groundrules.tables.relations import Relations, micros


@dataclass(frozen=True, slots=True)
class Observed:
    """What the days before the start showed."""

    source: str
    """The table whose rows say who was there."""
    days: int
    units: int
    arrivals: tuple[int, ...]
    """Units by the day on which they were first there, over as many whole weeks as were asked for and there are.

    The first of these days is one on which nobody has been there yet, as in an experiment.
    """
    clusters: int | None
    moments: Aggregates
    """Over units, or over clusters where those are randomised."""
    columns: dict[str, Columns]
    """Metric → what its columns are called among the moments."""
    notes: tuple[str, ...]


def observe(
    relations: Relations,
    plan: Plan,
    metrics: Sequence[Metric],
    window: int,
    among: Among,
    weeks: int,
) -> Observed:
    """Return the pre-period of a plan; `window` is the longest of its metrics, in days.

    weeks: for how many arrivals are looked at, where the source goes back so far.

    Raises UsageError where it holds no unit, or a source lacks a column.
    """
    start = _at(plan.start)
    begin = start - plan.horizon_days * DAY
    enrol = plan.horizon_days - window
    enrol = min(enrol, plan.enrol_days) if plan.enrol_days else enrol
    if enrol < 1:
        raise UsageError(
            f"a window of {window} days leaves no day of the {plan.horizon_days} to take units in"
        )
    exposures = _first_rows(relations, plan, among, begin, begin + enrol * DAY)
    exposures = relations.keep(exposures, "units of the pre period")
    seen = int(relations.one(exposures.aggregate(n=exposures.count()))["n"])
    if not seen:
        raise UsageError(
            f"{among.source} has no row in the {enrol} days from {_day(begin)}: power needs data of the days "
            f"before the start, {plan.start}"
        )
    period = plan.pre_period
    shift = plan.horizon_days * DAY
    pre = (_at(period.first) - shift, _at(period.last) + DAY - shift) if period else None
    timeline = Timeline(start, plan.horizon_days, pre)
    whole = set(_whole_days(relations, metrics))
    units = relations.keep(
        per_unit(relations, exposures, metrics, timeline, whole), "measured in the pre period"
    )
    rows = moments.capped(units, metrics, moments.caps(relations, units, metrics))
    columns = {metric.name: columns_of(metric) for metric in metrics}
    if plan.cluster:
        keys = [_cluster(number) for number in range(len(plan.cluster))]
        rows, columns = moments.clustered(rows, keys, metrics)
    (found,) = moments.moments(relations, rows, [], columns.values()).values()
    return Observed(
        source=among.source,
        days=plan.horizon_days,
        units=seen,
        arrivals=_arrivals(relations, plan, among, weeks),
        clusters=found.count() if plan.cluster else None,
        moments=found,
        columns=columns,
        notes=tuple(_notes(relations, plan, metrics, among, begin)),
    )


def _at(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp()) * 1_000_000


def _day(micros: int) -> date:
    return datetime.fromtimestamp(micros / 1e6, UTC).date()


def _cluster(number: int) -> str:
    return f"cluster {number}"


def _first_rows(relations: Relations, plan: Plan, among: Among, begin: int, until: int) -> ir.Table:
    """Return one row a unit: when it was first there, and its clusters then."""
    table = relations.table(among.source)
    picked: dict[str, Any] = {
        UNIT: _column(table, among.unit, among.source).cast("string"),
        EXPOSED: micros(relations.dialect, _column(table, among.time, among.source)),
    }
    for number, name in enumerate(plan.cluster):
        picked[_cluster(number)] = _column(table, name, among.source).cast("string")
    rows = table.select(**picked)
    at = rows[EXPOSED]
    rows = rows.filter((at >= begin) & (at < until) & rows[UNIT].notnull())
    at = rows[EXPOSED]
    clusters = {_cluster(n): rows[_cluster(n)].argmin(at) for n in range(len(plan.cluster))}
    first = rows.group_by(UNIT).aggregate(**{EXPOSED: at.min()}, **clusters)
    return first.mutate(**{VARIANT: ibis.literal("all")})


def _column(table: ir.Table, name: str, called: str) -> Any:
    if name not in table.columns:
        raise UsageError(
            f"{called} has no column `{name}`{nearest(name, table.columns)}; another table says who was there "
            "by --among"
        )
    return table[name]


def _arrivals(relations: Relations, plan: Plan, among: Among, weeks: int) -> tuple[int, ...]:
    """Return new units by day, over whole weeks before the start: at least over the horizon."""
    first = _first(relations, among)
    there = (_at(plan.start) - first) // (7 * DAY) if first is not None else 0
    days = max(7 * min(there, weeks), plan.horizon_days)
    begin = _at(plan.start) - days * DAY
    exposures = _first_rows(relations, plan, among, begin, _at(plan.start))
    counted = exposures.mutate(day=(exposures[EXPOSED] - begin) // DAY)
    rows = relations.rows(counted.group_by("day").aggregate(n=counted.count()))
    found = {int(row["day"]): int(row["n"]) for row in rows}
    return tuple(found.get(day, 0) for day in range(days))


def _first(relations: Relations, among: Among) -> int | None:
    """Return when the first row of a source was."""
    table = relations.table(among.source)
    at = micros(relations.dialect, table[among.time])
    first = relations.one(table.aggregate(first=at.min()))["first"]
    return int(first) if first is not None else None


def _whole_days(relations: Relations, metrics: Collection[Metric]) -> Iterator[str]:
    """Yield the sources whose times are all days, without a time of day."""
    pairs = {(str(m.source), str(m.time)) for metric in metrics for m in metric.measures()}
    for source, column in sorted(pairs):
        table = relations.table(source)
        at = micros(relations.dialect, _column(table, column, source))
        last = relations.one(table.aggregate(last=(at % DAY).max()))["last"]
        if last is not None and int(last) == 0:
            yield source


def _notes(
    relations: Relations, plan: Plan, metrics: Sequence[Metric], among: Among, begin: int
) -> Iterator[str]:
    first = _first(relations, among)
    before = max((m.covariate.days for m in metrics if m.covariate), default=0)
    if first is not None and before and plan.pre_period is None and first > begin - before * DAY:
        yield (
            f"{among.source} begins on {_day(first)}: covariates of {before} days are not complete, and will take "
            "away more of the noise than they do here"
        )
    if plan.exclusions:
        yield "the plan's exclusions are columns of the exposure table, and are not applied here"
