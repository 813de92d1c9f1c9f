"""A folder judged again, of which only new and changed files are read, has the verdict of the whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pandera.pandas as pa
import pyarrow as arrow
import pytest
from conftest import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from groundrules.contracts import checks, validate
from groundrules.errors import ContentError, UsageError

FOLDERS = ["day=1", "day=2", "day=10", "day=1/odd'name", "day=01"]
SCHEMA = pa.DataFrameSchema(
    {
        "id": pa.Column(int, pa.Check.ge(0), unique=True),
        "x": pa.Column(float, [pa.Check.le(1), pa.Check.isin([0, 1])], nullable=True),
        "t": pa.Column(str, pa.Check.unique_values_eq(["a", "b"])),
    },
    checks=checks.compare("id", "<=", "x"),
    unique=["day", "id"],
)


def _write(folder: Path, name: str, rows: list[Any], age: int) -> None:
    file = folder / name / "part.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    ids, floats, texts = zip(*rows, strict=True) if rows else ([], [], [])
    types = arrow.schema([("id", arrow.int64()), ("x", arrow.float64()), ("t", arrow.string())])
    parquet.write_table(
        arrow.table({"id": list(ids), "x": list(floats), "t": list(texts)}, schema=types), file
    )
    os.utime(file, (1_700_000_000 + age, 1_700_000_000 + age))


def _told(folder: Path, partials: Path | None) -> list[Any]:
    found = validate(folder, SCHEMA, samples=1, incremental=partials)
    return [(r.name, r.status, r.rows, r.failures, r.detail, r.samples) for r in found.rules]


ROWS = st.lists(
    st.tuples(
        st.integers(-1, 4), st.sampled_from([0.0, 1.0, 2.0, None, float("nan")]),
        st.sampled_from(["a", "b"]),
    ),
    max_size=3,
)  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(FOLDERS), ROWS | st.none()), min_size=1, max_size=6)


@settings(
    max_examples=60, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(STEPS)
def test_what_is_kept_changes_no_verdict(steps: list[tuple[str, list[Any] | None]]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder, partials = Path(temporary, "events"), Path(temporary, "kept.sqlite")
        _write(folder, "day=3", [(1, 1.0, "a")], 0)
        for age, (name, rows) in enumerate(steps):
            if rows is None:
                shutil.rmtree(folder / name, ignore_errors=True)
            else:
                _write(folder, name, rows, age)
            assert _told(folder, partials) == _told(folder, None)
        assert _told(folder, partials) == _told(folder, None)


def test_only_new_files_are_read(tmp_path: Path) -> None:
    folder, partials = tmp_path / "events", tmp_path / "kept.sqlite"
    for day in range(5):
        _write(folder, f"day={day}", [(day, 1.0, "a")], day)
    schema = pa.DataFrameSchema({"x": pa.Column(float, pa.Check.le(1))}, unique=["day", "id"])
    read: list[str] = []

    def told() -> list[str]:
        read.clear()
        assert validate(folder, schema, incremental=partials, report=read.append).passed
        return [line for line in read if line.startswith("reading")]

    assert told() == ["reading 5 of 5 files; the others are known"] * 2
    assert told() == []
    _write(folder, "day=3", [(9, 1.0, "b")], 60)
    assert told() == ["reading 1 of 5 files; the others are known"] * 2
    shutil.rmtree(folder / "day=4")
    assert told() == []
    (folder / "day=0" / "part.parquet").touch()  # as young as that, it is not trusted
    assert told() == ["reading 1 of 4 files; the others are known"] * 2
    assert len(told()) == 2


def test_a_file_that_breaks_the_contract_stays_broken(tmp_path: Path) -> None:
    folder, partials = tmp_path / "events", tmp_path / "kept.sqlite"
    _write(folder, "day=1", [(1, 7.0, "a")], 0)
    _write(folder, "day=2", [(2, 1.0, "b")], 0)
    first = _told(folder, partials)
    assert _told(folder, partials) == first == _told(folder, None)
    assert not validate(folder, SCHEMA, incremental=partials).passed


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    _write(tmp_path / "events", "day=1", [(1, 1.0, "a")], 0)
    odd = tmp_path / "kept.sqlite"
    odd.write_text("no database " * 100)
    with pytest.raises(ContentError, match="cannot be used for partial results"):
        validate(tmp_path / "events", SCHEMA, incremental=odd)
    with pytest.raises(UsageError, match="duckdb alone, not polars"):
        validate(tmp_path / "events", SCHEMA, incremental=odd, engine="polars")


def test_the_command_keeps_its_results_beside_the_configuration(tmp_path: Path, run: Run) -> None:
    _write(tmp_path / "events", "day=1", [(1, 1.0, "a"), (0, 0.0, "b")], 0)
    (tmp_path / "c.py").write_text(
        "import pandera.pandas as pa\n"
        "Events = pa.DataFrameSchema({'x': pa.Column(float, pa.Check.le(1))})\n"
    )
    for _ in range(2):
        done = run("validate", "events", "--contract", "c.py:Events", "--incremental")
        assert (done.returncode, done.stderr) == (0, "")
    kept = sqlite3.connect(tmp_path / ".groundrules_cache" / "contracts.sqlite")
    assert kept.execute("SELECT count(*) FROM part").fetchone() == (1,)
    kept.close()
