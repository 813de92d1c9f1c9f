"""From the table of units to the effect of each variant on each metric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis.expr.types as ir
from tea_tasting.aggr import Aggregates

from groundrules.metrics import moments
from groundrules.metrics.form import Metric
from groundrules.metrics.units import VARIANT, Columns, columns_of
from groundrules.readout.exposed import cluster_column
from groundrules.readout.study import Study
from groundrules.statistics.effects import Effect, Side, effect
from groundrules.statistics.quantiles import quantile_effect, shares
from groundrules.tables.relations import Relations, quantile


@dataclass(frozen=True, slots=True)
class Measured:
    """The moments of every group, from which any estimate at any level follows."""

    groups: Mapping[tuple[Any, ...], Aggregates]
    """(variant,) or (variant, segment) → moments."""
    columns: Mapping[str, Columns]
    quantiles: Mapping[tuple[str, str], tuple[float, float, float]]
    """(metric, variant) → values around the quantile."""
    caps: Mapping[str, moments.Caps]

    def effect(
        self,
        metric: Metric,
        control: tuple[Any, ...],
        treatment: tuple[Any, ...],
        *,
        level: float,
        side: Side,
        normal: bool,
    ) -> Effect:
        """Return the effect on a metric between two groups."""
        first, second = self.groups[control], self.groups[treatment]
        if metric.type == "quantile":
            return quantile_effect(
                self.quantiles[metric.name, str(control[0])],
                self.quantiles[metric.name, str(treatment[0])],
                (first.count(), second.count()),
                level=level,
                side=side,
            )
        one = self.columns[metric.name]
        return effect(
            first, second, one.numerator, one.denominator, one.covariate, one.covariate_denominator,
            level=level, side=side, normal=normal,
        )  # fmt: skip


def measure(relations: Relations, units: ir.Table, study: Study) -> Measured:
    """Return the moments by variant; of clusters, where those are randomised."""
    metrics = list(study.metrics.values())
    known = moments.caps(relations, units, metrics)
    rows = moments.capped(units, metrics, known)
    columns = {metric.name: columns_of(metric) for metric in metrics}
    averaged = [metric for metric in metrics if metric.type != "quantile"]
    if study.plan.cluster:
        keys = [VARIANT, *(cluster_column(n) for n in range(len(study.plan.cluster)))]
        rows, columns = moments.clustered(rows, keys, averaged)
    groups = moments.moments(relations, rows, [VARIANT], [columns[m.name] for m in averaged])
    found = dict(_quantiles(relations, units, metrics, groups))
    return Measured(groups, columns, found, known)


def measure_segments(
    relations: Relations,
    units: ir.Table,
    study: Study,
    column: str,
    caps: Mapping[str, moments.Caps],
) -> Measured:
    """Return the moments of the primary metrics by variant and segment, with the caps of the whole."""
    metrics = [study.metrics[one.metric] for one in study.plan.primary]
    metrics = [metric for metric in metrics if metric.type != "quantile"]
    columns = {metric.name: columns_of(metric) for metric in metrics}
    rows = moments.capped(units, metrics, caps)
    keys = [VARIANT, column]
    if study.plan.cluster:
        clusters = (cluster_column(n) for n in range(len(study.plan.cluster)))
        rows, columns = moments.clustered(rows, [*keys, *clusters], metrics)
    groups = moments.moments(relations, rows, keys, columns.values())
    return Measured(groups, columns, {}, caps)


def _quantiles(
    relations: Relations,
    units: ir.Table,
    metrics: Sequence[Metric],
    groups: Mapping[tuple[Any, ...], Aggregates],
) -> Iterator[tuple[tuple[str, str], tuple[float, float, float]]]:
    for metric in metrics:
        if metric.type != "quantile" or metric.quantile is None:
            continue
        name = columns_of(metric).numerator
        for (variant,), _ in sorted(groups.items()):
            arm = units.filter((units[VARIANT] == variant) & units[name].notnull())
            count = int(relations.one(arm.aggregate(n=arm.count()))["n"])
            if count == 0:
                yield (metric.name, str(variant)), (float("nan"),) * 3
                continue
            wanted = {
                f"q{number}": quantile(relations.dialect, arm[name], share)
                for number, share in enumerate(shares(count, metric.quantile))
            }
            row = relations.one(arm.aggregate(**wanted))
            yield (
                (metric.name, str(variant)),
                (float(row["q0"]), float(row["q1"]), float(row["q2"])),
            )
