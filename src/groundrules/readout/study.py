"""A plan with its metrics and its times, as everything in a readout needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.form import Metric
from groundrules.metrics.units import DAY, Timeline
from groundrules.plans.form import Plan


def at(day: date) -> int:
    """Return a day's beginning in UTC, in microseconds since 1970."""
    return int(datetime.combine(day, time(), UTC).timestamp()) * 1_000_000


def moment(micros: int) -> datetime:
    """Return the time that microseconds since 1970 are."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


@dataclass(frozen=True, slots=True)
class Study:
    """One experiment."""

    plan: Plan
    metrics: Mapping[str, Metric]
    """Those that the plan names, by name, in its order: primary, secondary, guardrails."""
    grains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Source table → the columns that tell its rows apart, where that is declared."""

    @property
    def start(self) -> int:
        """The plan's start, in microseconds."""
        return at(self.plan.start)

    @property
    def looks(self) -> tuple[int, ...]:
        """Days from the start at which the result may be looked at; the last is the horizon."""
        stopping = self.plan.stopping
        return stopping.looks if stopping.design != "fixed" else (self.plan.horizon_days,)

    def end(self, look: int) -> int:
        """Return the end of what a look (from 0) takes in, in microseconds."""
        return self.start + self.looks[look] * DAY

    def enrolled_until(self, look: int) -> int:
        """Return until when a unit must be exposed to have its whole windows before the look's end."""
        longest = max((m.window.days for m in self.metrics.values() if m.window), default=0)
        return self.start + self.plan.enrolled_days(self.looks[look], longest) * DAY

    def timeline(self, look: int) -> Timeline:
        """Return when units are watched for a look."""
        period = self.plan.pre_period
        pre = (at(period.first), at(period.last) + DAY) if period else None
        return Timeline(self.end(look), self.plan.horizon_days, pre)

    @property
    def sources(self) -> dict[str, list[Metric]]:
        """Source table → the metrics that read it, sorted by its name."""
        found: dict[str, list[Metric]] = {}
        for metric in self.metrics.values():
            for measure in metric.measures():
                assert measure.source is not None
                users = found.setdefault(measure.source, [])
                if metric not in users:
                    users.append(metric)
        return dict(sorted(found.items()))


def study(plan: Plan, catalogue: Catalogue) -> Study:
    """Return the study of a plan; raises UsageError for a metric that the catalogue lacks."""
    named = [
        *(one.metric for one in plan.primary),
        *(one.metric for one in plan.secondary),
        *(one.metric for one in plan.guardrails),
    ]
    metrics = {name: catalogue.metric(name) for name in dict.fromkeys(named)}
    declared = {name: source.grain for name, source in catalogue.sources.items()}
    own = {metric.source: metric.grain for metric in metrics.values() if metric.grain}
    return Study(plan, metrics, {**declared, **own})
