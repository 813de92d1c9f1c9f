"""What a synthetic control alone is held to: its fit, its donors, its placebos."""

import logs
import pandas as pd
from conftest import refusals

import analysis
import placebos


def test_trends_that_part_before_the_start_fail(panel):
    found, beside = analysis.look(panel(trend=12.0))
    assert analysis.verdict(found, beside) == "assumption fails"
    assert any("before the start" in one.name for one in found.checks if one.holds is False)


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


def test_the_treated_market_stands_out_among_its_placebos(panel):
    gaps = placebos.gaps(panel())
    after = gaps.index >= logs.START
    ratio = (gaps[after] ** 2).mean() / (gaps[~after] ** 2).mean()
    assert ratio.idxmax() == "Lisboa" and len(ratio) == 24
