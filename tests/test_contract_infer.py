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

CASES = 120
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
TIMES = [
    datetime(2024, 1, 1),
    datetime(2024, 1, 1, 0, 0, 0, 1),
    datetime(1969, 12, 31),
    datetime(2100, 5, 5),
]
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
OTHERS["time"] = ([*TIMES, datetime(9999, 12, 31), datetime(1, 1, 1)], arrow.timestamp("us"))
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
        if len(names) == 1:  # a line that is empty is no row
            names, columns = [*names, "beside"], [*columns, arrow.array(range(rows))]
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
                capture_output=True, text=True, check=False, cwd=self.folder,
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


def _draft(data: Path | str) -> str:
    return infer(data, None, lambda _line: None)


def _shop(rows: int = 60) -> arrow.Table:
    return arrow.table(
        {
            "order_id": [f"ORD-{n:04d}" for n in range(rows)],
            "status": [("paid", "open", "refunded")[n % 3] for n in range(rows)],
            "customer_email": [f"somebody{n}@example.com" for n in range(rows)],
            "contact": ["see notes" if n else "secret@example.com" for n in range(rows)],
            "amount": [n / 4 for n in range(rows)],
            "balance": [n - 5 for n in range(rows)],
            "click rate": [(n % 7) / 10 for n in range(rows)],
            "paid_at": [None if n == 7 else datetime(2024, 1, 1, n % 24) for n in range(rows)],
            "price": arrow.array([Decimal(n) / 8 for n in range(rows)], arrow.decimal128(8, 3)),
            "day": [date(2024, 1, 1 + n % 9) for n in range(rows)],
            "parts": [[n] for n in range(rows)],
        }
    )


DRAFT = '''"""Drafted from 60 rows of shop_orders.parquet.

What they show is no promise until somebody makes it: take out what is only so by chance.
"""

import pandera.pandas as pa
from pandera.typing.pandas import Series


class ShopOrders(pa.DataFrameModel):
    """One row for each … (say what a row is, and who owns these data)."""

    # 60 rows, 0 null, all distinct in this sample, 8 letters
    order_id: Series[str] = pa.Field(unique=True, str_matches="^ORD-[0-9]{4}$")

    # 60 rows, 0 null, 3 values, 4 to 8 letters
    status: Series[str] = pa.Field(isin=["open", "paid", "refunded"])

    # 60 rows, 0 null, all distinct in this sample
    # looks like personal data: no value of it is shown here or in reports
    customer_email: Series[str] = pa.Field(metadata={"sensitive": True})

    # 60 rows, 0 null, 2 values
    # looks like personal data: no value of it is shown here or in reports
    contact: Series[str] = pa.Field(metadata={"sensitive": True})

    # 60 rows, 0 null, all distinct in this sample, from 0 to 14.75
    amount: Series[float] = pa.Field(ge=0)

    # 60 rows, 0 null, all distinct in this sample, from -5 to 54
    balance: Series[int]

    # 60 rows, 0 null, 7 values, from 0 to 0.6
    click_rate: Series[float] = pa.Field(alias="click rate", ge=0, le=1)

    # 60 rows, 1 null, 24 values, from 2024-01-01 to 2024-01-01 23:00:00
    paid_at: Series[pa.DateTime] = pa.Field(nullable=True)

    # 60 rows, 0 null, all distinct in this sample, from 0.000 to 7.375
    price: Series[pa.Decimal] = pa.Field(
        dtype_kwargs={"precision": 8, "scale": 3},
        ge=0,
    )

    # 60 rows, 0 null, 9 values, from 2024-01-01 to 2024-01-09
    day: Series[pa.Date]

    # "parts": 60 rows, 0 null.
    # Left out, as its type BIGINT[] has no meaning here that every engine shares: cast
    # it where the data are made, or add it by hand for pandas alone.

    # strict = True would refuse the columns that are left out
'''


def test_the_whole_of_a_draft(tmp_path: Path) -> None:
    data = tmp_path / "shop_orders.parquet"
    parquet.write_table(_shop(), data)
    assert _draft(data) == DRAFT
    assert _draft(data) == DRAFT


def test_csv_is_read_by_the_types_its_text_has(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text(
        "n,big,code,x,b,at,zoned,date,void,mixed\n"
        "1,18446744073709551615,007,1.5,true,2024-03-01T10:00:00,2024-03-01T10:00:00Z,2024-03-01,,1\n"
        "NA,1,012,inf,False,2024-03-01 10:00,2024-03-01 10:00:00+01:00,1999-01-01,,2024-03-01\n"
    )
    draft = _draft(data)
    for line in (
        "n: Series[int] = pa.Field(ge=0, nullable=True)",
        "big: Series[pa.UInt64] = pa.Field(ge=0)",
        "code: Series[str]",
        "x: Series[float] = pa.Field(ge=0)",
        "b: Series[bool]",
        "at: Series[pa.DateTime]",
        "zoned: Series[pd.DatetimeTZDtype] = pa.Field(",
        "date: Series[pa.DateTime]",
        "void: Series[Any] = pa.Field(nullable=True)",
        "mixed: Series[str]",
    ):
        assert f"    {line}\n" in draft
    assert "# leading zeros: text keeps them" in draft


def test_no_value_of_a_personal_column_is_written(tmp_path: Path) -> None:
    columns = {
        "name": ["Ada Lovelace", "Alan Turing"], "e-mail": ["ada@example.com", "alan@example.com"],
        "ip": ["192.0.2.1", "192.0.2.2"], "note": ["write to ada@example.com", "-"],
        "phone": [491701234567, 491701234568],
        "host": ["198.51.100.7", "unknown"], "iban": ["DE89370400440532013000", "DE89370400440532013001"],
        "birthday": [datetime(1815, 12, 10), datetime(1912, 6, 23)], "tel": ["+49 170 1234567", "+49 170 1234568"],
    }  # fmt: skip
    table = arrow.table({key: value * 20 for key, value in columns.items()})
    parquet.write_table(table, tmp_path / "p.parquet")
    draft = _draft(tmp_path / "p.parquet")
    assert draft.count('metadata={"sensitive": True}') == len(columns)
    for value in [str(one) for values in columns.values() for one in values if one != "-"]:
        assert value not in draft
    assert "1815" not in draft and "491701234567" not in draft


def test_what_is_no_person_is_not_hidden(tmp_path: Path) -> None:
    table: dict[str, Any] = {
        name: ["a", "b"] for name in ("product_name", "file_name", "campaign_name")
    }
    table |= {"email_sent": [True, False], "phone_cost": [0.5, 1.5]}
    table |= {"hash": ["AB12CDEF" * 4, "0012345678"], "at": ["10:20:30:40", "x"]}
    parquet.write_table(arrow.table(table), tmp_path / "p.parquet")
    assert "sensitive" not in _draft(tmp_path / "p.parquet")


def test_a_joint_key_only_where_no_single_one_is(tmp_path: Path) -> None:
    data = tmp_path / "sessions.parquet"
    table = arrow.table(
        {
            "amount": list(range(100, 500)),
            "user_id": [n // 4 for n in range(400)],
            "day": [n % 4 for n in range(400)],
        }
    )
    parquet.write_table(table, data)
    assert '        unique = ("user_id", "day")\n' in _draft(data)
    parquet.write_table(table.append_column("row_id", arrow.array(range(400))), data)
    draft = _draft(data)
    assert (
        "row_id: Series[int] = pa.Field(unique=True, ge=0)" in draft and "unique = (" not in draft
    )


def test_folders_and_tables_of_duckdb(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "shop.d"
    for year in (2023, 2024):
        (folder / f"year={year}").mkdir(parents=True)
        parquet.write_table(_shop(30 + year - 2023), folder / f"year={year}" / "a.parquet")
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as connection:
        connection.execute(
            'CREATE TABLE "the orders" AS SELECT range AS id, \'a;b\' AS "select" FROM range(9)'
        )
    for data, name in (("shop.d", "Shop"), ("shop.duckdb:the orders", "TheOrders")):
        done = run("contracts", "infer", data, "--name", name, "-o", f"{name}.py")
        assert (done.returncode, done.stdout) == (0, f"{name}.py\n"), done.stderr
        done = run("validate", data, "--contract", f"{name}.py:{name}")
        assert done.returncode == 0, done.stdout + done.stderr
    assert "year: Series[int]" in (tmp_path / "Shop.py").read_text()


def test_a_file_of_somebody_is_not_replaced(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.csv").write_text("id\n1\n2\n")
    (tmp_path / "mine.py").write_text("# mine\n")
    done = run("contracts", "infer", "a.csv", "-o", "mine.py")
    assert done.returncode == 2 and "--force" in done.stderr
    assert (tmp_path / "mine.py").read_text() == "# mine\n"
    assert run("contracts", "infer", "a.csv", "-o", "mine.py", "--force").returncode == 0
    assert "class A(" in (tmp_path / "mine.py").read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "mine.py"]


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("", ContentError, "is empty"),
        ("a,b\n", ContentError, "no rows"),
        ("a,b\n1\n", ContentError, "does not fit the header"),
        ("a;b\n1;2\n", ContentError, "semicolons"),
    ],
)
def test_data_that_give_no_draft(tmp_path: Path, text: str, error: type, said: str) -> None:
    (tmp_path / "data.csv").write_text(text)
    with pytest.raises(error, match=said):
        _draft(tmp_path / "data.csv")


def test_names_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a\n1\n")
    with pytest.raises(UsageError, match="cannot be the name"):
        infer(tmp_path / "data.csv", "two words", lambda _line: None)
    with pytest.raises(UsageError, match="no such data file"):
        _draft(tmp_path / "nothing.csv")
