"""What difference in differences alone is held to: parallel trends, one start, enough markets."""

import logs
import pandas as pd
from conftest import refusals

import analysis
import design


def test_trends_that_part_before_the_start_fail(panel):
    found, beside = analysis.look(panel(trend=4.0))
    assert analysis.verdict(found, beside) == "assumption fails"
    assert any("pre-trend" in one.name for one in found.checks if one.holds is False)


def test_a_shock_in_one_market_is_named(panel):
    found, beside = analysis.look(panel(shock=0.5))
    (shock,) = [one for one in beside if one.name == "shocks"]
    assert shock.holds is False and "Almada in the week of 2026-03-09" in shock.said
    assert analysis.verdict(found, beside) == "assumption fails"


def test_another_market_that_is_treated_too_is_refused(panel):
    def one_more(tables):
        more = pd.DataFrame({"market": ["Porto"], "treated_from": [pd.Timestamp("2026-03-16")]})
        return {**tables, "rollout": pd.concat([tables["rollout"], more])}

    assert "staggered-adoption" in refusals(analysis.look(panel(one_more))[0])


def test_one_treated_market_has_too_few_placebos_for_a_small_sample(panel, tmp_path):
    plan = tmp_path / "quasi.yaml"
    text = design.PLAN.read_text(encoding="utf-8")
    start = text.index("treated: [")
    line = text[start : text.index("\n", start)]
    plan.write_text(text.replace(line, "treated: [Braga]"), encoding="utf-8")

    def few(tables):
        kept = [*logs.MARKETS[8:], "Braga"]
        return {
            name: frame[frame["market"].isin(kept)]
            for name, frame in tables.items()
            if name != "rollout"
        } | {"rollout": tables["rollout"][tables["rollout"]["market"] == "Braga"]}

    assert "too-few-units" in refusals(analysis.look(panel(few), plan)[0])
