"""What holds of every model: parts by time, contracts, drift, the kept model, the answer by the brief."""

import json

import make_data
import pandas as pd
import pandas.testing
import pytest
from groundrules.contracts import BrokenContractError

import analysis
import card
import decide
import figures
import gather
import keep
import score
from parts import LeakError, OverdueError, split


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
    share = f"at least {analysis.MARGIN * 100:.0f} %"
    assert share in brief or f"above {analysis.MARGIN:.2f}" in brief


def test_users_twice_are_refused(stored, day):
    tables = gather.read()
    again = pd.concat([tables["users"], tables["users"].tail(5)], ignore_index=True)
    with pytest.raises(BrokenContractError, match="unique"):
        gather.features({**tables, "users": again}, day)
    found, *_ = stored
    late = found.tail(1).assign(user_id=found["user_id"].iloc[0])
    with pytest.raises(LeakError, match="more than once"):
        split(pd.concat([found, late]), day, analysis.OUTCOME)


def test_outcomes_that_are_overdue_and_missing_are_refused(stored, day):
    found, train, test, _ = stored
    for part in (train, test):
        late = part["user_id"].tail(3)
        gone = found.assign(outcome=1.0)
        gone.loc[gone["user_id"].isin(late), "outcome"] = None
        with pytest.raises(OverdueError, match="missing of 3 users"):
            split(gone, day, analysis.OUTCOME, "outcome")
    young = found["signed_up"] + analysis.OUTCOME > pd.Timestamp(day)
    waiting = found.assign(outcome=(~young).astype(float).where(~young))  # no outcome is due yet
    assert len(split(waiting, day, analysis.OUTCOME, "outcome")[1]) == len(test)


def test_gaps_are_refused(day):
    tables = gather.read()
    lost = tables["activity"].assign(minutes=tables["activity"]["minutes"].mask(lambda x: x > 60))
    with pytest.raises(BrokenContractError, match="null|minutes"):
        gather.features({**tables, "activity": lost}, day)


def test_scoring_takes_users_like_those_of_training_and_refuses_others(stored, day):
    found, train, _, model = stored
    users = score.waiting(found, day)
    assert score.scored(model, users, train)["score"].notna().all()
    with pytest.raises(BrokenContractError, match="distributed"):
        score.scored(model, users.assign(sessions=users["sessions"] * 3), train)
    with pytest.raises(BrokenContractError, match="strict|column"):
        score.scored(model, users.assign(closed_on=1), train)


def test_a_changed_model_is_not_loaded(stored, tmp_path, day):
    _, train, _, model = stored
    keep.save(model, train[analysis.FEATURES], gather.HERE / "data" / "users.csv", day, tmp_path)
    keep.load(tmp_path)
    with (tmp_path / "model.joblib").open("ab") as stream:
        stream.write(b"x")
    with pytest.raises(keep.ModelError, match="not the file"):
        keep.load(tmp_path)


@pytest.mark.parametrize(
    ("held", "word"),
    [([True, True], "Yes"), ([True, None], "Not decided"), ([None, False], "No, ")],
)
def test_one_criterion_that_fails_is_enough(held, word):
    told = decide.answer([{"holds": one} for one in held], "Do.", "Leave.")
    assert told["word"].startswith(word)
    assert ("Do." in told["action"]) is (word == "Yes")


def test_a_margin_is_kept_by_the_whole_interval():
    ends = [(0.2, 0.4, True), (0.05, 0.3, None), (-0.1, 0.05, False)]
    for low, high, holds in ends:
        found = {"value": (low + high) / 2, "low": low, "high": high}
        assert decide.beats("x", found, 0.1, "above 10 %")["holds"] is holds


def test_what_is_told_stands_in_results_and_answer(stored, tmp_path):
    """Card, box and figures are made of the results alone, and a figure tells its numbers to who does not see it."""
    _, train, test, model = stored
    results = json.loads(json.dumps(analysis.judge(model, train, test)))
    (tmp_path / "results.json").write_text(json.dumps(results), encoding="utf-8")
    decide.write(results, tmp_path)
    told = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert told["criteria"] == results["answer"]["criteria"]
    brief = (gather.HERE / "brief.md").read_text(encoding="utf-8")
    about = {"sklearn": "1", "users": len(train), "data": "0" * 64}
    written = card.card({"date": "2024-05-01", **results}, about, brief)
    assert f"**{told['word']}.** {told['action']}" in written and "## Limits" in written
    for draw, part in ((figures.margin, "compared"), (figures.importance, "importance")):
        (row, *_) = results[part]["rows"]
        said = draw(results[part])._repr_mimebundle_()[1]["image/svg+xml"]["alt"]
        assert card.interval(row, results[part]["unit"]) in said
