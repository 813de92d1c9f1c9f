"""Units → moments by group: counts, means, variances and covariances, from which every estimate follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import ibis
import ibis.expr.types as ir
from tea_tasting.aggr import Aggregates

from groundrules.metrics.form import Metric
from groundrules.metrics.units import Columns, columns_of
from groundrules.tables.relations import Relations, quantile
from groundrules.tables.remembered import remembered


@dataclass(frozen=True, slots=True)
class Caps:
    """What a metric's values are lowered to, before and after the exposure."""

    outcome: float
    covariate: float | None


def caps(relations: Relations, units: ir.Table, metrics: Iterable[Metric]) -> dict[str, Caps]:
    """Return the caps of the metrics that have one: given, or a quantile over all units of the pre-period."""
    wanted: dict[str, Any] = {}
    found: dict[str, Caps] = {}
    for metric in metrics:
        names, cap = columns_of(metric), metric.winsorise
        if cap is None:
            continue
        if cap.cap is not None:
            found[metric.name] = Caps(cap.cap, cap.cap if names.covariate else None)
            continue
        for name in (names.before, names.covariate):
            if name is not None and cap.quantile is not None:
                wanted[name] = quantile(relations.dialect, units[name], cap.quantile)
    values = relations.one(units.aggregate(**wanted)) if wanted else {}
    for metric in metrics:
        names = columns_of(metric)
        if names.before in values:
            covariate = float(values[names.covariate]) if names.covariate else None
            found[metric.name] = Caps(float(values[names.before]), covariate)
    return found


def capped(units: ir.Table, metrics: Iterable[Metric], known: Mapping[str, Caps]) -> ir.Table:
    """Return the units with values lowered to their caps."""
    lowered: dict[str, Any] = {}
    for metric in metrics:
        if (cap := known.get(metric.name)) is None:
            continue
        names = columns_of(metric)
        lowered[names.numerator] = ibis.least(units[names.numerator], cap.outcome)
        if names.covariate and cap.covariate is not None:
            lowered[names.covariate] = ibis.least(units[names.covariate], cap.covariate)
    return units.mutate(**lowered) if lowered else units


@remembered
def clustered(
    units: ir.Table, keys: Sequence[str], metrics: Iterable[Metric]
) -> tuple[ir.Table, dict[str, Columns]]:
    """Return sums by cluster, and the columns of each metric: a mean over units is a ratio over clusters."""
    sums: dict[str, Any] = {"units of a cluster": units.count()}
    columns: dict[str, Columns] = {}
    for metric in metrics:
        names = columns_of(metric)
        for name in (
            names.numerator,
            names.denominator,
            names.covariate,
            names.covariate_denominator,
        ):
            if name is not None:
                sums[name] = units[name].sum()
        own = "units of a cluster"
        columns[metric.name] = Columns(
            names.numerator,
            names.denominator or own,
            names.covariate,
            (names.covariate_denominator or own) if names.covariate else None,
        )
    return units.group_by(list(keys)).aggregate(**sums), columns


def moments(
    relations: Relations, rows: ir.Table, group: Sequence[str], columns: Iterable[Columns]
) -> dict[tuple[Any, ...], Aggregates]:
    """Return the moments of all metrics' columns for each group, in one pass over the rows."""
    sets = [used(one) for one in columns]
    names = tuple(dict.fromkeys(name for one in sets for name in one))
    pairs = tuple(dict.fromkeys(pair for one in sets for pair in combinations(sorted(one), 2)))
    return {
        tuple(row[key] for key in group): Aggregates(
            count_=int(row["count"]),
            mean_={name: row[f"mean {number}"] for number, name in enumerate(names)},
            var_={name: row[f"variance {number}"] for number, name in enumerate(names)},
            cov_={pair: row[f"covariance {number}"] for number, pair in enumerate(pairs)},
        )
        for row in relations.rows(_moments(rows, group, names, pairs))
    }


@remembered
def _moments(
    rows: ir.Table, group: Sequence[str], names: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> ir.Table:
    numbers = {name: rows[name].cast("float64") for name in names}
    wanted: dict[str, Any] = {"count": rows.count()}
    for number, name in enumerate(names):
        wanted[f"mean {number}"] = numbers[name].mean()
        wanted[f"variance {number}"] = numbers[name].var(how="sample")
    for number, (left, right) in enumerate(pairs):
        wanted[f"covariance {number}"] = numbers[left].cov(numbers[right], how="sample")
    return rows.group_by(list(group)).aggregate(**wanted) if group else rows.aggregate(**wanted)


def used(columns: Columns) -> list[str]:
    """Return the columns that an estimate of a metric is made of."""
    four = (
        columns.numerator,
        columns.denominator,
        columns.covariate,
        columns.covariate_denominator,
    )
    return [name for name in four if name is not None]
