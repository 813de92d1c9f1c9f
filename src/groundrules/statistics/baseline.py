"""What a metric looked like before the experiment: mean and spread of one unit, from its moments."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundrules.errors import UsageError

if TYPE_CHECKING:
    from tea_tasting.aggr import Aggregates


@dataclass(frozen=True, slots=True)
class Baseline:
    """One unit (a user, or a cluster where clusters are randomised) of the pre-period.

    units           how many there were
    mean            of the metric; for a ratio, the ratio of the two means
    variance        per unit, after the covariate has taken its share: units * SE(mean)^2
    plain_variance  per unit, without the covariate
    binary          the metric is 0 or 1 for each unit, so that its variance follows its mean
    """

    units: int
    mean: float
    variance: float
    plain_variance: float
    binary: bool = False

    @property
    def kept(self) -> float:
        """Share of the variance that the covariate leaves, 1 without one: units needed shrink to it."""
        return self.variance / self.plain_variance


def baseline(
    moments: Aggregates,
    numerator: str,
    denominator: str | None = None,
    *,
    covariate: str | None = None,
    covariate_denominator: str | None = None,
    binary: bool = False,
) -> Baseline:
    """Return mean and variance of one unit from moments over units (or over clusters).

    The variance of a ratio of means is that of the delta method, of A. Deng, U. Knoblich, J. Lu (2018),
    "Applying the Delta Method in Metric Analytics", KDD, as tea-tasting computes it; with a covariate it is
    var(y) - cov(y, x)^2 / var(x), CUPED with the best coefficient: A. Deng, Y. Xu, R. Kohavi, T. Walker
    (2013), "Improving the Sensitivity of Online Controlled Experiments by Utilizing Pre-Experiment Data",
    WSDM. Clusters: moments over clusters of the sum of the metric (numerator) and of the number of members
    (denominator) make the cluster the unit, whatever the correlation within. Raises UsageError where the
    metric does not vary.
    """
    mean = moments.mean(numerator) / moments.mean(denominator)
    plain = moments.ratio_var(numerator, denominator)
    variance = plain
    before = moments.mean(covariate_denominator) if covariate is not None else 0
    if before != 0:  # a ratio without rows of that time has no value to adjust by
        spread = moments.ratio_var(covariate, covariate_denominator)
        shared = moments.ratio_cov(numerator, denominator, covariate, covariate_denominator)
        variance = plain - shared**2 / spread if spread > 0 else plain
    if not (math.isfinite(variance) and variance > 0):
        raise UsageError(
            f"{numerator}: no variance to plan with in the pre-period ({variance:g}, of "
            f"{moments.count()} units). Plan with a period in which the metric varies"
        )
    return Baseline(
        units=moments.count(),
        mean=float(mean),
        variance=float(variance),
        plain_variance=float(plain),
        binary=binary,
    )
