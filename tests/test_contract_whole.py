"""Our checks of the table as a whole: pandera's verdict on pandas, and each engine's on Parquet, are one."""

from __future__ import annotations

import copy
import math
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pandera.pandas as pa
import polars as pl
import pyarrow as arrow
import pytest
from hypothesis import strategies as st
from pandera.errors import SchemaErrors
from test_contract_checks import tables
from test_contract_engines import (
    ENGINES,
    KINDS,
    _fits,
    _nullable,
    assert_judges_as_pandera,
    told,
)

from groundrules.contracts import RuleResult, ValidationResult, checks, validate
from groundrules.contracts.checks.rows import RowRule
from groundrules.contracts.checks.rule import rule_of
from groundrules.errors import ContentError, UsageError

CASES = 200
PORTABLE = {"integer", "text", "boolean", "date"}
Draw = Callable[..., Any]


def told_in_full(result: ValidationResult) -> list[Any]:
    return [told(result), [rule.detail for rule in result.rules]]


def judged(
    frame: pd.DataFrame, check: pa.Check, folder: Path, engine: Any, **columns: Any
) -> RuleResult:
    """Return how a frame, as Parquet, comes out, after pandera alone has said the same of it."""
    frame.to_parquet(folder / "judged.parquet")
    rule = validate(
        folder / "judged.parquet", pa.DataFrameSchema(columns, checks=check), engine=engine
    ).rules[-1]
    try:
        pa.DataFrameSchema(checks=check).validate(frame, lazy=True)
        kept = True
    except SchemaErrors:
        kept = False
    if rule.status != "skipped":
        assert kept == (rule.status == "passed")
    return rule


everyone = pytest.mark.parametrize("engine", ["pandas", *ENGINES])


@st.composite
def sizes(draw: Draw) -> tuple[arrow.Table, pa.DataFrameSchema]:
    """Return a table and a contract about its number of rows."""
    table, kinds = draw(tables())
    low, high = sorted(draw(st.tuples(st.integers(0, 6), st.integers(0, 6))))
    history = draw(st.lists(st.integers(0, 8), min_size=1, max_size=4))
    whole = [
        checks.rows(at_least=low, at_most=draw(st.sampled_from([high, None]))),
        checks.volume(history, within=draw(st.sampled_from([0, 0.2, 0.5, 1]))),
    ]
    columns = {table.column_names[0]: pa.Column("int8")} if kinds[0] == "integer" else {}
    return table, pa.DataFrameSchema(columns, checks=whole)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_counts_rows_as_pandera(tmp_path: Path, engine: Any) -> None:
    assert_judges_as_pandera(sizes(), engine, tmp_path, CASES, told_in_full)


@everyone
def test_rows_are_counted_where_there_are_none(tmp_path: Path, engine: Any) -> None:
    none = pd.DataFrame({"x": pd.Series(dtype="float64")})
    rule = judged(none, checks.rows(at_least=1_000), tmp_path, engine)
    assert (rule.status, rule.detail) == ("failed", "0 rows, at least 1,000 asked")
    assert rule.name == "table: rows at least 1,000"
    assert judged(none, checks.rows(at_most=3), tmp_path, engine).status == "passed"


def test_the_volume_is_held_to_a_file_of_counts(tmp_path: Path) -> None:
    history = tmp_path / "rows.txt"
    history.write_text("100\n80\n\n120\n", encoding="utf-8")
    for rows, status in ((80, "passed"), (79, "failed"), (120, "passed"), (121, "failed")):
        frame = pd.DataFrame({"x": range(rows)})
        rule = judged(frame, checks.volume(history, within=0.2), tmp_path, "duckdb")
        assert rule.status == status
        assert rule.detail == (
            f"{rows} rows, the median of 3 earlier counts is 100 ({rows / 100:.4g} times)"
        )
    history.write_text("100\n-5\n", encoding="utf-8")
    schema = pa.DataFrameSchema(checks=checks.volume(str(history), within=0.2))
    with pytest.raises(ContentError, match=r"rows.txt:2: '-5' is no number of rows"):
        validate(frame, schema)
    history.write_text("", encoding="utf-8")
    with pytest.raises(ContentError, match="no number of rows"):
        validate(frame, schema)
    history.unlink()
    with pytest.raises(UsageError, match=r"rows\.txt"):
        validate(frame, schema)


@pytest.mark.parametrize(
    "make",
    [
        lambda: checks.rows(),
        lambda: checks.rows(at_least=3, at_most=2),
        lambda: checks.rows(at_least=-1),
        lambda: checks.volume([], within=0.2),
        lambda: checks.volume([100, "x"], within=0.2),
        lambda: checks.volume([100], within=-0.2),
        lambda: checks.references([], "x.parquet"),
        lambda: checks.references(["a", "b"], "x.parquet", "id"),
        lambda: checks.drift("x", {}),
        lambda: checks.drift("x", {"a": 0}),
        lambda: checks.drift("x", {"a": 1, 2: 1}),
        lambda: checks.drift("x", {"a": 1}, psi=0),
        lambda: checks.drift("x", "x.parquet", bins=1),
        lambda: checks.Histogram((1, 2)),
        lambda: checks.Histogram((1, 2), edges=(1.0, 2.0)),
        lambda: checks.Histogram((1, 2, 3), edges=(2.0, 1.0)),
        lambda: checks.Histogram((1, 2), edges=(math.nan,)),
        lambda: checks.Histogram((1, 2), edges=("a",)),
        lambda: checks.fresh("at", "soon"),
        lambda: checks.fresh("at", ahead="-1h"),
        lambda: checks.complete("at", "day"),
        lambda: checks.complete("at", "2M"),
        lambda: checks.complete("at", between=("2024-03-02", "2024-03-01")),
        lambda: checks.complete("at", between=("2024-03-32", "2024-03-01")),
    ],
)
def test_arguments_that_make_no_rule_are_refused(make: Callable[[], pa.Check]) -> None:
    with pytest.raises(UsageError):
        make()


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
    assert_judges_as_pandera(dated(), engine, tmp_path, CASES, told_in_full)


NOW = datetime(2024, 3, 10, 12, tzinfo=UTC)


def _days(*days: int, zone: str | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {"at": pd.to_datetime([f"2024-03-{day:02}" for day in days]).tz_localize(zone)}
    )


@everyone
def test_the_newest_time_is_near_to_now(tmp_path: Path, engine: Any) -> None:
    def fresh(*days: int, zone: str | None = "UTC", **options: Any) -> tuple[str, str]:
        frame = _days(*days, zone=zone)
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
    def complete(*days: int, **options: Any) -> tuple[str, str]:
        rule = judged(_days(*days), checks.complete("at", **options), tmp_path, engine)
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
    frame = _days(1, 2).assign(n=[1, 300])
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
        _days(day, zone="UTC").to_parquet(file)
        os.utime(file, (1_700_000_000, 1_700_000_000))
        rules = validate(folder, schema, incremental=kept).rules
        assert rules == validate(folder, schema).rules
        assert rules[1].detail.endswith(f"is {detail}")


@st.composite
def referring(draw: Draw) -> tuple[arrow.Table, pa.DataFrameSchema]:
    """Return a table and a contract that refers to other tables."""
    table, kinds = draw(tables().filter(lambda drawn: PORTABLE & {*drawn[1]}))
    names = table.column_names
    whole = []
    some = [place for place, kind in enumerate(kinds) if kind in PORTABLE]
    for _ in range(draw(st.integers(1, 2))):
        of = st.sampled_from(some if draw(st.integers(0, 9)) else range(len(names)))
        places = draw(st.lists(of, min_size=1, max_size=3))
        rows = draw(st.integers(0, 4))
        other: dict[str, Any] = {}
        for number, place in enumerate(places):
            kind = (
                kinds[place] if draw(st.integers(0, 19)) else draw(st.sampled_from(sorted(KINDS)))
            )
            types, values, _dtypes = KINDS[kind]
            stored = draw(types)
            fit = [value for value in values if _fits(value, stored)]
            drawn = draw(st.lists(_nullable(fit), min_size=rows, max_size=rows))
            other[f"their {number}"] = arrow.array(drawn, type=stored)
        there: Any = pl.from_arrow(arrow.table(other))
        there = there.lazy() if draw(st.booleans()) else there
        whole.append(checks.references([names[p] for p in places], there, list(other)))
    columns = {
        name: pa.Column("int8", nullable=True)
        for name, kind in zip(names, kinds, strict=True)
        if kind == "integer" and draw(st.booleans())
    }
    return table, pa.DataFrameSchema(columns, checks=whole)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_judges_references_as_pandera(tmp_path: Path, engine: Any) -> None:
    assert_judges_as_pandera(referring(), engine, tmp_path, CASES, told_in_full)


ORDERS = pd.DataFrame({"customer": [1, 2, 7, None], "shop": ["a", "b", "a", "z"]}).astype(
    {"customer": "Int64"}
)
CUSTOMERS = pd.DataFrame({"id": [1, 2, 2, 3], "shop": ["a", "a", "a", None]})


def _tables(folder: Path) -> dict[str, Any]:
    """Return the customers in each form that a table may have."""
    CUSTOMERS.to_parquet(folder / "customers.parquet")
    CUSTOMERS.to_csv(folder / "customers.csv", index=False)
    (folder / "parts" / "day=1").mkdir(parents=True)
    CUSTOMERS.to_parquet(folder / "parts" / "day=1" / "0.parquet")
    with duckdb.connect(folder / "w.duckdb") as database:
        database.register("given", CUSTOMERS)
        database.execute('CREATE TABLE "odd ""name" AS SELECT * FROM given')
    return {
        "Parquet": folder / "customers.parquet",
        "CSV": str(folder / "customers.csv"),
        "a folder": folder / "parts",
        "DuckDB": f'{folder / "w.duckdb"}:"odd ""name"',
        "pandas": CUSTOMERS,
        "polars": pl.from_pandas(CUSTOMERS),
    }


@everyone
def test_values_occur_in_another_table(tmp_path: Path, engine: Any) -> None:
    ORDERS.to_parquet(tmp_path / "orders.parquet")
    for name, other in _tables(tmp_path).items():
        one = checks.references("customer", other, "id")
        both = checks.references(["customer", "shop"], other, ["id", "shop"])
        schema = pa.DataFrameSchema(checks=[one, both])
        found = validate(tmp_path / "orders.parquet", schema, samples=5, engine=engine)
        rules = found.rules[1:]
        assert [(rule.status, rule.failures) for rule in rules] == [("failed", 1), ("failed", 2)], (
            name
        )
        assert [one["value"] for one in rules[1].samples] == [
            {"customer": 2, "shop": "b"},
            {"customer": 7, "shop": "a"},
        ]
        assert "customer in " in rules[0].name
        with pytest.raises(SchemaErrors) as caught:
            pa.DataFrameSchema(checks=one).validate(ORDERS, lazy=True)
        assert set(caught.value.failure_cases["index"]) == {2}


@everyone
def test_a_value_of_a_sensitive_column_stays_hidden(tmp_path: Path, engine: Any) -> None:
    ORDERS.to_parquet(tmp_path / "orders.parquet")
    column = pa.Column("Int64", nullable=True, metadata={"sensitive": True})
    check = checks.references("customer", CUSTOMERS, "id")
    schema = pa.DataFrameSchema({"customer": column}, checks=check)
    (sample,) = (
        validate(tmp_path / "orders.parquet", schema, samples=5, engine=engine).rules[-1].samples
    )
    assert sample == {"row": 3, "value": {}, "hidden": True}


@everyone
def test_what_cannot_be_looked_up_is_said(tmp_path: Path, engine: Any) -> None:
    ORDERS.to_parquet(tmp_path / "orders.parquet")

    def judge(*given: Any, **options: Any) -> RuleResult:
        schema = pa.DataFrameSchema(checks=checks.references(*given))
        return validate(tmp_path / "orders.parquet", schema, **options).rules[-1]

    with pytest.raises(UsageError, match=r"gone\.parquet: no such data file"):
        judge("customer", tmp_path / "gone.parquet", engine=engine)
    for other in _tables(tmp_path).values():
        with pytest.raises(ContentError, match="no column 'nr'"):
            judge("customer", other, "nr", engine=engine)
    with pytest.raises(UsageError, match="not list"):
        judge("customer", [1, 2, 3], engine=engine)
    rule = judge("shop", CUSTOMERS, "id")
    assert (rule.status, rule.failures) == ("failed", None)
    assert rule.detail == (
        "shop holds text and id of another table integer: they cannot be compared"
    )
    assert judge("gone", CUSTOMERS, "id", engine=engine).detail == "the column gone is missing"


@st.composite
def drifting(draw: Draw) -> tuple[arrow.Table, pa.DataFrameSchema]:
    """Return a table and a contract about how its columns are distributed."""
    table, kinds = draw(tables())
    whole = []
    for name, kind in zip(table.column_names, kinds, strict=True):
        _types, values, _dtypes = KINDS[kind]
        bound = st.sampled_from([0.05, 0.2, 1, 5])
        if kind in ("integer", "float"):
            finite = st.sampled_from([float(v) for v in [*values, 0.5] if abs(v) < 1e301])
            edges = tuple(sorted(draw(st.sets(finite, min_size=1, max_size=4))))
            size = len(edges) + 1
            counts = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
            reference: Any = checks.Histogram((counts[0] + 1, *counts[1:]), edges=edges)
            whole.append(checks.drift(name, reference, psi=draw(bound), ks=draw(bound)))
        if kind in ("text", "boolean") or (kind == "integer" and draw(st.booleans())):
            some = draw(st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True))
            whole.append(checks.drift(name, {one: 1 + n for n, one in enumerate(some)}))
            there = pl.from_arrow(table.select([name]))
            if kind != "integer" and table.column(name).null_count < table.num_rows:
                whole.append(checks.drift(name, there, psi=draw(bound)))
    columns = {table.column_names[0]: pa.Column("int8")} if kinds[0] == "integer" else {}
    return table, pa.DataFrameSchema(columns, checks=whole)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_judges_drift_as_pandera(tmp_path: Path, engine: Any) -> None:
    assert_judges_as_pandera(drifting(), engine, tmp_path, CASES // 2, told_in_full)


@everyone
def test_drift_is_measured_by_the_formulas(tmp_path: Path, engine: Any) -> None:
    now = pd.DataFrame({"x": [1.0, 1.5, 2.0, 2.5, 9.0, None], "t": ["a", "a", "b", "z", "z", None]})

    def drift(*given: Any, **options: Any) -> tuple[str, str]:
        rule = judged(now, checks.drift(*given, **options), tmp_path, engine)
        assert rule.failures is None
        return rule.status, rule.detail

    frozen = checks.Histogram((5, 4, 1), edges=(1.0, 2.0))
    p, q = [0.2, 0.4, 0.4], [0.5, 0.4, 0.1]
    psi = sum((a - b) * math.log(a / b) for a, b in zip(p, q, strict=True))
    assert drift("x", frozen) == ("failed", f"psi {psi:.4g}, at most 0.2 asked")
    assert drift("x", frozen, psi=0.7)[0] == "passed"
    assert drift("x", frozen, ks=0.31) == ("passed", "ks 0.3, at most 0.31 asked")
    assert drift("x", frozen, psi=1, ks=0.29)[0] == "failed"
    p, q = [0.4, 0.2, 0.4], [0.5, 0.5, 0.0001]  # the last is what has no category
    psi = sum((a - b) * math.log(a / b) for a, b in zip(p, q, strict=True))
    assert drift("t", {"a": 3, "b": 3}) == ("failed", f"psi {psi:.4g}, at most 0.2 asked")
    assert drift("x", now) == drift("t", now) == ("passed", "psi 0, at most 0.2 asked")
    nothing = now.assign(x=None).astype({"x": float})
    rule = judged(nothing, checks.drift("x", frozen), tmp_path, engine)
    assert (rule.status, rule.detail) == ("failed", "x holds no value to compare")


def test_ks_at_every_value_is_that_of_scipy(tmp_path: Path) -> None:
    from scipy.stats import ks_2samp

    random = np.random.default_rng(4)
    then, now = random.normal(0, 1, 40), random.normal(0.3, 1, 50)
    edges = tuple(sorted({*then, *now}))
    counts = np.histogram(then, [-np.inf, *np.nextafter(edges, np.inf), np.inf])[0]
    frozen = checks.Histogram(tuple(counts.tolist()), edges=edges)
    rule = judged(pd.DataFrame({"x": now}), checks.drift("x", frozen, ks=1), tmp_path, "duckdb")
    assert rule.detail == f"ks {ks_2samp(then, now).statistic:.4g}, at most 1 asked"


def test_a_histogram_can_be_written_into_a_contract(tmp_path: Path) -> None:
    numbers = pd.DataFrame({"x": [*range(100), math.inf, math.nan], "t": ["b", "a", *["a"] * 100]})
    numbers.to_parquet(tmp_path / "then.parquet")
    frozen = checks.histogram(tmp_path / "then.parquet", "x", bins=4)
    assert frozen == eval(repr(frozen), {"Histogram": checks.Histogram})
    assert (frozen.edges, frozen.counts) == ((24.0, 49.0, 74.0), (25, 25, 25, 26))
    assert checks.histogram(numbers, "x", bins=4) == frozen
    assert checks.histogram(pl.from_pandas(numbers), "x", bins=4) == frozen
    texts = checks.histogram(numbers, "t")
    assert (texts.categories, texts.counts) == (("a", "b"), (101, 1))
    constant = checks.histogram(pd.DataFrame({"x": [5, 5, 5]}), "x")
    assert constant.counts == (0, 3, 0)  # what is less than all that was seen is news
    for column, trouble in (("gone", "no column 'gone'"), ("n", "'n' holds no number")):
        with pytest.raises(ContentError, match=trouble):
            checks.histogram(pd.DataFrame({"n": [math.nan]}), column)
    with pytest.raises(ContentError, match="'t' holds more than 1,000 values"):
        checks.histogram(pd.DataFrame({"t": [str(n) for n in range(1001)]}), "t")
    with pytest.raises(ContentError, match="'t' holds time"):
        checks.histogram(_days(1).rename(columns={"at": "t"}), "t")


def test_another_kind_than_the_reference_fails(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": [1.0], "t": ["a"]})
    for check, detail in (
        (
            checks.drift("t", checks.Histogram((1, 1), edges=(0.0,))),
            "t holds text, the reference numbers",
        ),
        (checks.drift("x", {"a": 1}), "x holds float, the reference text"),
        (
            checks.drift("t", {"a": 1}, ks=0.1),
            "ks is about numbers, and the reference has categories",
        ),
    ):
        rule = judged(frame, check, tmp_path, "auto")
        assert (rule.status, rule.detail) == ("failed", detail)


LOG = pd.DataFrame(
    {
        "user": ["a", "b", "a", "b", "a", None, None],
        "n": pd.array([2**60 + 1, 5, 2**60, None, 2**60, 3, 2], dtype="Int64"),
    }
)


@pytest.mark.parametrize(
    ("check", "failing"),
    [
        (checks.monotone("n"), [1, 5, 6]),
        (checks.monotone("n", "user"), [2, 6]),
        (checks.monotone("n", ["user"], strictly=True), [2, 4, 6]),
        (checks.monotone("user"), [2, 4]),
    ],
)
def test_a_value_that_goes_back_is_counted(
    check: pa.Check, failing: list[int], tmp_path: Path
) -> None:
    schema = pa.DataFrameSchema(checks=check)
    LOG.to_parquet(tmp_path / "log.parquet")
    for data in (LOG, tmp_path / "log.parquet", pl.from_pandas(LOG)):
        found = validate(data, schema, samples=9)
        rule = found.rules[-1]
        assert (rule.status, rule.failures) == ("failed", len(failing))
        assert [sample["row"] - 1 for sample in rule.samples] == failing
        assert data is LOG or "is about the order of rows" in found.notes[0]
    with pytest.raises(SchemaErrors) as caught:
        schema.validate(LOG, lazy=True)
    assert sorted(set(caught.value.failure_cases["index"])) == failing


def test_rows_are_told_by_their_place_where_an_index_repeats() -> None:
    frame = pd.DataFrame({"n": [1, 2, 1, 9]}, index=[0, 0, 0, 0])
    for check, broken in (
        (checks.monotone("n"), [False, False, True, False]),
        (checks.references("n", pd.DataFrame({"n": [1, 2]})), [False, False, False, True]),
    ):
        rule = rule_of(check)
        assert isinstance(rule, RowRule)
        assert rule.broken(frame).tolist() == broken
        found = validate(frame, pa.DataFrameSchema(checks=check), samples=1).rules[-1]
        assert found.samples[0]["row"] - 1 == broken.index(True)
        again = rule_of(copy.deepcopy(check))  # as pandera copies schemas
        assert isinstance(again, RowRule)
        assert again.broken(frame).tolist() == broken


def test_times_that_do_not_go_back_pass(tmp_path: Path) -> None:
    for frame in (_days(1, 2, 2), _days(2), _days(2, 3, zone="UTC"), _days(1)[:0]):
        days = frame.assign(on=frame["at"].dt.date, by=[None] * len(frame))
        for check in (checks.monotone("at"), checks.monotone("on", ["by"])):
            rule = judged(days, check, tmp_path, "auto")
            assert rule.status == ("passed" if len(frame) else "skipped")
    flags = pd.DataFrame({"at": [True]})
    assert judged(flags, checks.monotone("at"), tmp_path, "auto").detail == (
        "at holds boolean, which has no order"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_where_rows_have_no_order_it_is_refused(tmp_path: Path, engine: Any) -> None:
    LOG.to_parquet(tmp_path / "log.parquet")
    schema = pa.DataFrameSchema(checks=checks.monotone("n"))
    for data, by in ((tmp_path / "log.parquet", engine), (tmp_path, "auto")):
        with pytest.raises(ContentError, match="is about the order of rows"):
            validate(data, schema, engine=by)


@pytest.mark.parametrize("at", ["2024-03-02", "yesterday", ""])
def test_a_csv_read_piece_by_piece_comes_out_as_a_whole_one(tmp_path: Path, at: str) -> None:
    (tmp_path / "a.csv").write_text(
        f"at,n,t,x\n2024-03-01,1,a,1.5\n{at},2,b,\n2024-03-04 12:00,,a,7\n", encoding="utf-8"
    )
    (tmp_path / "known.csv").write_text("n,t\n1,a\nx,b\n3,a\n", encoding="utf-8")
    columns = {
        "at": pa.Column("datetime64[ns]", nullable=True),
        "n": pa.Column("Int64", nullable=True),
        "x": pa.Column(float, nullable=True),
    }
    whole = [
        checks.rows(at_most=2),
        checks.fresh("at", "7D", now=NOW),
        checks.complete("at"),
        checks.references(["n", "t"], tmp_path / "known.csv"),
        checks.references("t", tmp_path / "known.csv"),
        checks.drift("x", checks.Histogram((1, 1), edges=(2.0,))),
        checks.drift("t", tmp_path / "known.csv"),
    ]
    schema = pa.DataFrameSchema(columns, checks=whole)
    pieces = validate(tmp_path / "a.csv", schema, engine="duckdb", samples=3)
    assert told_in_full(pieces) == told_in_full(
        validate(tmp_path / "a.csv", schema, engine="pandas", samples=3)
    )
    assert pieces.count("skipped") == (6 if at == "yesterday" else 0)
