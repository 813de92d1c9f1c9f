"""The logs keep their contracts, the effect is found, each broken assumption is told by name."""

from datetime import date

import logs
import make_data
import pandas as pd
import pandas.testing
import pytest
from conftest import ROOT, refusals
from groundrules.contracts import validate

import analysis
import design
import diagnostics

CONTRACTS = ROOT / "contracts" / "data.py"


def names(found):
    """Return the names of the diagnostics that do not hold."""
    return [one.name for one in analysis.failing(found)]


def broken_rules(data, contract):
    """Return the rules of a contract that data break."""
    result = validate(data, f"{CONTRACTS}:{contract}")
    return [str(rule) for rule in result.rules if rule.status == "failed"]


@pytest.mark.parametrize("name", make_data.make())
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


def test_anticipation_fails(panel):
    found, beside = analysis.look(panel(effect=60.0, early=2))
    assert "anticipation" in names(beside)
    assert "anticipation" in analysis.answer(found, beside)


def test_an_effect_that_spills_over_fails(panel):
    found, beside = analysis.look(panel(effect=90.0, spill=0.9))
    assert "spill-over" in names(beside)


def test_the_courses_part_at_the_start(panel):
    table = design.courses(panel())
    gap = table.iloc[:, 0] - table.iloc[:, 1]
    after = table.index >= logs.START
    assert gap[after].mean() - gap[~after].mean() > make_data.EFFECT / 2
    assert len(table) == make_data.WEEKS_BEFORE + make_data.WEEKS
    assert diagnostics.EARLY < make_data.WEEKS_BEFORE
