"""No value of the data is in a report, or in an error, that nobody asked to hold samples."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
import pytest
from conftest import Run
from pyarrow import parquet

from groundrules.contracts import validate
from groundrules.errors import GroundrulesError

SECRET = "anna@example.org"


def _quotes(values: pd.Series[Any]) -> pd.Series[Any]:
    raise ValueError(f"cannot read {values.iloc[0]!r}")


@pytest.mark.parametrize("metadata", [None, {"sensitive": True}])
def test_what_a_check_raises_is_told_where_samples_are(metadata: dict[str, Any] | None) -> None:
    schema = pa.DataFrameSchema({"x": pa.Column(str, pa.Check(_quotes), metadata=metadata)})
    frame = pd.DataFrame({"x": [SECRET]})
    (rule,) = (r for r in validate(frame, schema).rules if "raised" in r.detail)
    assert rule.detail == "the check itself raised ValueError (--samples 1 shows its words)"
    (rule,) = (r for r in validate(frame, schema, samples=1).rules if "raised" in r.detail)
    assert (SECRET in rule.detail) == (metadata is None)


@pytest.mark.parametrize("line", [f"1,{SECRET},more", SECRET, f'1,"{SECRET}'])
@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_a_broken_line_of_a_csv_is_not_quoted(
    tmp_path: Path, line: str, engine: Any, run: Run
) -> None:
    (tmp_path / "x.csv").write_text(f"id,email\n1,a\n{line}\n")
    (tmp_path / "y.csv").write_text("id,email\n1,a\n")
    schema = pa.DataFrameSchema({"id": pa.Column(int)})
    try:
        told = str(validate(tmp_path / "x.csv", schema, engine=engine).to_dict())
    except GroundrulesError as error:
        told = str(error)
        assert "x.csv: a row does not fit the header" in told
    assert SECRET not in told
    done = run("reconcile", "x.csv", "y.csv")
    assert SECRET not in done.stdout + done.stderr


def test_a_value_that_does_not_fit_is_not_quoted(tmp_path: Path) -> None:
    for name, kind, value in (("a", arrow.int32(), 1), ("b", arrow.int64(), 491_511_234_567)):
        table = arrow.table({"x": arrow.array([value], kind)})
        parquet.write_table(table, tmp_path / f"{name}.parquet")
    with pytest.raises(GroundrulesError, match="a value") as error:
        validate(tmp_path, pa.DataFrameSchema({"x": pa.Column(int, pa.Check.ge(0))}))
    assert "491511234567" not in str(error.value)
