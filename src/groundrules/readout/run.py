"""A readout from beginning to end: guards, and only where none refuses, estimates and the decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import ibis.expr.types as ir

from groundrules.metrics.moments import Caps, caps
from groundrules.metrics.units import DAY, EXPOSED, VARIANT, per_unit
from groundrules.readout import exposed, judge, loaded
from groundrules.readout.decide import decide
from groundrules.readout.estimates import Measured, measure, measure_segments
from groundrules.readout.exposed import Seen, cluster_column, segment_column
from groundrules.readout.guards.caps import capped
from groundrules.readout.guards.covariate import covariate
from groundrules.readout.guards.form import Guarded, skipped
from groundrules.readout.guards.horizon import horizon
from groundrules.readout.guards.identity import identity
from groundrules.readout.guards.sources import sources
from groundrules.readout.guards.split import split
from groundrules.readout.guards.values import values
from groundrules.readout.look import judged_by, latest
from groundrules.readout.result import Look, Population, Readout, Segment
from groundrules.readout.study import Study
from groundrules.tables.relations import Relations
from groundrules.tables.remembered import remembered

_BASIC = (
    "exposure-nulls",
    "unit-in-two-variants",
    "cluster-in-two-variants",
    "wrong-grain",
    "variant-not-planned",
)
"""Guards without which what was randomised cannot be told, and so nothing else can be asked."""
_LATER = (
    "too-few-units",
    "sample-ratio",
    "sample-ratio-by-day",
    "null-values",
    "mixed-values",
    "units-not-found",
)


def readout(
    relations: Relations,
    study: Study,
    *,
    before: Sequence[Guarded] = (),
    segments: Sequence[str] = (),
    stated: int | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Readout:
    """Return the readout of a plan on data.

    before: guards that were asked already, of the plan itself.
    segments: columns of the exposure table that were not planned; the result is explored by them.
    stated: until when (microseconds since 1970) somebody says that the data are complete.
    Raises ContentError where the data lack a column, or cannot be read.
    """
    if _stopped(before, "unsound-plan"):
        return Readout(study.plan, (*before, skipped("data", "read when the plan is in order")))
    every = tuple(dict.fromkeys((*study.plan.segments, *segments)))
    looked = _look(relations, study, every, stated, tell)
    if _stopped(looked.guards, *_BASIC):
        rest = [skipped(name, "asked when the exposures are in order") for name in _LATER]
        return Readout(study.plan, (*before, *looked.guards, *rest))
    gathered = _gather(relations, study, looked, tell)
    guards = (*before, *looked.guards, *gathered.guards)
    if any(one.status == "refused" for one in guards):
        relations.check_unchanged()
        return Readout(study.plan, guards)
    tell("estimating")
    found = _estimate(relations, study, looked, gathered, every)
    relations.check_unchanged()
    return replace(found, guards=guards)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is seen of the data as they are."""

    exposures: ir.Table
    seen: Seen
    sources: list[loaded.Loaded]
    number: int
    """The look, from 0."""
    guards: list[Guarded]


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The units that are analysed, with their metrics."""

    firsts: ir.Table
    """One row for each unit that was exposed at all."""
    seen: Seen
    analysed: ir.Table
    units: ir.Table
    caps: dict[str, Caps]
    guards: list[Guarded]


def _look(
    relations: Relations,
    study: Study,
    segments: Sequence[str],
    stated: int | None,
    tell: Callable[[str], None],
) -> _Looked:
    tell("reading the exposures")
    asked = exposed.ready(relations, study, tuple(segments))
    exposures = relations.keep(asked, "groundrules exposures")
    seen = exposed.see(relations, exposures, study)
    tell("reading the source tables")
    found = _sources(relations, study)
    number = latest(study, found, stated)
    guards = [
        *identity(study, seen),
        *horizon(study, number, found, stated),
        *sources(found),
        covariate(study, seen),
    ]
    return _Looked(exposures, seen, found, number, guards)


def _gather(
    relations: Relations, study: Study, looked: _Looked, tell: Callable[[str], None]
) -> _Gathered:
    firsts, number = looked.exposures, looked.number
    if looked.seen.repeated:
        firsts = relations.keep(exposed.first_rows(firsts), "groundrules first exposures")
    by_day, excluded = exposed.count_split(relations, firsts, study, number)
    seen = replace(looked.seen, by_day=by_day, excluded=excluded)
    analysed = relations.keep(exposed.analysed(firsts, study, number), "groundrules analysed")
    guards = list(split(study, seen, _arms(relations, study, firsts, number, by_day)))
    tell("gathering the metrics of each unit")
    metrics = study.metrics.values()
    whole_days = {one.source for one in looked.sources if one.whole_days}
    made = per_unit(relations, analysed, metrics, study.timeline(number), whole_days)
    units = relations.keep(made, "groundrules units")
    guards += values(relations, units, study)
    known = caps(relations, units, metrics)
    guards += capped(study, known, seen, looked.sources)
    return _Gathered(firsts, seen, analysed, units, known, guards)


def _estimate(
    relations: Relations, study: Study, looked: _Looked, gathered: _Gathered, every: Sequence[str]
) -> Readout:
    number, units = looked.number, gathered.units
    look = judged_by(study, number, _units_by_look(relations, study, gathered.analysed, number))
    measured = measure(relations, units, study, gathered.caps)
    results = judge.results(study, measured, look)
    explored = tuple(_segments(relations, units, study, measured, look, every))
    population = _population(study, measured, gathered.seen, gathered.firsts, relations)
    decided = decide(study, results, look)
    return Readout(study.plan, (), look, population, results, explored, decided)


def _sources(relations: Relations, study: Study) -> list[loaded.Loaded]:
    """Return what is seen of each source, from the earliest day that any covariate or cap needs."""
    longest = max(
        (max(m.covariate.days if m.covariate else 0, m.window.days if m.window else study.plan.horizon_days)
         for m in study.metrics.values()),
        default=0,
    )  # fmt: skip
    since = study.start - longest * DAY
    if study.plan.pre_period is not None:
        since = min(since, study.timeline(0).pre[0])  # type: ignore[index]
    until = study.end(len(study.looks) - 1)
    return [
        loaded.see(relations, name, users, study.grains.get(name, ()), since, until)
        for name, users in study.sources.items()
    ]


def _stopped(guards: Sequence[Guarded], *names: str) -> bool:
    return any(one.guard in names and one.status == "refused" for one in guards)


def _arms(
    relations: Relations,
    study: Study,
    firsts: ir.Table,
    look: int,
    by_day: dict[int, dict[str, int]],
) -> dict[str, int]:
    """Return units by variant, or clusters where those are randomised."""
    if not study.plan.cluster:
        return {
            name: sum(arms.get(name, 0) for arms in by_day.values()) for name in study.plan.variants
        }
    inside = exposed.analysed(firsts, study, look)
    keys = [cluster_column(n) for n in range(len(study.plan.cluster))]
    counted = relations.rows(_clusters(inside, keys))
    return {str(row[VARIANT]): int(row["n"]) for row in counted}


@remembered
def _clusters(inside: ir.Table, keys: Sequence[str]) -> ir.Table:
    each = inside.group_by([VARIANT, *keys]).aggregate(units=inside.count())
    return each.group_by(VARIANT).aggregate(n=each.count())


def _units_by_look(
    relations: Relations, study: Study, analysed: ir.Table, number: int
) -> list[int]:
    """Return how many units each look until this one takes in; of a fixed horizon nobody asks."""
    if study.plan.stopping.design == "fixed":
        return []
    row = relations.one(_before_each(analysed, study, number))
    return [int(row[f"n{n}"] or 0) for n in range(number + 1)]


@remembered
def _before_each(analysed: ir.Table, study: Study, number: int) -> ir.Table:
    at = analysed[EXPOSED]
    wanted = {
        f"n{n}": (at < study.enrolled_until(n)).cast("int64").sum() for n in range(number + 1)
    }
    return analysed.aggregate(**wanted)


def _segments(
    relations: Relations,
    units: ir.Table,
    study: Study,
    measured: Measured,
    look: Look,
    every: Sequence[str],
) -> Iterator[Segment]:
    for name in every:
        found = measure_segments(relations, units, study, segment_column(name), measured.caps)
        yield from judge.segments(study, found, look, name, planned=name in study.plan.segments)


@remembered
def _count(rows: ir.Table) -> ir.Table:
    return rows.aggregate(n=rows.count())


def _population(
    study: Study, measured: Measured, seen: Seen, firsts: ir.Table, relations: Relations
) -> Population:
    total = int(relations.one(_count(firsts))["n"])
    inside = sum(sum(arms.values()) for arms in seen.by_day.values())
    analysed = {str(key[0]): group.count() for key, group in sorted(measured.groups.items())}
    left = sum(out for counts in seen.excluded for _, out in counts.values())
    return Population(analysed, excluded=left, too_late=total - inside)
