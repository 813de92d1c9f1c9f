"""Whether treated and untreated units moved in parallel before the start: what was seen, and what could not be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from groundrules.quasi import contrasts
from groundrules.quasi.differences import changes
from groundrules.quasi.panel import Panel
from groundrules.quasi.result import Check
from groundrules.quasi.words import amount, probability

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


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a difference in trends could do to the effect."""

    lever: float
    """As that of a Slope."""
    overlooked: float
    """The effect that it could make and yet go unseen, in the outcome's unit."""


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
    return found.detectable(_each(panel, alpha)) * found.lever


def holm(values: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number by Holm's method, in the given order."""
    found, least = [0.0] * len(values), 0.0
    for rank, place in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        least = max(least, min(1.0, (len(values) - rank) * values[place]))
        found[place] = least
    return found


def checks(panel: Panel, alpha: float, unit: str) -> list[Check]:
    """Return the tests of parallel courses, judged together at `alpha` by Holm's correction."""
    level = _each(panel, alpha)
    found = [_joint(panel, level), _slope(panel, level, unit), *_dates(panel, unit)]
    corrected = holm([one.p for one in found])
    return [
        Check(
            name=one.name,
            holds=together >= alpha,
            shown=f"{one.shown}; {probability(one.p)}, corrected for {len(found)} tests {probability(together)}",
            limits=one.limits,
            p=together,
            numbers=one.numbers,
        )
        for one, together in zip(found, corrected, strict=True)
    ]


def _each(panel: Panel, alpha: float) -> float:
    """Return the level at which any one of the tests fails, whatever the others say."""
    return alpha / (2 + len(starts(panel)))


@dataclass(frozen=True, slots=True)
class _Test:
    name: str
    p: float
    shown: str
    limits: str = ""
    numbers: dict[str, float] = field(default_factory=dict)


def _leads(panel: Panel) -> NDArray[Any]:
    """Return each unit's periods before the start less the last of them, shape (units, periods - 1)."""
    before = panel.values[: panel.before]
    return (before[:-1] - before[-1]).T  # type: ignore[no-any-return]


def _joint(panel: Panel, level: float) -> _Test:
    chosen = contrasts.assignments(panel.treated)
    shown = (
        f"the {panel.before - 1} gaps before the start, the farthest over its error, against "
        f"{len(chosen):,} placebo assignments"
    )
    limits, least = "", 1 / len(chosen)
    if least > level:
        limits = f"with so few units this test cannot fail: its smallest p is {least:.3f}"
    p = contrasts.placebo_p(_leads(panel), chosen, "two-sided")
    return _Test("pre-trend, all periods", p, shown, limits)


def _two_sided(found: contrasts.Difference | Slope) -> float:
    from scipy import stats

    if found.error == 0:
        return float(found.value == 0)
    return float(2 * stats.t.sf(abs(found.value) / found.error, found.df))


def _slope(panel: Panel, level: float, unit: str) -> _Test:
    found = slope(panel)
    least = found.detectable(level)
    made = least * found.lever
    shown = f"the treated units' gap grew by {amount(found.value)} a period (error {amount(found.error)})"
    limits = (
        f"a high p is no proof of parallel courses: a slope below {amount(least)} a period would have been "
        f"overlooked more often than once in five times, and if it goes on it makes an effect of up to "
        f"{amount(made)} {unit} by itself"
    )
    numbers = {"slope": found.value, "error": found.error, "detectable": least, "overlooked": made}
    return _Test("pre-trend, slope", _two_sided(found), shown, limits, numbers)


def starts(panel: Panel) -> list[int]:
    """Return placebo starts: at a half and at three quarters of the time before the true one."""
    return sorted({panel.before // 2, panel.before * 3 // 4})


def _dates(panel: Panel, unit: str) -> Iterator[_Test]:
    for start in starts(panel):
        early = panel.before_start(start)
        found = contrasts.compare(changes(early), panel.treated)
        shown = f"{amount(found.value)} {unit}, where nothing had happened yet"
        name, numbers = f"placebo start {panel.periods[start]}", {"effect": found.value}
        yield _Test(name, _two_sided(found), shown, numbers=numbers)


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
