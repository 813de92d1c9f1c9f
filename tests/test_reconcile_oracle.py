"""Reconciliation against a plain comparison in Python, on small tables made to be awkward."""

from __future__ import annotations

import math
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as arrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from groundrules.reconcile import Reconciliation, reconcile

SETTINGS = settings(max_examples=25, derandomize=True, database=None, deadline=None)
KEY, TEXT = 'order ; "id', "select"
NUMBER, TIME = "säle\n'", "h"  # `h` is a name of ours, too
Row = tuple[Any, ...]
NUMBERS: dict[str, arrow.DataType] = {
    "double": arrow.float64(),
    "integer": arrow.int64(),
    "decimal": arrow.decimal128(22, 2),
}
EPOCH = datetime(1969, 12, 31, 23)

texts = st.sampled_from([None, "", "a", "A", " a", "é", "e\u0301", "\u0000", "ÿ\U0001f600", "NULL"])
keys = st.sampled_from([None, "", "a", "A", "a ", "ß", "\U0001f600"])
times = st.one_of(st.none(), st.integers(-3, 3).map(lambda n: EPOCH + timedelta(milliseconds=n)))
WHOLE = st.sampled_from([None, 0, 1, -1, 2**53, 2**53 + 1, -(2**62)])
VALUES = {
    "double": st.sampled_from(
        [None, math.nan, 0.0, -0.0, 1.0, 0.5, 2.0**53, -(2.0**62), math.inf, 1e300]
    ),
    "integer": WHOLE,
    "decimal": st.one_of(
        WHOLE.map(lambda n: None if n is None else Decimal(n)), st.just(Decimal("0.50"))
    ),
}


def tables(number: str) -> st.SearchStrategy[list[Row]]:
    """Return tables of a key, a text, a number and a time."""
    return st.lists(st.tuples(keys, texts, VALUES[number], times), max_size=6)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, list[Row], str, list[Row]]:
    """Return two tables, the second often made of the first so that some rows agree."""
    kinds = [draw(st.sampled_from(sorted(NUMBERS))) for _ in "ab"]
    first = draw(tables(kinds[0]))
    if kinds[0] == kinds[1] and draw(st.booleans()):
        kept = draw(st.permutations(first))
        return kinds[0], first, kinds[1], kept[: draw(st.integers(0, 6))] + draw(tables(kinds[1]))
    return kinds[0], first, kinds[1], draw(tables(kinds[1]))


def write(folder: Path, name: str, number: str, unit: str, rows: list[Row]) -> Path:
    """Write a table as Parquet."""
    kinds = [arrow.string(), arrow.string(), NUMBERS[number], arrow.timestamp(unit)]
    columns = [[row[n] for row in rows] for n in range(4)]
    made = [arrow.array(c, type=k) for c, k in zip(columns, kinds, strict=True)]
    parquet.write_table(arrow.table(made, names=[KEY, TEXT, NUMBER, TIME]), folder / name)
    return folder / name


def plain(value: Any, *, inexact: bool = False) -> Any:
    """Return a value that Python's == compares as the page says."""
    if isinstance(value, float) and math.isnan(value):
        return "NaN"
    if inexact and isinstance(value, Decimal):
        return float(value)
    return value  # Python compares integers, floats and decimals by their exact worth


def plain_row(row: Row, inexact: bool) -> Row:
    """Return a row whose values compare as the page says."""
    return tuple(plain(value, inexact=inexact) for value in row)


def run(data: tuple[str, list[Row], str, list[Row]], **options: Any) -> Reconciliation:
    """Reconcile two tables written to files."""
    kind_a, a, kind_b, b = data
    with tempfile.TemporaryDirectory() as folder:
        return reconcile(
            write(Path(folder), "a.parquet", kind_a, "ms", a),
            write(Path(folder), "b.parquet", kind_b, "ns", b),
            **options,
        )


def seen(data: tuple[str, list[Row], str, list[Row]]) -> tuple[list[Row], list[Row]]:
    """Return both tables' rows as they compare: decimals and floats meet as floats."""
    kind_a, a, kind_b, b = data
    inexact = {kind_a, kind_b} == {"decimal", "double"}
    return [plain_row(row, inexact) for row in a], [plain_row(row, inexact) for row in b]


@pytest.mark.parametrize("partition", [(), (NUMBER,), (TIME, TEXT)])
def test_by_key(partition: tuple[str, ...]) -> None:
    @SETTINGS
    @given(pairs())
    def holds(data: tuple[str, list[Row], str, list[Row]]) -> None:
        result = run(data, key=[KEY], partition=partition, samples=20)
        a, b = seen(data)
        counts = [Counter(row[0] for row in side if row[0] is not None) for side in (a, b)]
        repeated = [{key for key, n in one.items() if n > 1} for one in counts]
        for one, side, count, twice in zip(
            (result.a, result.b), (a, b), counts, repeated, strict=True
        ):
            assert one.rows == len(side)
            assert one.null_keys == sum(row[0] is None for row in side)
            assert one.repeated_keys == len(twice)
            assert one.repeated_rows == sum(count[key] for key in twice)
        aside = repeated[0] | repeated[1] | {None}
        rows_a, rows_b = ({r[0]: r for r in side if r[0] not in aside} for side in (a, b))
        assert result.a.only == len(rows_a.keys() - rows_b.keys())
        assert result.b.only == len(rows_b.keys() - rows_a.keys())
        shared = rows_a.keys() & rows_b.keys()
        assert result.shared == len(shared)
        assert result.changed == sum(rows_a[key] != rows_b[key] for key in shared)
        differing = {column.name: column.differing for column in result.columns}
        for n, name in enumerate((TEXT, NUMBER, TIME), 1):
            assert differing[name] == sum(rows_a[k][n] != rows_b[k][n] for k in shared)
        shown = {s["key"][KEY] for s in result.samples if s["kind"] == "changed"}
        assert shown == {key for key in shared if rows_a[key] != rows_b[key]}
        alone = aside == {None} and not any(row[0] is None for row in a + b)
        assert result.agree == (alone and Counter(a) == Counter(b))

    holds()


@pytest.mark.parametrize("partition", [(), (TEXT,)])
def test_by_whole_rows(partition: tuple[str, ...]) -> None:
    @SETTINGS
    @given(pairs())
    def holds(data: tuple[str, list[Row], str, list[Row]]) -> None:
        result = run(data, partition=partition, samples=20)
        a, b = (Counter(side) for side in seen(data))
        assert result.a.only == (a - b).total()
        assert result.b.only == (b - a).total()
        assert result.shared == (a & b).total()
        assert result.agree == (a == b)
        assert sum(s["rows"] for s in result.samples) == result.a.only + result.b.only
        if partition:
            apart = {row[1] for row in (a - b) + (b - a)}
            assert {one.partition[0] for one in result.apart} == apart
            assert result.partitions_apart == len(apart)
            assert result.partitions == len({row[1] for row in a + b})

    holds()


def add(rows: list[Row]) -> Callable[[str | None], Any]:
    """Return what a group says: its rows, the sum of its finite numbers, how many are not."""

    def of(group: str | None) -> Any:
        numbers = [row[2] for row in rows if row[1] == group and row[2] is not None]
        finite = [n for n in numbers if n not in ("NaN", math.inf)]
        total = sum(map(Decimal, finite)) if finite else None
        return sum(row[1] == group for row in rows), total, len(numbers) - len(finite)

    return of


def test_by_grain() -> None:
    @SETTINGS
    @given(pairs())
    def holds(data: tuple[str, list[Row], str, list[Row]]) -> None:
        result = run(data, grain=[TEXT], ignore=[KEY], samples=20)
        a, b = seen(data)
        groups_a, groups_b = ({row[1] for row in side} for side in (a, b))
        both = groups_a & groups_b
        assert (result.a.only, result.b.only) == (len(groups_a - both), len(groups_b - both))
        assert result.shared == len(both)
        of_a, of_b = add(a), add(b)
        assert result.recounted == sum(of_a(g)[0] != of_b(g)[0] for g in both)
        if not any(abs(row[2] or 0) == 1e300 for row in a + b if row[2] != "NaN"):
            assert result.changed == sum(of_a(g) != of_b(g) for g in both)

    holds()


@pytest.mark.parametrize(
    ("absolute", "relative"), [(0.0, 0.0), (1.0, 0.0), (0.0, 0.5), (0.25, 1e-9)]
)
def test_a_tolerance(absolute: float, relative: float) -> None:
    bounds = {"tolerance": {NUMBER: absolute}, "rel_tolerance": {NUMBER: relative}}

    def near(a: Any, b: Any) -> bool:
        if a is None or b is None or "NaN" in (a, b):
            return bool(a == b)
        return math.isclose(a, b, rel_tol=relative, abs_tol=absolute)

    @SETTINGS
    @given(pairs())
    def holds(data: tuple[str, list[Row], str, list[Row]]) -> None:
        rows = [{r[0]: r for r in side if r[0] is not None} for side in seen(data)]
        data = (data[0], [r for r in data[1] if r[0]], data[2], [r for r in data[3] if r[0]])
        a, b = seen(data)
        if any(len({r[0] for r in side}) < len(side) for side in (a, b)):
            return
        result = run(data, key=[KEY], **bounds)
        rows = [{r[0]: r for r in side} for side in (a, b)]
        shared = rows[0].keys() & rows[1].keys()
        (number,) = (one for one in result.columns if one.name == NUMBER)
        assert number.differing == sum(not near(rows[0][k][2], rows[1][k][2]) for k in shared)

    holds()


doubles = st.one_of(st.none(), st.floats())
whole = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))
money = st.one_of(st.none(), st.integers(-(10**18), 10**18).map(lambda n: Decimal(n) / 100))
moments = st.one_of(st.none(), st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)))
words = st.one_of(st.none(), st.text(st.sampled_from("a ,\"'\n;é\U0001f600#\\"), max_size=6))


def test_a_table_and_its_export_as_csv_agree() -> None:
    @SETTINGS
    @given(st.lists(st.tuples(doubles, whole, money, moments, words, st.booleans()), max_size=5))
    def holds(rows: list[Row]) -> None:
        kinds = [
            arrow.float64(), arrow.int64(), arrow.decimal128(20, 2), arrow.timestamp("us"),
            arrow.string(), arrow.bool_(),
        ]  # fmt: skip
        columns = [[row[n] for row in rows] for n in range(len(kinds))]
        made = [arrow.array(c, type=k) for c, k in zip(columns, kinds, strict=True)]
        with tempfile.TemporaryDirectory() as folder:
            typed, csv = f"{folder}/a.parquet", f"{folder}/b.csv"
            keys = arrow.array(range(len(rows)), arrow.int32())
            table = arrow.table([*made, keys], names=[*"abcdef", "k"])
            parquet.write_table(table, typed)
            with duckdb.connect() as connection:
                connection.read_parquet(typed).write_csv(csv, header=True)
            result = reconcile(typed, csv, key=["k"])
            assert result.agree, Path(csv).read_text(encoding="utf-8")
            assert reconcile(csv, typed).agree

    holds()
