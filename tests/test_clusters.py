"""Clusters: the jackknife is what leaving clusters out one by one gives, and holds its level."""

from __future__ import annotations

import numpy as np
import pytest
from experiments import read, study_of, tables_of
from tea_tasting.aggr import Aggregates

from groundrules.statistics.clusters import Sums, cluster_effect
from groundrules.statistics.effects import effect


def _arm(rng: np.random.Generator, clusters: int, spread: float) -> Sums:
    size = np.maximum(2, rng.lognormal(3, spread, clusters)).astype(int).astype(float)
    habit = rng.normal(0, 0.3, clusters)
    noise = rng.normal(0, 1, (2, clusters)) * np.sqrt(size)
    return Sums(size * (1 + habit) + noise[0], size, size * (1 + habit) + noise[1], size)


def _moments(arm: Sums) -> Aggregates:
    held = {"n": arm.numerator, "d": arm.denominator}
    return Aggregates(
        len(arm.numerator),
        {name: float(one.mean()) for name, one in held.items()},
        {name: float(one.var(ddof=1)) for name, one in held.items()},
        {("d", "n"): float(np.cov(arm.numerator, arm.denominator)[0, 1])},
    )


def test_the_standard_error_is_that_of_clusters_left_out_one_by_one() -> None:
    rng = np.random.default_rng(1)
    arms = [Sums(*np.abs(rng.normal(5, 1, (2, 12)))) for _ in range(2)]
    variance = 0.0
    for arm in arms:
        kept = [
            np.delete(arm.numerator, i).sum() / np.delete(arm.denominator, i).sum()
            for i in range(12)
        ]
        variance += 11 / 12 * float(np.square(np.array(kept) - np.mean(kept)).sum())
    assert cluster_effect(*arms, level=0.95).error == pytest.approx(variance**0.5, rel=1e-12)


def test_many_even_clusters_are_judged_as_by_the_delta_method() -> None:
    rng = np.random.default_rng(2)
    arms = [_arm(rng, 5000, 0.2) for _ in range(2)]
    plain = [Sums(arm.numerator, arm.denominator) for arm in arms]
    ours = cluster_effect(*plain, level=0.95)
    theirs = effect(_moments(arms[0]), _moments(arms[1]), "n", "d", level=0.95)
    for name in ("effect", "low", "high", "relative_low", "relative_high", "p", "error"):
        assert getattr(ours, name) == pytest.approx(getattr(theirs, name), rel=0.01, abs=1e-4), name


def test_a_covariate_narrows_the_interval_and_moves_nothing_on_average() -> None:
    rng = np.random.default_rng(3)
    found = []
    for _ in range(300):
        arms = [_arm(rng, 30, 0.5) for _ in range(2)]
        with_it = cluster_effect(*arms, level=0.95)
        without = cluster_effect(*(Sums(a.numerator, a.denominator) for a in arms), level=0.95)
        found.append((with_it.effect, without.effect, with_it.error, without.error))
    effects, plain, errors, plain_errors = np.array(found).T
    assert errors.mean() < 0.8 * plain_errors.mean()
    assert abs(effects.mean()) < 4 * effects.std() / 300**0.5
    assert effects.std() < 0.8 * plain.std()


@pytest.mark.parametrize("covariate", [False, True])
def test_few_clusters_of_different_sizes_hold_the_level(covariate: bool) -> None:
    rng = np.random.default_rng(4)
    hits = 0
    for _ in range(1000):
        arms = [_arm(rng, 10, 1.0) for _ in range(2)]
        if not covariate:
            arms = [Sums(arm.numerator, arm.denominator) for arm in arms]
        hits += cluster_effect(*arms, level=0.95).p < 0.05
    assert hits / 1000 < 0.08  # the linearised variance claims an effect in 10 %


def test_one_cluster_an_arm_says_nothing() -> None:
    one = Sums(np.array([1.0]), np.array([2.0]))
    assert np.isnan(cluster_effect(one, one, level=0.95).p)


def test_a_plan_that_randomises_cities_counts_cities() -> None:
    tables = tables_of(users=3000, clusters=40)
    asked = study_of(cluster=["city"], segments=["country"])
    found = read(tables, asked)
    assert found.population is not None
    assert found.population.units == {"control": 20, "treatment": 20}
    assert {one.value for one in found.segments} == {"CH", "DE", "FR"}


def test_users_of_a_city_are_no_independent_units() -> None:
    plain = {
        name: {"covariate": None} for name in ("revenue", "order_value", "conversion", "hours")
    }
    tables = tables_of(users=3000, clusters=40)
    cities = read(tables, study_of(plain, cluster=["city"])).results[0].effect
    users = read(tables, study_of(plain)).results[0].effect
    assert cities.effect == pytest.approx(users.effect, rel=1e-9)
    assert cities.error > 1.5 * users.error
