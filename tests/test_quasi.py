"""`groundrules quasi`: the plan, what is refused, and what is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT

from groundrules import documents
from groundrules.cli import main
from groundrules.errors import ContentError, MissingExtraError, UsageError
from groundrules.quasi import form, guards, quasi
from groundrules.quasi.result import Result
from groundrules.quasi.sketch import sketch

PLAN: dict[str, Any] = {
    "hypothesis": "The promise raises revenue.",
    "owner": "Ada",
    "decision": "Roll out if it reaches the minimum.",
    "design": "difference-in-differences",
    "outcome": {"column": "revenue", "unit": "EUR a week", "aggregation": "sum"},
    "unit": 'mar;ket "a"',
    "time": "select",
    "period": "week",
    "treated": [f"m{n:02}" for n in range(8)],
    "treatment_start": "2026-03-02",
    "window_end": "2026-04-26",
    "pre_periods": 8,
    "minimum_effect": 20,
    "if_assumption_fails": "Ask for a randomised experiment.",
}
UNIT, TIME = PLAN["unit"], PLAN["time"]


def days(units: int = 20, effect: float = 0.0, treated: int = 8, seed: int = 1) -> pd.DataFrame:
    """Return a row for each market and day from Monday 2025-12-01 to Sunday 2026-04-26, effect a week."""
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2025-12-01", "2026-04-26")
    frame = pd.MultiIndex.from_product([range(units), dates], names=["n", TIME]).to_frame(
        index=False
    )
    on = (frame.n < treated) & (frame[TIME] >= "2026-03-02")
    frame["revenue"] = 100 + frame.n + rng.normal(0, 5, len(frame)) + effect / 7 * on
    frame["on"] = on.astype(int)
    frame[UNIT] = frame.n.map("m{:02}".format)
    return frame.drop(columns="n")


@pytest.fixture
def judge(tmp_path: Path) -> Callable[..., Result]:
    """Return how a plan, changed here and there, judges a frame."""

    def run(frame: pd.DataFrame, **changed: Any) -> Result:
        (tmp_path / "quasi.yaml").write_text(yaml.safe_dump({**PLAN, **changed}), encoding="utf-8")
        frame.to_parquet(tmp_path / "data.parquet")
        return quasi(tmp_path / "quasi.yaml", str(tmp_path / "data.parquet"), lambda _: None)

    return run


def names(result: Result) -> list[str]:
    assert (result.verdict == "refused") == bool(result.refusals) == (result.estimate is None)
    assert all(refusal.what and refusal.mend for refusal in result.refusals)
    return [refusal.name for refusal in result.refusals]


def test_an_effect_is_found_in_its_unit(judge: Callable[..., Result]) -> None:
    result = judge(days(effect=70))
    assert result.verdict == "effect" and result.matters == "yes"
    assert result.estimate and result.estimate.lower and result.estimate.upper
    assert result.estimate.lower < 70 < result.estimate.upper
    assert "EUR a week (95 % interval" in result.answer
    assert result.panel and (result.panel.before, result.panel.after) == (13, 8)


def test_a_high_p_is_undecided_and_never_no_effect(judge: Callable[..., Result]) -> None:
    result = judge(days(), treatment="on")
    assert result.verdict == "undecided" and result.estimate and result.estimate.p > 0.05
    assert "no proof" in result.answer and "no effect" not in json.dumps(result.to_dict())
    assert result.matters in ("no", "undecided")


def test_a_trend_before_the_start_fails(judge: Callable[..., Result]) -> None:
    frame = days(effect=70)
    weeks = (frame[TIME] - pd.Timestamp("2025-12-01")).dt.days / 7
    frame["revenue"] += 2 * weeks * (frame[UNIT] < "m08")
    result = judge(frame)
    assert result.verdict == "assumption fails"
    assert any(c.name == "pre-trend, slope" and c.holds is False for c in result.checks)
    assert "Ask for a randomised experiment." in result.answer


def _null(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    frame = frame.copy()
    frame.loc[5, column] = None
    return frame


def _flagged(
    frame: pd.DataFrame, change: Callable[[pd.DataFrame], Any], value: int
) -> pd.DataFrame:
    frame = frame.copy()
    frame.loc[change(frame), "on"] = value
    return frame


WEEK = {"outcome": {**PLAN["outcome"], "aggregation": "none"}, "period": "day", "pre_periods": 8}
DEFECTS: dict[str, tuple[Callable[[pd.DataFrame], pd.DataFrame], dict[str, Any]]] = {
    "null-unit": (lambda f: _null(f, UNIT), {}),
    "null-time": (lambda f: _null(f, TIME), {}),
    "null-outcome": (lambda f: _null(f, "revenue"), {}),
    "outcome-not-a-number": (lambda f: f.replace({"revenue": {f.revenue[5]: np.inf}}), {}),
    "repeated-cells": (lambda f: pd.concat([f, f.head(2)]), WEEK),
    "missing-cells": (lambda f: f.drop(index=f.index[7:14]), {}),
    "too-few-pre-periods": (lambda f: f[f[TIME] >= "2026-02-02"], {}),
    "treated-unit-missing": (lambda f: f, {"treated": ["m01", "m3"]}),
    "left-out-unit-missing": (lambda f: f, {"leave_out": ["m15", '\'; DROP "x"']}),
    "no-controls": (lambda f: f[f[UNIT] < "m08"], {}),
    "too-few-units": (lambda f: f[f[UNIT] > "m06"], {"treated": ["m07"]}),
    "start-inside-a-period": (lambda f: f, {"treatment_start": "2026-03-04"}),
    "partial-last-period": (lambda f: f, {"window_end": "2026-04-23"}),
    "partial-first-period": (lambda f: f[f[TIME] > "2025-12-02"], {}),
    "window-after-the-data": (lambda f: f[f[TIME] < "2026-04-24"], {}),
    "window-before-the-data": (lambda f: f, {"window_start": "2025-11-03"}),
    "start-outside-the-window": (lambda f: f, {"window_start": "2026-03-02"}),
    "treatment-not-0-or-1": (lambda f: _flagged(f, lambda x: x.index == 5, 2), {"treatment": "on"}),
    "partly-treated-cells": (
        lambda f: _flagged(f, lambda x: (x[UNIT] == "m00") & (x[TIME] == "2026-02-24"), 1),
        {"treatment": "on"},
    ),
    "treatment-not-absorbing": (
        lambda f: _flagged(f, lambda x: (x[UNIT] == "m00") & (x[TIME] >= "2026-04-13"), 0),
        {"treatment": "on"},
    ),
    "staggered-adoption": (
        lambda f: _flagged(f, lambda x: (x[UNIT] == "m00") & (x[TIME] < "2026-03-16"), 0),
        {"treatment": "on"},
    ),
    "treatment-is-not-as-planned": (lambda f: f, {"treatment": "on", "treated": ["m00", "m01"]}),
    "too-few-units-for-covariates": (
        lambda f: f.assign(price=f.revenue.round(0)),
        {"covariates": ["price"]},
    ),
    "null-covariate": (lambda f: _null(f.assign(price=1.0), "price"), {"covariates": ["price"]}),
    "outcome-does-not-vary": (lambda f: f.assign(revenue=3.0), {}),
    "changes-do-not-vary": (
        lambda f: f.assign(revenue=f[UNIT].str[1:].astype(int) + f[TIME].dt.day_of_year),
        {},
    ),
    "no-rows": (lambda f: f.head(0), {}),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_refused_by_its_name(name: str, judge: Callable[..., Result]) -> None:
    break_it, changed = DEFECTS[name]
    assert name in names(judge(break_it(days(effect=70)), **changed))


def test_every_guard_has_a_defect_that_it_stops() -> None:
    text = (ROOT / "src/groundrules/quasi/guards.py").read_text(encoding="utf-8")
    known = {*re.findall(r'Refusal\(\s*"([a-z0-9-]+)"', text), *guards._DEFECTS}
    elsewhere = {"unreadable-time", "spend-not-a-number"}  # the CSV below, test_quasi_geo.py
    assert known - elsewhere == set(DEFECTS)


def test_rows_of_nothing_are_zero_only_where_the_plan_says_so(judge: Callable[..., Result]) -> None:
    frame = days(effect=70).drop(index=range(7, 14))
    outcome = {**PLAN["outcome"], "empty_cells": "zero"}
    assert not names(judge(frame, outcome=outcome))
    counted = {"unit": "orders a week", "aggregation": "count"}
    result = judge(days(), outcome=counted)
    assert names(result) == ["outcome-does-not-vary"]  # seven rows a week, always


def test_staggered_data_get_the_one_honest_way(judge: Callable[..., Result]) -> None:
    frame = DEFECTS["staggered-adoption"][0](days(effect=70))
    (refusal,) = judge(frame, treatment="on").refusals
    assert "one plan for each start" in refusal.mend and "never treated" in refusal.mend
    # and that way passes: without the late starter, as if it were not in the data
    early = {"treatment": "on", "treated": PLAN["treated"][1:]}
    result = judge(frame, **early, leave_out=["m00"])
    assert not names(result) and "left out by the plan: m00" in result.notes
    assert result.estimate == judge(frame[frame[UNIT] != "m00"], **early).estimate


def test_one_treated_market_is_judged_by_placebo_assignments(judge: Callable[..., Result]) -> None:
    frame = days(units=30, effect=100, treated=1)
    result = judge(frame, treated=["m00"])
    assert result.verdict == "effect" and result.estimate
    assert result.estimate.p == pytest.approx(1 / 30)
    assert "30 placebo assignments" in result.estimate.method


@pytest.mark.parametrize(
    ("treated", "units", "sides", "refused"),
    [
        (3, 6, "two-sided", True),  # 20 assignments, the exchanged ones alike: p is 0.1 at least
        (3, 6, "greater", False),
        (3, 7, "two-sided", False),
        (1, 19, "two-sided", True),
        (1, 20, "two-sided", False),
    ],
)
def test_a_design_that_cannot_reach_alpha_is_refused(
    treated: int, units: int, sides: str, refused: bool, judge: Callable[..., Result]
) -> None:
    frame = days(units=units, effect=700, treated=treated)
    result = judge(frame, treated=[f"m{n:02}" for n in range(treated)], sides=sides)
    assert names(result) == (["too-few-units"] if refused else [])
    assert refused or (result.estimate and result.estimate.p <= 0.05)


def test_csv_tables_and_parquet_give_the_same(judge: Callable[..., Result], tmp_path: Path) -> None:
    frame = days(effect=70)
    expected = judge(frame)
    frame.to_csv(tmp_path / "data.csv", index=False)
    with duckdb.connect(str(tmp_path / "w.duckdb")) as connection:
        connection.execute('CREATE TABLE "sa""les" AS SELECT * FROM frame')
    plan = tmp_path / "quasi.yaml"
    for data in (str(tmp_path / "data.csv"), f'{tmp_path / "w.duckdb"}:"sa""les"'):
        assert quasi(plan, data, lambda _: None) == expected
    text = (tmp_path / "data.csv").read_text().replace("2026-01-05,", "05/01/2026,")
    (tmp_path / "broken.csv").write_text(text)
    refused = quasi(plan, str(tmp_path / "broken.csv"), lambda _: None)
    assert names(refused) == ["unreadable-time"]


def test_numbers_for_time_and_rows_outside_the_window(judge: Callable[..., Result]) -> None:
    frame = days(effect=70)
    frame[TIME] = (frame[TIME] - pd.Timestamp("2025-12-01")).dt.days // 7 + 1990
    result = judge(frame, period="number", treatment_start=2003, window_start=1992, window_end=2008)
    assert result.panel and (result.panel.first, result.panel.last) == ("1992", "2008")
    assert any("rows lie outside the window" in note for note in result.notes)


SPANS = {  # from, start of treatment, last day: 12 periods before and 4 after
    "day": ("2026-02-18", "2026-03-02", "2026-03-05"),
    "week": ("2025-12-08", "2026-03-02", "2026-03-29"),
    "month": ("2025-03-01", "2026-03-01", "2026-06-30"),
    "quarter": ("2021-07-01", "2024-07-01", "2025-06-30"),
    "year": ("2010-01-01", "2022-01-01", "2025-12-31"),
}


@pytest.mark.parametrize("period", SPANS)
@pytest.mark.parametrize("design", ["difference-in-differences", "synthetic-control"])
@pytest.mark.parametrize("seed", range(3))
def test_clean_data_are_never_refused(
    period: str, design: str, seed: int, judge: Callable[..., Result]
) -> None:
    first, start, last = SPANS[period]
    rng = np.random.default_rng(seed)
    grid = pd.MultiIndex.from_product([range(24), pd.date_range(first, last)], names=[UNIT, TIME])
    frame = grid.to_frame(index=False).sample(frac=1, random_state=seed)
    frame["revenue"] = rng.gamma(2, 10, len(frame))
    frame["on"] = ((frame[UNIT] < 1) & (frame[TIME] >= start)).astype(int)
    result = judge(
        frame,
        design=design,
        period=period,
        treated=["0"],
        treatment="on",
        treatment_start=start,
        window_end=last,
        minimum_effect=1e6,
    )
    assert not names(result)
    assert result.panel and (result.panel.before, result.panel.after) == (12, 4)
    assert (result.panel.first, result.panel.start) == (first, start)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"treated": ["a", "a"]}, "named twice"),
        ({"design": "synthetic-control"}, "one unit"),
        ({"design": "synthetic-control", "treated": ["a"], "covariates": ["x"]}, "leave them out"),
        ({"largest_rmspe": 3.0}, "is for a synthetic control"),
        ({"outcome": {"unit": "EUR"}}, "name a column"),
        (
            {"outcome": {**PLAN["outcome"], "aggregation": "mean", "empty_cells": "zero"}},
            "not zero",
        ),
        (
            {"outcome": {**PLAN["outcome"], "aggregation": "none", "empty_cells": "zero"}},
            "needs an agg",
        ),
        ({"treatment_start": "2026-13-02"}, "is not a date"),
        ({"period": "number"}, "is not a whole number"),
        ({"treatment": "revenue"}, "two roles"),
        ({"leave_out": ["m03"]}, "'m03' is treated"),
        ({"pre_periods": 2}, ">= 3"),
        ({"treatement": "on"}, "did you mean `treatment`"),
    ],
)
def test_a_plan_that_contradicts_itself(
    changed: dict[str, Any], said: str, judge: Callable[..., Result]
) -> None:
    with pytest.raises(ContentError, match=said.replace("(", r"\(")):
        judge(days(), **changed)


def test_a_column_that_is_not_there(judge: Callable[..., Result]) -> None:
    with pytest.raises(ContentError, match="did you mean 'revenue'"):
        judge(days(), outcome={**PLAN["outcome"], "column": "revenu"})


@pytest.mark.parametrize("design", ["difference-in-differences", "synthetic-control", "geo"])
def test_a_drafted_plan_reads(design: str, tmp_path: Path) -> None:
    (tmp_path / "q.yaml").write_text(sketch(design), encoding="utf-8")
    assert form.load(tmp_path / "q.yaml").design == design


def test_a_missing_package_is_told_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("groundrules.quasi.NEEDED", ("no_such_package",))
    with pytest.raises(MissingExtraError, match=r"no_such_package.*groundrules\[quasi\]"):
        quasi(Path("quasi.yaml"), "data.csv", lambda _: None)


def test_the_schema_is_that_of_the_form() -> None:
    """Make it anew with: documents.schema(Plan, …), as here."""
    made = documents.schema(form.Plan, "quasi.yaml: the plan of a quasi-experiment")
    assert (ROOT / "standards/schema/quasi.json").read_text(encoding="utf-8") == made


def test_the_command_line(
    judge: Callable[..., Result], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, data = str(tmp_path / "quasi.yaml"), str(tmp_path / "data.parquet")
    judge(days(effect=70))
    assert main(["quasi", plan, data]) == 0
    said = capsys.readouterr().out
    assert said.startswith("An effect of ") and "-- start --" in said
    assert main(["quasi", plan, data]) == 0
    assert capsys.readouterr().out == said
    assert main(["quasi", plan, data, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["version"] == 1 and told["verdict"] == "effect" and len(told["course"]) == 21
    judge(days().drop(index=range(7, 14)))
    assert main(["quasi", plan, data]) == 1
    assert "missing-cells" in capsys.readouterr().out
    assert main(["quasi", plan]) == 2
    assert main(["quasi", plan, str(tmp_path / "none.csv")]) == 2
    assert main(["quasi", "new", data]) == 2
    assert main(["quasi", "new", "-o", str(tmp_path / "new.yaml")]) == 0
    assert form.load(tmp_path / "new.yaml").unit == "market"
    with pytest.raises(UsageError):
        quasi(tmp_path / "none.yaml", data, lambda _: None)
