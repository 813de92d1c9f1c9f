"""`groundrules contracts diff`: its verdicts beside what pandera itself accepts of old and new."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.engines.pandas_engine import Date, Decimal

from groundrules.contracts import checks
from groundrules.contracts.authoring.diff import Change, diff

C = pa.Check
Schema = pa.DataFrameSchema


def _one(old: pa.Column, new: pa.Column) -> list[Change]:
    return diff(Schema({"x": old}), Schema({"x": new}))


def _worst(changes: list[Change]) -> tuple[str, str]:
    order = ["no", "may", "yes"]
    return (
        max((change.readers for change in changes), key=order.index, default="no"),
        max((change.writers for change in changes), key=order.index, default="no"),
    )


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (pa.Column(int), pa.Column(int), ("no", "no")),
        (pa.Column(int), pa.Column(float), ("yes", "yes")),
        (pa.Column("int32"), pa.Column("int64"), ("yes", "no")),
        (pa.Column("uint8"), pa.Column("int16"), ("yes", "no")),
        (pa.Column("Int64"), pa.Column("int64"), ("no", "no")),
        (pa.Column(str), pa.Column("string"), ("no", "no")),
        (pa.Column(None), pa.Column(int), ("no", "yes")),
        (pa.Column(pa.Category(["a"])), pa.Column(pa.Category(["a", "b"])), ("yes", "no")),
        (pa.Column("datetime64[ns]"), pa.Column(pd.DatetimeTZDtype("ns", "UTC")), ("yes", "yes")),
        (pa.Column(int), pa.Column(int, nullable=True), ("yes", "no")),
        (pa.Column(Decimal(9, 2)), pa.Column(Decimal(12, 2)), ("yes", "no")),
        (pa.Column(Decimal(9, 2)), pa.Column(Decimal(9, 3)), ("yes", "yes")),
        (pa.Column(Date), pa.Column("datetime64[ns]"), ("yes", "yes")),
        (pa.Column(int, nullable=True), pa.Column(int), ("no", "yes")),
        (pa.Column(int, unique=True), pa.Column(int), ("yes", "no")),
        (pa.Column(int), pa.Column(int, unique=True), ("no", "yes")),
        (pa.Column(int), pa.Column(int, required=False), ("yes", "no")),
        (pa.Column(int, required=False), pa.Column(int), ("no", "yes")),
        (pa.Column(int), pa.Column(int, coerce=True), ("no", "no")),
        (pa.Column(int, C.gt(0)), pa.Column(int, C.ge(1)), ("no", "no")),
        (pa.Column("uint8"), pa.Column("uint8", C.ge(0)), ("no", "no")),
        (pa.Column(int, C.isin([1, 2, 3])), pa.Column(int, C.in_range(1, 3)), ("no", "no")),
        (pa.Column(float, C.gt(0)), pa.Column(float, C.ge(1)), ("no", "yes")),
        (pa.Column(float, C.ge(0)), pa.Column(float, [C.ge(0), C.ne(0)]), ("no", "yes")),
        (pa.Column(float, C.gt(0)), pa.Column(float, [C.ge(0), C.ne(0)]), ("no", "no")),
        (pa.Column(str, C.isin(["a"])), pa.Column(str, C.isin(["a", "b"])), ("yes", "no")),
        (pa.Column(str, C.isin(["a", "b"])), pa.Column(str, C.str_matches("[ab]$")), ("may", "no")),
        (pa.Column(str, C.isin(["a", "c"])), pa.Column(str, C.str_matches("[ab]$")), ("may", "yes")),
        (pa.Column(str, C.notin(["a"])), pa.Column(str, C.notin(["a", "b"])), ("no", "yes")),
        (pa.Column(str, C.str_length(1, 9)), pa.Column(str, C.str_length(2, 9)), ("no", "yes")),
        (pa.Column(str, C.str_length(1, 9)), pa.Column(str, C.str_length(1, 10)), ("yes", "no")),
        (pa.Column(str, C.str_length(3)), pa.Column(str, C.str_length(3, 3)), ("no", "no")),
        (pa.Column(str), pa.Column(str, C.str_matches("a")), ("no", "yes")),
        (pa.Column(str, C.str_matches("a")), pa.Column(str), ("yes", "no")),
        (pa.Column(str, C.str_matches("a")), pa.Column(str, C.str_matches("b")), ("may", "may")),
        (pa.Column(int, C.ge(0)), pa.Column(int, C.ge("a")), ("may", "may")),
        (pa.Column(int, C(lambda s: s > 0)), pa.Column(int, C(lambda s: s > 1)), ("may", "may")),
        (pa.Column(int, C(lambda s: s > 0)), pa.Column(int, C(lambda s: s > 0)), ("no", "no")),
        (pa.Column(int, C(lambda s: s > 0)), pa.Column(int), ("may", "no")),
        (pa.Column(int, C.ge(0, ignore_na=False)), pa.Column(int, C.ge(0)), ("may", "no")),
        (pa.Column(int, C.ge(0)), pa.Column(int, C.ge(0, raise_warning=True)), ("yes", "no")),
        (pa.Column(int, C.ge(0, name="a")), pa.Column(int, C.ge(0, error="b")), ("no", "no")),
        (pa.Column(object, C.eq([1])), pa.Column(object, C.isin([2])), ("may", "may")),
        (pa.Column(str, C.isin([f"{n}" for n in range(50_000)])),
         pa.Column(str, C.isin([f"{n}" for n in range(49_999)])), ("no", "yes")),
        (pa.Column(int, C.in_range(0, 9_000)), pa.Column(int, C.in_range(0, 9_001)), ("yes", "no")),
        (pa.Column(int, checks.mostly(C.ge(0), share=0.9)),
         pa.Column(int, checks.mostly(C.ge(0), share=0.99)), ("no", "may")),
        (pa.Column(int, C.ge(0)), pa.Column(int, checks.mostly(C.ge(0), share=0.9)), ("may", "no")),
    ],
)  # fmt: skip
def test_one_column(old: pa.Column, new: pa.Column, verdict: tuple[str, str]) -> None:
    assert _worst(_one(old, new)) == verdict
    assert _worst(_one(new, old)) == verdict[::-1] or "may" in verdict


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (Schema({"a": pa.Column(int)}), Schema({}), ("yes", "no")),
        (Schema({"a": pa.Column(int)}), Schema({}, strict=True), ("yes", "yes")),
        (Schema({"a": pa.Column(int, required=False)}), Schema({}), ("may", "no")),
        (Schema({}), Schema({"a": pa.Column(int)}), ("no", "yes")),
        (Schema({}), Schema({"a": pa.Column(int, required=False)}), ("no", "no")),
        (Schema({}, strict=True), Schema({"a": pa.Column(int, required=False)}), ("yes", "no")),
        (Schema({}, strict=True), Schema({}), ("yes", "no")),
        (Schema({}), Schema({}, strict="filter"), ("no", "no")),
        (Schema({}, ordered=True), Schema({}), ("yes", "no")),
        (Schema({"a": pa.Column(), "b": pa.Column()}, ordered=True),
         Schema({"b": pa.Column(), "a": pa.Column()}, ordered=True), ("yes", "yes")),
        (Schema({}, unique=["a", "b"]), Schema({}, unique=["a"]), ("no", "yes")),
        (Schema({}, unique=["a"]), Schema({}, unique=["a", "b"]), ("yes", "no")),
        (Schema({"a": pa.Column(unique=True)}), Schema({"a": pa.Column(unique=True)}, unique=["a", "b"]),
         ("no", "no")),
        (Schema({}, checks=checks.compare("a", "<", "b")), Schema({}), ("may", "no")),
        (Schema({}, checks=checks.compare("a", "<", "b")),
         Schema({}, checks=checks.compare("a", "<", "b")), ("no", "no")),
        (Schema({}, index=pa.Index(int)), Schema({}), ("may", "may")),
    ],
)  # fmt: skip
def test_the_table(old: Schema, new: Schema, verdict: tuple[str, str]) -> None:
    assert _worst(diff(old, new)) == verdict


def test_a_rename_is_told() -> None:
    old = Schema({"user": pa.Column(str, C.str_length(3)), "n": pa.Column(int)})
    new = Schema({"user_id": pa.Column(str, C.str_length(3)), "n": pa.Column(int)})
    assert [(c.column, c.what, c.readers, c.writers) for c in diff(old, new)] == [
        ("user", "removed, or renamed to user_id", "yes", "no"),
        ("user_id", "added, required", "no", "yes"),
    ]


def _check(numbers: st.SearchStrategy[Any]) -> st.SearchStrategy[pa.Check]:
    one = st.sampled_from([C.ge, C.gt, C.le, C.lt, C.eq, C.ne])
    return st.one_of(
        st.builds(lambda make, n: make(n), one, numbers),
        st.builds(
            lambda a, b, i, j: C.in_range(min(a, b), max(a, b) + 1, include_min=i, include_max=j),
            numbers, numbers, st.booleans(), st.booleans(),
        ),
        st.builds(lambda ns: C.isin(ns), st.lists(numbers, min_size=1, max_size=4)),
        st.builds(lambda ns: C.notin(ns), st.lists(numbers, min_size=1, max_size=2)),
    )  # fmt: skip


def _column(dtype: str) -> st.SearchStrategy[pa.Column]:
    numbers = st.integers(0, 5)
    listed = st.lists(_check(numbers), max_size=3)
    return st.builds(lambda c, n: pa.Column(dtype, c, nullable=n), listed, st.booleans())


def _accepted(column: pa.Column, pool: pd.Series) -> set[Any]:  # type: ignore[type-arg]
    kept = pd.Series(True, index=pool.index)
    for check in column.checks:
        kept &= check(pool).check_output
    return {*pool[kept], *([None] if column.nullable else [])}


FLOATS = pd.Series([n / 2 for n in range(-2, 16)])
SETTINGS = settings(derandomize=True, database=None, deadline=None, max_examples=200)


@SETTINGS
@given(st.sampled_from(["int64", "float64", "int8"]), st.data())
def test_verdicts_are_what_pandera_accepts(dtype: str, data: st.DataObject) -> None:
    """Bounds and members lie within the pool, so it tells any two such columns apart."""
    old, new = data.draw(_column(dtype)), data.draw(_column(dtype))
    pool = FLOATS if dtype == "float64" else FLOATS[FLOATS % 1 == 0].astype(dtype)
    was, now = _accepted(old, pool), _accepted(new, pool)
    assert _worst(_one(old, new)) == (
        "no" if now <= was else "yes",
        "no" if was <= now else "yes",
    )


TEXTS = pd.Series(["", "a", "b", "ab", "ba", "abc", "bcd", "abcd", "xabcde"], dtype=object)


def _text_column() -> st.SearchStrategy[pa.Column]:
    lengths = st.integers(0, 4)
    check = st.one_of(
        st.builds(lambda a, b: C.str_length(min(a, b), max(a, b)), lengths, lengths),
        st.builds(lambda n: C.str_length(min_value=n), lengths),
        st.builds(lambda ts: C.isin(ts), st.lists(st.sampled_from(list(TEXTS)), min_size=1)),
        st.builds(lambda ts: C.notin(ts), st.lists(st.sampled_from(list(TEXTS)), min_size=1)),
        st.sampled_from([C.str_startswith("a"), C.str_matches("a|b"), C.str_contains("b")]),
        st.sampled_from([C(lambda s: s != "ab"), C(lambda s: s.str.len() > 1)]),
    )
    return st.builds(lambda c: pa.Column(str, c), st.lists(check, max_size=3))


@SETTINGS
@given(_text_column(), _text_column())
def test_no_break_is_never_said_of_texts_that_break(old: pa.Column, new: pa.Column) -> None:
    was, now = _accepted(old, TEXTS), _accepted(new, TEXTS)
    readers, writers = _worst(_one(old, new))
    assert readers != "no" or now <= was
    assert writers != "no" or was <= now


OLD = """
import pandera.pandas as pa
import shared
from shared import STATES, Level, odd
LEAST = 0
class Orders(pa.DataFrameModel):
    status: str = pa.Field(isin=STATES)
    n: int
    @pa.check("n")
    def enough(cls, values):
        return (values > LEAST) & (values < shared.MOST) & (values != Level.HIGH) & odd(values)
"""

SHARED = """
from enum import IntEnum
STATES = ["paid"]
MOST = 9
class Level(IntEnum):
    HIGH = 2
def odd(value):
    return value != 7
"""


def _git(*words: str, cwd: Path) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", *words],
        cwd=cwd, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "data contracts"
    folder.mkdir()
    (folder / "orders.py").write_text(OLD)
    (folder / "shared.py").write_text(SHARED)
    _git("init", "-q", "-b", "main", cwd=tmp_path)
    _git("add", "-A", cwd=tmp_path)
    _git("commit", "-qm", "x", cwd=tmp_path)
    return folder


def test_a_revision_and_its_neighbours_are_read_as_they_stood(run: Run, project: Path) -> None:
    new = f"{project}/orders.py:Orders"
    same = run("contracts", "diff", f"{new}@main", new)
    assert (same.returncode, same.stdout.endswith("ask the same.\n")) == (0, True)
    (project / "shared.py").write_text(SHARED.replace('"paid"', '"paid", "sent"'))
    done = run("contracts", "diff", f"{new}@main", new)
    assert done.returncode == 1 and "may now hold 'sent'" in done.stdout, done.stdout + done.stderr
    assert run("contracts", "diff", f"{new}@main", new, "--for", "writers").returncode == 0
    told = json.loads(run("contracts", "diff", f"{new}@main", new, "--format", "json").stdout)
    (change,) = told["changes"]
    assert (change["column"], change["readers"], change["writers"]) == ("status", "yes", "no")


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("orders.py", "LEAST = 0", "LEAST = 1"),
        ("orders.py", "values > LEAST", "values >= LEAST"),
        ("shared.py", "MOST = 9", "MOST = 8"),
        ("shared.py", "HIGH = 2", "HIGH = 3"),
        ("shared.py", "value != 7", "value != 8"),
    ],
)
def test_what_a_function_takes_from_around_it_counts(
    run: Run, project: Path, file: str, before: str, after: str
) -> None:
    new = f"{project}/orders.py:Orders"
    text = (project / file).read_text()
    assert before in text
    (project / file).write_text(text.replace(before, after))
    done = run("contracts", "diff", f"{new}@main", new)
    assert done.returncode == 1 and "may break readers and writers" in done.stdout


REGISTERED = """
import pandera.pandas as pa
from pandera import extensions
@extensions.register_check_method(statistics=["n"])
def multiple_of(values, *, n):
    return values % n == 0
class A(pa.DataFrameModel):
    x: int = pa.Field(multiple_of=3)
"""


def test_a_check_that_a_contract_registers_is_each_versions_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.py").write_text(REGISTERED)
    (tmp_path / "new.py").write_text(REGISTERED.replace("== 0", "== 1"))
    assert run("contracts", "diff", "old.py:A", "old.py:A").returncode == 0
    done = run("contracts", "diff", "old.py:A", "new.py:A")
    assert done.returncode == 1 and "may break readers and writers" in done.stdout
    assert run("contracts", "docs", "old.py:A", "new.py:A").returncode == 0


def test_names_of_any_kind(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "import pandera.pandas as pa\n"
        'A = pa.DataFrameSchema({3: pa.Column(int), "a\\nb": pa.Column(), ("c", 1): pa.Column()})\n'
        'B = pa.DataFrameSchema({"select": pa.Column()}, unique=["select", 3])\n'
    )
    done = run("contracts", "diff", "a.py:A", "a.py:B")
    assert done.returncode == 1 and "'a\\nb'" in done.stdout, done.stderr
    told = json.loads(run("contracts", "diff", "a.py:A", "a.py:B", "--format", "json").stdout)
    assert [one["column"] for one in told["changes"]] == [
        "3",
        "a\nb",
        "('c', 1)",
        "select",
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("orders.py:Orders@nowhere", "nowhere"),
        ("orders.py:Orders@", "names no revision"),
        ("orders.py:Ordres", "did you mean Orders?"),
        ("absent.py:Orders@main", "no such file in main"),
        ("orders.py:Orders@--output=x", "is no revision"),
    ],
)
def test_what_is_not_there_is_named(run: Run, project: Path, old: str, said: str) -> None:
    done = run("contracts", "diff", f"{project}/{old}", f"{project}/orders.py:Orders")
    assert done.returncode == 2 and said in done.stderr, done.stderr
