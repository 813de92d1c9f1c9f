"""Synthetic control: the one treated unit beside the mix of untreated ones that was like it before the start.

Weights are those of Abadie and Gardeazabal (2003), on the outcome of every period before the start, all alike. They
are found by scipy's non-negative least squares: pysyncon's optimiser stops where it started, at equal weights, and
does not say so, where the outcome is spread widely (tests/test_quasi_synthetic.py holds the two together).

p and interval come from giving the treatment to every donor in turn (Abadie, Diamond, Hainmueller 2010), the interval
by the effects that such a test does not refute (Firpo and Possebom 2018). They are right so far as the treated unit
could as well have been any of the donors.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, sqrt
from typing import TYPE_CHECKING, Any

from groundrules.quasi.panel import Panel
from groundrules.quasi.result import Estimate, Point, Weight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundrules.quasi.contrasts import Sides

_COUNTS = 0.001
"""A weight below this is none."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A unit and its synthetic control."""

    weights: NDArray[Any]
    """Shape (donors,), not negative, summing to 1."""
    gaps: NDArray[Any]
    """Shape (periods,): the unit less its control, in the outcome's unit."""
    before: int

    @property
    def effect(self) -> float:
        """The mean gap after the start."""
        return float(self.gaps[self.before :].mean())

    @property
    def rmspe(self) -> float:
        """The root of the mean squared gap before the start."""
        return root_mean_square(self.gaps[: self.before])

    @property
    def far(self) -> float:
        """The effect over the error before the start."""
        floor_ = 1e-12 * (1 + abs(self.gaps).max())
        return self.effect / max(self.rmspe, float(floor_))


def root_mean_square(values: NDArray[Any]) -> float:
    """Return the root of the mean square."""
    return sqrt(float((values**2).mean()))


def fit(target: NDArray[Any], donors: NDArray[Any], before: int) -> Fit:
    """Return the synthetic control of `target`, shape (periods,), among `donors`, shape (periods, donors)."""
    weights = _weights(target[:before], donors[:before])
    return Fit(weights, target - donors @ weights, before)


def _weights(target: NDArray[Any], donors: NDArray[Any]) -> NDArray[Any]:
    """Return the w >= 0 with sum 1 that minimise |donors w - target|, by non-negative least squares, exactly.

    As w sums to 1, that is |E w| with E = donors - target. Let x = s w be any point: |E x|² + (s - 1)² is least over s
    at |E w|² / (1 + |E w|²), which grows with |E w|: so its minimum over x >= 0 has the direction of w.
    """
    import numpy as np
    from scipy.optimize import nnls

    errors = donors - target[:, None]
    errors = errors / (abs(errors).max() or 1.0)
    system = np.vstack([errors, np.ones(donors.shape[1])])
    found, _ = nnls(system, np.append(np.zeros(len(target)), 1.0))
    return np.asarray(found / found.sum())


@dataclass(frozen=True, slots=True)
class Placebo:
    """The treated unit beside its donors, each of which was given the treatment in turn."""

    treated: Fit
    donors: tuple[Fit, ...]

    def p(self, sides: Sides) -> float:
        """Return the share of units, the treated one among them, whose effect is as far out."""
        own, others = _signed(self.treated, sides), [_signed(one, sides) for one in self.donors]
        return (1 + sum(other >= own - 1e-9 * abs(own) for other in others)) / (1 + len(others))

    def reach(self, alpha: float, sides: Sides) -> float:
        """Return how far, in RMSPE, an effect must be off to be refuted at `alpha`; infinite where none can be."""
        others = sorted((_signed(one, sides) for one in self.donors), reverse=True)
        counted = floor(alpha * (1 + len(others)) + 1e-9)
        return others[counted - 1] if counted else float("inf")


def _signed(one: Fit, sides: Sides) -> float:
    return {"two-sided": abs(one.far), "greater": one.far, "less": -one.far}[sides]


def placebo(panel: Panel) -> Placebo:
    """Return the fits of the treated unit and of every donor among the others."""
    import numpy as np

    target = panel.values[:, panel.treated][:, 0]
    donors = panel.values[:, ~panel.treated]
    return Placebo(
        fit(target, donors, panel.before),
        tuple(
            fit(donors[:, place], np.delete(donors, place, axis=1), panel.before)
            for place in range(donors.shape[1])
        ),
    )


def estimate(found: Placebo, alpha: float, sides: Sides) -> Estimate:
    """Return the effect, with p and interval from the placebo donors."""
    own = found.treated
    method = f"synthetic control; p and interval from {len(found.donors)} placebo donors"
    lower, upper = ends(own, found.reach(alpha, sides), sides)
    return Estimate(own.effect, lower, upper, found.p(sides), 1 - alpha, method)


def ends(own: Fit, reach: float, sides: Sides) -> tuple[float | None, float | None]:
    """Return the interval of an effect of which errors up to `reach` times its RMSPE are not refuted."""
    half = reach * own.rmspe
    bounded = half < float("inf")
    lower = own.effect - half if bounded and sides != "less" else None
    return lower, own.effect + half if bounded and sides != "greater" else None


def without_each(panel: Panel, own: Fit) -> list[tuple[str, Fit]]:
    """Return the fits that do without one of the donors that count, with that donor's name."""
    import numpy as np

    target = panel.values[:, panel.treated][:, 0]
    donors = panel.values[:, ~panel.treated]
    names = donor_names(panel)
    return [
        (names[place], fit(target, np.delete(donors, place, axis=1), panel.before))
        for place in range(len(names))
        if own.weights[place] >= _COUNTS and len(names) > 1
    ]


def donor_names(panel: Panel) -> list[str]:
    """Return the names of the untreated units, in the order of the weights."""
    return [unit for unit, on in zip(panel.units, panel.treated, strict=True) if not on]


def weights(panel: Panel, own: Fit) -> list[Weight]:
    """Return the donors that count, the heaviest first."""
    pairs = zip(donor_names(panel), own.weights.tolist(), strict=True)
    found = [Weight(unit, weight) for unit, weight in pairs if weight >= _COUNTS]
    return sorted(found, key=lambda one: (-one.weight, one.unit))


def course(panel: Panel, own: Fit) -> list[Point]:
    """Return the gap in each period."""
    return [Point(p, gap) for p, gap in zip(panel.periods, own.gaps.tolist(), strict=True)]
