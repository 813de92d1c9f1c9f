"""The report says the answer first, what to do, and its numbers in words: for those who do not see its figures, too."""

from datetime import date

import make_data
import pytest
from groundrules.charts.alt import description

import analysis
import figures
import gather
import tables
import words

LAST = date(2024, 3, 17)
PLANTED = "{platform}/{country}".format(**make_data.CAUSE)


def explained(**planted):
    """Return (table, answer) of data made afresh."""
    table = analysis.named(gather.segments(*make_data.make(**planted), LAST))
    return table, analysis.explain(table)


@pytest.fixture(scope="module")
def found():
    """The table and the answer of the planted cause."""
    return explained()


def test_the_answer_comes_first_and_says_what_to_do(found):
    heading, first, action, change, *_ = words.answer(*found).split("\n\n")
    size, _, _ = analysis.size(found[0], PLANTED, "fill rate", make_data.CAUSE["day"])
    assert heading == "## Answer"
    assert first == (
        f"### The fill rate of {PLANTED} fell by {-size:.1%} on {make_data.CAUSE['day']}"
    )
    assert action.startswith("**The ads team looks") and PLANTED in action
    before, last = (week["revenue"].sum() for week in _ends(found[0]))
    assert f"fell by {1 - last / before:.1%}" in change and f"{before:,.0f} EUR" in change


def _ends(table):
    *weeks, last = analysis.by_week(table)
    return analysis.mean(weeks), last


def test_where_nothing_stands_out_nobody_is_sent_anywhere():
    table, answer = explained(seed=11, cause=False)
    _, first, action, *_ = words.answer(table, answer).split("\n\n")
    assert first == f"### {words.NOTHING}: it is the number of users and the mix of users"
    assert action == f"**{words.LEAVE}**"
    assert "within segments no rate moved" in words.said_of_totals(table, answer)


def test_totals_are_told_beside_what_the_segments_say(found):
    said = words.said_of_totals(*found)
    assert "the price fell most" in said and "it is the fill rate that moved" in said


def test_figures_say_their_finding_with_its_numbers(found):
    table, answer = found
    before, last = (week["revenue"].sum() for week in _ends(table))
    weeks = description(figures.weeks(table, answer))
    assert f"{before:,.0f} in the mean; the last week's is {last:,.0f}, below the range" in weeks
    out, _ = description(figures.stand_out(answer)).split("that do not")
    row = answer.causes.loc[(PLANTED, "fill rate")]
    assert f"fill rate, {PLANTED} {words.signed(row['value'])}" in out and "price" not in out
    series = analysis.daily(table, PLANTED, "fill rate")
    day = make_data.CAUSE["day"]
    told = description(figures.since(table, answer))
    assert f"{series[series.index < day].mean():.1%} before and" in told
    assert f"{series[series.index >= day].mean():.1%} since {day}" in told


def test_the_sum_stands_below_its_parts(found):
    shown = tables.parts(found[1])
    assert list(shown.index)[-1] == "all of it"
    assert shown.iloc[-1].tolist() == pytest.approx(shown.iloc[:-1].sum().tolist())
    assert shown.iloc[-1, 0] == pytest.approx(found[1].change["value"])
    assert set(tables.largest(found[1], 3)["p, by Holm"]) == {"< 0.0001"}


def test_the_question_is_that_of_the_brief():
    said = words.question()
    brief = (analysis.HERE / "brief.md").read_text(encoding="utf-8")
    assert said.startswith("## The question") and "](" not in said
    assert said.split("\n\n")[1] in brief
