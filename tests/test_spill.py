"""What is written beside memory: removed at the end, swept up after a kill, and never a live process's."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as arrow
import pytest
from pyarrow import csv, parquet

from groundrules.tables.spill import Spill

CONTRACT = (
    "import pandera.pandas as pa\n"
    "Slow = pa.DataFrameSchema({'x': pa.Column(str, pa.Check.str_matches('(a|b|.)*x(.*y){3}'))})\n"
    "Key = pa.DataFrameSchema({'x': pa.Column(int, unique=True)})\n"
)


@pytest.fixture
def spare(tmp_path: Path) -> Path:
    (tmp_path / "c.py").write_text(CONTRACT)
    (tmp_path / "spare").mkdir()
    return tmp_path / "spare"


def _start(
    spare: Path, *args: str, limit: Callable[[], None] | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "groundrules", "validate", *args], cwd=spare.parent,
        env={**os.environ, "TMPDIR": str(spare)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, preexec_fn=limit,
    )  # fmt: skip


def test_a_killed_process_says_nothing_and_the_next_one_sweeps(spare: Path) -> None:
    table = arrow.table({"x": [f"user {n}" * 30 for n in range(1_500_000)]})
    parquet.write_table(table, spare.parent / "x.parquet", row_group_size=100_000)
    running = _start(spare, "x.parquet", "--contract", "c.py:Slow")
    while not list(spare.glob("*/lock")) and running.poll() is None:
        time.sleep(0.02)
    time.sleep(0.1)
    running.kill()
    out, err = running.communicate()
    assert (running.returncode, out, err) == (-signal.SIGKILL, "", "")
    (left,) = spare.iterdir()
    parquet.write_table(arrow.table({"x": [1, 2]}), spare.parent / "y.parquet")
    again = _start(spare, "y.parquet", "--contract", "c.py:Key")
    assert "keeps" in again.communicate()[0]
    assert list(spare.iterdir()) == [] and left.name.startswith("groundrules-spill-")


def test_what_is_in_use_is_not_swept(monkeypatch: pytest.MonkeyPatch, spare: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    with Spill() as first:
        (first.path / "data").write_bytes(b"x")
        with Spill() as second:
            assert (first.path / "data").exists() and second.path != first.path
        assert not second.path.exists()
    assert list(spare.iterdir()) == []


def test_a_disk_that_runs_out_is_said_so_and_gives_no_verdict(spare: Path) -> None:
    csv.write_csv(arrow.table({"x": range(2_000_000)}), spare.parent / "x.csv")

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    running = _start(spare, "x.csv", "--contract", "c.py:Key", "--engine", "duckdb", limit=little)
    out, err = running.communicate()
    assert (running.returncode, out) == (2, "")
    assert "groundrules: x.csv: disk has run out: free some" in err and "Traceback" not in err
    assert list(spare.iterdir()) == []


def test_processes_that_start_at_once_do_not_sweep_each_other(spare: Path) -> None:
    code = (
        "from groundrules.tables.spill import Spill\n"
        "for _ in range(300):\n"
        "    with Spill() as one:\n"
        "        (one.path / 'data').write_bytes(b'x')\n"
        "        assert (one.path / 'data').read_bytes() == b'x'\n"
    )
    env = {**os.environ, "TMPDIR": str(spare)}
    command = [sys.executable, "-W", "error", "-c", code]
    running = [
        subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    assert [(one.communicate()[1], one.returncode) for one in running] == [("", 0)] * 4
    assert list(spare.iterdir()) == []
