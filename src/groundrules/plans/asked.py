"""What power is asked of: the plan's comparisons, over what the days before its start showed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.form import Change, Covariate, Metric, Winsorise
from groundrules.plans.form import Plan
from groundrules.plans.pre_period import Observed
from groundrules.statistics.baseline import Baseline, baseline
from groundrules.statistics.duration import shares_at, units_after
from groundrules.statistics.power import Comparison, smallest_effect
from groundrules.statistics.sequential.monitor import Alternative

CUPED, CAPPED = "with CUPED", "capped"
CUPED_DAYS, CAP = 28, 0.99


@dataclass(frozen=True, slots=True)
class Role:
    """A metric that decides, and what is wanted of it."""

    name: str
    role: str
    metric: Metric
    wanted: Change | None


def roles(plan: Plan, catalogue: Catalogue) -> list[Role]:
    """Return the primary metrics and guardrails; raises UsageError for one that is not in the catalogue."""
    found = []
    for one in plan.primary:
        metric = catalogue.metric(one.metric)
        found.append(Role(one.metric, "primary", metric, one.mde or metric.mde))
    for rail in plan.guardrails:
        metric = catalogue.metric(rail.metric)
        found.append(Role(rail.metric, "guardrail", metric, rail.margin or metric.margin))
    return found


def otherwise(metric: Metric) -> Iterator[tuple[str, Metric]]:
    """Yield what the metric could be made into, to find less."""
    if metric.covariate is None:
        covariate = Covariate(days=CUPED_DAYS)
        name = f"{metric.name} {CUPED}"
        yield CUPED, msgspec.structs.replace(metric, name=name, covariate=covariate)
    if metric.winsorise is None and metric.type == "mean":
        name = f"{metric.name} {CAPPED}"
        yield (
            CAPPED,
            msgspec.structs.replace(metric, name=name, winsorise=Winsorise(quantile=CAP)),
        )


@dataclass(frozen=True, slots=True)
class Asked:
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
        if days == self.plan.horizon_days:
            intake = self.plan.enrolled_days(days, self.window)
        return math.floor(units_after(intake, self.arrivals) + 1e-9)

    def baseline(self, metric: Metric) -> Baseline:
        """Return mean and spread of a metric; raises UsageError where it does not vary."""
        one = self.seen.columns[metric.name]
        whole = metric.type == "proportion" and one.denominator is None
        return baseline(
            self.seen.moments, one.numerator, one.denominator, covariate=one.covariate,
            covariate_denominator=one.covariate_denominator, binary=whole,
        )  # fmt: skip

    def comparison(self, role: Role, margin: float = 0.0) -> Comparison:
        """Return the comparison of the smallest variant with control, as the readout makes it."""
        plan = self.plan
        control = plan.variants[plan.control]
        treatment = min(plan.variants[name] for name in plan.treatments)
        better: Alternative = "greater" if role.metric.direction == "increase" else "less"
        sequential = plan.stopping.design != "fixed" and len(plan.stopping.looks) > 1
        looks = plan.stopping.looks if sequential else ()
        enrolled = [plan.enrolled_days(day, self.window) for day in looks]
        made = Comparison(
            alpha=plan.alpha,
            power=plan.power,
            control=control,
            treatment=treatment,
            spending=plan.stopping.spending,
            looks=shares_at(looks, self.arrivals, window=self.window) if looks else (1.0,),
            times=tuple(day / enrolled[-1] for day in enrolled) if looks else None,
        )
        several = len(plan.primary) * len(plan.treatments) if plan.correction != "none" else 1
        if role.role == "guardrail":  # one end of the readout's interval
            shared = several if plan.correction != "benjamini-hochberg" or looks else 1
            alpha = plan.alpha / shared / (2 if plan.sides == "two" else 1)
            return replace(made, alpha=alpha, alternative=better, margin=margin)
        return replace(
            made, alternative=better if plan.sides == "one" else "two-sided", comparisons=several
        )


Sought = Callable[[Baseline, int], float]


def sought(asked: Asked, role: Role) -> Sought:
    """Return what answers (baseline, units) with the smallest effect, or margin, above 0."""
    comparison = asked.comparison(role)
    return lambda base, total: abs(smallest_effect(base, comparison, total).absolute)
