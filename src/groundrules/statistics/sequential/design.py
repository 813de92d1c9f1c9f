"""What a group sequential design costs and saves, before it starts: power, inflation, expected size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundrules.errors import UsageError
from groundrules.statistics.sequential.boundaries import Boundaries, boundaries, crossing
from groundrules.statistics.sequential.monitor import Design


@dataclass(frozen=True, slots=True)
class Characteristics:
    """A design's price. Stopping is by crossing alone: nothing is stopped for futility.

    bounds              the boundaries of the planned looks
    power, drift        the drift (mean of Z at the plan's end) that is found with this power
    inflation           units at the end over the units of one test at the end with the same power, so
                        `inflation - 1` is what the freedom to look costs
    stops_null, stops_effect        probability of crossing first at each look, without and with the effect
    expected_null, expected_effect  units on average when it stops, over those of one test at the end
    """

    bounds: Boundaries
    power: float
    drift: float
    inflation: float
    stops_null: tuple[float, ...]
    stops_effect: tuple[float, ...]
    expected_null: float
    expected_effect: float


def characteristics(
    design: Design,
    fractions: Sequence[float],
    power: float = 0.8,
    *,
    times: Sequence[float] | None = None,
) -> Characteristics:
    """Return what a design with looks at these shares of the information (and times) costs and saves.

    Formulas: C. Jennison, B. W. Turnbull (2000), "Group Sequential Methods", chapters 2.3 and 7.2: the
    inflation is (drift of the design / drift of the fixed test)^2 with the same alpha, sides and power.
    """
    bounds = boundaries(
        fractions, design.alpha, sides=design.sides, spending=design.spending, times=times
    )
    drift = drift_for(bounds, power)
    fixed = drift_for(boundaries([1.0], design.alpha, sides=design.sides), power)
    last = bounds.fractions[-1]  # a plan may end short of its information, or beyond
    inflation = (drift / fixed) ** 2 * last
    null, effect = stops(bounds, 0.0), stops(bounds, drift)
    return Characteristics(
        bounds=bounds,
        power=power,
        drift=drift,
        inflation=inflation,
        stops_null=null,
        stops_effect=effect,
        expected_null=inflation * expected_fraction(bounds, 0.0) / last,
        expected_effect=inflation * expected_fraction(bounds, drift) / last,
    )


def stops(bounds: Boundaries, drift: float) -> tuple[float, ...]:
    """Return the probability of crossing first at each look, either bound. Their sum is the power."""
    upper, lower = crossing(bounds, drift)
    return tuple(high + low for high, low in zip(upper, lower, strict=True))


def power_at(bounds: Boundaries, drift: float) -> float:
    """Return the probability of crossing at any look, when Z at fraction 1 has the mean `drift`."""
    return min(1.0, sum(stops(bounds, drift)))


def drift_for(bounds: Boundaries, power: float) -> float:
    """Return the drift above 0 that is found with this power; raises UsageError where alpha exceeds it."""
    from scipy.optimize import brentq

    if not bounds.spent[-1] < power < 1:
        raise UsageError(f"power must lie between alpha ({bounds.spent[-1]:g}) and 1, not {power}")
    high = 4.0
    while power_at(bounds, high) < power:
        high *= 2
    return float(brentq(lambda drift: power_at(bounds, drift) - power, 0.0, high, xtol=1e-10))


def expected_fraction(bounds: Boundaries, drift: float) -> float:
    """Return the share of the planned information that is there on average when the experiment stops."""
    chances = stops(bounds, drift)
    early = sum(chance * at for chance, at in zip(chances, bounds.fractions, strict=True))
    return early + (1 - sum(chances)) * bounds.fractions[-1]
