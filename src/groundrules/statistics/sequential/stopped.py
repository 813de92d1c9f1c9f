"""What an experiment that has stopped says of the effect: p, estimate and interval that know of the looks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from groundrules.statistics.sequential.boundaries import Boundaries, boundaries
from groundrules.statistics.sequential.monitor import Design
from groundrules.statistics.sequential.recursion import (
    Running,
    apart,
    before_the_first_look,
    points_for,
)


@dataclass(frozen=True, slots=True)
class Adjusted:
    """After the last look that was taken. All numbers are in units of the effect, but for p.

    pvalue      of `sides` sides; at most alpha exactly where the last look crossed
    estimate    median-unbiased: too high as often as too low, where the plain estimate of an experiment
                that stopped early is too large on average
    lower, upper  confidence interval of 1 - alpha; one-sided: `upper` is infinite
    """

    pvalue: float
    estimate: float
    lower: float
    upper: float


def adjusted(
    design: Design,
    fractions: Sequence[float],
    estimate: float,
    standard_error: float,
    *,
    times: Sequence[float] | None = None,
) -> Adjusted:
    """Return p, estimate and interval under the stage-wise ordering, after the experiment stopped.

    fractions and times: of the looks that were taken, as in `look`; the last of them is the look that
    crossed, or the final one. `estimate` (against a null value of 0; for an alternative of
    "less" turn its sign) and its standard error are that look's. No earlier look may have crossed.

    Earlier crossing counts as more extreme, then a larger Z: A. A. Tsiatis, G. L. Rosner, C. R. Mehta
    (1984), Biometrics 40, 797-803; C. Jennison, B. W. Turnbull (2000), section 8.5. It needs no looks
    beyond the one at which it stopped, so it holds when looks were unplanned or left out.
    """
    *before, now = apart(tuple(fraction / fractions[-1] for fraction in fractions))
    bounds = boundaries(
        before,
        design.alpha,
        sides=design.sides,
        spending=design.spending,
        times=times[:-1] if times is not None else fractions[:-1],
        final=False,
    )
    tail = upper_tail(bounds, now, estimate / standard_error)
    unit = standard_error * math.sqrt(now)  # from the drift of Z to the effect
    start = estimate / unit
    side = design.alpha / design.sides
    above = tail(0.0)
    return Adjusted(
        pvalue=min(1.0, 2 * min(above, 1 - above)) if design.sides == 2 else above,
        estimate=unit * _drift(tail, 0.5, start),
        lower=unit * _drift(tail, side, start),
        upper=unit * _drift(tail, 1 - side, start) if design.sides == 2 else math.inf,
    )


def upper_tail(bounds: Boundaries, fraction: float, z: float) -> Callable[[float], float]:
    """Return the probability, a function of the drift, of an outcome as high as z at `fraction` or higher.

    bounds: those of the looks before, none of which was crossed.
    """
    points = points_for((*bounds.fractions, fraction))

    def above(drift: float) -> float:
        running: Running = before_the_first_look()
        crossed = 0.0
        for share, bound in zip(bounds.fractions, bounds.z, strict=True):
            crossed += running.above(share, bound, drift)
            lower = -bound if bounds.sides == 2 else -math.inf
            running = running.onward(share, lower, bound, points, drift)
        return crossed + running.above(fraction, z, drift)

    return above


def _drift(tail: Callable[[float], float], wanted: float, start: float) -> float:
    """Return the drift at which the tail, which grows with it, is `wanted`."""
    from scipy.optimize import brentq

    low, high, step = start, start, 1.0
    while tail(low) > wanted:
        low, step = low - step, 2 * step
    step = 1.0
    while tail(high) < wanted:
        high, step = high + step, 2 * step
    return (
        float(brentq(lambda drift: tail(drift) - wanted, low, high, xtol=1e-10))
        if low < high
        else low
    )
