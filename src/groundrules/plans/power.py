"""Power of a plan from the days before its start: what it finds at its horizon, and what it would need."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from groundrules.config import nearest
from groundrules.errors import UsageError
from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.form import Change, Metric
from groundrules.metrics.periods import Among
from groundrules.plans.asked import Asked, Role, Sought, otherwise, roles, sought
from groundrules.plans.form import Plan
from groundrules.plans.levers import levers
from groundrules.plans.power_result import MetricPower, PlanPower, Row, relative
from groundrules.plans.pre_period import observe
from groundrules.statistics.baseline import Baseline
from groundrules.statistics.duration import WEEK, duration
from groundrules.statistics.power import needed_units, power_of
from groundrules.tables.relations import Relations

_MOST_WEEKS = 52


def among_of(plan: Plan, catalogue: Catalogue, name: str | None) -> Among:
    """Return the table that says who was there: the first primary metric's, or a source of the catalogue.

    Raises UsageError for one that is not declared, or has no time.
    """
    first = catalogue.metric(plan.primary[0].metric).measures()[0]
    if name is None or name == first.source:
        return Among(str(first.source), str(first.unit), str(first.time))
    if name not in catalogue.sources:
        raise UsageError(f"no source is declared as `{name}`{nearest(name, catalogue.sources)}")
    time = catalogue.sources[name].time
    if time is None:
        raise UsageError(f"the source `{name}` declares no `time`: it cannot say when a unit came")
    return Among(name, plan.unit, time)


def sources(plan: Plan, catalogue: Catalogue, among: Among) -> list[str]:
    """Return the tables that power is computed from, sorted."""
    measures = (m for one in roles(plan, catalogue) for m in one.metric.measures())
    return sorted({str(measure.source) for measure in measures} | {among.source})


def power(relations: Relations, plan: Plan, catalogue: Catalogue, among: Among) -> PlanPower:
    """Return the power of a plan; raises UsageError as `observe` does, and for unknown metrics."""
    asked_of = roles(plan, catalogue)
    told = [one.metric for one in asked_of if one.metric.type != "quantile"]
    metrics = list({metric.name: metric for metric in told}.values())
    others = [other for metric in metrics for _, other in otherwise(metric)]
    if not metrics:
        raise UsageError("power is not computed for quantiles, and the plan names nothing else")
    window = max((m.window.days for m in _all(plan, catalogue) if m.window), default=0)
    seen = observe(relations, plan, [*metrics, *others], window, among, _weeks_shown(plan))
    traffic = plan.traffic.per_day if plan.traffic else None
    asked = Asked(plan, seen, traffic if traffic else seen.arrivals, window)
    return PlanPower(
        name=plan.name,
        source=seen.source,
        days=seen.days,
        seen=seen.units,
        clusters=seen.clusters,
        units=asked.units(plan.horizon_days),
        metrics=tuple(_metric(asked, one) for one in asked_of),
        notes=(*_active(catalogue, plan, among), *seen.notes, *_assumed(asked)),
    )


def _assumed(asked: Asked) -> Iterator[str]:
    days = len(asked.seen.arrivals)
    if (
        asked.plan.traffic is None
        and asked.seen.clusters is None
        and days < WEEK * _weeks_shown(asked.plan)
    ):
        yield f"beyond {days} days, as many new units a week are assumed as in the last week before the start"


def _active(catalogue: Catalogue, plan: Plan, among: Among) -> Iterator[str]:
    """Yield that units without a row are left out, where a metric would count them as 0."""
    for one in plan.primary:
        metric = catalogue.metric(one.metric)
        if metric.source == among.source and metric.missing == "zero":
            yield (
                f"only units with a row in {among.source} are seen; where others are exposed too, {one.metric} is "
                "lower and more are needed: name the table that they are in by --among"
            )
            return


def _all(plan: Plan, catalogue: Catalogue) -> Iterator[Metric]:
    parts = (plan.primary, plan.secondary, plan.guardrails)
    for name in [one.metric for part in parts for one in part]:
        yield catalogue.metric(name)


def _metric(asked: Asked, role: Role) -> MetricPower:
    if role.metric.type == "quantile":
        return MetricPower(role.name, role.role, unknown="power is not computed for quantiles")
    try:
        return _known(asked, role)
    except UsageError as error:
        return MetricPower(role.name, role.role, unknown=str(error))


def _known(asked: Asked, role: Role) -> MetricPower:
    base = asked.baseline(role.metric)
    total = asked.units(asked.plan.horizon_days)
    finds = sought(asked, role)
    found = finds(base, total)
    wanted = _size(role.wanted, base.mean)
    made = MetricPower(
        role.name, role.role, mean=base.mean, deviation=math.sqrt(base.plain_variance),
        kept=base.kept, smallest=found, inflation=asked.comparison(role).inflation,
        rows=tuple(_rows(asked, base, finds)), levers=tuple(levers(asked, role, base, found)),
    )  # fmt: skip
    if wanted is None:
        what = "smallest effect that matters" if role.role == "primary" else "margin"
        return replace(made, unknown=f"it has no {what}; {found:.4g} is found at the horizon")
    primary = role.role == "primary"
    comparison = asked.comparison(role, 0.0 if primary else wanted)
    down = comparison.alternative == "less" or (base.binary and base.mean + wanted > 1)
    effect = (-wanted if down else wanted) if primary else 0.0
    need = needed_units(base, comparison, effect).total
    return replace(
        made,
        wanted=wanted,
        power=power_of(base, comparison, effect, total),
        needed=need,
        weeks=_weeks(asked, need),
    )


def _size(wanted: Change | None, mean: float) -> float | None:
    if wanted is None:
        return None
    return wanted.absolute if wanted.relative is None else wanted.relative * abs(mean)


def _weeks(asked: Asked, need: int) -> int | None:
    if asked.seen.clusters is not None:
        return None
    try:
        weeks = duration(need, asked.arrivals, window=asked.window).weeks
    except UsageError:
        return None
    return weeks if weeks <= _MOST_WEEKS else None


def _weeks_shown(plan: Plan) -> int:
    return max(8, math.ceil(plan.horizon_days / WEEK) + 2)


def _rows(asked: Asked, base: Baseline, finds: Sought) -> Iterator[Row]:
    if asked.seen.clusters is not None:
        return
    for weeks in range(1, _weeks_shown(asked.plan) + 1):
        units = asked.units(WEEK * weeks)
        if units < 1:
            continue
        try:
            smallest = finds(base, units)
        except UsageError:
            continue  # too few units to tell
        yield Row(weeks, units, smallest, relative(smallest, base.mean))
