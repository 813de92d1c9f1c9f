"""What is known of a plan's power."""

from __future__ import annotations

import math
from dataclasses import dataclass


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


def relative(size: float, mean: float) -> float:
    """Return a size as a share of a mean; NaN where that is 0."""
    return size / abs(mean) if mean else math.nan
