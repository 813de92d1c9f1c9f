"""What the next value of a series is expected to be, from the values before it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev


def next_value(before: Sequence[float], level: float) -> tuple[float, float]:
    """Return the two-sided interval that holds the next value with the probability `level`; NaN from fewer than 3.

    Of values that are independent and normal with one mean and variance: mean ± t s √(1 + 1/n), with Student's t of
    n - 1 degrees of freedom. G. J. Hahn, "Factors for calculating two-sided prediction intervals for samples from a
    normal distribution", JASA 64 (1969). A trend, a week's pattern or a shift among the values breaks that.
    """
    count = len(before)
    if count < 3:
        return math.nan, math.nan
    from scipy.stats import t

    reach = float(t.ppf((1 + level) / 2, count - 1)) * stdev(before) * math.sqrt(1 + 1 / count)
    middle = fmean(before)
    return middle - reach, middle + reach
