"""The planted coefficients are found, baselines are beaten, and what is broken is refused."""

import copy

import make_data
import pytest

import analysis
from decide import criterion
from parts import LeakError


def test_the_planted_coefficients_are_found(stored):
    """Six intervals, at a level that holds for all of them at once."""
    _, train, _, _ = stored
    found = analysis.coefficient_intervals(train, level=1 - 0.05 / 6)
    truth = {"sessions": 0, "minutes": 0, **make_data.TRUTH}
    for name in ("revenue_7d", "active_days", "sessions", "minutes"):
        assert found.loc[name, "low"] < truth[name] < found.loc[name, "high"], name
    assert found.loc["platform_tv", "low"] < truth["tv"] < found.loc["platform_tv", "high"]
    assert found.loc["revenue_7d", "low"] > 0


def test_the_model_beats_the_baselines_and_is_calibrated(stored):
    _, train, test, model = stored
    results = analysis.judge(model, train, test)
    assert results["answer"]["holds"] is True, results["answer"]
    slope = results["metrics"][-1]
    assert slope["low"] < 1 < slope["high"]
    first = results["importance"]["rows"][0]
    assert first["name"] == "revenue_7d" and first["low"] > 0


def test_a_column_measured_after_the_fact_is_refused(stored):
    _, train, _, _ = stored
    with pytest.raises(LeakError, match="minutes alone tells the target"):
        analysis.fit(train.assign(minutes=train[analysis.TARGET] * 1.0))


def test_predictions_that_are_too_far_apart_are_told(stored):
    """As right on average as before, and half as far again from the mean."""
    _, train, test, model = stored
    wide = copy.deepcopy(model)
    middle = analysis.score(model, test).mean()
    wide[-1].coef_ = 1.5 * wide[-1].coef_
    wide[-1].intercept_ = 1.5 * wide[-1].intercept_ - 0.5 * middle
    results = analysis.judge(wide, train, test)
    assert criterion(results, "right on average")["verdict"] == "not refuted"
    assert criterion(results, "right by tenth of the prediction")["verdict"] == "off"


def test_a_shift_of_the_outcome_is_told(parts):
    _, train, test = parts(make_data.make(since="2024-02-20", drop=0.7))
    results = analysis.judge(analysis.fit(train), train, test)
    assert criterion(results, "right on average")["verdict"] == "off"
    assert results["answer"]["word"] == "No, do not use it"


def test_without_a_signal_the_model_is_not_better(parts):
    _, train, test = parts(make_data.make(signal=0.0))
    results = analysis.judge(analysis.fit(train), train, test)
    assert criterion(results, "error lower than the best baseline")["verdict"] == "not better"
