"""The effect of a variant, from the moments of two groups: the one place that asks tea-tasting for estimates.

Means and proportions by Welch's test, ratios by the delta method, both with CUPED where there is a covariate:
A. Deng et al. (2013) and (2018), as tea-tasting cites them. A proportion is the mean of zeros and ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tea_tasting import RatioOfMeans
from tea_tasting.aggr import Aggregates

Side = Literal["two-sided", "greater", "less"]


@dataclass(frozen=True, slots=True)
class Effect:
    """Treatment less control. All are numbers of the metric's unit, but for what is relative (0.02: 2 % of control)."""

    control: float
    treatment: float
    effect: float
    low: float
    high: float
    relative: float
    relative_low: float
    relative_high: float
    p: float
    error: float
    """The standard error of `effect`."""
    units: tuple[int, int]
    """Units of control and of treatment: rows that the moments were taken over."""


def effect(
    control: Aggregates,
    treatment: Aggregates,
    numerator: str,
    denominator: str | None = None,
    covariate: str | None = None,
    covariate_denominator: str | None = None,
    *,
    level: float,
    side: Side = "two-sided",
    normal: bool = False,
) -> Effect:
    """Return the effect on a mean, or on a ratio of means where there is a denominator.

    level: of the intervals, which are two-sided whatever `side` the p-value is of.
    normal: by the normal distribution, as sequential boundaries are, instead of Student's t.
    An arm without variance or with fewer than two units gives NaN, never an error.
    """
    columns = (numerator, denominator, covariate, covariate_denominator)
    both = RatioOfMeans(*columns, confidence_level=level, use_t=not normal, equal_var=False)
    found = both.analyze_aggregates(control, treatment)
    p = found.pvalue
    if side != "two-sided":
        one = RatioOfMeans(*columns, alternative=side, use_t=not normal, equal_var=False)
        p = one.analyze_aggregates(control, treatment).pvalue
    error = found.effect_size / found.statistic if found.statistic else _error(found, level)
    return Effect(
        control=float(found.control),
        treatment=float(found.treatment),
        effect=float(found.effect_size),
        low=float(found.effect_size_ci_lower),
        high=float(found.effect_size_ci_upper),
        relative=float(found.rel_effect_size),
        relative_low=float(found.rel_effect_size_ci_lower),
        relative_high=float(found.rel_effect_size_ci_upper),
        p=float(p),
        error=float(error),
        units=(control.count(), treatment.count()),
    )


def _error(found: object, level: float) -> float:
    """Return the standard error where the effect is 0, and the statistic says nothing of it."""
    from scipy.stats import norm

    half = found.effect_size_ci_upper - found.effect_size  # type: ignore[attr-defined]
    return float(half / norm.ppf((1 + level) / 2))
