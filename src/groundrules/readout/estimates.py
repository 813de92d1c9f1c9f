"""From the table of units to the effect of each variant on each metric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray
from tea_tasting.aggr import Aggregates

from groundrules.metrics import moments
from groundrules.metrics.columns import Columns, columns_of
from groundrules.metrics.form import Metric
from groundrules.metrics.units import VARIANT
from groundrules.readout.exposed import cluster_column
from groundrules.readout.study import Study
from groundrules.statistics.clusters import Sums, cluster_effect
from groundrules.statistics.effects import Effect, Side, effect
from groundrules.statistics.quantiles import quantile_effect, shares
from groundrules.tables.relations import Relations, quantile

_EVENTS = 10
"""Units that did, and that did not, which an arm of a proportion must have for its interval to hold."""
_MANY_CLUSTERS = 20_000
"""Beyond so many, jackknife and linearised variance agree, and sums are not fetched one by one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The moments of every group, from which any estimate at any level follows."""

    groups: Mapping[tuple[Any, ...], Aggregates]
    """(variant,) or (variant, segment) → moments."""
    columns: Mapping[str, Columns]
    quantiles: Mapping[tuple[str, str], tuple[float, float, float]]
    """(metric, variant) → values around the quantile."""
    caps: Mapping[str, moments.Caps]
    clusters: Mapping[tuple[Any, ...], Mapping[str, NDArray[np.float64]]] = field(
        default_factory=dict
    )
    """Group → column → each cluster's sum, where clusters are randomised and not very many."""

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
        if self.unadjusted(metric, (control, treatment)):
            one = replace(one, covariate=None, covariate_denominator=None)
        if self.clusters:
            arms = (_sums(self.clusters[group], one) for group in (control, treatment))
            return cluster_effect(*arms, level=level, side=side, normal=normal)
        return effect(
            first, second, one.numerator, one.denominator, one.covariate, one.covariate_denominator,
            level=level, side=side, normal=normal,
        )  # fmt: skip

    def unadjusted(self, metric: Metric, groups: Sequence[tuple[Any, ...]]) -> str | None:
        """Return why a metric that has a covariate is not adjusted by it: a ratio to nothing adjusts nothing."""
        columns = self.columns.get(metric.name)
        below = columns.covariate_denominator if columns else None
        if below is None or all(self.groups[one].mean(below) for one in groups):
            return None
        return "an arm has no rows before exposure"

    def too_few(self, metric: Metric, groups: Sequence[tuple[Any, ...]]) -> str | None:
        """Return why a proportion's interval cannot be relied on: it is the normal distribution's."""
        if metric.type != "proportion" or self.clusters:
            return None
        name = self.columns[metric.name].numerator
        did = [self.groups[one].mean(name) * self.groups[one].count() for one in groups]
        of = self.columns[metric.name].denominator
        asked = [
            (self.groups[one].mean(of) if of else 1) * self.groups[one].count() for one in groups
        ]
        did_not = [whole - n for whole, n in zip(asked, did, strict=True)]
        least = round(min(*did, *did_not))
        if least >= _EVENTS:
            return None
        which = "did" if min(did) < min(did_not) else "did not"
        return f"an arm has {least} units that {which}, and an interval takes {_EVENTS}"


def measure(
    relations: Relations, units: ir.Table, study: Study, known: Mapping[str, moments.Caps]
) -> Measured:
    """Return the moments by variant under the caps; of clusters, where those are randomised."""
    metrics = list(study.metrics.values())
    rows = moments.capped(units, metrics, known)
    columns = {metric.name: columns_of(metric) for metric in metrics}
    averaged = [metric for metric in metrics if metric.type != "quantile"]
    if study.plan.cluster:
        keys = [VARIANT, *(cluster_column(n) for n in range(len(study.plan.cluster)))]
        rows, columns = moments.clustered(rows, keys, averaged)
        rows = relations.keep(rows, "groundrules clusters")
    groups = moments.moments(relations, rows, [VARIANT], [columns[m.name] for m in averaged])
    found = dict(_quantiles(relations, units, metrics, groups))
    each = _clusters(relations, rows, [VARIANT], columns) if study.plan.cluster else {}
    return Measured(groups, columns, found, known, each)


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
        rows = relations.keep(rows, "groundrules clusters")
    groups = moments.moments(relations, rows, keys, columns.values())
    each = _clusters(relations, rows, keys, columns) if study.plan.cluster else {}
    return Measured(groups, columns, {}, caps, each)


def _sums(arm: Mapping[str, NDArray[np.float64]], columns: Columns) -> Sums:
    assert columns.denominator is not None  # `clustered` gives every metric one
    covariate, below = columns.covariate, columns.covariate_denominator
    return Sums(
        arm[columns.numerator],
        arm[columns.denominator],
        arm[covariate] if covariate else None,
        arm[below] if below else None,
    )


def _clusters(
    relations: Relations, rows: ir.Table, keys: Sequence[str], columns: Mapping[str, Columns]
) -> dict[tuple[Any, ...], dict[str, NDArray[np.float64]]]:
    """Return the clusters' sums by group, in a fixed order; of very many, nothing: their moments will do."""
    if int(relations.one(rows.aggregate(n=rows.count()))["n"]) > _MANY_CLUSTERS:
        return {}
    names = list(dict.fromkeys(name for one in columns.values() for name in moments.used(one)))
    found: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in relations.rows(rows):
        found.setdefault(tuple(row[key] for key in keys), []).append(row)
    return {
        group: {
            name: np.array([float(row[name] or 0) for row in sorted(own, key=_order)])
            for name in names
        }
        for group, own in found.items()
    }


def _order(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(value) for name, value in row.items() if name.startswith("cluster "))


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
