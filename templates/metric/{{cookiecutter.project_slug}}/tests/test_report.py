"""The report says the answer first, and its figure in words for those who do not see it."""

import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

import make_data  # noqa: E402
from groundrules.charts.alt import description  # noqa: E402

import analysis  # noqa: E402
import figures  # noqa: E402
import gather  # noqa: E402
import tables  # noqa: E402
import words  # noqa: E402


def impact(folder, until=date(2024, 4, 7), **broken):
    """Return what is known on a day of the maker's data, which may be broken."""
    raw = make_data.write(folder / "raw", make_data.make(**broken))
    return analysis.impact(until, gather.gather(until, raw, folder))


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return impact(tmp_path_factory.mktemp("data"))


def test_the_box_says_what_is_decided_by_which_rules(found):
    told = analysis.answer(found, ["decision.yaml"])
    assert told["word"] == f"Adopt version 2 of revenue_per_user, from {found['from']}"
    assert (told["holds"], told["action"]) == (True, analysis.rules()["then"])
    assert [one["verdict"] for one in told["criteria"]] == ["kept"] * 3
    assert told["criteria"][0]["said"] == "12 whole weeks"
    assert set(told["files"]) == {"decision.yaml"}


def test_the_size_is_told_with_its_interval(found):
    truth = make_data.truth()[:12]
    change = (truth["version_2"] - truth["version_1"]) / truth["visitors"] / 100
    said = words.size(found)
    assert f"by {words.signed(change.mean())} EUR a user and week (95% interval" in said
    assert "gift_wrap is to be changed first" in words.plans(found)


def test_a_rule_that_is_not_kept_is_said_and_version_1_stays(tmp_path):
    rejected = impact(tmp_path, unbooked=500)
    told = analysis.answer(rejected)
    assert told["word"].startswith("Keep version 1") and "stays" in told["action"]
    broken = [one["name"] for one in told["criteria"] if one["verdict"] == "not kept"]
    assert (broken, told["holds"]) == (["agrees with finance"], False)
    assert (tables.weeks(rejected)["beside finance"] < 0).all()


def test_before_two_weeks_are_whole_there_is_no_size(tmp_path):
    early = impact(tmp_path, date(2024, 1, 22))
    told = analysis.answer(early)
    assert told["word"].startswith("Too early") and told["holds"] is None
    assert told["action"] == "Wait." and "No two weeks" in words.size(early)
    assert "is not computed" in words.effect(early)


def test_the_figure_says_its_numbers(found):
    told = description(figures.weeks(found))
    truth = make_data.truth()[:12]
    old = truth["version_1"] / truth["visitors"] / 100
    peak = pd.Timestamp(truth["week"][old.idxmax()])
    assert f"{old.max():.2f} at most, in that of {peak:%Y-%m-%d}" in told
    assert "What finance booked is 0.00% beside version 2 at most." in told


def test_the_question_is_that_of_the_brief():
    said = words.question()
    brief = (ROOT / "brief.md").read_text(encoding="utf-8")
    assert said.startswith("## The question") and "](" not in said
    assert said.split("\n\n")[1] in brief
