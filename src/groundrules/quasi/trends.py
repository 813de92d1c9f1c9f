"""Whether treated and untreated units moved in parallel before the start: what was seen, and what could not be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from groundrules.quasi import contrasts
from groundrules.quasi.differences import changes
from groundrules.quasi.panel import Panel
from groundrules.quasi.result import Check
from groundrules.quasi.words import amount

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESTLESS = 2.0
"""How many times as much as the others treated units may vary where p comes from placebo assignments."""
POWER = 0.8
"""The chance of being found of what is told as the smallest slope that would have been."""


@dataclass(frozen=True, slots=True)
class Slope:
    """How much faster the treated units grew before the start, in the outcome's unit per period."""

    value: float
    error: float
    df: float
    lever: float
    """How many periods lie between the middle of the time before and the middle of the time after."""

    def detectable(self, alpha: float) -> float:
        """Return the slope that a two-sided test at `alpha` finds with a chance of POWER."""
        from scipy import stats

        both = stats.t.ppf(1 - alpha / 2, self.df) + stats.t.ppf(POWER, self.df)
        return float(both * self.error)


def slope(panel: Panel) -> Slope:
    """Return the difference of the units' own least-squares slopes over the periods before the start."""
    import numpy as np

    time = np.arange(panel.before) - (panel.before - 1) / 2
    own = time @ panel.values[: panel.before] / (time @ time)
    found = contrasts.compare(own, panel.treated)
    middle = (panel.before + len(panel.periods) - 1) / 2
    return Slope(found.value, found.error, found.df, middle - (panel.before - 1) / 2)


def overlooked(panel: Panel, alpha: float) -> float:
    """Return the effect that a difference in trends could make and yet go unseen, in the outcome's unit."""
    found = slope(panel)
    return found.detectable(alpha / (2 + len(_starts(panel)))) * found.lever


def holm(values: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number by Holm's method, in the given order."""
    found, least = [0.0] * len(values), 0.0
    for rank, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        least = max(least, min(1.0, (len(values) - rank) * values[place]))
        found[place] = least
    return found


def checks(panel: Panel, alpha: float, unit: str) -> list[Check]:
    """Return the tests of parallel courses, judged together at `alpha` by Holm's correction."""
    found = [_joint(panel), _slope(panel), *_dates(panel, unit)]
    level = alpha / len(found)
    corrected = holm([one.p for one in found])
    limits = [_joint_limits(panel, level), _slope_limits(panel, level, unit)]
    limits += [""] * (len(found) - 2)
    return [
        Check(
            name=one.name,
            holds=together >= alpha,
            shown=f"{one.shown}; p {one.p:.3f}, corrected {together:.3f}",
            limits=limit,
            p=together,
        )
        for one, together, limit in zip(found, corrected, limits, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Test:
    name: str
    shown: str
    p: float


def _leads(panel: Panel) -> NDArray[Any]:
    """Return each unit's periods before the start less the last of them, shape (units, periods - 1)."""
    before = panel.values[: panel.before]
    return (before[:-1] - before[-1]).T  # type: ignore[no-any-return]


def _joint(panel: Panel) -> _Test:
    chosen = contrasts.assignments(panel.treated)
    p = contrasts.placebo_p(_leads(panel), chosen, "two-sided")
    shown = (
        f"the {panel.before - 1} gaps before the start, the farthest over its error, against "
        f"{len(chosen)} placebo assignments"
    )
    return _Test("pre-trend, all periods", shown, p)


def _joint_limits(panel: Panel, level: float) -> str:
    least = 1 / len(contrasts.assignments(panel.treated))
    if least > level:
        return f"with so few units this test cannot fail: its smallest p is {least:.3f}"
    return ""


def _two_sided(value: float, error: float, df: float) -> float:
    from scipy import stats

    return float(2 * stats.t.sf(abs(value) / error, df)) if error > 0 else float(value == 0)


def _slope(panel: Panel) -> _Test:
    found = slope(panel)
    shown = f"the treated units' gap grew by {amount(found.value)} a period (error {amount(found.error)})"
    return _Test("pre-trend, slope", shown, _two_sided(found.value, found.error, found.df))


def _slope_limits(panel: Panel, level: float, unit: str) -> str:
    found = slope(panel)
    least = found.detectable(level)
    return (
        f"that p is high is no proof of parallel courses: a slope below {amount(least)} a period would have been "
        f"overlooked more often than once in five times, and alone makes an effect of up to "
        f"{amount(least * found.lever)} {unit}"
    )


def _starts(panel: Panel) -> list[int]:
    """Return placebo starts: at a half and at three quarters of the time before the true one."""
    return sorted({panel.before // 2, panel.before * 3 // 4})


def _dates(panel: Panel, unit: str) -> Iterator[_Test]:
    for start in _starts(panel):
        early = panel.before_start(start)
        found = contrasts.compare(changes(early), panel.treated)
        shown = f"{amount(found.value)} {unit}, where nothing had happened yet"
        yield _Test(
            f"placebo start {panel.periods[start]}",
            shown,
            _two_sided(found.value, found.error, found.df),
        )


def restless(panel: Panel) -> Check:
    """Return whether the treated units varied as the others did before the start, as placebo assignments take it.

    Judged by the spread of each unit's periods about the mean course of the untreated ones. One unit of 20 that is
    twice as restless as the others ranks first by chance in 29 % of cases, where equal ones do in 5 %.
    """
    from math import sqrt

    before = panel.values[: panel.before]
    gaps = before - before[:, ~panel.treated].mean(axis=1, keepdims=True)
    spread = gaps.var(axis=0, ddof=1)
    own, others = float(spread[panel.treated].mean()), float(spread[~panel.treated].mean())
    ratio = sqrt(own / others) if others > 0 else float("inf") if own > 0 else 1.0
    shown = (
        f"before the start the treated units varied {amount(ratio)} times as much as the others "
        f"(at most {RESTLESS:g})"
    )
    limits = (
        "placebo assignments take for granted that each unit could as well have been treated; where the treated are "
        "larger or more restless, p is too small: a rate or a logarithm makes units alike"
    )
    return Check("units alike", ratio <= RESTLESS, shown, limits)


def placebo_units(panel: Panel, alpha: float) -> Check:
    """Return how many untreated units, each taken for the treated one, stand out among the others."""
    moved = changes(panel)[~panel.treated]
    names = [u for u, on in zip(panel.units, panel.treated, strict=True) if not on]
    apart = [n for n, p in zip(names, contrasts.each_alone(moved), strict=True) if p < alpha]
    expected = alpha * len(names)
    shown = f"{len(apart)} of {len(names)} untreated units stand out at {alpha:g} ({expected:.1f} would by chance)"
    if apart:
        shown += f": {', '.join(apart[:5])}{' …' if len(apart) > 5 else ''}"
    return Check("placebo units", None, shown)
