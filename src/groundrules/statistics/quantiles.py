"""The effect on a quantile of independent units.

R. S. Woodruff (1952), "Confidence Intervals for Medians and Other Position Measures", JASA 47: the ends of
an interval of the share of values below are carried over to the values. Its half width gives a standard
error, and the difference of two independent quantiles is taken as normal.
"""

from __future__ import annotations

import math

from scipy.stats import norm

from groundrules.statistics.effects import Effect, Side

_Z = 1.96
"""Half width, in standard errors of the share, at which the distribution is read around its quantile."""


def shares(units: int, quantile: float) -> tuple[float, float, float]:
    """Return the shares to ask the quantiles of: below, at, and above the one that is wanted."""
    reach = _Z * math.sqrt(quantile * (1 - quantile) / units)
    return max(quantile - reach, 0.0), quantile, min(quantile + reach, 1.0)


def quantile_effect(
    control: tuple[float, float, float],
    treatment: tuple[float, float, float],
    units: tuple[int, int],
    *,
    level: float,
    side: Side = "two-sided",
) -> Effect:
    """Return the effect from the values at `shares` of each arm, in the metric's unit.

    The relative interval is by the logarithm of the ratio, as that of means is.
    """
    (low_c, at_c, high_c), (low_t, at_t, high_t) = control, treatment
    error_c, error_t = (high_c - low_c) / (2 * _Z), (high_t - low_t) / (2 * _Z)
    error, difference = math.hypot(error_c, error_t), at_t - at_c
    reach = float(norm.ppf((1 + level) / 2))
    statistic = difference / error if error else math.nan
    tails = {"greater": norm.sf(statistic), "less": norm.cdf(statistic)}
    relative = low_r = high_r = math.nan
    if at_c > 0 and at_t > 0:
        ratio, log_error = at_t / at_c, math.hypot(error_c / at_c, error_t / at_t)
        relative = ratio - 1
        low_r, high_r = (ratio * math.exp(s * reach * log_error) - 1 for s in (-1, 1))
    return Effect(
        control=at_c,
        treatment=at_t,
        effect=difference,
        low=difference - reach * error,
        high=difference + reach * error,
        relative=relative,
        relative_low=low_r,
        relative_high=high_r,
        p=float(tails.get(side, 2 * norm.sf(abs(statistic)))),
        error=error,
        units=units,
    )
