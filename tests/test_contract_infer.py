"""What `contracts infer` drafts is kept by the data it was made from, and is clean Python, whatever they hold."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as arrow
import pytest
from conftest import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import csv, parquet

from groundrules.contracts import validate
from groundrules.contracts.infer import infer
from groundrules.errors import ContentError, UsageError

CASES = 250
Draw = Callable[..., Any]

NAMES = ["id", "order_id", "name", "email", "conversion rate", "share", "class", "import", "int", "str", "Series", "pa",
         "pd", "Any", "validate", "to_schema", "Config", "_private", "__dunder", "l", "O", "match", "größe", "ﬁsh",
         "日付", "👍", "a b", "a-b", "a_b", "1st", "it's", 'say "hi"', "x; DROP TABLE data", "a\nb", "\\", "#", "%s",
         "{x}", "user", "select", "file_row_number", "A", "a", "amount", "day", "x" * 60, "y" * 45, "column_1", "None",
         "type", "\u202eevil", "'''", '"""', "c0", "rows", "ü" * 50, "\u00aa", "\u0001"]  # fmt: skip
TEXTS = ["", "a", "b", "ab", "A", "é", "007", "7", "-3", "1.0", "1.5", "1e5", "true", "False", "2024-03-01", "NA",
         "2024-03-01T10:00:00", "2024-03-01 10:00:00+01:00", "nan", "None", " x ", "a,b", 'a"b', "it's", "a\nb", "\\",
         "a@example.com", "10.0.0.1", "ORD-001", "ORD-002", "👍", "\u0663", "x" * 70, "\u00a0", "\u2028", "\x00", "\r",
         "inf", "2024-02-30", "9223372036854775808", "0", "1"]  # fmt: skip
INTEGERS = [0, 1, 2, 127, -128, 255, 2**31, 2**53 + 1, 2**63 - 1, -(2**63), 2**64 - 1]
FLOATS = [0.0, -0.0, 0.25, 1.0, -2.5, 1e300, float("inf"), float("-inf"), float("nan")]
TIMES = [datetime(2024, 1, 1), datetime(2024, 1, 1, 0, 0, 0, 1), datetime(1969, 12, 31), datetime(2100, 5, 5)]  # fmt: skip
WIDTHS = [(arrow.int8(), -(2**7), 2**7), (arrow.int16(), -(2**15), 2**15), (arrow.int32(), -(2**31), 2**31),
          (arrow.int64(), -(2**63), 2**63), (arrow.uint8(), 0, 2**8), (arrow.uint16(), 0, 2**16),
          (arrow.uint32(), 0, 2**32), (arrow.uint64(), 0, 2**64)]  # fmt: skip


@st.composite
def values(draw: Draw, rows: int) -> arrow.Array:
    """Return a column of some type."""
    kind, width = draw(st.sampled_from(KINDS)), draw(st.sampled_from(WIDTHS))
    if kind == "integer":
        pool = [one for one in INTEGERS if width[1] <= one < width[2]]
        type_ = width[0]
    else:
        pool, type_ = OTHERS[kind]
    few = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=6)) if pool else []
    nulls = draw(st.sampled_from(["some", "none", "all"]))
    if not few or nulls == "all":
        return arrow.array([None] * rows, type_)
    one = st.sampled_from(few) if nulls == "none" else st.one_of(st.sampled_from(few), st.none())
    found = draw(st.lists(one, min_size=rows, max_size=rows))
    if kind == "integer" and draw(st.booleans()):  # a key
        found = list(range(rows))
    return arrow.array(found, type_)


OTHERS: dict[str, tuple[list[Any], arrow.DataType]] = {
    "float": (FLOATS, arrow.float64()),
    "float32": ([0.0, 0.5, 2.0], arrow.float32()),
    "text": (TEXTS, arrow.string()),
    "large text": (TEXTS, arrow.large_string()),
    "boolean": ([True, False], arrow.bool_()),
    "time": (TIMES, arrow.timestamp("us")),
    "time ns": (TIMES, arrow.timestamp("ns")),
    "zoned": ([one.replace(tzinfo=UTC) for one in TIMES], arrow.timestamp("us", tz="UTC")),
    "zone": ([one.replace(tzinfo=UTC) for one in TIMES], arrow.timestamp("ms", tz="Europe/Paris")),
    "date": ([date(2024, 1, 1), date(1900, 5, 5)], arrow.date32()),
    "decimal": ([Decimal("1.50"), Decimal("-2.25")], arrow.decimal128(10, 2)),
    "list": ([[1], [2, 3], []], arrow.list_(arrow.int64())),
    "bytes": ([b"a", b"\x00"], arrow.binary()),
    "null": ([], arrow.null()),
}
OTHERS["time"] = (TIMES + [datetime(9999, 12, 31), datetime(1, 1, 1)], arrow.timestamp("us"))
OTHERS["zone"] = ([datetime(2024, 1, 1, tzinfo=UTC), datetime(1969, 1, 1, tzinfo=UTC)], OTHERS["zone"][1])  # fmt: skip
KINDS = ["integer", "integer", "text", "text", *OTHERS]


@st.composite
def tables(draw: Draw, *, plain: bool = False) -> arrow.Table:
    rows = draw(st.integers(1, 30))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True))
    columns = [draw(values(rows)) for _ in names]
    if plain:  # CSV writes no lists and no bytes
        nested = [arrow.types.is_list(one.type) or arrow.types.is_binary(one.type) for one in columns]  # fmt: skip
        columns = [arrow.array(["x"] * rows) if n else c for n, c in zip(nested, columns, strict=True)]  # fmt: skip
    return arrow.table(columns, names=names)


class Clean:
    """Drafts to be looked at by ruff together: one start of it for all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def add(self, source: str) -> Path:
        self.count += 1
        path = self.folder / f"draft_{self.count}.py"
        path.write_text(source, encoding="utf-8")
        return path

    def check(self) -> None:
        assert self.count > 20
        for args in (["check"], *(["format", "--check", f"--line-length={n}"] for n in (88, 100, 120))):  # fmt: skip
            done = subprocess.run(
                [sys.executable, "-m", "ruff", *args, "--isolated", "--no-cache", str(self.folder)],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr


def _kept(data: Path | str, clean: Clean) -> None:
    draft = clean.add(infer(data, "Drafted", lambda _line: None))
    result = validate(data, f"{draft}:Drafted")
    assert result.passed, f"{result!r}\n{draft.read_text()}"


SETTINGS = settings(
    max_examples=CASES, derandomize=True, database=None, deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_parquet_keeps_its_draft(tmp_path: Path) -> None:
    clean, data = Clean(tmp_path), tmp_path / "data.parquet"

    @SETTINGS
    @given(tables())
    def holds(table: arrow.Table) -> None:
        parquet.write_table(table, data)
        _kept(data, clean)

    holds()
    clean.check()


def test_csv_keeps_its_draft(tmp_path: Path) -> None:
    clean, data = Clean(tmp_path), tmp_path / "data.csv"

    @SETTINGS
    @given(tables(plain=True))
    def holds(table: arrow.Table) -> None:
        csv.write_csv(table, data)
        _kept(data, clean)

    holds()
    clean.check()
