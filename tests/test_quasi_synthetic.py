"""Synthetic control: against pysyncon, and by simulation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pysyncon import Synth
from test_quasi_differences import panel

from groundrules.quasi import _answered, fits, form, synthetic


def factors(
    rng: np.random.Generator, periods: int, units: int, noise: float = 0.3
) -> NDArray[np.float64]:
    """Return courses of units that share two random walks."""
    walks = rng.standard_normal((periods, 2)).cumsum(axis=0)
    mixed = walks @ rng.random((2, units)) + noise * rng.standard_normal((periods, units))
    return np.asarray(mixed + 100)


def plan(**changed: Any) -> form.Plan:
    told: dict[str, Any] = {
        "hypothesis": "h",
        "owner": "o",
        "decision": "d",
        "design": "synthetic-control",
        "outcome": form.Outcome("EUR", "y"),
        "unit": "u",
        "time": "t",
        "period": "number",
        "treated": ["m0"],
        "treatment_start": 24,
        "window_end": 31,
        "minimum_effect": 1.0,
        "if_assumption_fails": "ask",
    }
    return form.Plan(**{**told, **changed})


def _pysyncon(
    target: NDArray[np.float64], donors: NDArray[np.float64], spread: float
) -> NDArray[np.float64]:
    every = np.column_stack([donors, target])
    every = (every - every.mean()) / every.std() * spread
    x0, x1 = pd.DataFrame(every[:, :-1]), pd.Series(every[:, -1], name=donors.shape[1])
    model = Synth()
    model.fit(X0=x0, X1=x1, Z0=x0, Z1=x1, custom_V=every.std(axis=1, ddof=1) ** 2)
    return np.asarray(model.W)


@pytest.mark.parametrize("seed", range(4))
def test_weights_are_those_of_pysyncon_where_it_converges(seed: int) -> None:
    values = factors(np.random.default_rng(seed), 40, 13)
    found = synthetic.fit(values[:, 0], values[:, 1:], 40)
    np.testing.assert_allclose(
        found.weights, _pysyncon(values[:, 0], values[:, 1:], 10.0), atol=2e-3
    )


def test_pysyncon_may_stop_at_equal_weights_and_say_nothing() -> None:
    """Why it is an oracle here, and does not find the weights."""
    values = factors(np.random.default_rng(0), 48, 51)
    stuck = _pysyncon(values[:, 0], values[:, 1:], 100.0)
    np.testing.assert_allclose(stuck, 1 / 50, atol=1e-6)
    found = synthetic.fit(values[:, 0], values[:, 1:], 48)
    off = values[:, 0] - values[:, 1:] @ stuck
    assert found.rmspe < np.sqrt((off**2).mean()) / 2


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 10_000),
    donors=st.integers(2, 12),
    periods=st.integers(3, 20),
    scale=st.sampled_from([1e-6, 1.0, 1e9]),
)
def test_no_other_mix_fits_better(seed: int, donors: int, periods: int, scale: float) -> None:
    """The weights meet the conditions of an optimum: moving any weight to any donor makes the fit no better."""
    rng = np.random.default_rng(seed)
    every = rng.standard_normal((periods, donors + 1)) * scale
    found = synthetic.fit(every[:, 0], every[:, 1:], periods)
    assert (found.weights >= 0).all() and found.weights.sum() == pytest.approx(1)
    gradient = -every[:, 1:].T @ found.gaps / scale**2
    used = found.weights > 1e-9
    assert gradient[used].max() <= gradient.min() + 1e-7


def test_a_mix_of_donors_is_found_and_its_effect() -> None:
    rng = np.random.default_rng(4)
    donors = rng.standard_normal((32, 6)).cumsum(axis=0)
    target = donors @ np.array([0.5, 0.3, 0.2, 0, 0, 0])
    target[24:] += 7
    found = synthetic.fit(target, donors, 24)
    np.testing.assert_allclose(found.weights, [0.5, 0.3, 0.2, 0, 0, 0], atol=1e-8)
    assert found.effect == pytest.approx(7) and found.rmspe < 1e-8


def test_aa_holds_and_p_agrees_with_the_interval() -> None:
    rng, runs = np.random.default_rng(20260302), 400
    refuted = 0
    for _ in range(runs):
        made = panel(factors(rng, 24, 20), 1, 18)
        found = synthetic.placebo(made)
        seen = synthetic.estimate(found, 0.05, "two-sided")
        assert seen.lower is not None and seen.upper is not None
        assert (seen.p <= 0.05) == (seen.lower > 0 or seen.upper < 0)
        refuted += seen.p <= 0.05
    assert abs(refuted / runs - 0.05) < 3 * np.sqrt(0.05 * 0.95 / runs)


def test_intervals_hold_the_effect() -> None:
    rng, runs, held = np.random.default_rng(7), 300, 0
    for _ in range(runs):
        values = factors(rng, 24, 20)
        values[18:, 0] += 2.0
        seen = synthetic.estimate(synthetic.placebo(panel(values, 1, 18)), 0.1, "two-sided")
        assert seen.lower is not None and seen.upper is not None
        held += seen.lower <= 2.0 <= seen.upper
    assert abs(held / runs - 0.9) < 3 * np.sqrt(0.09 / runs)


def test_an_effect_a_poor_fit_and_one_donor_that_carries_all() -> None:
    values = factors(np.random.default_rng(21), 32, 25, noise=0.1)
    values[24:, 0] += 5
    result = _answered(plan(), panel(values, 1, 24), [])
    assert result.verdict == "effect" and result.matters == "yes"
    assert result.estimate and result.estimate.lower and result.estimate.upper
    assert result.estimate.lower < 5 < result.estimate.upper
    assert sum(one.weight for one in result.weights) == pytest.approx(1, abs=0.02)
    poor = values.copy()
    poor[:, 0] += 40  # above every donor: no mix reaches it
    result = _answered(plan(), panel(poor, 1, 24), [])
    assert result.verdict == "assumption fails" and "fit before the start" in result.answer
    # the only donor that is like the treated unit
    rng = np.random.default_rng(9)
    alone = factors(rng, 32, 25, noise=0.1)
    twin = 100 + 3 * rng.standard_normal(32).cumsum()
    alone[:, 0], alone[:, 1] = twin + 0.05 * rng.standard_normal(32), twin
    alone[24:, 0] += 5
    result = _answered(plan(minimum_effect=4.0), panel(alone, 1, 24), [])
    assert result.verdict == "undecided" and "single donor" in result.answer
    (check,) = [c for c in result.checks if c.name == "without each donor"]
    assert check.holds is False and "'m1'" in check.shown


def test_a_placebo_start_that_shows_an_effect_fails() -> None:
    values = factors(np.random.default_rng(22), 32, 25, noise=0.1)
    values[18:, 0] += 5  # it began before the plan says
    made = panel(values, 1, 24)
    found = synthetic.placebo(made)
    seen = synthetic.estimate(found, 0.05, "two-sided")
    checks = {c.name: c for c in fits.checks(made, found, seen, plan(largest_rmspe=99.0))}
    assert checks["placebo start"].holds is False


@pytest.mark.parametrize("sides", ["greater", "less"])
def test_one_side(sides: Any) -> None:
    values = factors(np.random.default_rng(23), 32, 25, noise=0.1)
    values[24:, 0] += 5 if sides == "greater" else -5
    seen = synthetic.estimate(synthetic.placebo(panel(values, 1, 24)), 0.05, sides)
    assert seen.p == pytest.approx(1 / 25)
    assert (seen.upper if sides == "greater" else seen.lower) is None
    assert (seen.lower or 0) > 0 or (seen.upper or 0) < 0
