"""Two groups of units, one number each: the difference of their means, its error, and placebo assignments.

In a balanced panel with one start, the coefficient of two-way fixed effects is the difference between treated
and untreated units in the mean change from before to after; so is every lead of an event study. To take one number
from each unit's whole course is what keeps errors right under serial correlation (Bertrand, Duflo, Mullainathan
2004). Welch's error of that difference is the cluster-robust one of Bell and McCaffrey (2002), "CR2".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb, sqrt
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from numpy.typing import NDArray

Sides = Literal["two-sided", "greater", "less"]
FEW = 6
"""With fewer units on either side the errors of a mean are not trusted: labels are permuted instead."""
ASSIGNMENTS = 9_999
"""Placebo assignments that are drawn where there are more of them than this; fewer of many units."""
_ENTRIES = 20_000_000
_SEED = 20_260_302


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two means."""

    value: float
    error: float
    df: float

    def quantile(self, level: float) -> float:
        """Return the quantile of Student's t."""
        from scipy import stats

        return float(stats.t.ppf(level, self.df))


def compare(values: NDArray[Any], treated: NDArray[Any]) -> Difference:
    """Return the difference of means with Welch's error; of fewer than FEW units on a side, with Student's.

    values: shape (units,), three or more of them. A few units say too little of their own spread: they are taken to
    have that of all, each about the mean of its side.
    """
    on, off = values[treated], values[~treated]
    value = float(on.mean() - off.mean())
    if min(len(on), len(off)) < FEW:
        df = len(values) - 2
        spread = sqrt((((on - on.mean()) ** 2).sum() + ((off - off.mean()) ** 2).sum()) / df)
        return Difference(value, float(spread * sqrt(1 / len(on) + 1 / len(off))), df)
    a, b = on.var(ddof=1) / len(on), off.var(ddof=1) / len(off)
    if a + b == 0:
        return Difference(value, 0.0, len(values) - 2)
    df = (a + b) ** 2 / (a**2 / (len(on) - 1) + b**2 / (len(off) - 1))
    return Difference(value, float(sqrt(a + b)), float(df))


def bounds(value: float, half: float, sides: Sides) -> tuple[float | None, float | None]:
    """Return the ends of an interval; the open one of a one-sided interval is None."""
    lower = None if sides == "less" else value - half
    return lower, None if sides == "greater" else value + half


def tail(alpha: float, sides: Sides) -> float:
    """Return the level of the quantile that an interval of 1 - alpha needs."""
    return 1 - alpha / 2 if sides == "two-sided" else 1 - alpha


def assignments(treated: NDArray[Any], seed: int = _SEED) -> NDArray[Any]:
    """Return who could have been treated instead, shape (assignments, units), the true one first.

    All of them, or where there are more than ASSIGNMENTS so many drawn at random, by a fixed seed; 999 at least.
    """
    import numpy as np

    units, number = len(treated), int(treated.sum())
    drawn = min(ASSIGNMENTS, max(999, _ENTRIES // units))
    if comb(units, number) <= drawn + 1:
        chosen = np.array(list(combinations(range(units), number)))
        others = np.zeros((len(chosen), units), bool)
        np.put_along_axis(others, chosen, True, axis=1)
        others = others[~(others == treated).all(axis=1)]
    else:
        order = np.random.default_rng(seed).random((drawn, units)).argsort(axis=1)
        others = np.zeros((drawn, units), bool)
        np.put_along_axis(others, order[:, :number], True, axis=1)
    return np.asarray(np.vstack([treated[None, :], others]))


def statistics(values: NDArray[Any], chosen: NDArray[Any]) -> NDArray[Any]:
    """Return the difference over its error, shape (assignments, contrasts).

    values: shape (units, contrasts). With one unit on a side the error is that of all units: the same
    for every assignment, so that the order is that of the plain differences.
    """
    import numpy as np

    centred = values - values.mean(axis=0)
    number = int(chosen[0].sum())
    rest = len(values) - number
    weights = chosen.astype(float)
    on = weights @ centred
    difference = on / number + on / rest  # the centred sum is nil
    if min(number, rest) == 1:
        scale = centred.std(axis=0)
    else:
        squares = weights @ centred**2
        a = (squares - on**2 / number) / (number - 1) / number
        b = (centred**2).sum(axis=0) - squares
        b = (b - on**2 / rest) / (rest - 1) / rest
        scale = np.sqrt(np.maximum(a + b, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.nan_to_num(difference / scale, nan=0.0, posinf=1e300, neginf=-1e300))


def placebo_p(values: NDArray[Any], chosen: NDArray[Any], sides: Sides) -> float:
    """Return the share of assignments at least as far out as the true one; of several contrasts, by the farthest."""
    seen = statistics(values if values.ndim == 2 else values[:, None], chosen)
    far = {"two-sided": abs(seen), "greater": seen, "less": -seen}[sides].max(axis=1)
    return float((far >= far[0] - 1e-9 * max(1.0, abs(far[0]))).mean())


def placebo_interval(
    values: NDArray[Any], chosen: NDArray[Any], alpha: float, sides: Sides
) -> tuple[float | None, float | None]:
    """Return the effects that placebo assignments do not refute: those with p > alpha, to one part in 10⁶.

    None on the side that is open, or where no effect however large is refuted.
    """
    treated = chosen[0]
    centre = float(values[treated].mean() - values[~treated].mean())
    unit = float(values.std()) or 1.0

    def refuted(effect: float) -> bool:
        return placebo_p(values - effect * treated, chosen, sides) <= alpha

    ends = []
    for direction, open_side in ((-1, "less"), (1, "greater")):
        ends.append(None if sides == open_side else _edge(refuted, centre, direction * unit))
    return ends[0], ends[1]


def _edge(refuted: Any, centre: float, step: float) -> float | None:
    inside, outside = centre, centre + step
    for _ in range(40):
        if refuted(outside):
            break
        inside, outside = outside, outside + 2 * (outside - centre)
    else:
        return None
    for _ in range(40):
        middle = (inside + outside) / 2
        if refuted(middle):
            outside = middle
        else:
            inside = middle
        if abs(outside - inside) <= 1e-7 * abs(step):
            break
    return float(outside)


def each_alone(values: NDArray[Any]) -> Iterator[float]:
    """Yield the p of each unit taken for the treated one, among the others (a prediction's t-test)."""
    import numpy as np
    from scipy import stats

    for place in range(len(values)):
        alone = np.zeros(len(values), bool)
        alone[place] = True
        found = compare(values, alone)
        far = abs(found.value) / found.error if found.error > 0 else 0.0
        yield float(2 * stats.t.sf(far, found.df))
