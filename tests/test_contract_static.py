"""Contracts read from syntax: nothing is imported or run, and what cannot be told is said to be open."""

from __future__ import annotations

import ast
import subprocess
import sys

from groundrules.contracts.authoring.static import StaticContract, names_of
from groundrules.contracts.authoring.static_models import models
from groundrules.contracts.authoring.static_schemas import schemas

HEAD = """
import datetime
import pandas as pd
import pandera.pandas as pa
from pandera.typing import Index, Series
from typing import Optional
"""


def _read(text: str) -> dict[str, StaticContract]:
    module = ast.parse(HEAD + text)
    names = names_of(module)
    return {one.name: one for one in (*models(module, names), *schemas(module, names))}


def test_a_model_with_a_base_in_the_same_file() -> None:
    found = _read("""
class Base(pa.DataFrameModel):
    user: Series[str] = pa.Field(str_length=(1, 9), nullable=True)
    day: Optional[Series[pd.Timestamp]]

class Orders(Base):
    order: "Series[int]" = pa.Field(unique=True, alias="order id")
    _hidden: int

    @pa.check("user")
    def known(cls, s): return s != ""

    class Config:
        strict = True
        unique = ["user", "day"]
        fresh = {"column": "day"}
""")
    orders = found["Orders"]
    user, day, order = orders.columns
    assert found["Base"].base and not orders.base and not orders.open
    assert (user.kind, user.nullable, [c.name for c in user.checks]) == (
        "text", True, ["str_length", "@check"],
    )  # fmt: skip
    assert (day.kind, order.name, order.unique) == ("time", "order id", True)
    assert (orders.strict, orders.unique) == (True, ("user", "day"))
    assert [check.name for check in orders.checks] == ["fresh"]
    assert [c.name for c in found["Base"].columns[0].checks] == ["str_length"]


def test_types_of_other_engines() -> None:
    found = _read("""
import polars as pl
from pyspark.sql import types as T
class A(pa.DataFrameModel):
    a: pl.String
    b: pl.Utf8
    c: T.StringType() = pa.Field()
    d: pl.Datetime("us", "UTC")
    e: T.TimestampType
    f: pl.Int64
""")
    kinds = [column.kind for column in found["A"].columns]
    assert kinds == ["text", "text", "text", "time", "time", "other"]


def test_a_base_of_another_file_leaves_the_model_open() -> None:
    found = _read("""
from ours import Common
class A(Common):
    x: Series[str] = pa.Field()
class NoContract(Common):
    x: int = 3
""")
    assert found["A"].open and "NoContract" not in found


def test_schemas_constants_and_add_columns() -> None:
    found = _read("""
ARMS = ["a", "b"]
KEY = pa.Column(str, pa.Check.isin(ARMS), unique=True)
first = pa.DataFrameSchema({"k": KEY, "t": pa.Column("datetime64[ns]")}, unique="k")
second = first.add_columns({"x": pa.Column(int, [pa.Check(lambda s: s > 0), CHECK], nullable=MAYBE)})
""")
    first, second = found["first"], found["second"]
    assert first.base and first.unique == ("k",) and not second.base
    assert [(c.name, c.kind) for c in second.columns] == [
        ("k", "text"),
        ("t", "time"),
        ("x", "other"),
    ]
    key, _, x = second.columns
    assert key.unique is True and key.checks[0].name == "isin"
    assert x.nullable is None and x.open
    assert x.checks[0].name == "Check" and isinstance(x.checks[0].value, ast.Lambda)


def test_a_chain_of_additions_is_one_contract() -> None:
    found = _read("""
s = (
    pa.DataFrameSchema({"a": pa.Column(int)})
    .add_columns({"b": pa.Column(int)})
    .add_columns({"c": pa.Column(int)})
)
t = s.add_columns({"d": pa.Column(int)})
""")
    assert [c.name for c in found["s"].columns] == ["a", "b", "c"]
    assert [c.name for c in found["t"].columns] == ["a", "b", "c", "d"]
    assert [name for name, one in found.items() if not one.base] == ["t"]


def test_what_is_hidden_is_open() -> None:
    found = _read("""
s = pa.DataFrameSchema({**others, "a": pa.Column(str, **options)}, strict=flag, unique=keys)
t = pa.DataFrameSchema({n: pa.Column(int) for n in "ab"})
""")
    (column,) = found["s"].columns
    assert found["s"].open and found["s"].strict is None and found["s"].unique is None
    assert column.open and column.unique is None
    assert found["t"].open


def test_other_classes_and_calls_are_no_contracts() -> None:
    assert not _read("""
class Plain:
    x: str = ""
df = pd.DataFrame({"x": [1]})
""")


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys, groundrules.contracts.authoring.static_schemas\n"
        "heavy = {'pandera', 'pandas', 'numpy', 'duckdb', 'pyarrow'} & set(sys.modules)\n"
        "sys.exit(str(sorted(heavy)) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
