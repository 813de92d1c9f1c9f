"""Power of a planned comparison, the units it needs and the effect that it can find.

tea-tasting answers for means and ratios looked at once (Student's t, with the variance of the pre-period
in both groups). Ours is the rest: 0/1 metrics, whose variance changes with the effect, margins, several
variants, and the price of looks. Multiplied by the inflation of C. Jennison, B. W. Turnbull (2000), chapter
2.3, the units of one test at the end become those of a group sequential design with the same power.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from groundrules.errors import UsageError
from groundrules.statistics.baseline import Baseline
from groundrules.statistics.sequential.boundaries import Boundaries, boundaries
from groundrules.statistics.sequential.design import characteristics, drift_for, power_at
from groundrules.statistics.sequential.monitor import Alternative, Design
from groundrules.statistics.sequential.spending import Spending


@dataclass(frozen=True, slots=True)
class Comparison:
    """One treatment against control, as the plan will judge it.

    alpha           of the whole family of comparisons; this one gets alpha / comparisons (Bonferroni)
    comparisons     treatments * metrics that decide together
    alternative     which effects count: "greater" or "less" for a test of one side
    margin          non-inferiority: 0 or above, in the metric's unit. "greater" then tests against -margin,
                    "less" against +margin
    control, treatment  shares of all units that go to control and to this treatment
    looks, spending     shares of the information at the looks, the last one 1; one look is a fixed test
    times               of the looks, where alpha is spent by the calendar
    """

    alpha: float = 0.05
    alternative: Alternative = "two-sided"
    power: float = 0.8
    comparisons: int = 1
    margin: float = 0.0
    control: float = 0.5
    treatment: float = 0.5
    looks: tuple[float, ...] = (1.0,)
    spending: Spending = "obrien-fleming"
    times: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if self.margin < 0 or (self.margin and self.alternative == "two-sided"):
            raise UsageError("a margin is 0 or above, and belongs to a test of one side")
        if not (
            self.control > 0 and self.treatment > 0 and self.control + self.treatment < 1 + 1e-9
        ):
            raise UsageError(
                f"control ({self.control}) and treatment ({self.treatment}) must be shares of all units"
            )
        if self.comparisons < 1:
            raise UsageError(f"at least one comparison is made, not {self.comparisons}")

    @property
    def design(self) -> Design:
        """The design that judges this comparison, with its own share of alpha."""
        sides: Literal[1, 2] = 2 if self.alternative == "two-sided" else 1
        return Design(self.alpha / self.comparisons, sides, self.spending)

    @property
    def inflation(self) -> float:
        """Units that the looks cost: those at the end over those of one test with the same power."""
        if len(self.looks) == 1:
            return 1.0
        return characteristics(self.design, self.looks, self.power, times=self.times).inflation

    def distance(self, effect: float) -> float:
        """Return how far the effect lies from what the test would refute; raises UsageError at or behind it."""
        distance = {
            "two-sided": abs(effect),
            "greater": effect + self.margin,
            "less": self.margin - effect,
        }[self.alternative]
        if not distance > 0:
            raise UsageError(
                f"an effect of {effect:g} is not what this test can find (alternative "
                f"{self.alternative}, margin {self.margin:g}): no number of units gives it power"
            )
        return distance


@dataclass(frozen=True, slots=True)
class Needed:
    """Units at the end of the experiment, all looks taken. `total` counts all variants."""

    total: int
    control: int
    treatment: int
    inflation: float


@dataclass(frozen=True, slots=True)
class Found:
    """The smallest effect that is found with the comparison's power. `relative`: over the baseline's mean."""

    absolute: float
    relative: float


def needed_units(baseline: Baseline, comparison: Comparison, effect: float) -> Needed:
    """Return the units that find a true effect (in the metric's unit) with the comparison's power.

    Non-inferiority: the effect is the one that is expected, commonly 0, and the margin is the comparison's.
    """
    distance = comparison.distance(effect)
    if baseline.binary:
        drift = drift_for(_bounds(comparison), comparison.power)
        total = _spread(baseline, comparison, effect) * (drift / distance) ** 2
    else:
        total = _enough(baseline, comparison, distance) * comparison.inflation
    whole = math.ceil(total - 1e-9)
    return Needed(
        total=whole,
        control=math.ceil(whole * comparison.control - 1e-9),
        treatment=math.ceil(whole * comparison.treatment - 1e-9),
        inflation=comparison.inflation,
    )


def power_of(baseline: Baseline, comparison: Comparison, effect: float, total: int) -> float:
    """Return the probability of finding a true effect with `total` units over all variants."""
    distance = comparison.distance(effect)
    bounds = _bounds(comparison)
    if baseline.binary:
        error = math.sqrt(_spread(baseline, comparison, effect) / total)
        return power_at(bounds, distance / error)
    fixed = _fixed_power(baseline, comparison, distance, total)
    alpha = comparison.design.alpha
    if len(comparison.looks) == 1 or not alpha + 1e-9 < fixed < 1 - 1e-9:
        return fixed
    once = boundaries([1.0], alpha, sides=comparison.design.sides)
    return power_at(bounds, drift_for(once, fixed))


def smallest_effect(baseline: Baseline, comparison: Comparison, total: int) -> Found:
    """Return the minimal detectable effect with `total` units over all variants.

    It has the sign that the alternative names (two-sided: positive), and starts from the null value: with a
    margin it is the smallest true effect that still shows non-inferiority. Asked with a margin of 0 and one
    side, its size is the smallest margin that can be shown where the true effect is 0.
    """
    sign = -1.0 if comparison.alternative == "less" else 1.0
    if baseline.binary:
        absolute = _smallest_change(baseline, comparison, total, sign)
    else:
        fixed = _fixed_distance(baseline, comparison, total)
        absolute = sign * (fixed * math.sqrt(comparison.inflation) - comparison.margin)
    relative = absolute / abs(baseline.mean) if baseline.mean else math.nan
    return Found(absolute=absolute, relative=relative)


def _smallest_change(baseline: Baseline, comparison: Comparison, total: int, sign: float) -> float:
    """Return the change of a share whose distance is just the drift that the power asks for."""
    from scipy.optimize import brentq

    drift = drift_for(_bounds(comparison), comparison.power)
    room = 1 - baseline.mean if sign > 0 else baseline.mean

    def surplus(change: float) -> float:
        spread = _spread(baseline, comparison, sign * change)
        return change + comparison.margin - drift * math.sqrt(spread / total)

    lowest, highest = -min(comparison.margin, baseline.mean, 1 - baseline.mean), room
    if surplus(highest) < 0:
        raise UsageError(
            f"{total} units cannot find any change of a share of {baseline.mean:g}: even "
            f"{baseline.mean + sign * room:g} lies within the error"
        )
    if surplus(lowest) > 0:
        return sign * lowest
    return sign * float(brentq(surplus, lowest, highest, xtol=1e-14))


def _bounds(comparison: Comparison) -> Boundaries:
    design = comparison.design
    return boundaries(
        comparison.looks,
        design.alpha,
        sides=design.sides,
        spending=design.spending,
        times=comparison.times,
    )


def _spread(baseline: Baseline, comparison: Comparison, effect: float) -> float:
    """Return total units times the variance of the difference of two shares, each with its own variance."""
    after = baseline.mean + effect
    if not (0 <= baseline.mean <= 1 and 0 <= after <= 1):
        raise UsageError(
            f"a share of {baseline.mean:g} cannot change by {effect:g}: shares lie between 0 and 1"
        )
    control = baseline.mean * (1 - baseline.mean) / comparison.control
    return baseline.kept * (control + after * (1 - after) / comparison.treatment)


def _enough(baseline: Baseline, comparison: Comparison, distance: float) -> int:
    """Return the least units over all variants that have the power, at one test at the end.

    tea-tasting solves for units too, but from three units on: where the split leaves a fraction of one of
    them to a group, its search ends in NaN.
    """
    low = math.ceil(2 / min(comparison.control, comparison.treatment))  # two a group
    high = low
    while _fixed_power(baseline, comparison, distance, high) < comparison.power:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if _fixed_power(baseline, comparison, distance, middle) < comparison.power:
            low = middle
        else:
            high = middle
    return high


def _fixed_distance(baseline: Baseline, comparison: Comparison, total: int) -> float:
    """Return the distance from the null value that one test at the end finds with the power.

    tea-tasting solves for it too, but stops where scipy has no value for a tail of the non-central t.
    """
    from scipy.optimize import brentq

    def surplus(distance: float) -> float:
        return _fixed_power(baseline, comparison, distance, total) - comparison.power

    high = math.sqrt(baseline.variance / total)
    while surplus(high) < 0:
        high *= 2
    return float(brentq(surplus, high * 1e-9, high, xtol=high * 1e-12))


def _fixed_power(baseline: Baseline, comparison: Comparison, distance: float, total: int) -> float:
    """Ask tea-tasting for the power of one test at the end."""
    import tea_tasting

    both = comparison.control + comparison.treatment
    pair = math.floor(total * both + 1e-9)
    if pair * min(comparison.control, comparison.treatment) < 2 * both * (1 - 1e-9):
        raise UsageError(f"{total} units leave fewer than two to a group: that has no spread")
    moments = tea_tasting.aggr.Aggregates(
        count_=baseline.units, mean_={"y": baseline.mean}, var_={"y": baseline.variance}
    )
    design = comparison.design

    def ask(alternative: Literal["two-sided", "greater"], alpha: float) -> float:
        metric = tea_tasting.Mean(
            "y",
            alternative=alternative,
            equal_var=False,
            use_t=True,
            alpha=alpha,
            ratio=comparison.treatment / comparison.control,
            effect_size=distance,
            n_obs=pair,
        )
        (answer,) = metric.solve_power_from_aggregates(moments, "power")
        return float(answer.power)

    upper = ask("greater", design.alpha / design.sides)
    both_tails = ask("two-sided", design.alpha) if design.sides == 2 else upper
    # scipy has no value for some lower tails of the non-central t, all of them below 1e-9.
    return upper if math.isnan(both_tails) else both_tails
