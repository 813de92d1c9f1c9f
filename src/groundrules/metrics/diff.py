"""Two versions of a metric held against each other: in words, over the history, and in what experiments can find."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from groundrules.errors import UsageError
from groundrules.metrics.form import Metric
from groundrules.metrics.history import Point, covered, history, kept
from groundrules.metrics.meaning import Altered, altered
from groundrules.metrics.moments import moments
from groundrules.metrics.periods import Among, Span
from groundrules.metrics.sensitivity import (
    Exposures,
    Sensitivity,
    exposed,
    pretended,
    sensitivity,
)
from groundrules.metrics.units import DAY, UNIT, Columns, columns_of
from groundrules.tables.relations import Relations

_WHERE = ("old", "new")


@dataclass(frozen=True, slots=True)
class Week:
    """One period of the history by both definitions; a point is None where one of them counts nobody."""

    keys: tuple[str, ...]
    old: Point | None
    new: Point | None

    @property
    def ratio(self) -> float:
        """New over old."""
        if self.old is None or self.new is None or not self.old.level.value:
            return math.nan
        return self.new.level.value / self.old.level.value


@dataclass(frozen=True, slots=True)
class Units:
    """Units over the whole span."""

    old: int
    new: int
    both: int
    changed: int
    """Of those that both count, how many have another value."""
    correlation: float
    """Of their values; of a ratio, of what each unit adds to it (numerator - ratio * denominator)."""


@dataclass(frozen=True, slots=True)
class Diff:
    """What a change does."""

    old: Metric
    new: Metric
    changes: tuple[Altered, ...]
    weeks: tuple[Week, ...] = ()
    units: Units | None = None
    sensitivity: tuple[Sensitivity, Sensitivity] | None = None
    days: int = 0
    """How long a unit's outcome was watched for the sensitivity."""
    pretended: bool = False
    """Whether the units of the sensitivity are those that came, since no exposures were given."""
    notes: tuple[str, ...] = ()

    @property
    def same_number(self) -> bool:
        """Whether no change can alter the number."""
        return not any(one.number for one in self.changes)


def in_words(old: Metric, new: Metric) -> Diff:
    """Return what changed, without data."""
    return Diff(old, new, tuple(altered(old, new)))


def diff(
    relations: Relations,
    old: Metric,
    new: Metric,
    by: Sequence[str],
    span: Span,
    *,
    among: Among | None = None,
    exposures: Exposures | None = None,
) -> Diff:
    """Return what a change does to the history and to what an experiment can find.

    Raises ContentError where one of the two refuses the data (NULLs, several currencies).
    """
    two = (old, new)
    weeks = _weeks(*(history(relations, one, by, span, among=among).points for one in two))
    tables = [
        kept(relations, one, [], span, among=among, name=f"{where} units")
        for one, where in zip(two, _WHERE, strict=True)
    ]
    found, days, notes = _sensitivities(relations, two, span, among, exposures)
    return Diff(
        old=old,
        new=new,
        changes=tuple(altered(old, new)),
        weeks=weeks,
        units=_units(relations, two, tables),
        sensitivity=found,
        days=days,
        pretended=exposures is None,
        notes=tuple(notes),
    )


def _weeks(old: Iterable[Point], new: Iterable[Point]) -> tuple[Week, ...]:
    before, after = ({point.keys: point for point in points} for points in (old, new))
    return tuple(
        Week(keys, before.get(keys), after.get(keys)) for keys in sorted({*before, *after})
    )


def _units(relations: Relations, two: Sequence[Metric], tables: Sequence[ir.Table]) -> Units:
    """Return how the units' values compare: both tables stacked, so that none is lost."""
    rates = [_rate(relations, metric, table) for metric, table in zip(two, tables, strict=True)]
    parts = [
        _added(metric, table, rate, where)
        for metric, table, rate, where in zip(two, tables, rates, _WHERE, strict=True)
    ]
    stacked = ibis.union(*parts)
    names = [name for name in stacked.columns if name != UNIT]
    units = stacked.group_by(UNIT).aggregate(**{name: stacked[name].max() for name in names})
    units = relations.keep(units, "units by old and new")
    has = [units[f"{where} here"].notnull() for where in _WHERE]
    differ = _apart(units, "value") | _apart(units, "under")
    counted = {
        "old": has[0], "new": has[1], "both": has[0] & has[1], "changed": has[0] & has[1] & differ
    }  # fmt: skip
    row = relations.one(
        units.aggregate(**{name: one.cast("int64").sum() for name, one in counted.items()})
    )
    both = units.filter(
        has[0] & has[1] & units["old added"].notnull() & units["new added"].notnull()
    )
    return Units(
        **{name: int(row[name] or 0) for name in counted}, correlation=_correlation(relations, both)
    )


def _added(metric: Metric, table: ir.Table, rate: float, where: str) -> ir.Table:
    """Return a definition's columns under its own names, and NULL under those of the other."""
    names = columns_of(metric)
    value = table[names.numerator].cast("float64")
    under = table[names.denominator].cast("float64") if names.denominator else ibis.literal(1.0)
    own = {"here": ibis.literal(1.0), "value": value, "under": under, "added": value - rate * under}
    nothing = ibis.null("float64")
    return table.select(
        **{UNIT: table[UNIT]},
        **{
            f"{one} {name}": column.cast("float64") if one == where else nothing
            for one in _WHERE
            for name, column in own.items()
        },
    )


def _rate(relations: Relations, metric: Metric, table: ir.Table) -> float:
    names = columns_of(metric)
    if names.denominator is None:
        return 0.0
    row = relations.one(
        table.aggregate(over=table[names.numerator].sum(), under=table[names.denominator].sum())
    )
    return float(row["over"] or 0) / float(row["under"]) if row["under"] else 0.0


def _apart(units: ir.Table, name: str) -> Any:
    """Return whether a unit's two values differ by more than the last digits of a sum."""
    old, new = units[f"old {name}"], units[f"new {name}"]
    room = 1e-9 * ibis.greatest(old.abs(), new.abs())
    return ((old - new).abs() > room) | (old.isnull() != new.isnull())


def _correlation(relations: Relations, both: ir.Table) -> float:
    (found,) = moments(relations, both, [], [Columns("old added", "new added")]).values()
    if found.count() < 2:
        return math.nan
    spread = math.sqrt(found.var("old added") * found.var("new added"))
    return float(found.cov("old added", "new added") / spread) if spread > 0 else math.nan


def _sensitivities(
    relations: Relations,
    two: Sequence[Metric],
    span: Span,
    among: Among | None,
    exposures: Exposures | None,
) -> tuple[tuple[Sensitivity, Sensitivity] | None, int, list[str]]:
    """Return both, over the same units and days; None with the reason where there is none."""
    ranges = [covered(relations, metric, span)[0] for metric in two]
    inside = [one for one in ranges if one is not None]
    if len(inside) < 2:
        return None, 0, ["sensitivity: not computed, since a table holds no rows"]
    since, until = max(one[0] for one in inside), min(one[1] for one in inside)
    windows = [metric.window.days for metric in two if metric.window]
    days = max(windows, default=min(14, max(1, (until - since) // DAY // 2)))
    if exposures is None and until - days * DAY < since:
        return (
            None,
            days,
            [f"sensitivity: not computed, since the data hold no {days} whole days of an outcome"],
        )
    try:
        watched = (
            exposed(relations, exposures, until)
            if exposures
            else pretended(relations, two[0], until, days, among)
        )
        whole = _whole_days(relations, two)
        old, new = (
            sensitivity(
                relations, one, watched, days, whole, since=since, name=f"{where} sensitivity"
            )
            for one, where in zip(two, _WHERE, strict=True)
        )
    except UsageError as error:
        return None, days, [f"sensitivity: not computed: {error}"]
    return (old, new), days, _unadjusted(two, (old, new))


def _unadjusted(two: Sequence[Metric], found: Sequence[Sensitivity]) -> list[str]:
    return [
        f"{where}: the data do not reach back {metric.covariate.days} days before the outcome, so CUPED is left out"
        for metric, one, where in zip(two, found, _WHERE, strict=True)
        if metric.covariate is not None and one.mde_cuped is None
    ]


def _whole_days(relations: Relations, two: Sequence[Metric]) -> set[str]:
    """Return the sources whose times are days."""
    times: Mapping[str, set[str]] = {}
    found = {
        (str(measure.source), str(measure.time)) for metric in two for measure in metric.measures()
    }
    times = {source: {time for own, time in found if own == source} for source, _ in found}
    return {
        source
        for source, columns in times.items()
        if all(relations.table(source)[one].type().is_date() for one in columns)
    }
