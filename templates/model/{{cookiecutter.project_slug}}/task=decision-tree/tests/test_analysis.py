"""The planted rule is found, the rate of all is beaten, and what is broken is refused."""

import copy

import make_data
import pytest

import analysis
from decide import criterion
from parts import LeakError


def test_the_planted_rule_is_found(stored):
    _, train, _, model = stored
    name, cut = analysis.first_split(model)
    low, high = analysis.split_interval(train)
    assert name == "minutes"
    assert low <= cut <= high and low - 1 < make_data.FEW < high + 1
    assert high - low < 25
    leaves = list(analysis.rules(model).values())
    assert len(leaves) == 4 and leaves[0] == f"minutes ≤ {cut:.4g}"
    assert any("failed_payments > 0.5" in one for one in leaves[1:])


def test_the_model_beats_the_rate_and_its_chances_come_true(stored):
    _, train, test, model = stored
    results = analysis.judge(model, train, test)
    assert results["answer"]["holds"] is True, results["answer"]
    first = results["importance"]["rows"][0]
    assert first["name"] == "minutes" and first["low"] > 0


def test_a_column_measured_after_the_fact_is_refused(stored):
    _, train, _, _ = stored
    with pytest.raises(LeakError, match="minutes alone tells the target"):
        analysis.fit(train.assign(minutes=train[analysis.TARGET] * 1.0))


def test_chances_that_are_too_sure_are_told(stored):
    """High chances said too high, low ones too low: twice as far from one half in log odds."""
    _, train, test, model = stored
    sure = copy.deepcopy(model)
    for leaf in analysis.rules(sure):
        odds = sure[-1].tree_.value[leaf, 0] ** 2
        sure[-1].tree_.value[leaf, 0] = odds / odds.sum()
    results = analysis.judge(sure, train, test)
    assert criterion(results, "chances of the leaves come true")["verdict"] == "off"


def test_a_shift_of_the_outcome_is_told(parts):
    _, train, test = parts(make_data.make(since="2024-02-20", more=0.2))
    results = analysis.judge(analysis.fit(train), train, test)
    assert criterion(results, "right on average")["verdict"] == "off"
    assert results["answer"]["word"] == "No, do not use it"


def test_without_a_signal_the_model_is_not_better(parts):
    _, train, test = parts(make_data.make(signal=False))
    results = analysis.judge(analysis.fit(train), train, test)
    assert (
        criterion(results, "Brier score lower than that of the rate of all")["verdict"]
        == "not better"
    )
