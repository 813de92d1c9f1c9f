"""Group sequential designs: published boundaries to their printed digits, properties, simulations."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundrules.errors import UsageError
from groundrules.statistics.sequential.boundaries import (
    Boundaries,
    boundaries,
    boundaries_for,
    crossing,
)
from groundrules.statistics.sequential.design import (
    characteristics,
    drift_for,
    expected_fraction,
    power_at,
    stops,
)
from groundrules.statistics.sequential.monitor import Design, judge, look
from groundrules.statistics.sequential.spending import NAMES, spent
from groundrules.statistics.sequential.stopped import adjusted, upper_tail

SLOW_SETTINGS = settings(derandomize=True, database=None, deadline=None, max_examples=60)
# Growing shares of the information: equal steps and odd ones, short of the plan, at it and beyond.
shares = st.lists(st.floats(0.02, 0.5), min_size=1, max_size=12).map(
    lambda steps: [float(share) for share in np.cumsum(steps) / sum(steps)]
)


def _walks(
    rng: np.random.Generator, experiments: int, fractions: list[float], drift: float = 0.0
) -> np.ndarray:
    """Return Z at each look, an experiment a row."""
    growth = np.diff([0.0, *fractions])
    steps = rng.standard_normal((experiments, len(fractions))) * np.sqrt(growth) + drift * growth
    return np.cumsum(steps, axis=1) / np.sqrt(fractions)


# -- published ----------------------------------------------------------------------------------


def test_boundaries_of_ldbounds() -> None:
    """T. C. Casper, "An R Package for Group Sequential Boundaries", vignette of ldbounds 2.0.2, p. 9.

    The example of Reboussin, DeMets, Kim and Lan (2000): five looks, two-sided, 5 %.
    """
    bounds = boundaries([0.2, 0.4, 0.6, 0.8, 1.0])
    # Their trapezoids miss by a unit of the last place printed: 3.3569 where it is 3.35701.
    np.testing.assert_allclose(bounds.z, [4.8769, 3.3569, 2.6803, 2.2898, 2.0310], atol=1.2e-4)
    cumulative = ["1.0777e-06", "7.8830e-04", "7.6161e-03", "2.4424e-02", "5.0000e-02"]
    assert [f"{share:.4e}" for share in bounds.spent] == cumulative
    nominal = ["1.0777e-06", "7.8808e-04", "7.3565e-03", "2.2034e-02", "4.2255e-02"]
    np.testing.assert_allclose(bounds.nominal, np.array(nominal, float), rtol=3e-4)


RPACT = [  # fractions, alpha, spending, critical values, alpha spent, nominal
    (
        (0.4, 0.7),
        0.025,
        "pocock",
        (2.223875, 2.3050796),
        (0.013078429, 0.0197432),
        (0.013078429, 0.010581057),
    ),
    (
        (0.35, 0.7, 1.0),
        0.13,
        "pocock",
        (1.5446617, 1.4828682, 1.4620058),
        (0.061214062, 0.10266465, 0.13),
        (0.061214062, 0.069054712, 0.071869812),
    ),
    (
        (0.4, 0.75, 1.0),
        0.13,
        "obrien-fleming",
        (2.1280732, 1.4368565, 1.2468994),
        (0.016665509, 0.080406163, 0.12999999),
        (0.016665509, 0.075379384, 0.1062172),
    ),
    (
        (0.4, 0.75, 0.85, 1.0),
        0.13,
        "obrien-fleming",
        (2.1280732, 1.4368565, 1.422873, 1.2970881),
        (0.016665509, 0.080406163, 0.10053322, 0.13),
        (0.016665509, 0.075379384, 0.077386492, 0.097300444),
    ),
]


@pytest.mark.parametrize(("fractions", "alpha", "spending", "z", "gone", "nominal"), RPACT)
def test_boundaries_of_rpact(fractions, alpha, spending, z, gone, nominal) -> None:  # type: ignore[no-untyped-def]
    """One-sided, unequal looks, one that ends short: rpact's tests/testthat/test-f_design_group_sequential.R."""
    bounds = boundaries(
        fractions, alpha, sides=1, spending=spending, final=fractions[-1] == 1
    )  # the first ends at 0.7 and spends what belongs to 0.7
    np.testing.assert_allclose(bounds.z, z, rtol=1.5e-7)
    np.testing.assert_allclose(bounds.spent, gone, rtol=1e-7)
    np.testing.assert_allclose(bounds.nominal, nominal, rtol=2e-7)


LAKENS = [  # first look, boundaries, spent, nominal, cumulative power, expected subjects of 174
    (0.5, "2.963 2.359 2.014", "0.0031 0.0193 0.0500", "0.0031 0.0183 0.0440", None, None),
    (
        95 / 174,
        "2.818 2.370 2.015",
        "0.0048 0.0193 0.0500",
        "0.0048 0.0178 0.0439",
        "0.3516 0.6917 0.9045",
        "131.4",
    ),
    (
        105 / 174,
        "2.660 2.388 2.016",
        "0.0078 0.0193 0.0500",
        "0.0078 0.0170 0.0438",
        "0.4610 0.6894 0.9043",
        "132.3",
    ),
]


@pytest.mark.parametrize(("first", "z", "gone", "nominal", "power", "subjects"), LAKENS)
def test_a_late_first_look(first, z, gone, nominal, power, subjects) -> None:  # type: ignore[no-untyped-def]
    """D. Lakens, "Improving Your Statistical Inferences", chapter 11, "Updating Boundaries During an Experiment".

    Two-sided, 5 %, looks at 50 %, 75 % and 100 %; the first comes later than planned. Two groups of 87,
    a difference of half a standard deviation.
    """
    bounds = boundaries([first, 0.75, 1.0])
    assert " ".join(f"{bound:.3f}" for bound in bounds.z) == z
    assert " ".join(f"{share:.4f}" for share in bounds.spent) == gone
    assert " ".join(f"{level:.4f}" for level in bounds.nominal) == nominal
    if power:
        drift = 0.5 * math.sqrt(174 / 4)
        assert " ".join(f"{share:.4f}" for share in np.cumsum(stops(bounds, drift))) == power
        # 132.257 where they print 132.3, 131.431 where they print 131.4
        assert f"{174 * expected_fraction(bounds, drift):.1f}" == subjects


def test_power_and_drift_of_ldbounds() -> None:
    """The same vignette, pages 15 to 17; its trapezoids are good to four digits, so we ask for those."""
    bounds = Boundaries(
        (0.13, 0.4, 0.69, 0.9, 0.98, 1.0),
        (5.3666, 3.7102, 2.9728, 2.5365, 2.2154, 1.9668),
        (0.05,) * 6,
        2,
    )
    upper, lower = crossing(bounds, 3.242)
    published = [1.3483e-05, 4.8468e-02, 3.4279e-01, 3.1827e-01, 1.3325e-01, 5.6851e-02]
    np.testing.assert_allclose(upper, published, rtol=1e-4)
    assert lower[4] == pytest.approx(2.2251e-08, rel=2e-3)  # 2.22548e-8 by gsDesign's recursion
    assert power_at(bounds, 3.242) == pytest.approx(0.8996411, abs=5e-5)
    line = Boundaries(
        (0.2, 0.4, 0.6, 0.8, 1.0), (2.5758, 2.4919, 2.4108, 2.3391, 2.2754), (0.05,) * 5, 2
    )
    assert drift_for(line, 0.9) == pytest.approx(3.455209, abs=5e-4)


def test_interval_after_stopping_of_ldbounds() -> None:
    """The same vignette, page 16: (0.1716782, 4.504662), in units of Z at the last look."""
    from scipy.optimize import brentq

    bounds = Boundaries(
        (0.2292, 0.3333, 0.4375, 0.5833, 0.7083), (2.53, 2.61, 2.57, 2.47, 2.43), (0.05,) * 5, 2
    )
    tail = upper_tail(bounds, 0.8333, 2.82)
    ends = [brentq(lambda d, p=p: tail(d) - p, -2, 8) * math.sqrt(0.8333) for p in (0.025, 0.975)]
    np.testing.assert_allclose(ends, [0.1716782, 4.504662], atol=3e-4)


def test_linear_spending_of_ldbounds() -> None:
    """The example of Reboussin et al. (2000) in ldbounds' help, alpha * t; its boundaries are on page 16."""
    times = [0.2292, 0.3333, 0.4375, 0.5833, 0.7083, 0.8333]
    bounds = boundaries_for(times, [0.05 * time for time in times])
    assert " ".join(f"{z:.2f}" for z in bounds.z) == "2.53 2.61 2.57 2.47 2.43 2.38"


def test_independent_code_agrees() -> None:
    """The probabilities of all looks at once as one multivariate normal, by scipy's quasi-Monte Carlo."""
    from scipy.stats import multivariate_normal

    fractions = [0.15, 0.4, 0.55, 1.0]
    bounds = boundaries(fractions, 0.05, sides=1, spending="pocock")
    covariance = [[math.sqrt(min(s, t) / max(s, t)) for s in fractions] for t in fractions]
    for drift in (0.0, 2.0):
        mean = [drift * math.sqrt(share) for share in fractions]
        normal = multivariate_normal(mean, covariance, seed=7, maxpts=400_000, abseps=1e-6)
        inside = normal.cdf(bounds.z)
        assert sum(crossing(bounds, drift)[0]) == pytest.approx(1 - inside, abs=2e-5)


# -- properties ---------------------------------------------------------------------------------


@SLOW_SETTINGS
@given(shares, st.sampled_from(NAMES), st.sampled_from([1, 2]), st.sampled_from([0.001, 0.05, 0.2]))
def test_the_looks_together_spend_alpha(fractions, spending, sides, alpha) -> None:  # type: ignore[no-untyped-def]
    bounds = boundaries(fractions, alpha, sides=sides, spending=spending)
    upper, lower = crossing(bounds)
    assert sum(upper) + sum(lower) == pytest.approx(alpha, abs=1e-12)
    np.testing.assert_allclose(
        np.cumsum(upper) + np.cumsum(lower), [*bounds.spent], rtol=1e-9, atol=1e-15
    )
    if sides == 2:
        np.testing.assert_allclose(upper, lower, rtol=1e-9, atol=1e-15)


@SLOW_SETTINGS
@given(shares, st.sampled_from(NAMES), st.sampled_from([1, 2]))
def test_a_boundary_needs_no_later_look(fractions, spending, sides) -> None:  # type: ignore[no-untyped-def]
    """What is asked of a look follows from the looks so far: nothing is said of those to come."""
    whole = boundaries(fractions, sides=sides, spending=spending)
    for count in range(1, len(fractions)):
        part = boundaries(fractions[:count], sides=sides, spending=spending, final=False)
        np.testing.assert_allclose(part.z, whole.z[:count], rtol=1e-9)


@SLOW_SETTINGS
@given(st.floats(0.05, 3.0), st.sampled_from(NAMES))
def test_one_look_is_the_fixed_test(fraction, spending) -> None:  # type: ignore[no-untyped-def]
    assert boundaries([fraction], spending=spending).z[0] == pytest.approx(1.959963984540054)
    assert boundaries([fraction], sides=1, spending=spending).z[0] == pytest.approx(
        1.6448536269514722
    )


@pytest.mark.parametrize("count", [2, 5, 28, 120])
def test_equal_looks(count: int) -> None:
    """Near enough to the designs that they are named for: c / sqrt(t), and the same z at each look."""
    fractions = [number / count for number in range(1, count + 1)]
    brien = boundaries(fractions)
    assert list(brien.z) == sorted(brien.z, reverse=True)
    assert brien.z[-1] < 2.22
    pocock = boundaries(fractions, spending="pocock")
    assert max(pocock.z) - min(pocock.z) < 0.1 * count**0.5
    assert max(pocock.z) < brien.z[0]


def test_looks_that_add_next_to_nothing() -> None:
    """As where units come faster than planned, or no more of them: a boundary a little too high, and no error."""
    for fractions in ([0.5, 0.5, 1.0], [0.5, 0.9999, 1.0], [0.5, 0.50001, 0.50002, 1.0]):
        bounds = boundaries(fractions, spending="pocock")
        assert sum(stops(bounds, 0.0)) == pytest.approx(0.05, abs=1e-12)
    twice = boundaries([0.5, 0.5], spending="pocock")
    assert twice.z[1] == pytest.approx(1.959964)  # the same Z again: the rest of alpha is the whole


def test_the_calendar_may_do_the_spending() -> None:
    days, units = [7, 14, 21, 28], [4000, 6500, 8200, 9600]
    times = [day / 28 for day in days]
    bounds = boundaries(units, times=times)
    assert bounds.spent == boundaries(times).spent
    assert sum(stops(bounds, 0.0)) == pytest.approx(0.05, abs=1e-12)
    shares = [count / 9600 for count in units]
    np.testing.assert_allclose(bounds.z, boundaries(shares, times=times).z, rtol=1e-10)
    for number in range(1, 5):
        now = look(Design(), units[:number], times=times[:number])
        assert now.critical == pytest.approx(bounds.z[number - 1], rel=1e-9)
        assert now.final == (number == 4)
    one = adjusted(Design(), units, 2.5, 1.0, times=times)
    other = adjusted(Design(), shares, 2.5, 1.0, times=times)
    assert one.pvalue == pytest.approx(other.pvalue, rel=1e-9)
    assert one.estimate == pytest.approx(other.estimate, rel=1e-6)
    with pytest.raises(UsageError, match="4 looks need as many times"):
        boundaries(units, times=times[:3])
    with pytest.raises(UsageError, match=r"none before the last: not 0\.5, 0\.25"):
        boundaries([1, 2], times=[0.5, 0.25])


def test_a_level_that_libraries_take() -> None:
    far = look(Design(), [1 / 28])
    assert far.nominal < 1e-30
    assert 0.99999 < far.level < 1
    assert look(Design(), [1.0]).level == pytest.approx(0.95)
    assert look(Design(sides=1), [1.0]).level == pytest.approx(0.9)


def test_where_nothing_is_spent_nothing_crosses() -> None:
    bounds = boundaries([0.0005, 0.5, 1.0])
    assert bounds.z[0] == math.inf
    assert bounds.nominal[0] == 0.0
    verdict = judge(look(Design(), [0.0005]), 5.0, 0.001)
    assert not verdict.crossed
    assert (verdict.lower, verdict.upper) == (-math.inf, math.inf)


@pytest.mark.parametrize(
    ("fractions", "said"),
    [
        ([0.5, 0.4], "never fall, not 0.5, 0.4"),
        ([0.0, 0.5], "must be above 0"),
        ([0.5, math.nan], "must be above 0"),
    ],
)
def test_looks_that_cannot_be(fractions: list[float], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        boundaries(fractions)


def test_what_cannot_be_spent() -> None:
    with pytest.raises(UsageError, match=r"alpha must lie between 0 and 0\.5, not 0\.7"):
        spent("pocock", 0.5, 0.7)
    with pytest.raises(UsageError, match="There are obrien-fleming, pocock"):
        spent("haybittle", 0.5, 0.05)  # type: ignore[arg-type]


# -- monitoring ---------------------------------------------------------------------------------


def test_a_look_follows_the_boundaries() -> None:
    bounds = boundaries([0.3, 0.7, 1.0])
    for number in (1, 2, 3):
        now = look(Design(), bounds.fractions[:number])
        assert now.critical == pytest.approx(bounds.z[number - 1], rel=1e-9)
        assert now.final == (number == 3)
        verdict = judge(now, 0.5, 0.1)
        assert verdict.crossed == (now.critical < 5.0)
        assert verdict.upper - 0.5 == pytest.approx(0.1 * now.critical)


def test_the_last_look_spends_what_is_left() -> None:
    """Short of the plan, at it, beyond it: the boundary is lower than where some alpha is kept."""
    for last in (0.8, 1.0, 1.3):
        now = look(Design(), [0.4, last], final=True)
        bounds = boundaries([0.4, last])
        assert now.spent == 0.05
        assert sum(stops(bounds, 0.0)) == pytest.approx(0.05, abs=1e-12)
        assert now.critical == pytest.approx(bounds.z[-1])
    assert look(Design(), [0.4, 0.8], final=True).critical < look(Design(), [0.4, 0.8]).critical
    assert look(Design(), [0.4, 1.3]).final
    with pytest.raises(UsageError, match=r"look 1 was taken at 1.02 of the plan"):
        look(Design(), [1.02, 1.2])


def test_an_unplanned_look_is_paid_by_those_after_it() -> None:
    with_it, without = boundaries([0.5, 0.75, 1.0]), boundaries([0.5, 1.0])
    assert with_it.z[0] == pytest.approx(without.z[0])
    assert with_it.z[2] > without.z[1]


def test_one_sided_and_margins() -> None:
    now = look(Design(sides=1), [1.0])
    above = judge(
        now, -0.1, 0.1, null=-0.3, alternative="greater"
    )  # non-inferior by a margin of 0.3
    assert above.crossed
    assert above.upper == math.inf
    assert above.lower == pytest.approx(-0.1 - 0.16448536269514722)
    below = judge(now, 0.1, 0.1, null=0.3, alternative="less")
    assert below.crossed
    assert below.lower == -math.inf
    with pytest.raises(
        UsageError, match="a design of 1 side does not judge the alternative two-si"
    ):
        judge(now, 0.1, 0.1)
    with pytest.raises(UsageError, match="no interval from an estimate of nan"):
        judge(now, math.nan, 0.1, alternative="less")


def test_student_s_t() -> None:
    from scipy.stats import t

    verdict = judge(look(Design(), [1.0]), 1.0, 0.5, degrees_of_freedom=7)
    assert verdict.upper == pytest.approx(1 + 0.5 * t.isf(0.025, 7))


@pytest.mark.parametrize("spending", NAMES)
@pytest.mark.parametrize("sides", [1, 2])
def test_daily_looks_hold_their_error_rate(spending, sides) -> None:  # type: ignore[no-untyped-def]
    """28 looks at no effect: 5 % ever cross, and the repeated intervals cover at all looks together."""
    rng = np.random.default_rng(20250311)
    fractions = [day / 28 for day in range(1, 29)]
    z = _walks(rng, 40_000, fractions)
    bounds = np.array(boundaries(fractions, sides=sides, spending=spending).z)
    ever = ((np.abs(z) if sides == 2 else z) > bounds).any(axis=1)
    assert ever.mean() == pytest.approx(0.05, abs=4 * math.sqrt(0.05 * 0.95 / 40_000))


def test_looks_that_were_not_planned_hold_the_error_rate() -> None:
    """Each experiment has its own looks, late, early, short and beyond, taken without regard to z."""
    rng = np.random.default_rng(5)
    crossed, experiments = 0, 3000
    for _ in range(experiments):
        fractions = np.cumsum(rng.uniform(0.03, 0.5, rng.integers(1, 6))).tolist()
        z = _walks(rng, 1, fractions)[0]
        design = Design(spending="pocock" if rng.random() < 0.5 else "obrien-fleming")
        for count in range(1, len(fractions) + 1):
            now = look(design, fractions[:count], final=count == len(fractions))
            if judge(now, z[count - 1], 1.0).crossed:
                crossed += 1
                break
            if now.final:
                break
    assert crossed / experiments == pytest.approx(
        0.05, abs=4 * math.sqrt(0.05 * 0.95 / experiments)
    )


# -- after stopping -----------------------------------------------------------------------------


def test_p_is_alpha_on_the_boundary() -> None:
    bounds = boundaries([0.3, 0.6, 1.0])
    at = adjusted(Design(), bounds.fractions, bounds.z[-1], 1.0)
    assert at.pvalue == pytest.approx(0.05, abs=1e-9)
    assert at.lower == pytest.approx(0.0, abs=1e-6)
    fixed = adjusted(Design(), [1.0], 2.5, 1.0)
    assert fixed.pvalue == pytest.approx(0.012419330651552265)
    assert fixed.estimate == pytest.approx(2.5, abs=1e-8)
    assert (fixed.lower, fixed.upper) == pytest.approx((2.5 - 1.959964, 2.5 + 1.959964), abs=1e-5)
    one = adjusted(Design(sides=1), [1.0], 2.5, 1.0)
    assert one.pvalue == pytest.approx(0.0062096653257761325)
    assert one.upper == math.inf


def test_after_stopping_intervals_cover_and_the_median_is_unbiased() -> None:
    """With an effect that stops half of them early; the plain estimate is too large on average."""
    rng = np.random.default_rng(11)
    fractions, drift, experiments = [0.4, 0.7, 1.0], 2.5, 1500
    z = _walks(rng, experiments, fractions, drift)
    crossed = np.abs(z) > boundaries(fractions).z
    at = np.where(crossed.any(axis=1), crossed.argmax(axis=1), 2)
    plain, medians, covered = [], [], []
    for row, last in zip(z, at, strict=True):
        unit = 1 / math.sqrt(fractions[last])  # the standard error where an effect of 1 has drift 1
        result = adjusted(Design(), fractions[: last + 1], row[last] * unit, unit)
        plain.append(row[last] * unit)
        medians.append(result.estimate)
        covered.append(result.lower <= drift <= result.upper)
    error = 4 * math.sqrt(0.25 / experiments)
    assert np.mean(np.array(medians) < drift) == pytest.approx(0.5, abs=error)
    assert np.mean(covered) == pytest.approx(0.95, abs=4 * math.sqrt(0.0475 / experiments))
    assert np.mean(plain) > drift + 0.15  # 2.74 where it is 2.5


# -- what it costs ------------------------------------------------------------------------------


@pytest.mark.parametrize("spending", NAMES)
def test_power_and_expected_size_by_simulation(spending) -> None:  # type: ignore[no-untyped-def]
    fractions, experiments = [0.25, 0.6, 1.0], 40_000
    plan = characteristics(Design(spending=spending), fractions, power=0.8)
    rng = np.random.default_rng(3)
    for drift, expected in ((plan.drift, plan.expected_effect), (0.0, plan.expected_null)):
        crossed = np.abs(_walks(rng, experiments, fractions, drift)) > plan.bounds.z
        at = np.where(crossed.any(axis=1), crossed.argmax(axis=1), 2)
        power = 0.8 if drift else 0.05
        assert crossed.any(axis=1).mean() == pytest.approx(power, abs=4 * 0.4 / experiments**0.5)
        sizes = plan.inflation * np.array(fractions)[at]
        assert sizes.mean() == pytest.approx(
            expected, abs=4 * sizes.std() / experiments**0.5 + 1e-12
        )


@pytest.mark.parametrize("sides", [1, 2])
def test_power_grows_with_the_drift_and_stays_a_probability(sides) -> None:  # type: ignore[no-untyped-def]
    bounds = boundaries([0.2, 0.5, 1.0], sides=sides)
    powers = [power_at(bounds, drift) for drift in (0.0, 0.5, 2.0, 4.0, 12.0, 60.0, 1000.0)]
    assert powers == sorted(powers)
    assert powers[0] == pytest.approx(0.05)
    assert powers[-1] == pytest.approx(1.0)
    harm = power_at(bounds, -60.0)
    assert harm == pytest.approx(1.0 if sides == 2 else 0.0, abs=1e-12)


def test_the_price() -> None:
    fractions = [day / 28 for day in range(1, 29)]
    brien = characteristics(Design(), fractions)
    pocock = characteristics(Design(spending="pocock"), fractions)
    assert 1 < brien.inflation < pocock.inflation
    assert brien.expected_effect < 1 < brien.expected_null
    assert pocock.expected_effect < brien.expected_effect
    one = characteristics(Design(), [1.0])
    assert (one.inflation, one.expected_null) == pytest.approx((1, 1))
    with pytest.raises(UsageError, match="power must lie between alpha"):
        characteristics(Design(), [0.5, 1.0], power=0.05)
