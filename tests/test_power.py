"""Power, needed units, smallest effects and duration: published sizes, and simulations of the test itself."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import tea_tasting as tt
from hypothesis import given, settings
from hypothesis import strategies as st
from tea_tasting.aggr import Aggregates

from groundrules.errors import UsageError
from groundrules.statistics.baseline import Baseline, baseline
from groundrules.statistics.duration import duration, shares_at
from groundrules.statistics.power import Comparison, needed_units, power_of, smallest_effect
from groundrules.statistics.sequential.boundaries import boundaries

TRIES = 1000
ERROR = 4 * math.sqrt(0.8 * 0.2 / TRIES)  # four standard errors of a share
Columns = dict[str, np.ndarray]


def _moments(columns: Columns) -> Aggregates:
    names = sorted(columns)
    spread = np.atleast_2d(np.cov([columns[name] for name in names]))
    return Aggregates(
        count_=len(columns[names[0]]),
        mean_={name: float(columns[name].mean()) for name in names},
        var_={name: float(spread[i, i]) for i, name in enumerate(names)},
        cov_={
            (one, two): float(spread[i, j])
            for i, one in enumerate(names)
            for j, two in enumerate(names)
            if i < j
        },
    )


def _found(
    metric: tt.RatioOfMeans | tt.Proportion,
    draw: Callable[[int, float], Columns],
    control: int,
    treatment: int,
    effect: float,
    rejects: Callable[[float, float], bool],
) -> float:
    """Return the share of experiments in which the test finds the effect."""
    found = 0
    for _ in range(TRIES):
        result = metric.analyze_aggregates(
            _moments(draw(control, 0.0)), _moments(draw(treatment, effect))
        )
        found += rejects(result.effect_size_ci_lower, result.effect_size_ci_upper)
    return found / TRIES


def _excludes(lower: float, upper: float) -> bool:
    return lower > 0 or upper < 0


# -- published ----------------------------------------------------------------------------------


def test_sizes_of_rpact() -> None:
    """D. Lakens, "Improving Your Statistical Inferences", chapter 11, printed by rpact: t-tests, 90 % power.

    138.4 units for non-inferiority by half a standard deviation, one-sided 5 %; 173.2 for three looks.
    """
    unit = Baseline(1000, 0.0, 1.0, 1.0)
    margin = Comparison(alternative="greater", margin=0.5, power=0.9)
    assert needed_units(unit, margin, 0.0).total in (139, 140)
    looks = Comparison(power=0.9, looks=(0.5, 0.75, 1.0))
    assert needed_units(unit, looks, 0.5).total in (174, 175)
    fixed = needed_units(unit, Comparison(power=0.9), 0.5)
    assert fixed.total * looks.inflation == pytest.approx(173.2, abs=1.1)  # whole units


@pytest.mark.parametrize("ratio", [1.0, 0.2, 3.0])
@pytest.mark.parametrize("alternative", ["two-sided", "greater"])
def test_statsmodels_agrees(ratio: float, alternative: str) -> None:
    """Theirs are the pooled degrees of freedom, ours Welch's: the same with equal groups."""
    from statsmodels.stats.power import tt_ind_solve_power

    share = 1 / (1 + ratio)
    comparison = Comparison(
        alternative="greater" if alternative == "greater" else "two-sided",
        control=share,
        treatment=1 - share,
        power=0.85,
    )
    unit = Baseline(1000, 10.0, 4.0, 4.0)
    needed = needed_units(unit, comparison, 0.4)
    theirs = tt_ind_solve_power(
        0.2,
        nobs1=needed.total * share,
        alpha=0.05,
        ratio=ratio,
        alternative="larger" if alternative == "greater" else "two-sided",
    )
    near = 5e-4 if ratio == 1 else 3e-3
    assert theirs == pytest.approx(0.85, abs=near)
    assert power_of(unit, comparison, 0.4, needed.total) == pytest.approx(theirs, abs=near)


# -- simulations --------------------------------------------------------------------------------


def test_means_of_an_unequal_split() -> None:
    rng = np.random.default_rng(1)
    comparison = Comparison(control=0.7, treatment=0.1, comparisons=3)  # three treatments
    unit = Baseline(1000, 4.0, 4.0, 4.0)
    needed = needed_units(unit, comparison, 0.6)
    metric = tt.Mean("y", alternative="two-sided", confidence_level=1 - 0.05 / 3, use_t=True)
    share = _found(
        metric,
        lambda n, effect: {"y": rng.normal(4 + effect, 2, n)},
        needed.control,
        needed.treatment,
        0.6,
        _excludes,
    )
    assert share == pytest.approx(0.8, abs=ERROR)
    assert needed.control + 3 * needed.treatment == pytest.approx(needed.total, abs=4)


def test_a_covariate() -> None:
    rng = np.random.default_rng(2)

    def draw(n: int, effect: float) -> Columns:
        before = rng.gamma(2.0, 1.0, n)
        return {"before": before, "y": before + effect + rng.normal(0, 1.0, n)}

    unit = baseline(_moments(draw(200_000, 0.0)), "y", covariate="before")
    assert unit.kept == pytest.approx(1 / 3, abs=0.01)
    needed = needed_units(unit, Comparison(), 0.25)
    share = _found(tt.Mean("y", "before"), draw, needed.control, needed.treatment, 0.25, _excludes)
    assert share == pytest.approx(0.8, abs=ERROR)
    plain = needed_units(baseline(_moments(draw(200_000, 0.0)), "y"), Comparison(), 0.25)
    assert needed.total / plain.total == pytest.approx(1 / 3, abs=0.02)


def test_a_ratio_by_the_delta_method() -> None:
    rng = np.random.default_rng(3)

    def draw(n: int, effect: float) -> Columns:
        sessions = 1 + rng.poisson(3.0, n)
        taste = rng.beta(2, 8, n) + effect  # the sessions of one user are alike
        return {"sessions": sessions.astype(float), "orders": rng.binomial(sessions, taste) * 1.0}

    unit = baseline(_moments(draw(300_000, 0.0)), "orders", "sessions")
    assert unit.mean == pytest.approx(0.2, abs=0.002)
    comparison = Comparison(control=0.5, treatment=0.5)
    needed = needed_units(unit, comparison, 0.03)
    share = _found(
        tt.RatioOfMeans("orders", "sessions"),
        draw,
        needed.control,
        needed.treatment,
        0.03,
        _excludes,
    )
    assert share == pytest.approx(0.8, abs=ERROR)


@pytest.mark.parametrize(("effect", "alternative"), [(0.08, "two-sided"), (-0.06, "less")])
def test_shares_change_their_own_variance(effect: float, alternative: str) -> None:
    rng = np.random.default_rng(4)
    comparison = Comparison(
        alternative="less" if alternative == "less" else "two-sided", control=0.6, treatment=0.4
    )
    unit = Baseline(1000, 0.1, 0.09, 0.09, binary=True)
    needed = needed_units(unit, comparison, effect)
    metric = tt.Proportion(
        "y",
        method="norm",
        alternative="less" if alternative == "less" else "two-sided",
        equal_var=False,
        correction=False,
    )
    share = _found(
        metric,
        lambda n, more: {"y": rng.binomial(1, 0.1 + more, n) * 1.0},
        needed.control,
        needed.treatment,
        effect,
        _excludes,
    )
    assert share == pytest.approx(0.8, abs=ERROR + 0.01)
    treating_it_as_a_mean = Baseline(1000, 0.1, 0.09, 0.09)
    other = needed_units(treating_it_as_a_mean, comparison, effect).total
    assert abs(other / needed.total - 1) > 0.1  # what it would be to forget it


def test_a_margin() -> None:
    """Non-inferiority where less is better: no true effect, refuted when the upper bound is below."""
    rng = np.random.default_rng(5)
    comparison = Comparison(alternative="less", margin=0.3, power=0.9)
    unit = Baseline(1000, 2.0, 1.0, 1.0)
    needed = needed_units(unit, comparison, 0.0)
    metric = tt.Mean("y", alternative="less")
    share = _found(
        metric,
        lambda n, effect: {"y": rng.normal(2 + effect, 1, n)},
        needed.control,
        needed.treatment,
        0.0,
        lambda _, upper: upper < 0.3,
    )
    assert share == pytest.approx(0.9, abs=ERROR)


def test_clusters() -> None:
    """Cities with their own level: moments over clusters know of it, moments over users would not."""
    rng = np.random.default_rng(6)

    def draw(clusters: int, effect: float) -> Columns:
        size = rng.integers(20, 60, clusters).astype(float)
        level = 5 + effect + rng.normal(0, 0.5, clusters)
        return {"size": size, "total": size * level + rng.normal(0, np.sqrt(size) * 2)}

    unit = baseline(_moments(draw(200_000, 0.0)), "total", "size")
    needed = needed_units(unit, Comparison(), 0.4)
    share = _found(
        tt.RatioOfMeans("total", "size"), draw, needed.control, needed.treatment, 0.4, _excludes
    )
    assert needed.total < 120
    # With some 30 clusters an arm the delta method is an approximation, a little too sure.
    assert share == pytest.approx(0.8, abs=ERROR + 0.015)


def test_looks() -> None:
    """Accumulating data, four looks: the power at the effect, and 5 % without."""
    rng = np.random.default_rng(7)
    comparison = Comparison(looks=(0.25, 0.5, 0.75, 1.0), spending="pocock")
    unit = Baseline(1000, 0.0, 1.0, 1.0)
    needed = needed_units(unit, comparison, 0.3)
    bounds = np.array(boundaries(comparison.looks, spending="pocock").z)
    ends = (np.array(comparison.looks) * needed.control).round().astype(int)
    tries = 4000
    for effect, expected in ((0.3, 0.8), (0.0, 0.05)):
        control = np.cumsum(rng.standard_normal((tries, needed.control)), axis=1)[:, ends - 1]
        shifted = rng.standard_normal((tries, needed.control)) + effect
        treatment = np.cumsum(shifted, axis=1)[:, ends - 1]
        z = (treatment - control) / np.sqrt(2 * ends)
        crossed = (np.abs(z) > bounds).any(axis=1).mean()
        assert crossed == pytest.approx(expected, abs=4 * math.sqrt(0.25 / tries))
    assert power_of(unit, comparison, 0.3, needed.total) == pytest.approx(0.8, abs=2e-3)


def test_an_effect_next_to_nothing_has_the_power_of_alpha() -> None:
    for looks in ((1.0,), (0.5, 1.0)):
        comparison = Comparison(looks=looks)
        for unit in (Baseline(9, 0.5, 0.25, 0.25), Baseline(9, 0.5, 0.25, 0.25, binary=True)):
            assert power_of(unit, comparison, 1e-12, 1000) == pytest.approx(0.05, abs=1e-6)


def test_looks_by_the_calendar() -> None:
    """Alpha spent by the day where units come early: more of it is left for the end, and it costs less."""
    unit, shares = Baseline(1000, 0.0, 1.0, 1.0), (0.5, 0.8, 1.0)
    by_units = Comparison(looks=shares)
    by_days = Comparison(looks=shares, times=(1 / 3, 2 / 3, 1.0))
    assert 1 < by_days.inflation < by_units.inflation
    needed = needed_units(unit, by_days, 0.3)
    assert power_of(unit, by_days, 0.3, needed.total) == pytest.approx(0.8, abs=2e-3)


# -- properties ---------------------------------------------------------------------------------


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(
    st.booleans(),
    st.sampled_from(["two-sided", "greater", "less"]),
    st.sampled_from([0.0, 0.02]),
    st.sampled_from([(0.5, 0.5), (0.9, 0.1), (0.25, 0.25), (0.02, 0.98)]),
    st.sampled_from([(1.0,), (0.3, 1.0), (0.2, 0.5, 1.0)]),
    st.floats(0.02, 0.3),
    st.sampled_from([0.5, 0.8, 0.95]),
)
def test_units_effect_and_power_agree(
    binary, alternative, margin, split, looks, size, power
) -> None:  # type: ignore[no-untyped-def]
    comparison = Comparison(
        alternative=alternative,
        margin=0.0 if alternative == "two-sided" else margin,
        control=split[0],
        treatment=split[1],
        looks=looks,
        power=power,
    )
    unit = Baseline(1000, 0.4, 0.24, 0.24, binary)
    effect = -size if alternative == "less" else size
    needed = needed_units(unit, comparison, effect)
    assert power_of(unit, comparison, effect, needed.total) >= power - 2e-3
    at_least = smallest_effect(unit, comparison, needed.total)
    assert abs(at_least.absolute) == pytest.approx(size, rel=0.03)
    assert math.copysign(1, at_least.absolute) == math.copysign(1, effect)
    assert at_least.relative == pytest.approx(at_least.absolute / 0.4)
    more = power_of(unit, comparison, effect, 2 * needed.total)
    assert more > power


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Comparison(margin=0.1), "belongs to a test of one side"),
        (lambda: Comparison(control=0.9, treatment=0.2), "must be shares of all units"),
        (lambda: Comparison(comparisons=0), "at least one comparison"),
        (lambda: Comparison(alternative="greater").distance(-1.0), "an effect of -1 is not what"),
        (lambda: Comparison().distance(0.0), "no number of units gives it power"),
        (
            lambda: needed_units(Baseline(9, 0.9, 0.09, 0.09, True), Comparison(), 0.2),
            "a share of 0.9 cannot change by 0.2",
        ),
        (
            lambda: smallest_effect(Baseline(9, 0.9, 0.09, 0.09, True), Comparison(), 20),
            "20 units cannot find any change of a share of 0.9",
        ),
        (
            lambda: power_of(Baseline(9, 1.0, 1.0, 1.0), Comparison(), 1.0, 3),
            "fewer than two to a group",
        ),
        (
            lambda: baseline(Aggregates(5, {"y": 1.0}, {"y": 0.0}), "y"),
            "y: no variance to plan with",
        ),
    ],
)
def test_what_cannot_be_planned(make: Callable[[], object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        make()


def test_a_covariate_that_does_not_vary_takes_nothing() -> None:
    moments = Aggregates(9, {"x": 1.0, "y": 2.0}, {"x": 0.0, "y": 3.0}, {("x", "y"): 0.0})
    assert baseline(moments, "y", covariate="x").kept == 1


def test_a_ratio_without_a_past_has_no_covariate() -> None:
    rng = np.random.default_rng(5)
    sessions = rng.poisson(3, 500) + 1.0
    past = dict.fromkeys(("x", "z"), np.zeros(500))
    moments = _moments({"y": rng.gamma(sessions), "n": sessions, **past})
    adjusted = baseline(moments, "y", "n", covariate="x", covariate_denominator="z")
    assert adjusted == baseline(moments, "y", "n")


# -- duration -----------------------------------------------------------------------------------


def test_whole_weeks() -> None:
    assert duration(1000, 100).weeks == 2
    assert duration(1000, 100).intake == 10
    assert duration(700, 100).weeks == 1
    assert duration(701, 100).weeks == 2
    assert duration(700, 100, window=1).weeks == 2
    assert duration(700, 100, share=0.5).weeks == 2
    assert duration(0, 100).weeks == 1
    assert duration(1000, 100).units == 1400
    assert duration(1000, 100, window=3).units == 1100


def test_new_units_become_fewer() -> None:
    falling = [1000, 600, 400, 300, 250, 200, 150]
    found = duration(2900, falling)
    assert (found.intake, found.extrapolated) == (7, False)
    later = duration(4000, falling)
    assert later.extrapolated
    assert later.intake == 9  # 2900 in the first week, 1000 and 600 more as it is repeated
    assert duration(4000, sum(falling) / 7).intake == 10


def test_a_duration_in_years_is_counted() -> None:
    far = duration(1e8, [10.0, 20.0, 5.0], share=0.5)
    assert far.intake == pytest.approx(1e8 / (0.5 * 35 / 3), rel=1e-6)
    assert far.units >= 1e8


@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(
    st.floats(1, 1e6),
    st.lists(st.integers(0, 500), min_size=1, max_size=30),
    st.floats(0.01, 1),
    st.integers(0, 20),
)
def test_enough_have_come_and_a_day_less_is_not_enough(units, arrivals, share, window) -> None:  # type: ignore[no-untyped-def]
    if sum(arrivals[-7:]) == 0:
        return
    found = duration(units, arrivals, share=share, window=window)
    assert found.units >= units * (1 - 1e-9)
    assert found.days % 7 == 0
    assert found.days - 7 < max(found.intake, 1) + window <= found.days
    week = arrivals[-7:]
    if found.intake < 3000:
        days = [*arrivals, *(week * (found.intake // len(week) + 1))][: found.intake]
        assert share * sum(days) >= units * (1 - 1e-9)
        assert share * sum(days[:-1]) < units * (1 + 1e-9)


def test_looks_by_day_become_shares() -> None:
    assert shares_at((7, 14, 28), 100) == (0.25, 0.5, 1.0)
    assert shares_at((7, 14), 100, window=3) == pytest.approx((4 / 11, 1.0))
    falling = [1000, 600, 400, 300, 250, 200, 150]
    assert shares_at((1, 7, 8), falling) == pytest.approx((1000 / 3900, 2900 / 3900, 1.0))
    with pytest.raises(UsageError, match="no unit has completed its window of 7 days at day 7"):
        shares_at((7, 14), 100, window=7)
    with pytest.raises(UsageError, match="the look at day 14 has no unit more"):
        shares_at((7, 14), [5.0] * 7 + [0.0] * 7)


@pytest.mark.parametrize(
    ("arrivals", "said"),
    [
        ([], "at least one"),
        ([-1.0], "none below 0"),
        ([5.0] + [0.0] * 7, "never come"),
        (0, "never"),
    ],
)
def test_nobody_comes(arrivals, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError, match=said):
        duration(100, arrivals)


@pytest.mark.parametrize("treatment", [0.3, 0.1, 0.033])
def test_units_are_found_where_other_variants_take_theirs(treatment: float) -> None:
    base = Baseline(units=1_000, mean=10.0, variance=9.0, plain_variance=9.0)
    comparison = Comparison(control=0.4, treatment=treatment)
    total = needed_units(base, comparison, 0.5).total
    assert power_of(base, comparison, 0.5, total) >= 0.8
    assert power_of(base, comparison, 0.5, total - 30) < 0.8
