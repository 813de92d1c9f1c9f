"""The logs keep their contracts, the effect is found, each broken assumption is told by name."""

import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pandas.testing
import pytest
from groundrules.contracts import validate

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

import make_data  # noqa: E402

import analysis  # noqa: E402
import diagnostics  # noqa: E402
import gather  # noqa: E402

UNTIL = date(2026, 4, 26)
CONTRACTS = ROOT / "contracts" / "data.py"


@pytest.fixture
def panel(tmp_path):
    """Return a function that makes the panel of logs, changed by `change` or made otherwise."""

    def make(change=lambda tables: tables, until=UNTIL, **broken):
        make_data.write(tmp_path, change(make_data.make(**broken)))
        return gather.gather(until, tmp_path, tmp_path / "panel.parquet")

    return make


def names(found):
    """Return the names of the diagnostics that do not hold."""
    return [one.name for one in analysis.failing(found)]


def refusals(result):
    """Return the names of the guards that refuse."""
    return [one.name for one in result.refusals]


def broken_rules(data, contract):
    """Return the rules of a contract that data break."""
    result = validate(data, f"{CONTRACTS}:{contract}")
    return [str(rule) for rule in result.rules if rule.status == "failed"]


@pytest.mark.parametrize("name", ["sales", "markets", "rollout"])
def test_the_maker_makes_the_logs_that_stand_here(name):
    file = ROOT / "data" / f"{name}.csv"
    frame = make_data.make()[name]
    stored = pd.read_csv(file, parse_dates=list(frame.select_dtypes("datetime")))
    pandas.testing.assert_frame_equal(stored, frame, check_dtype=False)
    assert not broken_rules(file, name.capitalize())


def test_the_planted_effect_is_found(panel):
    found, beside = analysis.look(panel())
    assert found.estimate.lower < make_data.EFFECT < found.estimate.upper
    assert analysis.verdict(found, beside) == "effect"
    low, middle, high = analysis.worth(found)
    assert low < middle < high
    assert "EUR a week" in analysis.answer(found, beside)
    assert "EUR a year" in analysis.answer(found, beside)


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_no_effect_and_never_told_as_proof(panel, seed):
    found, beside = analysis.look(panel(effect=0.0, seed=seed))
    assert analysis.verdict(found, beside) in ("undecided", "assumption fails")
    assert "no effect" not in analysis.answer(found, beside).lower()


def test_before_the_end_there_is_no_answer(panel):
    found, beside = analysis.look(panel(until=date(2026, 3, 29)))
    assert refusals(found) == ["window-after-the-data"]
    assert "window-after-the-data" in analysis.answer(found, beside)


def test_missing_days_break_the_contract_and_are_refused(panel):
    def without(tables):
        sales = tables["sales"]
        gone = (sales["market"] == "Porto") & (sales["day"] == "2026-03-10")
        return {**tables, "sales": sales[~gone]}

    made = panel(without)
    assert any("revenue_per_1000" in rule for rule in broken_rules(made, "Panel"))
    assert "null-outcome" in refusals(analysis.look(made)[0])


def test_trends_that_part_before_the_start_fail(panel):
    found, beside = analysis.look(panel(trend=12.0))
    assert analysis.verdict(found, beside) == "assumption fails"
    assert any("before the start" in one.name for one in found.checks if one.holds is False)


def test_anticipation_fails(panel):
    found, beside = analysis.look(panel(effect=60.0, early=2))
    assert "anticipation" in names(beside)
    assert "anticipation" in analysis.answer(found, beside)


def test_an_effect_that_spills_over_fails(panel):
    found, beside = analysis.look(panel(effect=90.0, spill=0.9))
    assert "spill-over" in names(beside)


def test_a_shock_in_one_market_is_named(panel):
    found, beside = analysis.look(panel(shock=0.5))
    (shock,) = [one for one in beside if one.name == "shocks"]
    assert shock.holds is False and "Porto in the week of 2026-03-09" in shock.said
    assert analysis.verdict(found, beside) == "assumption fails"


def test_another_market_that_is_treated_too_is_refused(panel):
    def one_more(tables):
        more = pd.DataFrame({"market": ["Porto"], "treated_from": [pd.Timestamp("2026-03-02")]})
        return {**tables, "rollout": pd.concat([tables["rollout"], more])}

    assert "treatment-is-not-as-planned" in refusals(analysis.look(panel(one_more))[0])


def test_the_courses_part_at_the_start(panel):
    table = analysis.courses(panel())
    gap = table.iloc[:, 0] - table.iloc[:, 1]
    after = table.index >= make_data.START
    assert gap[after].mean() - gap[~after].mean() > make_data.EFFECT / 2
    assert len(table) == make_data.WEEKS_BEFORE + make_data.WEEKS
    assert diagnostics.EARLY < make_data.WEEKS_BEFORE


def test_the_treated_market_stands_out_among_its_placebos(panel):
    gaps = analysis.placebos(panel())
    after = gaps.index >= make_data.START
    ratio = (gaps[after] ** 2).mean() / (gaps[~after] ** 2).mean()
    assert ratio.idxmax() == "Lisboa" and len(ratio) == 24
