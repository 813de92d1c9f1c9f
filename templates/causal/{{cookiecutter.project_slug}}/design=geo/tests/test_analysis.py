"""The logs keep their contracts, the effect is found, each broken assumption is told by name."""

import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pandas.testing
import pytest
from groundrules.contracts import validate
from groundrules.quasi import form

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

import make_data  # noqa: E402

import analysis  # noqa: E402
import assign  # noqa: E402
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


@pytest.mark.parametrize("name", ["sales", "markets", "spend"])
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
    found, beside = analysis.look(panel(trend=4.0))
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
    assert (
        shock.holds is False and f"{make_data.TREATED[0]} in the week of 2026-03-09" in shock.said
    )
    assert analysis.verdict(found, beside) == "assumption fails"


def _changed(tmp_path, swap):
    text = analysis.PLAN.read_text(encoding="utf-8")
    start = text.index("treated: [")
    line = text[start : text.index("\n", start)]
    treated = [market for market in make_data.TREATED if market not in swap] + swap[1:]
    plan = tmp_path / "quasi.yaml"
    plan.write_text(text.replace(line, f"treated: [{', '.join(treated)}]"), encoding="utf-8")
    return plan


def test_the_plan_is_what_its_seed_draws(panel):
    plan = form.load(analysis.PLAN)
    drawn = assign.assignment(plan, plan.assignment.seed, panel())
    assert drawn["treated"] == plan.treated == make_data.TREATED
    assert drawn["assignment"]["blocks"] == plan.assignment.blocks
    assert drawn["assignment"]["sha256"] == plan.assignment.sha256
    assert plan.assignment.sha256 in (ROOT / "brief.md").read_text(encoding="utf-8")
    found = assign.findable(plan, plan.assignment.blocks, panel())
    assert found.power > 0.8 and found.smallest < plan.minimum_effect


def test_a_changed_assignment_is_told(panel, tmp_path):
    pair = next(pair for pair in form.load(analysis.PLAN).assignment.blocks)
    own = next(market for market in pair if market in make_data.TREATED)
    other = next(market for market in pair if market != own)
    told = refusals(analysis.look(panel(), _changed(tmp_path, [own, other]))[0])
    assert {"assignment-was-changed", "assignment-is-not-as-drawn"} <= set(told)


def test_markets_treated_otherwise_than_planned_are_told(panel):
    treated = make_data.TREATED[1:]
    other = next(market for market in make_data.MARKETS if market not in make_data.TREATED)
    found, _ = analysis.look(panel(treated=[other, *treated]))
    assert {"treatment-is-not-as-planned", "contamination"} <= set(refusals(found))


def test_money_spent_early_or_short_is_told(panel):
    def early(tables):
        spend = tables["spend"]
        return {**tables, "spend": spend.assign(day=spend["day"] - pd.Timedelta(days=7))}

    def short(tables):
        return {**tables, "spend": tables["spend"].assign(spend=100.0)}

    assert "spent-before-the-start" in refusals(analysis.look(panel(early))[0])
    assert "spend-is-not-as-planned" in refusals(analysis.look(panel(short))[0])


def test_the_true_draw_stands_out_among_all(panel):
    effects = analysis.draws(panel())
    assert len(effects) == 4096
    assert abs(effects[0]) == pytest.approx(abs(effects).max())


def test_the_courses_part_at_the_start(panel):
    table = analysis.courses(panel())
    gap = table.iloc[:, 0] - table.iloc[:, 1]
    after = table.index >= make_data.START
    assert gap[after].mean() - gap[~after].mean() > make_data.EFFECT / 2
    assert len(table) == make_data.WEEKS_BEFORE + make_data.WEEKS
    assert diagnostics.EARLY < make_data.WEEKS_BEFORE
