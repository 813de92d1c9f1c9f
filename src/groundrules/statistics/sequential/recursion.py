"""Where a z that is looked at again and again may be, and what crosses at each look: numerical integration.

Z at the looks is a normal process with independent increments of the score: Cov(Z_i, Z_j) = sqrt(t_i / t_j)
for i < j, E Z_k = drift * sqrt(t_k), where t is the share of the planned information and the drift is the
mean that Z has at t = 1. The density of Z_k among those that crossed at no earlier look follows from that
of Z_{k-1} by one integral: P. Armitage, C. K. McPherson, B. C. Rowe (1969), JRSS A 132, 235-244;
C. Jennison, B. W. Turnbull (2000), "Group Sequential Methods with Applications to Clinical Trials", chapter 19.
They integrate by Simpson's rule; the integrand is smooth within the boundaries, so Gauss and Legendre's
nodes need fewer points for more digits. How many depends on the narrowest increment.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from groundrules.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

REACH = 9.0  # standard deviations on either side of the mean; 1e-19 is beyond
CLOSEST = 1e-4  # smallest growth of the information between two looks, as a share of the later one


@dataclass(frozen=True, slots=True)
class Running:
    """Those that have crossed at no look so far: z at this look, and the probability that sits at each."""

    fraction: float
    z: Floats
    mass: Floats

    def share(self) -> float:
        """Return the probability of still running."""
        return float(self.mass.sum())

    def above(self, fraction: float, bound: float, drift: float = 0.0) -> float:
        """Return the probability of running until now, and of a Z above `bound` at the next look."""
        return float(self.mass @ _tail(self._distance(fraction, bound, drift)))

    def below(self, fraction: float, bound: float, drift: float = 0.0) -> float:
        """Return the probability of running until now, and of a Z below `bound` at the next look."""
        return float(self.mass @ _tail(-self._distance(fraction, bound, drift)))

    def onward(
        self, fraction: float, lower: float, upper: float, points: int, drift: float
    ) -> Running:
        """Return those that are still between the bounds at the next look."""
        import numpy as np

        z, weights = _nodes(lower, upper, drift * math.sqrt(fraction), points)
        growth = fraction - self.fraction
        moved = z * math.sqrt(fraction) - drift * growth
        away = (moved[:, None] - self.z[None, :] * math.sqrt(self.fraction)) / math.sqrt(growth)
        np.square(away, out=away)
        away *= -0.5
        density = np.exp(away, out=away) @ self.mass
        density *= math.sqrt(fraction / growth / (2 * math.pi))
        return Running(fraction, z, density * weights)

    def _distance(self, fraction: float, bound: float, drift: float) -> Floats:
        growth = fraction - self.fraction
        ahead = bound * math.sqrt(fraction) - self.z * math.sqrt(self.fraction)
        distance: Floats = (ahead - drift * growth) / math.sqrt(growth)
        return distance


def before_the_first_look() -> Running:
    """Return all of them, at no information."""
    import numpy as np

    return Running(0.0, np.zeros(1), np.ones(1))


def apart(fractions: tuple[float, ...]) -> tuple[float, ...]:
    """Return the shares of the information at the looks, each at least a ten-thousandth above the one before.

    A look that adds less is judged as if it had added that much: its Z is taken to be a little less like the
    one before than it is, so its boundary is a little too high, never too low. Raises UsageError where
    information falls or is none.
    """
    lifted: list[float] = []
    for before, now in zip((0.0, *fractions), fractions, strict=False):
        if not (math.isfinite(now) and now > 0 and now >= before):
            raise UsageError(
                "the looks' shares of the information must be above 0 and never fall, "
                f"not {', '.join(f'{share:g}' for share in fractions)}"
            )
        lifted.append(max(now, lifted[-1] / (1 - 1.001 * CLOSEST)) if lifted else now)
    return tuple(lifted)


def points_for(fractions: tuple[float, ...]) -> int:
    """Return how many nodes give twelve digits for these looks, which stand `apart`."""
    pairs = zip((0.0, *fractions), fractions, strict=False)
    narrowest = min((later - earlier) / later for earlier, later in pairs)
    return max(64, math.ceil(2 * (2 * REACH) / math.sqrt(max(narrowest, CLOSEST))))


def _nodes(lower: float, upper: float, mean: float, points: int) -> tuple[Floats, Floats]:
    """Return where to integrate between the bounds, and the weight of each place."""
    low, high = max(lower, mean - REACH), min(upper, mean + REACH)
    if not low < high:  # all that runs on lies beyond reach: nobody is left, to nineteen digits
        low, high = (upper - 1, upper) if upper < mean else (lower, lower + 1)
    middle, half = (low + high) / 2, (high - low) / 2
    wanted = max(24, math.ceil(points * half / REACH))
    places, weights = _legendre(wanted)
    return middle + half * places, half * weights


@lru_cache(maxsize=64)
def _legendre(points: int) -> tuple[Floats, Floats]:
    from scipy.special import roots_legendre

    places, weights = roots_legendre(points)
    return places, weights


def _tail(z: Floats) -> Floats:
    from scipy.special import ndtr

    tail: Floats = ndtr(-z)
    return tail
