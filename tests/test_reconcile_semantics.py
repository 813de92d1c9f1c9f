"""Every line of `standards/data/reconcile-semantics.md`."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pytest
from pyarrow import parquet

from groundrules import content
from groundrules.reconcile import reconcile

PAGE = content.room("standards") / "data" / "reconcile-semantics.md"
NAMES = {"nan": math.nan, "inf": math.inf, "Decimal": Decimal, "T": datetime, "D": date}
STORED: dict[str, arrow.DataType] = {
    "category": arrow.dictionary(arrow.int32(), arrow.string()),
    "list<int64>": arrow.list_(arrow.int64()),
    "date32": arrow.date32(),
}


def _lines() -> list[tuple[str, ...]]:
    lines = re.findall(r"^\| (`\[.*) \|$", PAGE.read_text(encoding="utf-8"), re.M)
    return [tuple(cell.strip("`") for cell in line.split(" | ")) for line in lines]


def _type(stored: str) -> arrow.DataType:
    if numbers := re.fullmatch(r"decimal128\((\d+), (\d+)\)", stored):
        return arrow.decimal128(*map(int, numbers.groups()))
    if time := re.fullmatch(r"timestamp\[(\w+)(?:, tz=(.*))?\]", stored):
        return arrow.timestamp(time[1], tz=time[2])
    return STORED.get(stored) or arrow.type_for_alias(stored)


def _write(file: Path, values: list[Any], stored: str) -> Path:
    keys = list(range(len(values)))
    if stored == "csv":
        rows = [f"{key},{value}" for key, value in zip(keys, values, strict=True)]
        file = file.with_suffix(".csv")
        file.write_text("\n".join(["k,x", *rows, ""]), encoding="utf-8")
        return file
    file = file.with_suffix(".parquet")
    made = arrow.array(values, type=_type(stored))
    parquet.write_table(arrow.table({"k": keys, "x": made}), file)
    return file


@pytest.mark.parametrize(("values_a", "stored_a", "values_b", "stored_b", "differ"), _lines())
@pytest.mark.parametrize("turned", [False, True])
def test_a_line_holds(
    tmp_path: Path,
    values_a: str,
    stored_a: str,
    values_b: str,
    stored_b: str,
    differ: str,
    turned: bool,
) -> None:
    a = _write(tmp_path / "a", eval(values_a, NAMES), stored_a)
    b = _write(tmp_path / "b", eval(values_b, NAMES), stored_b)
    a, b = (b, a) if turned else (a, b)
    by_key = reconcile(a, b, key=["k"])
    by_row = reconcile(a, b)
    (column,) = (one for one in by_key.columns if one.name == "x")
    assert bool(column.cannot) == (differ == "cannot")
    assert by_key.agree == by_row.agree == (differ == "0")
    if differ != "cannot":
        assert (column.differing, by_row.a.only, by_row.b.only) == (int(differ),) * 3


def test_the_page_has_its_lines() -> None:
    assert len(_lines()) > 30
