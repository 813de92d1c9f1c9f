"""`groundrules metrics compute`: the same numbers as pandas gets, and as Spark gets; what is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, Run
from scipy import stats
from shop import shop

from groundrules.errors import ContentError, UsageError
from groundrules.metrics import catalogue
from groundrules.metrics.computing import compute, span_of
from groundrules.metrics.form import Measure, Metric
from groundrules.metrics.history import History
from groundrules.metrics.periods import Span
from groundrules.statistics.levels import quantile_shares

CATALOGUE = catalogue.read((ROOT / "standards" / "metrics",))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("shop"))


def _compute(names: list[str], data: Path | str, *by: str, **more: Any) -> list[History]:
    more = {"span": Span(), **more}
    known = more.pop("known", CATALOGUE)
    return compute(known, names, [str(data)], by=by, tell=print, **more)


def _with(metric: Metric) -> catalogue.Catalogue:
    return catalogue.Catalogue({metric.name: metric}, CATALOGUE.sources)


def _values(found: History) -> dict[tuple[str, ...], tuple[int, float]]:
    return {point.keys: (point.level.units, point.level.value) for point in found.points}


def test_a_mean_by_week_is_what_pandas_says(folder: Path) -> None:
    (found,) = _compute(["revenue_per_user"], folder, "week", among="sessions")
    orders = pd.read_parquet(folder / "orders.parquet")
    sessions = pd.read_parquet(folder / "sessions.parquet")
    for frame, time in ((orders, "ordered_at"), (sessions, "started_at")):
        frame["week"] = frame[time].dt.tz_localize(None).dt.to_period("W-SUN").dt.start_time
    paid = orders[orders["status"] == "paid"].groupby(["week", "user_id"])["amount"].sum()
    everyone = sessions.groupby(["week", "user_id"]).size().index
    values = paid.reindex(everyone, fill_value=0)
    assert len(found.points) == 4
    for point, (week, own) in zip(found.points, values.groupby(level="week"), strict=True):
        assert point.keys == (week.date().isoformat(),)
        low, high = stats.t.interval(0.95, len(own) - 1, own.mean(), stats.sem(own))
        assert point.level.units == len(own)
        expected = (own.mean(), low, high)
        assert np.allclose((point.level.value, point.level.low, point.level.high), expected)


def test_a_ratio_over_two_tables_and_a_quantile(folder: Path) -> None:
    ratio, p95 = _compute(["ad_revenue_per_hour", "startup_time_p95"], folder, "day")
    ads = pd.read_parquet(folder / "ad_impressions.parquet")
    sessions = pd.read_parquet(folder / "sessions.parquet")
    ads = ads[ads["format"] != "banner"]
    above = ads.groupby(ads["shown_at"].dt.date)["revenue"].sum()
    below = sessions.groupby(sessions["started_at"].dt.date)["watched_hours"].sum()
    for point in ratio.points:
        day = date.fromisoformat(point.keys[0])
        assert point.level.value == pytest.approx(above[day] / below[day], rel=1e-12)
        assert point.level.low < point.level.value < point.level.high
    means = sessions.groupby([sessions["started_at"].dt.date, "user_id"])["startup_ms"].mean()
    for point in p95.points:
        own = means[date.fromisoformat(point.keys[0])].dropna()
        assert point.level.units == len(own)
        assert point.level.value == pytest.approx(own.quantile(0.95), rel=1e-12)


def test_the_delta_method_agrees_with_a_bootstrap(folder: Path) -> None:
    (found,) = _compute(["average_order_value"], folder)
    (point,) = found.points
    orders = pd.read_parquet(folder / "orders.parquet")
    paid = orders[orders["status"] == "paid"].groupby("user_id")["amount"].agg(["sum", "count"])
    users = paid.reindex(orders["user_id"].unique(), fill_value=0).to_numpy()
    rng = np.random.default_rng(1)
    drawn = users[rng.integers(len(users), size=(4000, len(users)))].sum(axis=1)
    spread = (drawn[:, 0] / drawn[:, 1]).std()
    assert (point.level.high - point.level.low) / 2 / 1.96 == pytest.approx(spread, rel=0.08)


def test_shares_have_wilsons_interval_and_stay_inside(folder: Path) -> None:
    (found,) = _compute(["conversion"], folder, "day")
    for point in found.points:
        level = point.level
        done = round(level.value * level.units)
        interval = stats.binomtest(done, level.units).proportion_ci(method="wilson")
        assert (level.low, level.high) == pytest.approx((interval.low, interval.high))
        assert 0 <= level.low <= level.value <= level.high <= 1


def test_by_a_column_and_by_two(folder: Path) -> None:
    (one,) = _compute(["orders_per_user"], folder, "country")
    assert [point.keys for point in one.points] == [("DE",), ("FR",)]
    (two,) = _compute(["orders_per_user"], folder, "week", "country")
    assert len(two.points) == 8 and two.points[0].keys == ("2026-03-02", "DE")
    with pytest.raises(UsageError, match="no column `colour` to split by"):
        _compute(["orders_per_user"], folder, "colour")


def test_days_that_are_asked_for_and_parts_of_weeks(folder: Path) -> None:
    span = span_of(date(2026, 3, 4), date(2026, 3, 15))
    (found,) = _compute(["sessions_per_user"], folder, "week", span=span)
    assert [(point.keys[0], point.partial) for point in found.points] == [
        ("2026-03-02", True),
        ("2026-03-09", False),
    ]
    sessions = pd.read_parquet(folder / "sessions.parquet")
    days = sessions["started_at"].dt.date
    inside = sessions[(days >= date(2026, 3, 4)) & (days < date(2026, 3, 9))]
    level = found.points[0].level
    assert level.value * level.units == pytest.approx(len(inside))
    with pytest.raises(UsageError, match="is before"):
        span_of(date(2026, 3, 4), date(2026, 3, 3))


def _orders(folder: Path, rows: list[dict[str, Any]]) -> Path:
    filled = [
        {"order_id": str(number), "status": "paid", "currency": "EUR", "country": None, **row}
        for number, row in enumerate(rows)
    ]
    pq.write_table(pa.Table.from_pylist(filled), folder / "orders.parquet")
    return folder


def _at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc,arg-type]


def test_weeks_begin_on_monday_also_before_1970(tmp_path: Path) -> None:
    times = [_at(1969, 12, 28, 23), _at(1969, 12, 29), _at(1970, 1, 4, 23, 59), _at(1970, 1, 5)]
    rows = [{"user_id": "a", "ordered_at": time, "amount": 1.0} for time in times]
    (found,) = _compute(["orders_per_user"], _orders(tmp_path, rows), "week")
    assert {key: value for key, (_, value) in _values(found).items()} == {
        ("1969-12-22",): 1,
        ("1969-12-29",): 2,
        ("1970-01-05",): 1,
    }


def test_a_column_without_a_value_is_a_group_too(tmp_path: Path) -> None:
    rows = [
        {"user_id": "a", "ordered_at": _at(2026, 3, 2), "amount": 1.0, "country": country}
        for country in ("DE", None, 'x"; DROP')
    ]
    (found,) = _compute(["orders_per_user"], _orders(tmp_path, rows), "country")
    assert [point.keys for point in found.points] == [("(none)",), ("DE",), ('x"; DROP',)]


def test_nulls_and_several_currencies_are_refused(tmp_path: Path) -> None:
    row: dict[str, Any] = {"user_id": "a", "ordered_at": _at(2026, 3, 2), "amount": 1.0}
    _orders(tmp_path, [row, {**row, "amount": None}, {**row, "status": "failed", "amount": None}])
    with pytest.raises(ContentError, match="1 rows that count hold no value"):
        _compute(["revenue_per_user"], tmp_path, "week")
    _orders(tmp_path, [row, {**row, "currency": "USD"}, {**row, "user_id": "b"}])
    with pytest.raises(ContentError, match="several values of `currency`, as EUR and USD"):
        _compute(["revenue_per_user"], tmp_path, "week")
    _orders(tmp_path, [row, {**row, "amount": float("nan")}])
    metric = msgspec.structs.replace(CATALOGUE.metrics["revenue_per_user"], nulls="drop")
    (found,) = _compute(["revenue_per_user"], tmp_path, known=_with(metric))
    assert found.points[0].level.value == 1


def test_a_number_that_is_summed_and_told_apart(tmp_path: Path) -> None:
    rows = [
        {"user_id": "a", "ordered_at": _at(2026, 3, 2), "amount": one} for one in (5.0, 5.0, 7.0)
    ]
    metric = msgspec.structs.replace(
        CATALOGUE.metrics["average_order_value"],
        denominator=Measure(value="amount", aggregate="count_distinct"),
    )
    (found,) = _compute(["average_order_value"], _orders(tmp_path, rows), known=_with(metric))
    assert found.points[0].level.value == 17 / 2


def test_who_has_no_row_is_left_out_where_the_metric_says_so(tmp_path: Path) -> None:
    row: dict[str, Any] = {"user_id": "a", "ordered_at": _at(2026, 3, 2), "amount": 4.0}
    rows = [
        row,
        {**row, "user_id": "b", "status": "failed"},
        {**row, "user_id": "c", "amount": None},
    ]
    base = CATALOGUE.metrics["revenue_per_user"]
    metric = msgspec.structs.replace(base, missing="exclude", nulls="drop")
    (found,) = _compute(["revenue_per_user"], _orders(tmp_path, rows), known=_with(metric))
    assert found.points[0].level.value == 4


def test_so_few_units_tell_no_interval_of_a_quantile() -> None:
    low, at, high = quantile_shares(20, 0.95, 0.95)
    assert at == 0.95 and low == pytest.approx(0.95 - 1.959964 * (0.95 * 0.05 / 20) ** 0.5)
    assert np.isnan(high)


def test_the_quantiles_interval_covers() -> None:
    rng = np.random.default_rng(7)
    drawn = np.sort(rng.exponential(size=(4000, 400)), axis=1)
    low, _, high = (np.quantile(drawn, share, axis=1) for share in quantile_shares(400, 0.9, 0.95))
    share = ((low <= np.log(10)) & (np.log(10) <= high)).mean()
    assert share == pytest.approx(0.95, abs=0.02)


def test_the_command(run: Run, folder: Path) -> None:
    done = run("metrics", "compute", "conversion", "revenue_per_user", str(folder))
    assert done.returncode == 0, done.stderr
    assert "conversion (version 1), % users, by week" in done.stdout
    assert "say whom to count by --among TABLE" in done.stdout
    words = ("--by", "day", "--to", "2026-03-03", "--format", "json", "--among", "sessions")
    told = json.loads(run("metrics", "compute", "revenue_per_user", str(folder), *words).stdout)
    (metric,) = told["metrics"]
    assert [point["keys"] for point in metric["points"]] == [["2026-03-02"], ["2026-03-03"]]
    assert metric["among"] == "sessions" and not metric["points"][0]["partial"]
    wrong = run("metrics", "compute", "revenue", str(folder))
    assert wrong.returncode == 2 and "did you mean `revenue_per_user`" in wrong.stderr
    assert run("metrics", "compute", "conversion").returncode == 2


@pytest.mark.spark
def test_spark_says_the_same(folder: Path) -> None:
    names = ["ad_revenue_per_hour", "startup_time_p95"]
    here = _compute(names, folder, "week")
    there = _compute(names, folder, "week", spark=True)
    for one, other in zip(here, there, strict=True):
        assert [point.keys for point in one.points] == [point.keys for point in other.points]
        left, right = (
            [(p.level.units, p.level.value, p.level.low, p.level.high) for p in found.points]
            for found in (one, other)
        )
        assert np.allclose(left, right, rtol=1e-10, atol=0, equal_nan=True)
