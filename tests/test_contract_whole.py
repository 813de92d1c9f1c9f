"""Our checks of the table as a whole: pandera's verdict on pandas, and each engine's on Parquet, are one."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pytest
from hypothesis import strategies as st
from pandera.errors import SchemaErrors
from test_contract_checks import tables
from test_contract_engines import ENGINES, assert_judges_as_pandera, fewer, told

from groundrules.contracts import RuleResult, ValidationResult, checks, validate
from groundrules.errors import ContentError, UsageError

CASES = 200
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


NOW = datetime(2024, 3, 10, 12, tzinfo=UTC)


def days(*some: int, zone: str | None = None) -> pd.DataFrame:
    """Return a table of days of March 2024."""
    return pd.DataFrame(
        {"at": pd.to_datetime([f"2024-03-{day:02}" for day in some]).tz_localize(zone)}
    )


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
    assert_judges_as_pandera(sizes(), engine, tmp_path, fewer(CASES, engine), told_in_full)


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
