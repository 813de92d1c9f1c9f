"""What an experiment can find with a metric: spread over units, and the smallest effect, with CUPED and without."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from groundrules.errors import UsageError
from groundrules.metrics.form import Metric
from groundrules.metrics.moments import capped, caps, moments
from groundrules.metrics.periods import Among, Span, by_period
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
from groundrules.statistics.baseline import baseline
from groundrules.statistics.power import Comparison, smallest_effect
from groundrules.tables.relations import Relations, micros


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Of one definition, over the units of one experiment."""

    units: int
    mean: float
    variance: float
    """Per unit, without a covariate; of a ratio that of its linear form (delta method)."""
    not_zero: float
    """Share of units whose numerator is not 0."""
    mde: float
    """Relative to the mean: found with 80 % power at alpha 0.05, two-sided, by all units in two equal arms."""
    mde_cuped: float | None
    """With the covariate; None where the metric has none, or the data hold no days before."""


@dataclass(frozen=True, slots=True)
class Exposures:
    """A table that says which unit was exposed when."""

    table: str
    unit: str
    time: str


@dataclass(frozen=True, slots=True)
class Watched:
    """Units ready to be measured, and until when."""

    table: ir.Table
    end: int
    first: int
    """The earliest exposure."""


def exposed(relations: Relations, given: Exposures, end: int) -> Watched:
    """Return the units of an exposure table, each by its first exposure before `end`."""
    table = relations.table(given.table)
    for column in (given.unit, given.time):
        if column not in table.columns:
            raise UsageError(
                f"{given.table} has no column `{column}`: it has {', '.join(table.columns)}"
            )
    rows = table.select(
        **{
            UNIT: table[given.unit].cast("string"),
            "at": micros(relations.dialect, table[given.time]),
        }
    )
    rows = rows.filter((rows["at"] < end) & rows[UNIT].notnull())
    first = rows.group_by(UNIT).aggregate(**{EXPOSED: rows["at"].min(), VARIANT: ibis.literal("")})
    kept = relations.keep(first.select(UNIT, VARIANT, EXPOSED), "units that were exposed")
    found = relations.one(kept.aggregate(first=kept[EXPOSED].min()))["first"]
    if found is None:
        raise UsageError(f"{given.table} holds no exposure before the end of the data")
    return Watched(kept, end, int(found))


def pretended(
    relations: Relations, metric: Metric, end: int, days: int, among: Among | None
) -> Watched:
    """Return the units that came in the last days before `end`, as if all were exposed at their beginning."""
    begin = end - days * DAY
    came = by_period(relations, metric, [], Span(begin, end), among)
    units = came.select(
        **{UNIT: came[UNIT], VARIANT: ibis.literal(""), EXPOSED: ibis.literal(begin).cast("int64")}
    )
    return Watched(relations.keep(units, "units that came"), end, begin)


def sensitivity(
    relations: Relations,
    metric: Metric,
    watched: Watched,
    days: int,
    whole_days: Collection[str],
    *,
    since: int,
    name: str,
) -> Sensitivity:
    """Return what can be found with a metric; raises UsageError where it does not vary, or is a quantile.

    since: when the data begin; a covariate that reaches further back is left out.
    """
    if metric.type == "quantile":
        raise UsageError("the smallest effect on a quantile is not computed here")
    timeline = Timeline(watched.end, days)
    units = relations.keep(per_unit(relations, watched.table, [metric], timeline, whole_days), name)
    rows = capped(units, [metric], caps(relations, units, [metric]))
    columns = columns_of(metric)
    (found,) = moments(relations, rows, [], [columns]).values()
    reach = metric.covariate.days * DAY if metric.covariate else 0
    adjusted = (
        columns.covariate is not None and watched.first - watched.first % DAY - reach >= since
    )
    plain = _smallest(found, columns, metric, adjusted=False)
    shown = rows.aggregate(share=(rows[columns.numerator] != 0).cast("float64").mean())
    return Sensitivity(
        units=found.count(),
        mean=plain[0].mean,
        variance=plain[0].plain_variance,
        not_zero=float(relations.one(shown)["share"]),
        mde=plain[1],
        mde_cuped=_smallest(found, columns, metric, adjusted=True)[1] if adjusted else None,
    )


def _smallest(found: Any, columns: Columns, metric: Metric, *, adjusted: bool) -> tuple[Any, float]:
    one = baseline(
        found,
        columns.numerator,
        columns.denominator,
        covariate=columns.covariate if adjusted else None,
        covariate_denominator=columns.covariate_denominator if adjusted else None,
        binary=metric.type == "proportion" and not adjusted,
    )
    return one, smallest_effect(one, Comparison(), found.count()).relative
