"""The planted cause is found, with day and size; without one nobody is blamed; broken logs are refused."""

from datetime import date

import make_data
import numpy as np
import pandas as pd
import pandas.testing
import pytest
from groundrules.contracts import BrokenContractError
from scipy.stats import binom

import analysis
import gather
import words

LAST = date(2024, 3, 17)
PLANTED = ("{platform}/{country}".format(**make_data.CAUSE), "fill rate")


def explained(**planted):
    """Return (table, answer) of data made afresh."""
    table = analysis.named(gather.segments(*make_data.make(**planted), LAST))
    return table, analysis.explain(table)


@pytest.fixture(scope="module")
def found():
    """The table and the answer of the data that stands here."""
    table = analysis.named(gather.segments(*gather.read(), LAST))
    return table, analysis.explain(table)


def test_the_maker_makes_the_data_that_stands_here():
    for stored, made in zip(gather.read(), make_data.make(), strict=True):
        pandas.testing.assert_frame_equal(stored, made, check_dtype=False)


def test_no_session_and_no_euro_is_lost_on_the_way(found):
    sessions, ads = gather.read()
    table, answer = found
    assert table["sessions"].sum() == sessions["sessions"].sum()
    assert table["revenue"].sum() == pytest.approx(ads["revenue"].sum())
    *weeks, last = analysis.by_week(table)
    whole = last["revenue"].sum() - analysis.mean(weeks)["revenue"].sum()
    assert analysis.tree(answer)["change a week"].sum() == pytest.approx(whole)


def test_the_planted_cause_stands_out_with_its_day_and_size(found):
    table, answer = found
    assert [key for key in answer.causes.index if key[0] != "all"] == [PLANTED]
    assert answer.causes.loc[PLANTED, "high"] < 0
    step = analysis.change_day(analysis.daily(table, *PLANTED))
    assert step.day == make_data.CAUSE["day"]
    assert step.first <= step.day <= step.last
    _, low, high = analysis.size(table, *PLANTED, step.day)
    assert low < make_data.CAUSE["size"] < high
    said = words.answer(table, answer)
    assert f"Fill rate of {PLANTED[0]}" in said and f"since {make_data.CAUSE['day']}" in said


def test_size_and_day_hold_the_truth_as_often_as_they_say():
    """Over 30 data sets; a 95 % interval may miss so often that less than 1 in 1,000 correct ones miss more."""
    seeds, missed, days = range(30), 0, 0
    for seed in seeds:
        table = analysis.named(gather.segments.__wrapped__(*make_data.make(seed=seed), LAST))
        step = analysis.change_day(analysis.daily(table, *PLANTED))
        days += not step.first <= pd.Timestamp(make_data.CAUSE["day"]) <= step.last
        _, low, high = analysis.size(table, *PLANTED, pd.Timestamp(make_data.CAUSE["day"]))
        missed += not low < make_data.CAUSE["size"] < high
    most = binom.ppf(0.999, len(seeds), analysis.ALPHA)
    assert (missed <= most, days <= most) == (True, True), (missed, days, most)


def test_totals_name_the_wrong_cause_and_segments_do_not(found):
    """Simpson's paradox: the average price fell most, and in no segment did the price move."""
    table, answer = found
    totals = analysis.aggregate(table)["change"]
    assert totals.idxmin() == "price"
    prices = answer.parts["p_holm"].xs("price", level="part")
    assert prices.min() > analysis.ALPHA
    assert answer.causes.loc[("all", "mix"), "high"] < 0


def test_a_mix_alone_blames_no_segment():
    table, answer = explained(seed=11, cause=False)
    assert set(answer.causes.index) == {("all", "mix"), ("all", "volume")}
    assert words.NOTHING in words.answer(table, answer)


def test_without_a_cause_no_segment_stands_out():
    """Holm holds the chance of any false alarm to 5 % a data set; more than the bound come once in 1,000."""
    seeds, alarms = range(30), 0
    for seed in seeds:
        made = make_data.make(seed=seed, cause=False, mix=False)
        table = analysis.named(gather.segments.__wrapped__(*made, LAST))
        try:
            answer = analysis.explain(table)
        except analysis.BaselineError:
            continue  # a trend where there is none, in 1 of 100
        alarms += len(answer.causes) > 0
        assert (words.NOTHING in words.answer(table, answer)) or len(answer.causes)
    assert alarms <= binom.ppf(0.999, len(seeds), analysis.ALPHA)


def test_a_trend_before_stops_the_analysis():
    table = analysis.named(gather.segments(*gather.read(), LAST))
    week = (table["day"] - table["day"].min()).dt.days // 7
    grown = table.assign(revenue=table["revenue"] * np.exp(0.02 * week))
    with pytest.raises(analysis.BaselineError, match="follows a trend"):
        analysis.explain(grown)


def broken_logs():
    """Yield (what is wrong, sessions, ads, what the contracts say)."""
    sessions, ads = make_data.make()
    day = pd.Timestamp("2024-03-12")
    on, paid = sessions["day"] == day, ads["day"] == day
    web, shown = sessions["platform"] == "web", ads["platform"] == "web"
    yield "missing day", sessions[~on], ads[~paid], "missing: 2024-03-12"
    yield "late log", sessions, ads[ads["day"] < "2024-03-16"], "24 of 924|nullable|not null"
    again = pd.concat([ads, ads[paid]], ignore_index=True)
    yield "duplicated partition", sessions, again, "unique"
    dollars = ads.assign(currency=ads["currency"].mask(paid, "USD"))
    yield "changed currency", sessions, dollars, "equal_to\\(EUR\\)"
    half = ads.assign(**{name: ads[name].mask(paid & shown, ads[name] // 3) for name in COUNTS})
    yield "ad server's tracking outage", sessions, half, "opportunities_per_session"
    lost = sessions.assign(sessions=sessions["sessions"].mask(on & web, sessions["sessions"] // 3))
    yield "player's tracking outage", lost, ads, "sessions_per_user|opportunities_per_session"
    yield "a segment of one log is gone", sessions, ads[~(paid & shown)], "opportunities"
    yield "short history", sessions[sessions["day"] >= day], ads, "rows"


COUNTS = ["opportunities", "impressions", "revenue"]


@pytest.mark.parametrize(
    ("sessions", "ads", "said"), [x[1:] for x in broken_logs()], ids=lambda _: ""
)
def test_broken_logs_are_refused_by_the_contracts(sessions, ads, said):
    with pytest.raises(BrokenContractError, match=said):
        gather.segments(sessions, ads, LAST)
