"""The values of units: none missing, of one kind, and of units that were exposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import ibis.expr.types as ir

from groundrules.metrics.units import columns_of
from groundrules.readout.guards.form import Guarded, passed, refused
from groundrules.readout.study import Study
from groundrules.tables.relations import Relations
from groundrules.tables.remembered import remembered


def values(relations: Relations, units: ir.Table, study: Study) -> Iterator[Guarded]:
    """Yield the guards over the table of units, from one aggregate over it."""
    row = relations.one(_asked(units, study))
    yield from _nulls(study, row)
    yield from _single(study, row)
    yield from _found(study, row)


@remembered
def _asked(units: ir.Table, study: Study) -> ir.Table:
    wanted: dict[str, Any] = {}
    for metric in study.metrics.values():
        names = columns_of(metric)
        nulls = units[names.nulls]
        if names.denominator_nulls:
            nulls = nulls + units[names.denominator_nulls]
        wanted[f"nulls {metric.name}"] = nulls.sum()
        wanted[f"seen {metric.name}"] = (
            (units[names.numerator].fill_null(0) != 0).cast("int64").sum()
        )
        for column, least, greatest in names.single:
            wanted[f"least {metric.name} {column}"] = units[least].min()
            wanted[f"greatest {metric.name} {column}"] = units[greatest].max()
    return units.aggregate(**wanted)


def _nulls(study: Study, row: Mapping[str, Any]) -> Iterator[Guarded]:
    guard = "null-values"
    for metric in study.metrics.values():
        count = int(row[f"nulls {metric.name}"] or 0)
        if count and metric.nulls == "refuse":
            yield refused(
                guard,
                f"{metric.name}: {count:,} rows of exposed units hold no value",
                "find out why; then say in the metric's definition whether such a row is dropped or counts as 0",
            )
        else:
            policy = (
                f"{count:,} rows without a value are {_POLICY[metric.nulls]}"
                if count
                else "no value is missing"
            )
            yield passed(guard, f"{metric.name}: {policy}")


_POLICY = {
    "drop": "left out, as the metric says",
    "zero": "taken as 0, as the metric says",
    "refuse": "",
}


def _single(study: Study, row: Mapping[str, Any]) -> Iterator[Guarded]:
    guard = "mixed-values"
    for metric in study.metrics.values():
        for column in metric.single:
            least, greatest = (
                row[f"least {metric.name} {column}"],
                row[f"greatest {metric.name} {column}"],
            )
            if least != greatest:
                yield refused(
                    guard,
                    f"{metric.name}: {column} holds several values, {least!r} and {greatest!r} among them",
                    f"convert before summing, or keep one by a filter: sums over several of {column} mean nothing",
                )
            elif least is not None:
                yield passed(guard, f"{metric.name}: {column} is {least!r} throughout")


def _found(study: Study, row: Mapping[str, Any]) -> Iterator[Guarded]:
    guard = "units-not-found"
    for metric in study.metrics.values():
        if int(row[f"seen {metric.name}"] or 0) == 0:
            yield refused(
                guard,
                f"{metric.name} is 0 for every exposed unit",
                f"check that {metric.unit} of {metric.source} and the exposures' unit are the same ids, "
                "and that the times overlap",
            )
