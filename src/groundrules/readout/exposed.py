"""The exposures: what is seen of them before anything is left out, and the units that are analysed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ibis.expr.types as ir

from groundrules.config import nearest
from groundrules.errors import ContentError
from groundrules.metrics.expression import compile_row
from groundrules.metrics.units import DAY, EXPOSED, UNIT, VARIANT
from groundrules.readout.study import Study
from groundrules.tables.relations import Relations, micros
from groundrules.tables.remembered import remembered


@dataclass(frozen=True, slots=True)
class Seen:
    """What the exposure table holds."""

    rows: int
    nulls: Mapping[str, int]
    """Column → rows without a value, of unit, variant, time and clusters."""
    units: int
    repeated: int
    """Units with several rows of one variant."""
    crossed: int
    """Units in several variants."""
    clusters_crossed: int
    """Clusters in several variants."""
    variants: Mapping[str, int]
    """Variant → rows."""
    early: int
    """Rows before the plan's start."""
    first: int | None
    last: int | None
    by_day: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    """Day from the start → variant → units that were first exposed then."""
    excluded: tuple[Mapping[str, tuple[int, int]], ...] = ()
    """For each exclusion, variant → units kept and left out."""


def cluster_column(number: int) -> str:
    """Return what a column of the cluster is called among exposures that are ready."""
    return f"cluster {number}"


def segment_column(name: str) -> str:
    """Return what a column of a segment is called among exposures that are ready."""
    return f"segment {name}"


def _excluded(number: int) -> str:
    return f"excluded {number}"


@remembered
def ready(relations: Relations, study: Study, segments: tuple[str, ...]) -> ir.Table:
    """Return the exposures as metrics want them, with clusters, segments and exclusions beside them.

    Raises ContentError for a column that the exposure table has not, UsageError where there is no such table.
    """
    plan = study.plan
    table = relations.table(plan.exposure.table)
    picked: dict[str, Any] = {
        UNIT: _column(table, plan.exposure_unit, plan.exposure.table).cast("string"),
        VARIANT: _column(table, plan.exposure.variant, plan.exposure.table).cast("string"),
        EXPOSED: micros(relations.dialect, _column(table, plan.exposure.time, plan.exposure.table)),
    }
    for number, name in enumerate(plan.cluster):
        picked[cluster_column(number)] = _column(table, name, plan.exposure.table).cast("string")
    for name in segments:
        picked[segment_column(name)] = _column(table, name, plan.exposure.table).cast("string")
    for number, exclusion in enumerate(plan.exclusions):
        try:
            left_out = compile_row(exclusion.where, table)
        except ContentError as error:
            raise ContentError(f"exclusion of the plan: {error}") from error
        picked[_excluded(number)] = left_out.fill_null(False)
    return table.select(**picked)


def _column(table: ir.Table, name: str, called: str) -> Any:
    if name not in table.columns:
        raise ContentError(f"{called} has no column `{name}`{nearest(name, table.columns)}")
    return table[name]


@remembered
def first_rows(exposures: ir.Table) -> ir.Table:
    """Return one row a unit: that of its first exposure."""
    others = [name for name in exposures.columns if name not in (UNIT, EXPOSED)]
    at = exposures[EXPOSED]
    return exposures.group_by(UNIT).aggregate(
        **{EXPOSED: at.min()}, **{name: exposures[name].argmin(at) for name in others}
    )


@remembered
def analysed(exposures: ir.Table, study: Study, look: int) -> ir.Table:
    """Return the units that a look analyses: exposed in time, not excluded; `exposures` has one row a unit."""
    at = exposures[EXPOSED]
    kept = (at >= study.start) & (at < study.enrolled_until(look))
    for number in range(len(study.plan.exclusions)):
        kept &= ~exposures[_excluded(number)]
    return exposures.filter(kept)


def see(relations: Relations, exposures: ir.Table, study: Study) -> Seen:
    """Return what the exposures hold, from a few aggregates over them."""
    clusters = [cluster_column(number) for number in range(len(study.plan.cluster))]
    row = relations.one(_summary(exposures, study.start, clusters))
    by_unit = _held(relations, exposures, [UNIT])
    variants = relations.rows(_variants(exposures))
    return Seen(
        rows=int(row["rows"]),
        nulls={
            name: int(row[f"nulls {name}"] or 0) for name in (UNIT, VARIANT, EXPOSED, *clusters)
        },
        units=by_unit["groups"],
        repeated=by_unit["repeated"],
        crossed=by_unit["crossed"],
        clusters_crossed=_held(relations, exposures, clusters)["crossed"] if clusters else 0,
        variants={str(one[VARIANT]): int(one["n"]) for one in variants if one[VARIANT] is not None},
        early=int(row["early"] or 0),
        first=row["first"],
        last=row["last"],
    )


@remembered
def _summary(exposures: ir.Table, start: int, clusters: Sequence[str]) -> ir.Table:
    at = exposures[EXPOSED]
    wanted: dict[str, Any] = {
        "rows": exposures.count(),
        "early": (at < start).cast("int64").sum(),
        "first": at.min(),
        "last": at.max(),
    }
    for name in (UNIT, VARIANT, EXPOSED, *clusters):
        wanted[f"nulls {name}"] = exposures[name].isnull().cast("int64").sum()
    return exposures.aggregate(**wanted)


@remembered
def _variants(exposures: ir.Table) -> ir.Table:
    return exposures.group_by(VARIANT).aggregate(n=exposures.count())


def _held(relations: Relations, exposures: ir.Table, keys: list[str]) -> dict[str, int]:
    """Return how many groups there are, and how many have several rows: of one variant, of several."""
    found = relations.one(_grouped(exposures, keys))
    return {name: int(value or 0) for name, value in found.items()}


@remembered
def _grouped(exposures: ir.Table, keys: Sequence[str]) -> ir.Table:
    known = exposures.filter(exposures[VARIANT].notnull())
    variant = known[VARIANT]
    each = known.group_by(list(keys)).aggregate(
        n=known.count(), least=variant.min(), greatest=variant.max()
    )
    return each.aggregate(
        groups=each.count(),
        repeated=((each.n > 1) & (each.least == each.greatest)).cast("int64").sum(),
        crossed=(each.least != each.greatest).cast("int64").sum(),
    )


def count_split(
    relations: Relations, exposures: ir.Table, study: Study, look: int
) -> tuple[dict[int, dict[str, int]], tuple[dict[str, tuple[int, int]], ...]]:
    """Return units by day and variant, and of each exclusion the units kept and left out by variant.

    exposures: one row a unit. What is excluded is counted too: who is split is everybody.
    """
    flags = [_excluded(number) for number in range(len(study.plan.exclusions))]
    counted = relations.rows(_by_day(exposures, study.start, study.enrolled_until(look), flags))
    by_day: dict[int, dict[str, int]] = {}
    excluded: list[dict[str, tuple[int, int]]] = [{} for _ in flags]
    for row in counted:
        day, variant, n = int(row["day"]), str(row[VARIANT]), int(row["n"])
        arms = by_day.setdefault(day, {})
        arms[variant] = arms.get(variant, 0) + n
        for number, flag in enumerate(flags):
            kept, left = excluded[number].get(variant, (0, 0))
            excluded[number][variant] = (kept, left + n) if row[flag] else (kept + n, left)
    return dict(sorted(by_day.items())), tuple(excluded)


@remembered
def _by_day(exposures: ir.Table, start: int, until: int, flags: Sequence[str]) -> ir.Table:
    at = exposures[EXPOSED]
    inside = exposures.filter((at >= start) & (at < until))
    days = inside.mutate(day=(inside[EXPOSED] - start) // DAY)
    return days.group_by(["day", VARIANT, *flags]).aggregate(n=days.count())
