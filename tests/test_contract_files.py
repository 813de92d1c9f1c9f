"""Parquet files and folders under a contract: what stands in the way is said, and nothing is left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest
from test_contract_engines import ENGINES

from groundrules.contracts import validate
from groundrules.contracts.compile import compile_contract
from groundrules.contracts.engines.duck import Duck
from groundrules.contracts.judge import Judge
from groundrules.errors import ContentError, GroundrulesError, UsageError
from groundrules.tables.address import Files

SCHEMA = pa.DataFrameSchema(
    {
        "user": pa.Column(str, unique=True, metadata={"sensitive": True}),
        "amount": pa.Column(float, pa.Check.ge(0), nullable=True),
    }
)
FRAME = pd.DataFrame({"user": ["u1", "u2", "u2"], "amount": [1.0, None, -3.0]})


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """A folder of two partitions, with what writers leave beside them."""
    for day, frame in (("2024-01-01", FRAME[:1]), ("2024-01-02", FRAME[1:])):
        (tmp_path / f"day={day}").mkdir()
        frame.to_parquet(tmp_path / f"day={day}" / "part-0.parquet", index=False)
    (tmp_path / "_SUCCESS").write_bytes(b"")
    (tmp_path / "_tmp").mkdir()
    (tmp_path / "_tmp" / "half.parquet").write_bytes(b"PAR1")
    return tmp_path


def test_a_folder_is_one_table_whose_parts_are_columns(parts: Path) -> None:
    schema = SCHEMA.add_columns({"day": pa.Column(pa.Date, pa.Check.ge(date(2024, 1, 2)))})
    (late,) = (rule for rule in validate(parts, schema).rules if rule.name.startswith("day: great"))
    assert (late.status, late.failures) == ("failed", 1)
    result = validate(parts, SCHEMA)
    failures = {rule.name: rule.failures for rule in result.rules if rule.status == "failed"}
    assert result.rows == 3
    assert failures == {"user: unique": 2, "amount: greater_than_or_equal_to(0)": 1}
    (low,) = (rule for rule in validate(parts, SCHEMA, samples=1).rules if "equal_to" in rule.name)
    place = {"row": 2, "file": str(parts / "day=2024-01-02" / "part-0.parquet")}
    assert low.samples == ({**place, "value": -3.0},)
    with pytest.raises(UsageError, match="is a folder"):
        validate(parts, SCHEMA, engine="pandas")


@pytest.mark.parametrize("engine", ["pandas", *ENGINES])
def test_samples_are_asked_for_and_sensitive_columns_never_shown(
    tmp_path: Path, engine: str
) -> None:
    file = tmp_path / "a.parquet"
    FRAME.to_parquet(file)
    assert all(not rule.samples for rule in validate(file, SCHEMA, engine=engine).rules)  # type: ignore[arg-type]
    result = validate(file, SCHEMA, samples=2, engine=engine)  # type: ignore[arg-type]
    samples = {rule.name: rule.samples for rule in result.rules if rule.samples}
    assert samples["user: unique"][0] == {"row": 2, "value": None, "hidden": True}
    assert samples["amount: greater_than_or_equal_to(0)"] == ({"row": 3, "value": -3.0},)
    assert "u2" not in str(result.to_dict())
    key = pa.DataFrameSchema(SCHEMA.columns, unique=["user"])
    found = validate(file, key, samples=2, engine=engine)  # type: ignore[arg-type]
    (rule,) = (rule for rule in found.rules if rule.name == "table: unique user")
    assert rule.samples[0]["hidden"] and "u2" not in str(found.to_dict())


def _truncated(parts: Path) -> None:
    file = parts / "day=2024-01-01" / "part-0.parquet"
    file.write_bytes(file.read_bytes()[:-30])


def _damaged(parts: Path) -> None:
    file = parts / "day=2024-01-01" / "part-0.parquet"
    data = bytearray(file.read_bytes())
    data[4:60] = b"\xff" * 56
    file.write_bytes(bytes(data))


def _empty(parts: Path) -> None:
    (parts / "day=2024-01-01" / "part-0.parquet").write_bytes(b"")


def _other_schema(parts: Path) -> None:
    FRAME.rename(columns={"amount": "total"}).to_parquet(parts / "day=2024-01-02" / "x.parquet")


def _other_type(parts: Path) -> None:
    FRAME.assign(amount="many").to_parquet(parts / "day=2024-01-02" / "x.parquet", index=False)


def _more_columns(parts: Path) -> None:
    FRAME.assign(more=1).to_parquet(parts / "day=2024-01-02" / "x.parquet", index=False)


def _floats_for_integers(parts: Path) -> None:
    for name, numbers in (("a", [1]), ("b", [1.4])):
        FRAME.iloc[:1].assign(amount=numbers).to_parquet(
            parts / "day=2024-01-02" / f"{name}.parquet"
        )
    for file in parts.rglob("part-*.parquet"):
        file.unlink()


@pytest.mark.parametrize(
    "breaking",
    [
        _truncated, _damaged, _empty, _other_schema, _other_type, _more_columns, _floats_for_integers,
        shutil.rmtree,
    ],
)  # fmt: skip
def test_a_broken_part_is_an_error_and_never_a_verdict(parts: Path, breaking: object) -> None:
    breaking(parts)  # type: ignore[operator]
    with pytest.raises(GroundrulesError, match=str(parts)):
        validate(parts, SCHEMA)


@pytest.mark.parametrize("names", [("x", "X"), ("x", "file_row_number")])
def test_names_that_duckdb_would_change_are_judged_by_pandera(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    file = tmp_path / "a.parquet"
    pd.DataFrame({names[0]: [1], names[1]: [2]}).to_parquet(file)
    schema = pa.DataFrameSchema({name: pa.Column(int, pa.Check.gt(1)) for name in names})
    result = validate(file, schema)
    assert [rule.name for rule in result.rules if rule.status == "failed"] == ["x: greater_than(1)"]
    assert any("pandera judged" in note for note in result.notes)


def test_an_empty_folder_and_a_contract_for_pandas_alone(parts: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(UsageError, match=r"holds no \.parquet file"):
        validate(tmp_path / "nothing", SCHEMA)
    python = pa.DataFrameSchema(
        {"amount": pa.Column(float, pa.Check(lambda x: x >= 0), nullable=True)}
    )
    with pytest.raises(ContentError, match="`custom check` is Python"):
        validate(parts, python)
    one = validate(parts / "day=2024-01-02" / "part-0.parquet", python)
    assert [rule.failures for rule in one.rules if rule.status == "failed"] == [1]
    assert any("pandera judged the whole table in memory" in note for note in one.notes)


def test_memory_and_disk_that_run_out_are_said_so(tmp_path: Path) -> None:
    file = tmp_path / "large.parquet"
    pd.DataFrame({"user": range(3_000_000)}).to_parquet(file)
    schema = pa.DataFrameSchema({"user": pa.Column(int, unique=True)})
    with Duck(Files(file), lambda _: None) as duck:
        duck._connection.execute("SET memory_limit = '20MB'")
        duck._connection.execute("SET max_temp_directory_size = '1MB'")
        with pytest.raises(ContentError, match="memory or disk has run out"):
            Judge(duck, compile_contract(schema, duck.names, duck.types), 0)


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path) -> None:
    rows = 3_000_000
    frame = pd.DataFrame({"user": [f"user-{n}" for n in range(rows)], "amount": 1.0})
    frame.to_parquet(tmp_path / "large.parquet", row_group_size=100_000)
    (tmp_path / "contract.py").write_text(
        "import pandera.pandas as pa\n"
        "S = pa.DataFrameSchema({'user': pa.Column(str, pa.Check.str_matches('(a|b|.)*x(.*y){3}'), unique=True)})\n"
    )
    spill = tmp_path / "spill"
    spill.mkdir()
    command = [sys.executable, "-m", "groundrules", "validate", "large.parquet"]
    started = subprocess.Popen(
        [*command, "--contract", "contract.py:S"], cwd=tmp_path, stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(spill)}, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not any(spill.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert any(spill.iterdir()), "it has begun to read"
    time.sleep(0.3)  # into the query: the folder is there an instant before it is ours to remove
    started.send_signal(signal.SIGINT)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 130, errors
    assert "Traceback" not in errors
    assert list(spill.iterdir()) == []
