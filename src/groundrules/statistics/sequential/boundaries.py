"""The z that each look must exceed, for any growing list of shares of the information."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from groundrules.errors import UsageError
from groundrules.statistics.sequential.recursion import (
    Running,
    apart,
    before_the_first_look,
    points_for,
)
from groundrules.statistics.sequential.spending import Sides, Spending, spent


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What each look is judged by. All tuples have one entry a look.

    fractions   share of the planned information at each look; above 1 where more came than was planned
    z           |Z| (two-sided) or Z (one-sided) that the look must exceed; inf where nothing is to be spent
    spent       alpha gone by this look, all looks before it included, both sides together
    sides       2: symmetric, or 1: upper side only. For a test of "less", turn the sign of Z.
    """

    fractions: tuple[float, ...]
    z: tuple[float, ...]
    spent: tuple[float, ...]
    sides: Sides

    @property
    def nominal(self) -> tuple[float, ...]:
        """The p-value of the look alone (of `sides` sides) that lies on the boundary."""
        return tuple(self.sides * 0.5 * math.erfc(z / math.sqrt(2)) for z in self.z)


def boundaries(
    fractions: Sequence[float],
    alpha: float = 0.05,
    *,
    sides: Sides = 2,
    spending: Spending = "obrien-fleming",
    times: Sequence[float] | None = None,
    final: bool = True,
) -> Boundaries:
    """Return the boundaries of the looks at `fractions` of the planned information.

    `final`: the last of them is the last look, which spends all that is left of alpha, wherever it
    stands: short of the plan or beyond it. `times`: what the spending goes by instead of the information,
    commonly days over days of the plan: K. K. G. Lan, D. L. DeMets (1989), "Group Sequential Procedures:
    Calendar versus Information Time", Statistics in Medicine 8. Then only ratios of the fractions matter,
    and counts of units will do. Nothing is stopped for futility: a test that is to be run on below an inner
    boundary keeps its error rate. Raises UsageError where shares or times fall.
    """
    at = [float(one) for one in (fractions if times is None else times)]
    falls = times is not None and any(later < earlier for earlier, later in pairwise(at))
    if falls or len(at) != len(fractions):
        raise UsageError(
            f"{len(fractions)} looks need as many times, none before the last: "
            f"not {', '.join(f'{time:g}' for time in at)}"
        )
    gone = [spent(spending, time, alpha, sides) for time in at]
    if final and gone:
        gone[-1] = alpha
    return boundaries_for(fractions, gone, sides=sides)


def boundaries_for(
    fractions: Sequence[float], gone: Sequence[float], *, sides: Sides = 2
) -> Boundaries:
    """Return the boundaries of looks by which so much alpha is gone, whatever rule says so."""
    shares = apart(tuple(float(fraction) for fraction in fractions))
    points = points_for(shares) if shares else 0
    running, z, before = before_the_first_look(), list[float](), 0.0
    for share, now in zip(shares, gone, strict=True):
        bound = _bound(running, share, (now - before) / sides, sides)
        running = running.onward(share, -bound if sides == 2 else -math.inf, bound, points, 0.0)
        z.append(bound)
        before = now
    return Boundaries(shares, tuple(z), tuple(gone), sides)


def _bound(running: Running, fraction: float, alpha: float, sides: Sides) -> float:
    """Return the z that is exceeded with probability `alpha` on the upper side, first at this look."""
    from scipy.optimize import brentq
    from scipy.special import ndtri

    if alpha < 1e-300:  # no normal variable gets there
        return math.inf
    highest = -float(ndtri(alpha))  # where it stands when nothing crossed before
    lowest = 0.0 if sides == 2 else -9.0

    def surplus(bound: float) -> float:
        return math.log(max(running.above(fraction, bound), 1e-320)) - math.log(alpha)

    if surplus(highest) >= 0:  # the first look, to rounding
        return highest
    return float(brentq(surplus, lowest, highest, xtol=1e-12, rtol=1e-14))


def crossing(bounds: Boundaries, drift: float = 0.0) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the probabilities of the first crossing at each look, by the upper and by the lower bound.

    drift: the mean of Z when all of the planned information is there (fraction 1). One-sided: the
    second tuple is all zeros.
    """
    points = points_for(bounds.fractions)
    running, upper, lower = before_the_first_look(), list[float](), list[float]()
    for share, bound in zip(bounds.fractions, bounds.z, strict=True):
        low = -bound if bounds.sides == 2 else -math.inf
        upper.append(running.above(share, bound, drift))
        lower.append(running.below(share, low, drift))
        running = running.onward(share, low, bound, points, drift)
    return tuple(upper), tuple(lower)
