"""A geo experiment: chance chose the treated units, so what else could have been drawn gives p and interval.

Each unit is one number, its mean after the start less its mean before. The effect is the difference between treated
and untreated units inside each block, in the average of the treated units. p is the share of possible draws at least
as far out (Fisher's randomisation test: with pairs, all flips of their signs); the interval holds the effects, the
same in every treated unit, that this test does not refute, and is found exactly: see `interval`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

from groundrules.quasi import contrasts, draw, trends
from groundrules.quasi.differences import changes
from groundrules.quasi.form import Plan
from groundrules.quasi.panel import Panel
from groundrules.quasi.result import Check, Estimate, Point
from groundrules.quasi.words import amount, probability, span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundrules.quasi.contrasts import Sides

WITHOUT_EACH = "without each block"


@dataclass(frozen=True, slots=True)
class Draws:
    """The effect as a sum over units, for each draw that was possible."""

    weights: NDArray[Any]
    """Shape (draws, units); those of the true draw come first."""
    treated: NDArray[Any]
    """Shape (units,)."""

    def effects(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return what each draw would have called the effect, shape (draws,) or (draws, contrasts)."""
        return self.weights @ values  # type: ignore[no-any-return]


def draws(blocks: list[NDArray[Any]], treated: NDArray[Any]) -> Draws:
    """Return all draws of blocks, each the places of its units."""
    return Draws(weights(blocks, treated, draw.assignments(blocks, treated)), treated)


def weights(
    blocks: list[NDArray[Any]], treated: NDArray[Any], chosen: NDArray[Any]
) -> NDArray[Any]:
    """Return what each unit counts in the effect of each draw, shape (draws, units).

    A treated unit counts as 1 / all treated; the untreated ones of its block share the opposite.
    """
    import numpy as np

    total = int(treated.sum())
    other = np.zeros(len(treated))
    for block in blocks:
        number = int(treated[block].sum())
        other[block] = number / total / (len(block) - number)
    return np.asarray(np.where(chosen, 1 / total, -other))


def places(blocks: draw.Blocks, units: tuple[str, ...]) -> list[NDArray[Any]]:
    """Return the places of each block's units in the panel."""
    import numpy as np

    return [np.array([units.index(unit) for unit in block]) for block in blocks]


def p_value(found: Draws, values: NDArray[Any], sides: Sides) -> float:
    """Return the share of draws whose effect is at least as far out as the true one's."""
    seen = found.effects(values)
    far = {"two-sided": abs(seen), "greater": seen, "less": -seen}[sides]
    return float((far >= far[0] - _tolerance(values)).mean())


def _tolerance(values: NDArray[Any]) -> float:
    return 1e-9 * float(abs(values - values.mean()).max())


def interval(
    found: Draws, values: NDArray[Any], alpha: float, sides: Sides
) -> tuple[float | None, float | None]:
    """Return the effects that the draws do not refute, those with p > alpha; None where there is no end.

    Less an effect t of the treated units, a draw says A - t B, with A its effect and B what it says of the true
    treatment; the true draw says a - t. The draw is as far out where |A - t B| >= |a - t|, which is between
    (a - A) / (1 - B) and (a + A) / (1 + B): an interval that holds a. So p falls with the distance from a on either
    side, and its ends are order statistics of the draws' ends.
    """
    import numpy as np

    seen, own = found.effects(values), found.effects(found.treated.astype(float))
    same, mirrored = np.isclose(own, 1), np.isclose(own, -1)
    with np.errstate(divide="ignore", invalid="ignore"):
        one = (seen[0] - seen) / (1 - own)
        two = (seen[0] + seen) / (1 + own)
    count = floor(alpha * len(seen) + 1e-9)
    if sides != "two-sided":
        sign = 1 if sides == "greater" else -1
        ends = np.sort(np.where(same, -np.inf, sign * one))
        return _open((sign * float(ends[count])) if np.isfinite(ends[count]) else None, sides)
    always = same | mirrored
    low = np.sort(np.where(always, -np.inf, np.minimum(one, two)))
    high = np.sort(np.where(always, np.inf, np.maximum(one, two)))[::-1]
    return (
        float(low[count]) if np.isfinite(low[count]) else None,
        float(high[count]) if np.isfinite(high[count]) else None,
    )


def _open(end: float | None, sides: Sides) -> tuple[float | None, float | None]:
    return (end, None) if sides == "greater" else (None, end)


def estimate(panel: Panel, blocks: list[NDArray[Any]], alpha: float, sides: Sides) -> Estimate:
    """Return the effect with p and interval from the draw."""
    found, moved = draws(blocks, panel.treated), changes(panel)
    lower, upper = interval(found, moved, alpha, sides)
    what = "pairs" if all(len(block) == 2 for block in blocks) else "blocks"
    method = (
        f"difference in differences inside {len(blocks)} {what}; p and interval from "
        f"{len(found.weights):,} draws that were possible"
    )
    p = p_value(found, moved, sides)
    return Estimate(float(found.effects(moved)[0]), lower, upper, p, 1 - alpha, method)


def checks(panel: Panel, blocks: list[NDArray[Any]], plan: Plan) -> list[Check]:
    """Return what was seen before the start, the other estimator, and what hangs on one block."""
    return [
        *_before(panel, blocks, plan),
        _clusters(panel, plan),
        _without_each(panel, blocks, plan),
    ]


def _before(panel: Panel, blocks: list[NDArray[Any]], plan: Plan) -> list[Check]:
    """Return the draw's own test of what lies before the start, corrected together by Holm's method."""
    import numpy as np

    found, alpha = draws(blocks, panel.treated), plan.assumption_alpha
    time = np.arange(panel.before) - (panel.before - 1) / 2
    slopes = time @ panel.values[: panel.before] / (time @ time)
    series = {"slope before the start": (slopes, f"{plan.outcome.unit}, more in each period")}
    for start in trends.starts(panel):
        moved = changes(panel.before_start(start))
        series[f"placebo start {panel.periods[start]}"] = (moved, plan.outcome.unit)
    ps = [p_value(found, values, "two-sided") for values, _ in series.values()]
    limits = (
        f"chance alone fails one of these in {100 * alpha:g} % of sound experiments; that markets are alike on "
        "average is due to the draw, not to a test that passed"
    )
    told = zip(series.items(), ps, trends.holm(ps), strict=True)
    return [
        Check(
            name=name,
            holds=together >= alpha,
            shown=f"{amount(float(found.effects(values)[0]))} {unit}, where nothing had happened yet; "
            f"{probability(p)}, corrected for {len(ps)} tests {probability(together)}",
            limits=limits if not place else "",
            p=together,
        )
        for place, ((name, (values, unit)), p, together) in enumerate(told)
    ]


def _clusters(panel: Panel, plan: Plan) -> Check:
    """Return the estimate of difference in differences that forgets the blocks, with errors by unit."""
    found = contrasts.compare(changes(panel), panel.treated)
    half = found.quantile(contrasts.tail(plan.alpha, plan.sides)) * found.error
    shown = (
        f"without the blocks, with errors cluster-robust by unit: {amount(found.value)} {plan.outcome.unit} "
        f"({span(*contrasts.bounds(found.value, half, plan.sides))})"
    )
    return Check("difference in differences", None, shown, numbers={"effect": found.value})


def _without_each(panel: Panel, blocks: list[NDArray[Any]], plan: Plan) -> Check:
    import numpy as np

    if len(blocks) == 1:
        return Check(WITHOUT_EACH, None, "there is one block: none can be left out")
    moved, effects = changes(panel), {}
    for place, block in enumerate(blocks):
        rest = [other for n, other in enumerate(blocks) if n != place]
        kept = np.concatenate(rest)
        chosen = np.isin(np.arange(len(moved)), kept) & panel.treated
        name = " and ".join(panel.units[unit] for unit in block[:2]) + (
            " …" if len(block) > 2 else ""
        )
        effects[name] = float((weights(rest, chosen, chosen[None, :])[0] * moved)[kept].sum())
    order = sorted(effects, key=effects.__getitem__)
    shown = (
        f"without one block at a time the effect is {amount(effects[order[0]])} (without {order[0]}) to "
        f"{amount(effects[order[-1]])} (without {order[-1]}) {plan.outcome.unit}"
    )
    numbers = {"least": effects[order[0]], "most": effects[order[-1]]}
    return Check(WITHOUT_EACH, None, shown, numbers=numbers)


def course(panel: Panel, blocks: list[NDArray[Any]], alpha: float) -> list[Point]:
    """Return each period's gap between treated and untreated units, less its mean before the start.

    Intervals are for one period each, not for all together.
    """
    found = draws(blocks, panel.treated)
    before = panel.values[: panel.before].mean(axis=0)
    points = []
    for period, values in zip(panel.periods, panel.values, strict=True):
        moved = values - before
        lower, upper = interval(found, moved, alpha, "two-sided")
        points.append(Point(period, float(found.effects(moved)[0]), lower, upper))
    return points


def notes(plan: Plan) -> list[str]:
    """Return what the draw does not settle, and what was not verified."""
    assert plan.assignment
    said = [
        "the interval is for an effect that is the same in each treated unit; all count alike, however large",
        "whether untreated units felt the treatment (people who travel, money that moved) no test here can tell",
    ]
    if plan.assignment.seed is None:
        said.append("the plan names no seed: that chance chose as it says was taken from the plan")
    if not plan.assignment.sha256:
        said.append("the plan names no fingerprint of the draw: a later change would go unseen")
    if plan.spend is None:
        said.append(
            "the plan names no spend: that the treatment happened, and only where planned, was not looked at"
        )
    return said
