"""Power of a plan from the days before its start: what it finds at its horizon, and what it would need."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from groundrules.config import nearest
from groundrules.errors import UsageError
from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.form import Change, Covariate, Metric, Winsorise
from groundrules.metrics.periods import Among
from groundrules.plans.form import Plan
from groundrules.plans.pre_period import Observed, observe
from groundrules.statistics.baseline import Baseline, baseline
from groundrules.statistics.duration import WEEK, duration, shares_at, units_after
from groundrules.statistics.power import Comparison, needed_units, power_of, smallest_effect
from groundrules.statistics.sequential.monitor import Alternative
from groundrules.tables.relations import Relations

_CUPED, _CAPPED = "with CUPED", "capped"
_CUPED_DAYS, _CAP = 28, 0.99
_MOST_WEEKS = 52


@dataclass(frozen=True, slots=True)
class Row:
    """What so many weeks find."""

    weeks: int
    units: int
    smallest: float
    relative: float


@dataclass(frozen=True, slots=True)
class Lever:
    """A change of the plan, and the smallest effect that is then found at the horizon."""

    what: str
    smallest: float
    relative: float


@dataclass(frozen=True, slots=True)
class MetricPower:
    """The power of one metric that decides."""

    name: str
    role: str
    """`primary` or `guardrail`: of a guardrail, effects are margins that are shown where there is no harm."""
    unknown: str | None = None
    """Why it cannot be told; then nothing else is."""
    mean: float = math.nan
    deviation: float = math.nan
    """Of one unit, or cluster, without a covariate."""
    kept: float = 1.0
    """Share of the variance that the covariate leaves."""
    wanted: float = math.nan
    """The plan's smallest effect that matters, or its margin, in the metric's unit."""
    smallest: float = math.nan
    """What is found at the horizon with the plan's power, in the metric's unit."""
    power: float = math.nan
    """The probability of finding what is wanted at the horizon."""
    needed: int | None = None
    """Units for the plan's power, over all variants; None: too many to tell."""
    weeks: int | None = None
    """Whole weeks until they are there; None: more than a year, or clusters are randomised."""
    inflation: float = 1.0
    """Units that looks cost, over those of one look."""
    rows: tuple[Row, ...] = ()
    levers: tuple[Lever, ...] = ()
    """What would find less, best first."""

    @property
    def reached(self) -> bool:
        """Whether the plan's power is there at its horizon."""
        return self.unknown is None and self.smallest <= self.wanted * (1 + 1e-9)


@dataclass(frozen=True, slots=True)
class PlanPower:
    """The power of a plan."""

    name: str
    source: str
    days: int
    seen: int
    """Units in the pre-period."""
    clusters: int | None
    units: int
    """Units (clusters, where those are randomised) at the horizon, over all variants."""
    metrics: tuple[MetricPower, ...]
    notes: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Whether every metric that decides is found with the plan's power."""
        return all(metric.reached for metric in self.metrics)


@dataclass(frozen=True, slots=True)
class _Role:
    name: str
    role: str
    metric: Metric
    wanted: Change | None


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
    measures = (m for one in _roles(plan, catalogue) for m in one.metric.measures())
    return sorted({str(measure.source) for measure in measures} | {among.source})


def power(relations: Relations, plan: Plan, catalogue: Catalogue, among: Among) -> PlanPower:
    """Return the power of a plan; raises UsageError as `observe` does, and for unknown metrics."""
    roles = _roles(plan, catalogue)
    told = [one.metric for one in roles if one.metric.type != "quantile"]
    metrics = list({metric.name: metric for metric in told}.values())
    others = [other for metric in metrics for _, other in _otherwise(metric)]
    if not metrics:
        raise UsageError("power is not computed for quantiles, and the plan names nothing else")
    window = max((m.window.days for m in _all(plan, catalogue) if m.window), default=0)
    seen = observe(relations, plan, [*metrics, *others], window, among, _weeks_shown(plan))
    traffic = plan.traffic.per_day if plan.traffic else None
    asked = _Asked(plan, seen, traffic if traffic else seen.arrivals, window)
    return PlanPower(
        name=plan.name,
        source=seen.source,
        days=seen.days,
        seen=seen.units,
        clusters=seen.clusters,
        units=asked.units(plan.horizon_days),
        metrics=tuple(_metric(asked, one) for one in roles),
        notes=(*_active(catalogue, plan, among), *seen.notes, *_assumed(asked)),
    )


def _assumed(asked: _Asked) -> Iterator[str]:
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


def _roles(plan: Plan, catalogue: Catalogue) -> list[_Role]:
    found = []
    for one in plan.primary:
        metric = catalogue.metric(one.metric)
        found.append(_Role(one.metric, "primary", metric, one.mde or metric.mde))
    for rail in plan.guardrails:
        metric = catalogue.metric(rail.metric)
        found.append(_Role(rail.metric, "guardrail", metric, rail.margin or metric.margin))
    return found


def _otherwise(metric: Metric) -> Iterator[tuple[str, Metric]]:
    """Yield what the metric could be made into, to find less."""
    if metric.covariate is None:
        covariate = Covariate(days=_CUPED_DAYS)
        name = f"{metric.name} {_CUPED}"
        yield _CUPED, msgspec.structs.replace(metric, name=name, covariate=covariate)
    if metric.winsorise is None and metric.type == "mean":
        name = f"{metric.name} {_CAPPED}"
        yield (
            _CAPPED,
            msgspec.structs.replace(metric, name=name, winsorise=Winsorise(quantile=_CAP)),
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What power is asked of."""

    plan: Plan
    seen: Observed
    arrivals: float | Sequence[float]
    window: int

    def units(self, days: int) -> int:
        """Return the units (or clusters) that are there after so many days."""
        if self.seen.clusters is not None:
            return self.seen.clusters
        intake = days - self.window
        if self.plan.enrol_days is not None and days == self.plan.horizon_days:
            intake = min(intake, self.plan.enrol_days)
        return math.floor(units_after(intake, self.arrivals) + 1e-9)

    def baseline(self, metric: Metric) -> Baseline:
        one = self.seen.columns[metric.name]
        whole = metric.type == "proportion" and one.denominator is None
        return baseline(
            self.seen.moments, one.numerator, one.denominator, covariate=one.covariate,
            covariate_denominator=one.covariate_denominator, binary=whole,
        )  # fmt: skip

    def comparison(self, role: _Role, margin: float = 0.0) -> Comparison:
        """Return the comparison of the smallest variant with control, as the readout makes it."""
        plan = self.plan
        control = plan.variants[plan.control]
        treatment = min(plan.variants[name] for name in plan.treatments)
        better: Alternative = "greater" if role.metric.direction == "increase" else "less"
        made = Comparison(
            alpha=plan.alpha, power=plan.power, control=control, treatment=treatment,
            spending=plan.stopping.spending, looks=self._looks(),
        )  # fmt: skip
        if role.role == "guardrail":  # one end of the readout's interval
            alpha = plan.alpha / 2 if plan.sides == "two" else plan.alpha
            return replace(made, alpha=alpha, alternative=better, margin=margin)
        several = len(plan.primary) * len(plan.treatments) if plan.correction != "none" else 1
        return replace(
            made, alternative=better if plan.sides == "one" else "two-sided", comparisons=several
        )

    def _looks(self) -> tuple[float, ...]:
        stopping = self.plan.stopping
        if stopping.design == "fixed" or len(stopping.looks) < 2:
            return (1.0,)
        return shares_at(stopping.looks, self.arrivals, window=self.window)


def _metric(asked: _Asked, role: _Role) -> MetricPower:
    if role.metric.type == "quantile":
        return MetricPower(role.name, role.role, unknown="power is not computed for quantiles")
    try:
        return _known(asked, role)
    except UsageError as error:
        return MetricPower(role.name, role.role, unknown=str(error))


def _known(asked: _Asked, role: _Role) -> MetricPower:
    base = asked.baseline(role.metric)
    total = asked.units(asked.plan.horizon_days)
    sought = _sought(asked, role, base)
    found = sought(base, total)
    wanted = _size(role.wanted, base.mean)
    made = MetricPower(
        role.name, role.role, mean=base.mean, deviation=math.sqrt(base.plain_variance),
        kept=base.kept, smallest=found, inflation=asked.comparison(role).inflation,
        rows=tuple(_rows(asked, base, sought)), levers=tuple(_levers(asked, role, base, found)),
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


Sought = Callable[[Baseline, int], float]


def _sought(asked: _Asked, role: _Role, base: Baseline) -> Sought:
    """Return what answers (baseline, units) with the smallest effect, or margin, above 0."""
    comparison = asked.comparison(role)
    return lambda base, total: abs(smallest_effect(base, comparison, total).absolute)


def _size(wanted: Change | None, mean: float) -> float | None:
    if wanted is None:
        return None
    return wanted.absolute if wanted.relative is None else wanted.relative * abs(mean)


def _relative(size: float, mean: float) -> float:
    return size / abs(mean) if mean else math.nan


def _weeks(asked: _Asked, need: int) -> int | None:
    if asked.seen.clusters is not None:
        return None
    try:
        weeks = duration(need, asked.arrivals, window=asked.window).weeks
    except UsageError:
        return None
    return weeks if weeks <= _MOST_WEEKS else None


def _weeks_shown(plan: Plan) -> int:
    return max(8, math.ceil(plan.horizon_days / WEEK) + 2)


def _rows(asked: _Asked, base: Baseline, sought: Sought) -> Iterator[Row]:
    if asked.seen.clusters is not None:
        return
    for weeks in range(1, _weeks_shown(asked.plan) + 1):
        units = asked.units(WEEK * weeks)
        if units < 1:
            continue
        try:
            smallest = sought(base, units)
        except UsageError:
            continue  # too few units to tell
        yield Row(weeks, units, smallest, _relative(smallest, base.mean))


def _levers(asked: _Asked, role: _Role, base: Baseline, found: float) -> Iterator[Lever]:
    total = asked.units(asked.plan.horizon_days)
    levers = [
        Lever(what, size, _relative(size, mean))
        for what, size, mean in _tried(asked, role, base, total)
    ]
    gains = (one for one in levers if one.smallest < 0.98 * found)
    yield from sorted(gains, key=lambda one: (one.smallest, one.what))


def _tried(
    asked: _Asked, role: _Role, base: Baseline, total: int
) -> Iterator[tuple[str, float, float]]:
    sought = _sought(asked, role, base)
    words: Mapping[str, str] = {
        _CUPED: f"CUPED by the {_CUPED_DAYS} days before (`covariate: {{days: {_CUPED_DAYS}}}`)",
        _CAPPED: f"a cap at the {_CAP:.0%} quantile, which changes what is measured",
    }
    for kind, other in _otherwise(role.metric):
        try:
            changed = asked.baseline(other)
            size = sought(changed, total)
        except UsageError:
            continue
        relative = _relative(size, changed.mean) * abs(base.mean)  # beside what is found without
        yield words[kind], relative, base.mean
    plan = asked.plan
    if asked.seen.clusters is None:
        longer = asked.units(plan.horizon_days + 2 * WEEK)
        yield "two more weeks", sought(base, longer), base.mean
    for what, changed_plan in _replans(plan):
        other_asked = replace(asked, plan=changed_plan)
        yield what, _sought(other_asked, role, base)(base, total), base.mean


def _replans(plan: Plan) -> Iterator[tuple[str, Plan]]:
    """Yield plans with fewer variants, equal shares, one primary metric, one look."""
    change = msgspec.structs.replace
    if len(plan.treatments) > 1:
        best = max(plan.treatments, key=lambda name: plan.variants[name])
        half = {plan.control: 0.5, best: 0.5}
        yield "one treatment instead of " + str(len(plan.treatments)), change(plan, variants=half)
    if len(set(plan.variants.values())) > 1:
        equal = dict.fromkeys(plan.variants, 1 / len(plan.variants))
        yield "equal shares for all variants", change(plan, variants=equal)
    if len(plan.primary) > 1 and plan.correction != "none":
        yield "one primary metric", change(plan, primary=plan.primary[:1])
    if plan.stopping.design != "fixed":
        fixed = change(plan.stopping, design="fixed", looks=())
        yield "one look at the horizon", change(plan, stopping=fixed)
