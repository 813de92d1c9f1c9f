"""Difference in differences: against linearmodels, statsmodels and a published regression, and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from linearmodels.datasets import jobtraining
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.multitest import multipletests

from groundrules.quasi import _answered, contrasts, differences, form, trends
from groundrules.quasi.panel import Panel


def panel(
    values: NDArray[np.float64],
    treated: int,
    before: int,
    covariates: NDArray[np.float64] | None = None,
) -> Panel:
    """Return a panel of values, shape (periods, units), whose first units are treated."""
    periods, units = values.shape
    return Panel(
        values,
        np.arange(units) < treated,
        before,
        tuple(map(str, range(periods))),
        tuple(f"m{n}" for n in range(units)),
        np.zeros((0, periods, units)) if covariates is None else covariates,
    )


def serial(
    rng: np.random.Generator, periods: int, units: int, rho: float = 0.8
) -> NDArray[np.float64]:
    """Return units' courses, each with errors that remember the last period's, and common shocks."""
    shocks = rng.standard_normal((periods, units))
    found = np.empty_like(shocks)
    found[0] = shocks[0] / np.sqrt(1 - rho**2)
    for t in range(1, periods):
        found[t] = rho * found[t - 1] + shocks[t]
    return found + rng.standard_normal((periods, 1)) + 3 * rng.standard_normal(units)


@pytest.mark.parametrize(("units", "treated"), [(40, 20), (13, 6), (30, 3), (25, 1)])
def test_the_effect_is_that_of_two_way_fixed_effects(units: int, treated: int) -> None:
    rng = np.random.default_rng(units)
    made = panel(serial(rng, 14, units), treated, 9)
    fitted = differences.fixed_effects(made)
    assert differences.estimate(made, 0.05, "two-sided").effect == pytest.approx(
        fitted.effect, rel=1e-9
    )


def test_the_error_is_the_cluster_robust_one() -> None:
    """CR2 of two-way fixed effects with one start is HC2 of the units' changes; linearmodels' CR1 is HC0 * G/(G-1)."""
    made = panel(serial(np.random.default_rng(3), 14, 30), 9, 9)
    moved = differences.changes(made)
    design = sm.add_constant(made.treated.astype(float))
    hc2 = sm.OLS(moved, design).fit(cov_type="HC2").bse[1]
    assert contrasts.compare(moved, made.treated).error == pytest.approx(hc2, rel=1e-10)
    hc0 = sm.OLS(moved, design).fit(cov_type="HC0").bse[1]
    assert differences.fixed_effects(made).error == pytest.approx(hc0 * np.sqrt(30 / 29), rel=1e-9)


def test_the_published_effect_of_training_grants() -> None:
    """Stata's `reg clscrap cgrant, robust` in J. Wooldridge's lectures on the data of Holzer et al. (1993):

    54 firms, 1987 and 1988, log scrap rate: -.3170579, robust error .1714224 (HC1), without it .1638751.
    """
    data = jobtraining.load()
    wide = data[data.year <= 1988].pivot(index="fcode", columns="year", values=["lscrap", "grant"])
    wide = wide.dropna().sort_values(("grant", 1988), ascending=False)
    granted = int(wide["grant"][1988].sum())
    made = panel(wide["lscrap"].to_numpy().T, granted, 1)
    assert (len(made.units), granted) == (54, 19)
    seen = differences.estimate(made, 0.05, "two-sided")
    assert f"{seen.effect:.7f}" == "-0.3170579"
    fitted = differences.fixed_effects(made)
    assert f"{fitted.effect:.7f}" == "-0.3170579"
    hc1 = fitted.error * np.sqrt(53 / 52)  # from G/(G-1) to n/(n-2)
    assert hc1 == pytest.approx(0.1714224, abs=1e-7)
    few = stats.ttest_ind(
        *(differences.changes(made)[side] for side in (made.treated, ~made.treated))
    )
    assert f"{abs(seen.effect / few.statistic):.7f}" == "0.1638751"


def _naive(made: Panel) -> float:
    """Return the p of two-way fixed effects whose errors are taken for independent."""
    y = made.values - made.values.mean(0) - made.values.mean(1, keepdims=True) + made.values.mean()
    after = np.arange(len(y)) >= made.before
    x = np.outer(after, made.treated).astype(float)
    x = x - x.mean(0) - x.mean(1, keepdims=True) + x.mean()
    effect = (x * y).sum() / (x**2).sum()
    df = y.size - sum(y.shape)
    error = np.sqrt(((y - effect * x) ** 2).sum() / df / (x**2).sum())
    return float(2 * stats.t.sf(abs(effect / error), df))


def test_aa_holds_at_40_units_with_serial_correlation_and_without_clusters_does_not() -> None:
    rng, runs = np.random.default_rng(20260302), 1000
    seen, naive = np.empty(runs), np.empty(runs)
    for run in range(runs):
        made = panel(serial(rng, 24, 40), 20, 16)
        seen[run] = differences.estimate(made, 0.05, "two-sided").p
        naive[run] = _naive(made)
    error = np.sqrt(0.05 * 0.95 / runs)
    assert abs((seen < 0.05).mean() - 0.05) < 3 * error
    assert (naive < 0.05).mean() > 0.3  # Bertrand, Duflo, Mullainathan (2004): far too many


@pytest.mark.parametrize("treated", [1, 3, 8])
def test_intervals_hold_the_effect_and_effects_are_found(treated: int) -> None:
    rng, runs, true = np.random.default_rng(treated), 300, 4.0
    held = found = 0
    for _ in range(runs):
        values = serial(rng, 20, 21, rho=0.4)
        values[14:, :treated] += true
        seen = differences.estimate(panel(values, treated, 14), 0.1, "two-sided")
        assert seen.lower is not None and seen.upper is not None
        held += seen.lower <= true <= seen.upper
        found += seen.p <= 0.1
        assert (seen.p <= 0.1) == (seen.lower > 0 or seen.upper < 0)
    assert abs(held / runs - 0.9) < 3 * np.sqrt(0.09 / runs)
    assert found / runs > 0.9


def test_one_sided_intervals_are_open_on_the_other_side() -> None:
    values = serial(np.random.default_rng(5), 20, 24)
    for treated in (2, 12):
        made = panel(values, treated, 14)
        greater, less = (differences.estimate(made, 0.05, side) for side in ("greater", "less"))
        assert greater.upper is None and less.lower is None
        assert greater.lower is not None and greater.lower < greater.effect
        assert less.upper is not None and less.upper > less.effect
        assert greater.p + less.p == pytest.approx(1, abs=0.02)


def test_placebo_statistics_are_welchs_over_all_assignments() -> None:
    values = np.random.default_rng(2).standard_normal((7, 2))
    treated = np.arange(7) < 3
    chosen = contrasts.assignments(treated)
    assert len(chosen) == 35 == len(np.unique(chosen, axis=0)) and (chosen[0] == treated).all()
    seen = contrasts.statistics(values, chosen)
    for row, mask in enumerate(chosen):
        expected = stats.ttest_ind(values[mask], values[~mask], equal_var=False).statistic
        np.testing.assert_allclose(seen[row], expected, rtol=1e-10)


def test_covariates_are_taken_out() -> None:
    rng = np.random.default_rng(8)
    price = rng.standard_normal((2, 20, 44))
    values = serial(rng, 20, 44, rho=0.0) + 5 * price[0] - 3 * price[1]
    values[14:, :22] += 2
    made = panel(values, 22, 14, price)
    seen = differences.estimate(made, 0.05, "two-sided")
    assert seen.lower is not None and seen.upper is not None and seen.lower < 2 < seen.upper
    plain = differences.estimate(panel(values, 22, 14), 0.05, "two-sided")
    assert plain.lower is not None and plain.upper is not None
    assert seen.upper - seen.lower < (plain.upper - plain.lower) / 2
    rest = differences.adjusted(made)
    assert contrasts.compare(differences.changes(rest), made.treated).value == pytest.approx(
        seen.effect
    )


def test_the_slope_that_is_told_is_found_four_times_in_five() -> None:
    """The error is known here: each unit's slope over 12 periods of white noise has variance 1 / sum of squares."""
    rng, runs, units, before = np.random.default_rng(11), 600, 30, 12
    squares = ((np.arange(before) - (before - 1) / 2) ** 2).sum()
    known = trends.Slope(0, np.sqrt(4 / units / squares), units - 2, 1.0)
    steep = known.detectable(0.05)
    found = 0
    for _ in range(runs):
        values = rng.standard_normal((18, units))
        values[:, : units // 2] += steep * np.arange(18)[:, None]
        seen = trends.slope(panel(values, units // 2, before))
        found += abs(seen.value / seen.error) > stats.t.ppf(0.975, seen.df)
    assert abs(found / runs - trends.POWER) < 3 * np.sqrt(0.16 / runs)


def test_parallel_courses_are_refuted_no_more_often_than_told() -> None:
    rng, runs, failed = np.random.default_rng(12), 300, 0
    for _ in range(runs):
        seen = trends.checks(panel(serial(rng, 16, 12), 6, 10), 0.1, "EUR")
        failed += any(check.holds is False for check in seen)
    assert 0 < failed / runs < 0.1 + 3 * np.sqrt(0.09 / runs)


def test_a_restless_market_is_not_judged_by_the_calm_ones() -> None:
    values = serial(np.random.default_rng(14), 30, 25, rho=0.3)
    assert trends.restless(panel(values, 1, 20)).holds
    values[:, 0] = values[:, 1:].mean(1) + 4 * (values[:, 0] - values[:, 1:].mean(1))
    assert trends.restless(panel(values, 1, 20)).holds is False


def test_holm_is_that_of_statsmodels() -> None:
    rng = np.random.default_rng(1)
    for size in (1, 3, 4, 4, 4):
        values = rng.random(size) ** 3
        np.testing.assert_allclose(
            trends.holm(values.tolist()), multipletests(values, method="holm")[1]
        )


def test_nothing_is_called_an_effect_no_more_often_than_planned() -> None:
    """The whole way from panel to verdict, checks included."""
    rng, runs, effects = np.random.default_rng(15), 250, 0
    plan = form.Plan(
        hypothesis="h",
        owner="o",
        decision="d",
        design="difference-in-differences",
        outcome=form.Outcome("EUR", "y"),
        unit="u",
        time="t",
        period="number",
        treated=[f"m{n}" for n in range(6)],
        treatment_start=10,
        window_end=15,
        minimum_effect=1.0,
        if_assumption_fails="ask",
    )
    for _ in range(runs):
        result = _answered(plan, panel(serial(rng, 16, 12), 6, 10), [])
        assert result.estimate and result.matters
        effects += result.verdict == "effect"
        if result.estimate.p > 0.05:
            assert result.verdict in ("undecided", "assumption fails")
    assert 0 < effects / runs < 0.05 + 3 * np.sqrt(0.05 * 0.95 / runs)


def test_what_a_trend_could_hide_is_slope_times_lever() -> None:
    made = panel(np.outer(np.arange(20.0), np.arange(30) < 10), 10, 12)
    seen = trends.slope(made)
    assert (seen.value, seen.lever) == pytest.approx((1.0, 10.0))
    moved = contrasts.compare(differences.changes(made), made.treated)
    assert moved.value == pytest.approx(seen.value * seen.lever)
