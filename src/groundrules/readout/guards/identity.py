"""Who was exposed to what: one row a unit, one variant a unit, nothing unknown."""

from __future__ import annotations

from collections.abc import Iterator

from groundrules.metrics.units import EXPOSED, UNIT, VARIANT
from groundrules.readout.exposed import Seen
from groundrules.readout.guards.form import Guarded, passed, refused
from groundrules.readout.study import Study, moment


def identity(study: Study, seen: Seen) -> Iterator[Guarded]:
    """Yield the guards over the exposure table as it is."""
    yield _complete(study, seen)
    yield _known_variants(study, seen)
    yield _one_variant(study, seen)
    yield _one_row(study, seen)
    if study.plan.cluster:
        yield _one_variant_a_cluster(study, seen)
    yield _after_start(study, seen)


def _complete(study: Study, seen: Seen) -> Guarded:
    guard, table = "exposure-nulls", study.plan.exposure.table
    if seen.rows == 0:
        return refused(guard, f"{table} is empty", "give the table that holds the exposures")
    called = {UNIT: "unit", VARIANT: "variant", EXPOSED: "time"}
    missing = {called.get(name, name): count for name, count in seen.nulls.items() if count}
    if missing:
        said = ", ".join(f"{count:,} rows without a {name}" for name, count in missing.items())
        return refused(
            guard, f"{table}: {said}", "find out who they are: leaving them out may not be neutral"
        )
    return passed(guard, f"all {seen.rows:,} rows have unit, variant and time")


def _known_variants(study: Study, seen: Seen) -> Guarded:
    guard = "variant-not-planned"
    unknown = {
        name: count for name, count in seen.variants.items() if name not in study.plan.variants
    }
    absent = [name for name in study.plan.variants if name not in seen.variants]
    if unknown:
        said = ", ".join(f"{name!r} ({count:,} rows)" for name, count in sorted(unknown.items()))
        return refused(
            guard,
            f"variants that the plan does not name: {said}",
            "correct the plan's `variants`, or the data",
        )
    if absent:
        return refused(
            guard, f"nobody is in {', '.join(absent)}", "check how the exposure table was made"
        )
    return passed(guard, f"{len(seen.variants)} variants, as planned")


def _one_variant(study: Study, seen: Seen) -> Guarded:
    guard = "unit-in-two-variants"
    if seen.crossed:
        return refused(
            guard,
            f"{seen.crossed:,} of {seen.units:,} units were exposed to more than one variant",
            "mend the assignment; leaving these units out is no neutral choice",
        )
    return passed(guard, f"each of {seen.units:,} units is in one variant")


def _one_row(study: Study, seen: Seen) -> Guarded:
    guard = "wrong-grain"
    if not seen.repeated:
        return passed(guard, "one row a unit")
    said = f"{seen.repeated:,} of {seen.units:,} units have several rows in {study.plan.exposure.table}"
    if study.plan.exposure.repeated == "first":
        return passed(guard, f"{said}; each counts by its first exposure, as the plan says")
    return refused(
        guard,
        f"{said}: rows are not units of randomisation",
        "give one row a unit, or say `repeated: first` under `exposure` if they are repeated exposures",
    )


def _one_variant_a_cluster(study: Study, seen: Seen) -> Guarded:
    guard = "cluster-in-two-variants"
    if seen.clusters_crossed:
        return refused(
            guard,
            f"{seen.clusters_crossed:,} clusters ({', '.join(study.plan.cluster)}) hold units of more than one variant",
            "`cluster` must be what was randomised: correct the plan or the data",
        )
    return passed(guard, "each cluster is in one variant")


def _after_start(study: Study, seen: Seen) -> Guarded:
    guard = "exposed-before-start"
    if seen.early and seen.first is not None:
        return refused(
            guard,
            f"{seen.early:,} rows are before the plan's start, {study.plan.start}; "
            f"the first is of {moment(seen.first):%Y-%m-%d %H:%M} UTC",
            "give the experiment's own exposures only, or correct the plan's start and say why",
        )
    return passed(guard, f"no exposure before {study.plan.start}")
