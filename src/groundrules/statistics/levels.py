"""A mean, a share, a ratio or a quantile of one group, with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from tea_tasting.aggr import Aggregates


@dataclass(frozen=True, slots=True)
class Level:
    """A value with a two-sided interval; NaN where it is not defined."""

    value: float
    low: float
    high: float
    units: int


def mean_level(moments: Aggregates, numerator: str, level: float) -> Level:
    """Return a mean over units, by Student's t."""
    from scipy.stats import t

    units = moments.count()
    if units < 2:
        return Level(_number(moments.mean_.get(numerator)), math.nan, math.nan, units)
    reach = float(t.ppf((1 + level) / 2, units - 1)) * math.sqrt(moments.var(numerator) / units)
    value = float(moments.mean(numerator))
    return Level(value, value - reach, value + reach, units)


def share_level(moments: Aggregates, numerator: str, level: float) -> Level:
    """Return a share of units, by E. B. Wilson's interval (1927), which stays between 0 and 1."""
    from scipy.stats import binomtest

    units = moments.count()
    if units == 0:
        return Level(math.nan, math.nan, math.nan, 0)
    value = float(moments.mean(numerator))
    found = binomtest(round(value * units), units).proportion_ci(level, method="wilson")
    return Level(value, float(found.low), float(found.high), units)


def ratio_level(moments: Aggregates, numerator: str, denominator: str, level: float) -> Level:
    """Return a ratio of two means over units, by the delta method and the normal distribution."""
    from scipy.stats import norm

    units = moments.count()
    below = _number(moments.mean_.get(denominator))
    if not below or math.isnan(below):
        return Level(math.nan, math.nan, math.nan, units)
    value = float(moments.mean(numerator)) / below
    if units < 2:
        return Level(value, math.nan, math.nan, units)
    variance = max(float(moments.ratio_var(numerator, denominator)), 0.0)
    reach = float(norm.ppf((1 + level) / 2)) * math.sqrt(variance / units)
    return Level(value, value - reach, value + reach, units)


def quantile_shares(units: int, quantile: float, level: float) -> tuple[float, float, float]:
    """Return the shares whose quantiles are an interval's ends and the value between them.

    W. J. Conover, "Practical Nonparametric Statistics", 3.2: the number of units below a quantile is binomial.
    An end beyond all units is NaN: so few units tell no interval of that level.
    """
    from scipy.stats import norm

    if units == 0:
        return math.nan, quantile, math.nan
    reach = float(norm.ppf((1 + level) / 2)) * math.sqrt(quantile * (1 - quantile) / units)
    low, high = quantile - reach, quantile + reach
    return low if low > 0 else math.nan, quantile, high if high < 1 else math.nan


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
