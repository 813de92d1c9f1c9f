"""Difference in differences: the average effect on the treated units over the treated periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from groundrules.quasi import contrasts
from groundrules.quasi.contrasts import FEW
from groundrules.quasi.panel import Panel
from groundrules.quasi.result import Estimate, Point

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundrules.quasi.contrasts import Sides


@dataclass(frozen=True, slots=True)
class Fixed:
    """Two-way fixed effects, as fitted by linearmodels."""

    effect: float
    error: float
    """Cluster-robust, by unit."""
    slopes: NDArray[Any]
    """Of the covariates."""


def changes(panel: Panel) -> NDArray[Any]:
    """Return each unit's mean after the start less its mean before, shape (units,)."""
    before, after = panel.values[: panel.before], panel.values[panel.before :]
    return after.mean(axis=0) - before.mean(axis=0)  # type: ignore[no-any-return]


def estimate(panel: Panel, alpha: float, sides: Sides) -> Estimate:
    """Return the effect with its interval, by the errors that the number of units allows."""
    if len(panel.covariates):
        return _by_regression(panel, alpha, sides)
    moved, treated = changes(panel), panel.treated
    if by_placebo(panel):
        return _by_placebo(moved, treated, alpha, sides)
    found = contrasts.compare(moved, treated)
    half = found.quantile(contrasts.tail(alpha, sides)) * found.error
    lower, upper = contrasts.bounds(found.value, half, sides)
    method = (
        "two-way fixed effects; errors cluster-robust by unit "
        f"(CR2, Welch's {found.df:.1f} degrees of freedom)"
    )
    p = _p(found.value / found.error, found.df, sides)
    return Estimate(found.value, lower, upper, p, 1 - alpha, method)


def by_placebo(panel: Panel) -> bool:
    """Whether p and interval come from placebo assignments: too few units on a side for errors."""
    return not len(panel.covariates) and bool(
        min(panel.treated.sum(), (~panel.treated).sum()) < FEW
    )


def _p(statistic: float, df: float, sides: Sides) -> float:
    from scipy import stats

    if sides == "two-sided":
        return float(2 * stats.t.sf(abs(statistic), df))
    return float(stats.t.sf(statistic if sides == "greater" else -statistic, df))


def _by_placebo(moved: NDArray[Any], treated: NDArray[Any], alpha: float, sides: Sides) -> Estimate:
    chosen = contrasts.assignments(treated)
    lower, upper = contrasts.placebo_interval(moved, chosen, alpha, sides)
    effect = float(moved[treated].mean() - moved[~treated].mean())
    method = (
        f"two-way fixed effects; p and interval from {len(chosen):,} placebo assignments, since with fewer "
        f"than {FEW} units on a side cluster-robust errors are too small"
    )
    p = contrasts.placebo_p(moved, chosen, sides)
    return Estimate(effect, lower, upper, p, 1 - alpha, method)


def _by_regression(panel: Panel, alpha: float, sides: Sides) -> Estimate:
    found = fixed_effects(panel)
    df = len(panel.units) - 1
    found_t = contrasts.Difference(found.effect, found.error, df)
    half = found_t.quantile(contrasts.tail(alpha, sides)) * found.error
    lower, upper = contrasts.bounds(found.effect, half, sides)
    method = (
        f"two-way fixed effects with {len(panel.covariates)} covariates; errors cluster-robust by unit "
        f"(CR1, {df} degrees of freedom)"
    )
    p = _p(found.effect / found.error, df, sides)
    return Estimate(found.effect, lower, upper, p, 1 - alpha, method)


def fixed_effects(panel: Panel) -> Fixed:
    """Return linearmodels' fit of outcome ~ treated after the start + covariates + unit + period."""
    import numpy as np
    import pandas as pd
    from linearmodels.panel import PanelOLS

    periods, units = panel.values.shape
    index = pd.MultiIndex.from_product([range(units), range(periods)])
    after = np.arange(periods) >= panel.before
    columns = {"effect": np.outer(panel.treated, after).astype(float).ravel()}
    for number, covariate in enumerate(panel.covariates):
        columns[f"covariate_{number}"] = covariate.T.ravel()
    frame = pd.DataFrame(columns, index=index)
    outcome = pd.Series(panel.values.T.ravel(), index=index, name="outcome")
    model = PanelOLS(outcome, frame, entity_effects=True, time_effects=True)
    fit = model.fit(
        cov_type="clustered",
        cluster_entity=True,
        group_debias=True,
        auto_df=False,
        count_effects=False,
    )
    slopes = np.array([fit.params[name] for name in list(columns)[1:]])
    return Fixed(float(fit.params["effect"]), float(fit.std_errors["effect"]), slopes)


def adjusted(panel: Panel) -> Panel:
    """Return the panel with what its covariates explain taken out; without covariates as it is."""
    import numpy as np

    if not len(panel.covariates):
        return panel
    slopes = fixed_effects(panel).slopes
    return panel.with_values(panel.values - np.tensordot(slopes, panel.covariates, axes=1))


def course(panel: Panel, alpha: float) -> list[Point]:
    """Return the gap between treated and untreated in each period, less that of the last period before the start.

    Intervals are for one period each, not for all together.
    """
    found = []
    for place, period in enumerate(panel.periods):
        if place == panel.before - 1:
            found.append(Point(period, 0.0))
            continue
        gap = contrasts.compare(panel.values[place] - panel.values[panel.before - 1], panel.treated)
        half = gap.quantile(1 - alpha / 2) * gap.error
        found.append(Point(period, gap.value, gap.value - half, gap.value + half))
    return found
