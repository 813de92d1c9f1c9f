"""Every engine's verdict on Parquet is pandera's own, rule by rule and count by count, on cases made by chance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandera.engines.pandas_engine import Decimal as Decimal_
from pyarrow import csv, parquet

from groundrules.contracts import ValidationResult, validate
from groundrules.errors import ContentError

CASES = 320
ENGINES = ["duckdb", "polars", pytest.param("spark", marks=pytest.mark.spark)]
INTEGERS = [0, 1, -1, 2, 127, 128, -129, 255, 256, 2**31, 2**53 + 1, 2**63 - 1, -(2**63)]
FLOATS = [0.0, -0.0, 0.1, 1.0, -2.5, 1e300, float("inf"), float("-inf"), float("nan"), 2.0**53]
TEXTS = [
    "",
    "a",
    "b",
    "ab",
    "a\n",
    "A",
    "é",
    "e\u0301",
    "\u0663",
    "7",
    "a b",
    "\u00a0",
    "x_1",
    "👍",
    "ß",
    "a|b",
    "it's",
    "\\",
    "\x00",
    "a\x00b",
    '"',
    "%",
]
TIMES = [
    datetime(2024, 1, 1),
    datetime(2024, 1, 1, 0, 0, 0, 1),
    datetime(1969, 12, 31),
    datetime(2100, 5, 5),
]
SINGLES = [0.0, -0.0, 0.5, 0.1, 1.0, -2.5, 3e38, float("inf"), float("nan"), 16777216.0]
DECIMALS = [
    Decimal("0.00"),
    Decimal("-1.10"),
    Decimal("1.1"),
    Decimal("99999999.99"),
    Decimal("2"),
    Decimal("1.105"),
    3,
]
DATES = [date(2024, 1, 1), date(2024, 1, 2), date(1969, 12, 31), date(2100, 5, 5), date(1, 1, 1)]
PATTERNS = ["a|b", "^a$", "a$", r"\d", r"\w+", r"\s", "[^a]", "(?:ab)?", r"\D", r"^\S+$", ".", "a.b", "a{1,2}",
            r"\.", r"[\d_]", "é", "^$", "(a|b)+$", r"\Aa", r"b\Z"]  # fmt: skip

Draw = Callable[..., Any]


def _nullable(values: list[Any]) -> Any:
    return st.one_of(st.sampled_from(values), st.none())


KINDS: dict[str, tuple[Any, Any, list[Any]]] = {
    "integer": (st.sampled_from([arrow.int64(), arrow.int64(), arrow.int32(), arrow.uint8()]), INTEGERS,
                [int, "int8", "int32", "int64", "uint8", "Int64", None, float, str]),
    "float": (st.just(arrow.float64()), FLOATS, [float, "float64", None, int]),
    "text": (st.just(arrow.string()), TEXTS, [str, "string", None, int]),
    "boolean": (st.just(arrow.bool_()), [True, False], [bool, "boolean", None, str]),
    "time": (st.sampled_from([arrow.timestamp("us"), arrow.timestamp("ms"), arrow.timestamp("ns")]), TIMES,
             ["datetime64[ns]", pa.DateTime, None, int]),
    "zoned time": (st.just(arrow.timestamp("us", tz="UTC")), [t.replace(tzinfo=UTC) for t in TIMES],
                   [pd.DatetimeTZDtype(tz="UTC"), None]),
    "single": (st.just(arrow.float32()), SINGLES, ["float32", "float32", None, float, int]),
    "decimal": (st.sampled_from([arrow.decimal128(10, 2), arrow.decimal128(38, 5)]), DECIMALS,
                [Decimal_(10, 2), Decimal_(38, 5), Decimal_(10, 1), None, None]),
    "date": (st.just(arrow.date32()), DATES, [pa.Date, "date", None, "datetime64[ns]"]),
    "category": (st.sampled_from([arrow.string(), arrow.dictionary(arrow.int32(), arrow.string())]), TEXTS,
                 ["category", pd.CategoricalDtype(TEXTS[:6]), pd.CategoricalDtype(TEXTS), None, str]),
}  # fmt: skip


@st.composite
def checks(draw: Draw, kind: str) -> pa.Check:
    """Return a built-in check that fits a kind of values."""
    values = [v for v in KINDS[kind][1] if v == v]
    one = st.sampled_from(values)
    if kind == "time" or kind == "zoned time":
        one = one.map(pd.Timestamp)
    some = st.lists(one, max_size=3)
    options: list[Any] = [
        one.map(pa.Check.eq), one.map(pa.Check.ne), some.map(pa.Check.isin), some.map(pa.Check.notin),
    ]  # fmt: skip
    if kind not in ("boolean", "time", "zoned time"):
        options.append(some.filter(bool).map(pa.Check.unique_values_eq))
    if kind != "boolean":
        options += [one.map(make) for make in (pa.Check.gt, pa.Check.ge, pa.Check.lt, pa.Check.le)]
        ends = st.tuples(one, one, st.booleans(), st.booleans()).filter(lambda e: e[0] < e[1])
        options.append(ends.map(lambda e: pa.Check.in_range(*e)))
    if kind in ("text", "category"):
        options += [
            st.sampled_from(PATTERNS).map(pa.Check.str_matches),
            st.sampled_from(PATTERNS).map(pa.Check.str_contains),
            one.map(pa.Check.str_startswith),
            one.map(pa.Check.str_endswith),
            st.integers(0, 3).map(lambda least: pa.Check.str_length(least, least + 1)),
            st.integers(0, 3).map(lambda most: pa.Check.str_length(max_value=most)),
        ]
    return draw(st.one_of(options))


@st.composite
def cases(draw: Draw) -> tuple[arrow.Table, pa.DataFrameSchema]:
    """Return a table and a contract for it."""
    rows = draw(st.integers(0, 6))
    arrays, fields, columns = [], [], {}
    for number in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(sorted(KINDS)))
        types, values, dtypes = KINDS[kind]
        stored = draw(types)
        fit = [v for v in values if _fits(v, stored)]
        data = draw(st.lists(_nullable(fit), min_size=rows, max_size=rows))
        name = (
            f"c{number}"
            if number
            else draw(st.sampled_from(["c0", 'odd "name', "sélect", "user", "current_date"]))
        )
        arrays.append(arrow.array(data, type=stored))
        fields.append(name)
        columns[name] = pa.Column(
            draw(st.sampled_from(dtypes)),
            draw(st.lists(checks(kind), max_size=2)),
            nullable=draw(st.booleans()),
            unique=draw(st.booleans()),
        )
    if draw(st.booleans()):
        columns["absent"] = pa.Column(int, pa.Check.ge(0), required=draw(st.booleans()))
    unique = fields if len(fields) > 1 and draw(st.booleans()) else None
    if draw(st.integers(0, 4)) == 0:  # a column that the contract does not name
        del columns[fields[-1]]
    schema = pa.DataFrameSchema(columns, unique=unique, strict=draw(st.booleans()))
    return arrow.table(dict(zip(fields, arrays, strict=True))), schema


def _fits(value: Any, stored: arrow.DataType) -> bool:
    try:
        arrow.array([value], type=stored)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, OverflowError):
        return False
    return True


def told(result: ValidationResult) -> list[tuple[Any, ...]]:
    """Return of each rule what every engine must say alike."""
    return [(r.name, r.status, r.rows, r.failures, r.advisory, r.samples) for r in result.rules]


def fewer(most: int, engine: Any) -> int:
    """Return how many cases are enough for an engine of which all kinds of rules were compared elsewhere."""
    return most // 3 if engine == "spark" else most  # each takes it half a second


def assert_judges_as_pandera(
    drawn: Any,
    engine: Any,
    folder: Path,
    most: int,
    told: Callable[[ValidationResult], Any],
    name: str = "data.parquet",
    write: Callable[[arrow.Table, Path], None] = parquet.write_table,
) -> None:
    """Assert that an engine tells of `most` drawn cases what pandera tells, and refuses few of them."""
    file, judged = folder / name, 0

    @settings(
        max_examples=most, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(drawn)
    def agree(case: tuple[arrow.Table, pa.DataFrameSchema]) -> None:
        nonlocal judged
        table, schema = case
        write(table, file)
        try:
            ours = validate(file, schema, engine=engine, samples=2)
        except ContentError as error:
            assert "cannot judge this contract" in str(error)
            return
        judged += 1
        theirs = validate(file, schema, engine="pandas", samples=2)
        assert told(ours) == told(theirs), (table.to_pydict(), schema)

    agree()
    assert judged > most // 2


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_judges_as_pandera(tmp_path: Path, engine: Any) -> None:
    assert_judges_as_pandera(cases(), engine, tmp_path, CASES, told)


CELLS = ["", "NA", " null", "1", " 2 ", "-3.0", "3.5", "1e2", "+7", "300", "99999999999999999999", "nan", "inf", "x",
         "true", "0", "FALSE", "2024-03-01", "2024-03-01T10:00:00", "2024-03-01 10:00:00.123456789+02:00", "03/04/2024",
         "9999-01-01", "a", "é", "1_000", "0x1A", "\u0663", "2024-02-30"]  # fmt: skip
DECLARED = [dtype for kind in sorted(KINDS) for dtype in KINDS[kind][2]]


@st.composite
def csv_cases(draw: Draw) -> tuple[arrow.Table, pa.DataFrameSchema]:
    """Return a table of text, and a contract that declares types for it."""
    rows, data, columns = draw(st.integers(0, 6)), {}, {}
    for name in ["a", 'odd "name', "unread 0"][: draw(st.integers(1, 3))]:
        data[name] = draw(st.lists(st.sampled_from(CELLS), min_size=rows, max_size=rows))
        kind = draw(st.sampled_from(sorted(KINDS)))
        columns[name] = pa.Column(
            draw(st.sampled_from(DECLARED)),
            draw(st.lists(checks(kind), max_size=1)),
            nullable=draw(st.booleans()),
            unique=draw(st.booleans()),
        )
    unique = list(data) if draw(st.booleans()) else None
    return arrow.table(data), pa.DataFrameSchema(columns, unique=unique)


def test_a_large_csv_is_judged_as_a_small_one(tmp_path: Path) -> None:
    def write(table: arrow.Table, file: Path) -> None:
        csv.write_csv(table, file)

    assert_judges_as_pandera(csv_cases(), "duckdb", tmp_path, CASES, told, "data.csv", write)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_portable_pattern_matches_what_python_matches(pattern: str) -> None:
    import re

    import duckdb

    from groundrules.contracts.regex import portable

    twin = portable(pattern)
    for text in TEXTS:
        query = duckdb.execute("SELECT regexp_matches(?, ?)", [text, rf"\A(?:{twin})"])
        assert query.fetchone() == (re.match(pattern, text) is not None,), (text, twin)
