"""Whether times are fresh and complete: pandera's verdict on pandas, and each engine's on Parquet, are one."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pytest
from hypothesis import strategies as st
from test_contract_engines import (
    ENGINES,
    assert_judges_as_pandera,
    fewer,
)
from test_contract_whole import CASES, NOW, days, everyone, judged, told_in_full

from groundrules.contracts import checks, validate
from groundrules.errors import ContentError

Draw = Callable[..., Any]


MOMENTS = [
    datetime(2024, 2, 28, 23, 59, 59, 999_999),
    datetime(2024, 2, 29),
    datetime(2024, 3, 1, 0, 30),
    datetime(2024, 3, 3, 12),
    datetime(2024, 4, 1),
    datetime(1969, 12, 31, 23, 59, 59, 999_999),
    datetime(1969, 12, 29),
    datetime(2400, 1, 1, 1, 1, 1, 1),
]
PERIODS = ["15min", "1h", "7h", "D", "3D", "1W", "1M", "Q", "1Y"]
SHORT = ["15min", "1h", "7h", "1D", "36h", "30D"]


@st.composite
def dated(draw: Draw) -> tuple[arrow.Table, pa.DataFrameSchema]:
    """Return a table with times and a contract about them."""
    unit = draw(st.sampled_from(["us", "ms", "ns", "days"]))
    zone = draw(st.sampled_from([None, "UTC", "Asia/Kolkata"]))
    fit = [m for m in MOMENTS if unit != "ns" or m.year < 2200]
    fit = [m if unit != "ms" else m.replace(microsecond=m.microsecond // 1000 * 1000) for m in fit]
    rows = draw(st.integers(0, 6))
    times = draw(st.lists(st.sampled_from([None, *fit]), min_size=rows, max_size=rows))
    name = draw(st.sampled_from(["user", 'odd "name', "sélect; --"]))
    other = draw(st.lists(st.sampled_from([None, 1, 300]), min_size=rows, max_size=rows))
    narrow = draw(st.sampled_from(["int64", "int64", "int64", "int8"]))
    moment = st.sampled_from(MOMENTS)
    now = draw(st.one_of(moment, moment.map(lambda m: m.replace(tzinfo=UTC))))
    ends = draw(st.one_of(st.none(), st.tuples(moment, moment).map(sorted).map(tuple)))
    spans = st.sampled_from(SHORT)
    whole = [
        checks.fresh(name, draw(spans), ahead=draw(spans), now=now),
        checks.complete(name, draw(st.sampled_from(PERIODS)), between=ends),
        checks.complete(name, draw(st.sampled_from(PERIODS)), raise_warning=draw(st.booleans())),
    ]
    table = arrow.table(
        {
            name: _times(times, unit, zone),
            "other": arrow.array(other, type=arrow.int64()),
        }
    )
    columns = {"other": pa.Column(narrow, nullable=True)}
    return table, pa.DataFrameSchema(columns, checks=whole)


def _times(times: list[datetime | None], unit: str, zone: str | None) -> arrow.Array:
    if unit == "days":
        return arrow.array([one and one.date() for one in times], type=arrow.date32())
    return arrow.array(times, type=arrow.timestamp(unit, zone))


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_judges_times_as_pandera(tmp_path: Path, engine: Any) -> None:
    assert_judges_as_pandera(dated(), engine, tmp_path, fewer(CASES, engine), told_in_full)


@everyone
def test_the_newest_time_is_near_to_now(tmp_path: Path, engine: Any) -> None:
    def fresh(*some: int, zone: str | None = "UTC", **options: Any) -> tuple[str, str]:
        frame = days(*some, zone=zone)
        rule = judged(frame, checks.fresh("at", now=NOW, **options), tmp_path, engine)
        assert rule.failures is None
        return rule.status, rule.detail

    assert fresh(9, 10) == ("passed", "the newest, 2024-03-10, is 12:00:00 old")
    assert fresh(8, 9) == ("failed", "the newest, 2024-03-09, is 1 day, 12:00:00 old")
    assert fresh(9, within="36h")[0] == "passed"
    assert fresh(9, within="35h")[0] == "failed"
    assert fresh(10, 11) == ("failed", "the newest, 2024-03-11, is 12:00:00 in the future")
    assert fresh(11, ahead="12h")[0] == "passed"
    kolkata = fresh(10, 11, zone="Asia/Kolkata")
    assert kolkata == ("failed", "the newest, 2024-03-10T18:30, is 6:30:00 in the future")
    naive = "the newest, 2024-03-10 (no zone, read as UTC), is 12:00:00 old"
    assert fresh(10, zone=None) == ("passed", naive)


@everyone
def test_without_a_time_the_clock_says_when_it_is(tmp_path: Path, engine: Any) -> None:
    for age, status in ((timedelta(hours=1), "passed"), (timedelta(days=2), "failed")):
        frame = pd.DataFrame({"at": [pd.Timestamp(datetime.now(UTC) - age)]})
        assert judged(frame, checks.fresh("at"), tmp_path, engine).status == status


@everyone
def test_a_day_that_is_missing_is_named(tmp_path: Path, engine: Any) -> None:
    def complete(*some: int, **options: Any) -> tuple[str, str]:
        rule = judged(days(*some), checks.complete("at", **options), tmp_path, engine)
        return rule.status, rule.detail

    assert complete(1, 2, 2, 3) == ("passed", "all 3 are there")
    assert complete(5, 1, 2) == ("failed", "2 of 5 are missing: 2024-03-03, 2024-03-04")
    assert complete(1, 31)[1].endswith("2024-03-05, 2024-03-06, …")
    ends = (date(2024, 2, 29), "2024-03-02")
    assert complete(1, 2, 9, between=ends) == ("failed", "1 of 3 are missing: 2024-02-29")
    assert complete(1, 31, every="1M") == ("passed", "all 1 are there")
    weeks = complete(3, 11, every="1W")  # a Sunday, and the Monday after the next
    assert weeks == ("failed", "1 of 3 are missing: week of 2024-03-04")
    year = ("2023-11-01", "2024-03-01")
    assert complete(1, every="1Q", between=year) == ("failed", "1 of 2 are missing: 2023-Q4")
    assert complete(1, every="1M", between=year)[1].endswith("2023-11, 2023-12, 2024-01, 2024-02")
    assert complete(1, every="1Y", between=year)[1] == "1 of 2 are missing: 2023"
    assert complete(1, 2, every="12h")[1] == "1 of 3 are missing: 2024-03-01T12:00"


@everyone
def test_no_time_at_all_is_neither_fresh_nor_complete(tmp_path: Path, engine: Any) -> None:
    nothing = pd.DataFrame({"at": pd.Series([None, None], dtype="datetime64[us]")})
    for check in (checks.fresh("at"), checks.complete("at")):
        rule = judged(nothing, check, tmp_path, engine)
        assert (rule.status, rule.detail) == ("failed", "at holds no time at all")
        assert judged(nothing[:0], check, tmp_path, engine).status == "skipped"
    ends = ("2024-03-01", "2024-03-02")
    rule = judged(nothing, checks.complete("at", between=ends), tmp_path, engine)
    assert rule.detail == "2 of 2 are missing: 2024-03-01, 2024-03-02"


@everyone
def test_where_values_could_not_be_read_the_whole_is_not_judged(
    tmp_path: Path, engine: Any
) -> None:
    frame = days(1, 2).assign(n=[1, 300])
    rule = judged(frame, checks.complete("at"), tmp_path, engine, n=pa.Column("int8"))
    assert rule.status == "skipped"
    assert rule.detail == "1 of 2 rows hold a value that could not be read"
    rows = judged(frame, checks.rows(at_least=2), tmp_path, engine, n=pa.Column("int8"))
    assert rows.status == "passed"


def test_what_holds_no_times_fails(tmp_path: Path) -> None:
    texts = pd.DataFrame({"at": ["2024-03-01"]})
    for check in (checks.fresh("at"), checks.complete("at")):
        rule = judged(texts, check, tmp_path, "auto")
        assert (rule.status, rule.detail) == ("failed", "at holds text and no times")
        with pytest.raises(ContentError, match="at holds text and no times"):
            validate(tmp_path / "judged.parquet", pa.DataFrameSchema(checks=check), engine="polars")


def test_the_newest_time_is_that_of_all_files(tmp_path: Path) -> None:
    """Of a folder whose files are known, times do not add up as counts do."""
    folder, kept = tmp_path / "events", tmp_path / "kept.sqlite"
    schema = pa.DataFrameSchema(
        checks=[checks.fresh("at", now=NOW), checks.complete("at"), checks.rows(at_least=2)]
    )
    for day, detail in ((9, "1 day, 12:00:00 old"), (10, "12:00:00 old"), (8, "12:00:00 old")):
        file = folder / f"day={day}" / "part.parquet"
        file.parent.mkdir(parents=True)
        days(day, zone="UTC").to_parquet(file)
        os.utime(file, (1_700_000_000, 1_700_000_000))
        rules = validate(folder, schema, incremental=kept).rules
        assert rules == validate(folder, schema).rules
        assert rules[1].detail.endswith(f"is {detail}")
