"""The planted segments are found, none are found where there are none, and what is broken is refused."""

import datetime

import make_data
import pandas as pd
import pandas.testing
import pytest
from groundrules.contracts import BrokenContractError
from sklearn.metrics import adjusted_rand_score

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
    for name, frame in make_data.make()[0].items():
        made = frame.reset_index(drop=True)
        pandas.testing.assert_frame_equal(gather.read()[name], made, check_dtype=False)


def test_training_ends_before_the_test_begins(stored):
    _, train, test, _ = stored
    assert train["signed_up"].max() + analysis.OUTCOME <= test["signed_up"].min()
    assert len(train) > 2 * len(test) > 400


def test_the_margin_is_that_of_the_brief():
    brief = (gather.HERE / "brief.md").read_text(encoding="utf-8")
    assert f"above {analysis.MARGIN:.2f}" in brief


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


def test_the_planted_segments_and_members_are_found(stored):
    found, train, test, model = stored
    assert model[-1].n_clusters == len(make_data.TYPES)
    kinds = make_data.make()[1]
    later = kinds[test["user_id"] - 1]
    assert adjusted_rand_score(later, analysis.score(model, test)) > 0.95
    results = analysis.judge(model, train, test)
    assert results["structure"] and results["better"] == "better"
    assert analysis.replication(model, test) > analysis.MARGIN


@pytest.mark.parametrize("seed", [2, 3])
def test_without_structure_none_is_claimed(seed):
    _, train, test = parts(make_data.make(seed=seed, types=1)[0])
    results = analysis.judge(analysis.fit(train), train, test)
    assert not results["structure"] and "No structure" in results["verdict"]
