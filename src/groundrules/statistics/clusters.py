"""The effect where clusters were randomised: a mean over units is a ratio of sums over clusters.

The variance is the cluster jackknife's (CRV3): J. G. MacKinnon, M. Ø. Nielsen, M. D. Webb (2022), "Leverage,
influence, and the jackknife in clustered regression models", arXiv 2205.03288. Where clusters differ much in
size, the linearised variance is too small: with 10 clusters an arm whose sizes differ as exp(N(0, 1)) do, it
claims an effect in 10 % of A/A comparisons, the jackknife in 6 % (see standards/experiments/clusters.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from groundrules.statistics.effects import Effect, Side

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of each cluster of one arm, all of one length."""

    numerator: Array
    denominator: Array
    covariate: Array | None = None
    covariate_denominator: Array | None = None


_ANEW = 2000
"""Up to so many clusters CUPED's coefficient is estimated anew without each; beyond, that changes nothing."""


def cluster_effect(
    control: Sums, treatment: Sums, *, level: float, side: Side = "two-sided", normal: bool = False
) -> Effect:
    """Return the effect on a ratio of sums, with CUPED where there is a covariate.

    Student's t has the degrees of freedom of Welch, with clusters for units; `normal` takes the normal
    distribution instead. `units` of the result are clusters. NaN where an arm has fewer than three.
    """
    first, second = _values(control, treatment)
    counts = len(control.numerator), len(treatment.numerator)
    if min(counts) < 3:
        return Effect(first, second, *(math.nan,) * 8, counts)
    left_out = _left_out(control, treatment)
    variances = _variances([after - before for before, after in left_out])
    error, difference = math.sqrt(sum(variances)), second - first
    law = _law(variances, counts, normal=normal)
    reach = float(law.ppf((1 + level) / 2)) * error
    statistic = difference / error if error else math.nan
    tails = {"greater": law.sf(statistic), "less": law.cdf(statistic)}
    relative = low = high = math.nan
    if all((before > 0).all() and (after > 0).all() for before, after in left_out):
        logs = _variances([np.log(after / before) for before, after in left_out])
        wide = float(_law(logs, counts, normal=normal).ppf((1 + level) / 2)) * math.sqrt(sum(logs))
        relative, low, high = (second / first * math.exp(one) - 1 for one in (0.0, -wide, wide))
    return Effect(
        control=first,
        treatment=second,
        effect=difference,
        low=difference - reach,
        high=difference + reach,
        relative=relative,
        relative_low=low,
        relative_high=high,
        p=float(tails.get(side, 2 * law.sf(abs(statistic)))),
        error=error,
        units=counts,
    )


def _variances(left_out: list[Array]) -> list[float]:
    """Return the jackknife's variance of each arm, from the estimates without each of its clusters."""
    return [
        float((len(one) - 1) / len(one) * np.square(one - one.mean()).sum()) for one in left_out
    ]


def _law(variances: list[float], counts: tuple[int, int], *, normal: bool) -> Any:
    if normal:
        return stats.norm
    parts = [variance**2 / (count - 1) for variance, count in zip(variances, counts, strict=True)]
    return stats.t(sum(variances) ** 2 / sum(parts) if sum(parts) else math.inf)


def _left_out(control: Sums, treatment: Sums) -> list[tuple[Array, Array]]:
    """Return (control, treatment) without each cluster in turn: of control, then of treatment."""
    adjusted = control.covariate is not None
    if adjusted and len(control.numerator) + len(treatment.numerator) <= _ANEW:
        return [_anew(control, treatment, 0), _anew(control, treatment, 1)]
    slope, middle = _slope(control, treatment), _middle(control, treatment)
    first, second = _values(control, treatment)
    without = [_adjusted(_without(arm), slope, middle) for arm in (control, treatment)]
    return [
        (without[0], np.full_like(without[0], second)),
        (np.full_like(without[1], first), without[1]),
    ]


def _anew(control: Sums, treatment: Sums, arm: int) -> tuple[Array, Array]:
    arms = [control, treatment]
    found = []
    for number in range(len(arms[arm].numerator)):
        kept = [_drop(one, number) if place == arm else one for place, one in enumerate(arms)]
        found.append(_values(*kept))
    before, after = np.array(found).T
    return before, after


def _drop(arm: Sums, number: int) -> Sums:
    return _each(arm, lambda one: np.delete(one, number))


def _without(arm: Sums) -> Sums:
    """Return the sums of an arm without each of its clusters."""
    return _each(arm, lambda one: one.sum() - one)


def _each(arm: Sums, how: Callable[[Array], Array]) -> Sums:
    before, below = arm.covariate, arm.covariate_denominator
    return Sums(
        how(arm.numerator),
        how(arm.denominator),
        None if before is None else how(before),
        None if below is None else how(below),
    )


def _values(control: Sums, treatment: Sums) -> tuple[float, float]:
    """Return the two arms' ratios, adjusted where there is a covariate."""
    slope, middle = _slope(control, treatment), _middle(control, treatment)
    whole = (_each(arm, lambda one: one.sum(keepdims=True)) for arm in (control, treatment))
    first, second = (float(_adjusted(arm, slope, middle)[0]) for arm in whole)
    return first, second


def _adjusted(sums: Sums, slope: float, middle: float) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        own = sums.numerator / sums.denominator
        if sums.covariate is None or sums.covariate_denominator is None:
            return own
        return own - slope * (sums.covariate / sums.covariate_denominator - middle)


def _middle(control: Sums, treatment: Sums) -> float:
    """Return the covariate's ratio over both arms."""
    pairs = [(arm.covariate, arm.covariate_denominator) for arm in (control, treatment)]
    above = sum(float(one.sum()) for one, _ in pairs if one is not None)
    below = sum(float(one.sum()) for _, one in pairs if one is not None)
    return above / below if below else 0.0


def _slope(control: Sums, treatment: Sums) -> float:
    """Return CUPED's coefficient: of the influences of clusters on the outcome on those on the covariate."""
    if control.covariate is None or treatment.covariate is None:
        return 0.0
    outcome, before = [], []
    for arm in (control, treatment):
        assert arm.covariate is not None and arm.covariate_denominator is not None
        outcome.append(_influence(arm.numerator, arm.denominator))
        before.append(_influence(arm.covariate, arm.covariate_denominator))
    y, x = np.concatenate(outcome), np.concatenate(before)
    spread = float(np.square(x).sum())
    return float((x * y).sum() / spread) if spread else 0.0


def _influence(numerator: Array, denominator: Array) -> Array:
    total = denominator.sum()
    return (numerator - numerator.sum() / total * denominator) / total if total else numerator * 0.0
