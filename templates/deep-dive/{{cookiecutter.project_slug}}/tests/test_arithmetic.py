"""The parts add up to the whole, whatever the numbers, and are what the formulas say."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from decompose import RATES, SUMS, decompose, shapley


def state(rng, segments=5):
    """Return sums of a state drawn at random."""
    factors = rng.uniform(0.1, 3, (segments, len(SUMS)))
    return pd.DataFrame(factors.cumprod(axis=1) * 1000, columns=SUMS, index=list("abcde"))


@pytest.mark.parametrize("seed", range(20))
def test_the_parts_add_up_and_change_sign_with_the_direction(seed):
    rng = np.random.default_rng(seed)
    before, after = state(rng), state(rng)
    parts = decompose(before, after)
    assert parts.sum() == pytest.approx(after["revenue"].sum() - before["revenue"].sum())
    pd.testing.assert_series_equal(decompose(after, before), -parts)


def test_shapley_is_the_mean_over_all_orders():
    rng = np.random.default_rng(3)
    before, after = rng.uniform(0.5, 2, (2, 1, 4))
    orders = list(permutations(range(4)))
    expected = np.zeros(4)
    for order in orders:
        now = before[0].copy()
        for factor in order:
            was = now.prod()
            now[factor] = after[0, factor]
            expected[factor] += (now.prod() - was) / len(orders)
    np.testing.assert_allclose(shapley(before, after)[0], expected)


def test_users_who_move_are_mix_and_no_rate():
    before = state(np.random.default_rng(5))
    after = before.mul([3, 1, 1, 0.5, 1], axis=0)
    parts = decompose(before, after)
    assert parts[parts.index.get_level_values(1).isin(RATES)].abs().max() < 1e-9
    assert abs(parts.xs("mix", level=1).sum()) > 1


def test_more_users_alike_are_volume_alone():
    before = state(np.random.default_rng(6))
    parts = decompose(before, before * 1.1)
    assert parts["all", "volume"] == pytest.approx(0.1 * before["revenue"].sum())
    assert parts.drop(("all", "volume")).abs().max() < 1e-9
