"""What a geo experiment alone is held to: the draw is the plan's, and nobody else was treated."""

import logs
import make_data
import pandas as pd
import pytest
from conftest import ROOT, refusals
from groundrules.quasi import form

import analysis
import assign
import design
import draws


def test_trends_that_part_before_the_start_fail(panel):
    found, beside = analysis.look(panel(trend=4.0))
    assert analysis.verdict(found, beside) == "assumption fails"
    assert any("before the start" in one.name for one in found.checks if one.holds is False)


def test_a_shock_in_one_market_is_named(panel):
    found, beside = analysis.look(panel(shock=0.5))
    (shock,) = [one for one in beside if one.name == "shocks"]
    assert (
        shock.holds is False and f"{make_data.TREATED[0]} in the week of 2026-03-09" in shock.said
    )
    assert analysis.verdict(found, beside) == "assumption fails"


def _changed(tmp_path, swap):
    text = design.PLAN.read_text(encoding="utf-8")
    start = text.index("treated: [")
    line = text[start : text.index("\n", start)]
    treated = [market for market in make_data.TREATED if market not in swap] + swap[1:]
    plan = tmp_path / "quasi.yaml"
    plan.write_text(text.replace(line, f"treated: [{', '.join(treated)}]"), encoding="utf-8")
    return plan


def test_the_plan_is_what_its_seed_draws(panel):
    plan = form.load(design.PLAN)
    drawn = assign.assignment(plan, plan.assignment.seed, panel())
    assert drawn["treated"] == plan.treated == make_data.TREATED
    assert drawn["assignment"]["blocks"] == plan.assignment.blocks
    assert drawn["assignment"]["sha256"] == plan.assignment.sha256
    assert plan.assignment.sha256 in (ROOT / "brief.md").read_text(encoding="utf-8")
    found = assign.findable(plan, plan.assignment.blocks, panel())
    assert found.power > 0.8 and found.smallest < plan.minimum_effect


def test_a_changed_assignment_is_told(panel, tmp_path):
    pair = next(pair for pair in form.load(design.PLAN).assignment.blocks)
    own = next(market for market in pair if market in make_data.TREATED)
    other = next(market for market in pair if market != own)
    told = refusals(analysis.look(panel(), _changed(tmp_path, [own, other]))[0])
    assert {"assignment-was-changed", "assignment-is-not-as-drawn"} <= set(told)


def test_markets_treated_otherwise_than_planned_are_told(panel):
    treated = make_data.TREATED[1:]
    other = next(market for market in logs.MARKETS if market not in make_data.TREATED)
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
    effects = draws.effects(panel())
    assert len(effects) == 4096
    assert abs(effects[0]) == pytest.approx(abs(effects).max())
