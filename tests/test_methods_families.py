"""The families beyond comparison: where a description leads, and tolerances that chance explains."""

from __future__ import annotations

import math
import re

import pytest

from groundrules.methods import describe, load, route
from groundrules.methods.match import Matcher

GUIDE = load.load()
MATCHER = Matcher(GUIDE)
FAMILIES = {"survival", "clustered", "time_series", "causal", "models", "power"}


def led(said: str) -> dict[str, list[str]]:
    """Return place → methods for a description written as `question=answer …`."""
    answers = dict(pair.split("=") for pair in said.split())
    whole, taken, missing = describe.complete(describe.checked(answers, GUIDE), MATCHER)
    assert not missing, [question.name for question in missing]
    found: dict[str, list[str]] = {}
    for choice in route.route(MATCHER, whole, taken).choices:
        found.setdefault(choice.place, []).append(choice.method.name)
    return found


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("goal=survival ending=single survival_claim=share", "kaplan_meier"),
        ("goal=survival ending=single survival_claim=compare_curves", "log_rank"),
        ("goal=survival ending=single survival_claim=covariates", "cox_regression"),
        ("goal=survival ending=single survival_claim=time_gained", "restricted_mean"),
        ("goal=survival ending=single survival_claim=beyond", "weibull"),
        ("goal=survival ending=competing", "cumulative_incidence"),
        ("goal=series series_claim=level", "block_bootstrap"),
        ("goal=series series_claim=trend", "trend_hac"),
        ("goal=series series_claim=season", "seasonal_adjustment"),
        ("goal=series series_claim=relation", "series_relation"),
        ("goal=forecast seasonal=repeats", "seasonal_naive"),
        ("goal=forecast seasonal=none", "drift_forecast"),
        ("goal=effect came_about=dated_some", "difference_in_differences"),
        ("goal=effect came_about=dated_one", "synthetic_control"),
        ("goal=effect came_about=dated_all", "interrupted_time_series"),
        ("goal=effect came_about=cutoff", "regression_discontinuity"),
        ("goal=effect came_about=chosen", "doubly_robust"),
        ("goal=effect came_about=pushed", "instrumental_variables"),
        ("goal=effect came_about=through", "mediation"),
        ("goal=cluster structure=groups number_of_groups=given", "k_means"),
        ("goal=cluster structure=groups number_of_groups=open", "number_of_clusters"),
        ("goal=cluster structure=axes", "pca"),
        ("goal=plan outcome=continuous", "power_two_means"),
        ("goal=plan outcome=money covariate=before", "power_cuped"),
        ("goal=plan outcome=binary", "power_two_proportions"),
        ("goal=plan outcome=ratio", "power_ratio_metric"),
        ("goal=plan outcome=ordinal", "power_simulation"),
        ("goal=plan outcome=binary claim=not_worse", "power_margin"),
        ("goal=plan outcome=binary plan_unit=cluster", "power_design_effect"),
    ],
)
def test_where_a_description_leads(said: str, name: str) -> None:
    assert led(said)["first"] == [name]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("purpose=explain outcome=money dependence=independent", "linear_hc3"),
        ("purpose=explain outcome=money dependence=independent part=quantile", "quantile_regression"),
        ("purpose=explain outcome=binary dependence=independent", "logistic"),
        ("purpose=explain outcome=count dependence=independent", "poisson_ppml"),
        ("purpose=explain outcome=ratio dependence=independent", "poisson_ppml"),
        ("purpose=explain outcome=ordinal dependence=independent", "ordered_logit"),
        ("purpose=explain outcome=nominal dependence=independent", "multinomial_logit"),
        ("purpose=explain outcome=money dependence=clustered", "cluster_regression"),
        ("purpose=explain outcome=money dependence=clustered between=variation", "mixed_model"),
        ("purpose=explain outcome=binary dependence=clustered", "gee"),
        ("purpose=explain outcome=money dependence=serial", "hac_regression"),
        ("purpose=predict outcome=money reading=weights", "penalised_regression"),
        ("purpose=predict outcome=binary reading=rules", "decision_tree"),
        ("purpose=predict outcome=binary reading=any", "gradient_boosting"),
    ],
)  # fmt: skip
def test_where_a_model_is_asked_for(said: str, name: str) -> None:
    assert led(f"goal=predict {said}")["first"] == [name]


def test_what_belongs_beside() -> None:
    assert led("goal=effect came_about=chosen")["beside"] == ["e_value"]
    assert "power_sequential" in led("goal=plan outcome=binary looks=several")["beside"]
    assert "kaplan_meier" in led("goal=survival ending=single survival_claim=covariates")["beside"]


def _simulated() -> list[tuple[str, float, float, int]]:
    """Return method and name, value, tolerance, runs of every rate said to be within 3 Monte Carlo errors."""
    found = []
    for method in GUIDE.methods:
        for one in method.expect:
            runs = re.search(r"3 Monte Carlo standard errors of ([\d,]+) \w+$", one.source)
            runs = runs or re.search(r"simulation of ([\d,]+).*; 3 Monte Carlo", one.source)
            rate = re.search(r"false_|coverage|^power(_not_worse|_same)?$", one.name)
            if method.family in FAMILIES and runs and rate and one.within:
                value = float(one.value)
                found.append((f"{method.name}.{one.name}", value, one.within, _number(runs[1])))
    return found


def _number(text: str) -> int:
    return int(text.replace(",", "").strip())


def test_tolerances_are_three_monte_carlo_errors() -> None:
    """A tolerance that is wider than chance would let a broken method pass."""
    simulated = _simulated()
    assert len(simulated) > 12
    for name, value, within, runs in simulated:
        assert within == pytest.approx(3 * math.sqrt(value * (1 - value) / runs), rel=0.12), name
