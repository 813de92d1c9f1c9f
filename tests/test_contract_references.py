"""Values that must occur in another table: pandera's verdict on pandas, and each engine's on Parquet, are one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
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
    fewer,
)
from test_contract_whole import CASES, everyone, told_in_full

from groundrules.contracts import RuleResult, checks, validate
from groundrules.errors import ContentError, UsageError

Draw = Callable[..., Any]
PORTABLE = {"integer", "text", "boolean", "date"}


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
    assert_judges_as_pandera(referring(), engine, tmp_path, fewer(CASES, engine), told_in_full)


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
