"""The planted rule is found, the rate of all is beaten, and what is broken is refused."""

import datetime

import make_data
import pandas as pd
import pandas.testing
import pytest
from groundrules.contracts import BrokenContractError

import analysis
import gather
import keep
import score
from parts import LeakError, split

DAY = datetime.date(2024, 5, 1)


def parts(tables):
    """Return (features, train, test) of tables."""
    found = gather.features(tables, DAY)
    return found, *split(found, DAY, analysis.OUTCOME)


@pytest.fixture(scope="module")
def stored():
    """Features, parts and model of the data that stands here."""
    found, train, test = parts(gather.read())
    return found, train, test, analysis.fit(train)


def test_the_maker_makes_the_data_that_stands_here():
    for name, frame in make_data.make().items():
        made = frame.reset_index(drop=True)
        pandas.testing.assert_frame_equal(gather.read()[name], made, check_dtype=False)


def test_training_ends_before_the_test_begins(stored):
    _, train, test, _ = stored
    assert train["signed_up"].max() + analysis.OUTCOME <= test["signed_up"].min()
    assert len(train) > 2 * len(test) > 400


def test_the_margin_is_that_of_the_brief():
    brief = (gather.HERE / "brief.md").read_text(encoding="utf-8")
    assert f"at least {analysis.MARGIN * 100:.0f} %" in brief


def test_users_twice_are_refused(stored):
    tables = gather.read()
    again = pd.concat([tables["users"], tables["users"].tail(5)], ignore_index=True)
    with pytest.raises(BrokenContractError, match="unique"):
        gather.features({**tables, "users": again}, DAY)
    found, *_ = stored
    late = found.tail(1).assign(user_id=found["user_id"].iloc[0])
    with pytest.raises(LeakError, match="more than once"):
        split(pd.concat([found, late]), DAY, analysis.OUTCOME)


def test_gaps_are_refused():
    tables = gather.read()
    lost = tables["activity"].assign(minutes=tables["activity"]["minutes"].mask(lambda x: x > 60))
    with pytest.raises(BrokenContractError, match="null|minutes"):
        gather.features({**tables, "activity": lost}, DAY)


def test_scoring_takes_users_like_those_of_training_and_refuses_others(stored):
    found, train, _, model = stored
    users = score.waiting(found, DAY)
    assert score.scored(model, users, train)["score"].notna().all()
    with pytest.raises(BrokenContractError, match="distributed"):
        score.scored(model, users.assign(sessions=users["sessions"] * 3), train)
    with pytest.raises(BrokenContractError, match="strict|column"):
        score.scored(model, users.assign(closed_on=1), train)


def test_a_changed_model_is_not_loaded(stored, tmp_path):
    _, train, _, model = stored
    keep.save(model, train[analysis.FEATURES], gather.HERE / "data" / "users.csv", DAY, tmp_path)
    keep.load(tmp_path)
    with (tmp_path / "model.joblib").open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(keep.ModelError, match="not the file"):
        keep.load(tmp_path)


def test_the_planted_rule_is_found(stored):
    _, train, _, model = stored
    name, cut = analysis.first_split(model)
    low, high = analysis.split_interval(train)
    assert name == "minutes"
    assert low <= cut <= high and low - 1 < make_data.FEW < high + 1
    assert high - low < 25
    assert "failed_payments <= 0.50" in analysis.rules(model)


def test_the_model_beats_the_rate_and_its_chances_come_true(stored):
    _, train, test, model = stored
    results = analysis.judge(model, train, test)
    assert (results["better"], results["shifted"]) == ("better", False)
    more = results["metrics"][-1]
    assert more["low"] > 0  # EUR, against offers to all or to nobody
    first = results["tables"]["Importance: squared error added by shuffling"][0]
    assert first["feature"] == "minutes" and first["low"] > 0


def test_a_column_measured_after_the_fact_is_refused(stored):
    _, train, _, _ = stored
    with pytest.raises(LeakError, match="minutes alone tells the target"):
        analysis.fit(train.assign(minutes=train[analysis.TARGET] * 1.0))


def test_a_shift_of_the_outcome_is_told():
    _, train, test = parts(make_data.make(since="2024-02-20", more=0.2))
    results = analysis.judge(analysis.fit(train), train, test)
    assert results["shifted"] and "The level has shifted" in results["verdict"]


def test_without_a_signal_the_model_is_not_better():
    _, train, test = parts(make_data.make(signal=False))
    assert analysis.judge(analysis.fit(train), train, test)["better"] == "not better"
