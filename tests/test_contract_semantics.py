"""Every line of `standards/data/contract-semantics.md`, on every engine."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pytest
from pandera.engines import pandas_engine
from pyarrow import parquet
from test_contract_engines import ENGINES

from groundrules import content
from groundrules.contracts import checks, validate

PAGE = content.room("standards") / "data" / "contract-semantics.md"
NAMES = {
    "nan": math.nan,
    "inf": math.inf,
    "arrow": arrow,
    "date": date,
    "datetime": datetime,
    "Decimal": Decimal,
    "Decimal_": pandas_engine.Decimal,
    "pa": pa,
    "pd": pd,
    "checks": checks,
}
STORED = {
    "timestamp[ms]": arrow.timestamp("ms"),
    "decimal(10,2)": arrow.decimal128(10, 2),
    "timestamp[us, tz=UTC]": arrow.timestamp("us", tz="UTC"),
}


def _lines() -> list[tuple[str, ...]]:
    lines = re.findall(r"^\| (`\[.*) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    cells = [re.split(r" (?<!\\)\| ", line) for line in lines]
    return [tuple(cell.strip("`").replace(r"\|", "|") for cell in row) for row in cells]


@pytest.mark.parametrize("engine", ["pandas", *ENGINES])
@pytest.mark.parametrize(("values", "stored", "column", "rule", "outcome"), _lines())
def test_a_line_holds(
    tmp_path: Path, values: str, stored: str, column: str, rule: str, outcome: str, engine: Any
) -> None:
    kind = STORED.get(stored) or arrow.type_for_alias(stored)
    data = arrow.array(eval(values, NAMES), type=kind)
    parquet.write_table(arrow.table({"x": data}), tmp_path / "x.parquet")
    schema = pa.DataFrameSchema({"x": eval(column, NAMES)})
    (found,) = (
        one
        for one in validate(tmp_path / "x.parquet", schema, engine=engine).rules
        if one.name == f"x: {rule}"
    )
    if outcome in ("skipped", "failed"):
        assert (found.status, found.failures) == (outcome, None)
    else:
        assert found.failures == int(outcome)
        assert found.status == ("failed" if outcome != "0" and "mostly" not in column else "passed")


def _of_tables() -> list[tuple[str, ...]]:
    lines = re.findall(r"^\| (`\{.*) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    return [tuple(cell.strip("`") for cell in line.split(" | ")) for line in lines]


@pytest.mark.parametrize("engine", ["pandas", *ENGINES])
@pytest.mark.parametrize(("table", "check", "outcome"), _of_tables())
def test_a_line_about_the_table_holds(
    tmp_path: Path, table: str, check: str, outcome: str, engine: Any
) -> None:
    parquet.write_table(arrow.table(eval(table, NAMES)), tmp_path / "x.parquet")
    schema = pa.DataFrameSchema(checks=eval(check, NAMES))
    found = validate(tmp_path / "x.parquet", schema, engine=engine).rules[-1]
    if outcome in ("passed", "failed"):
        assert (found.status, found.failures) == (outcome, None)
    else:
        assert (found.status == "failed", found.failures) == (outcome != "0", int(outcome))


def test_the_page_has_its_lines() -> None:
    assert len(_lines()) > 20
    assert len(_of_tables()) >= 5
