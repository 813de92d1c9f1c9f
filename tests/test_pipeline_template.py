"""The pipeline template at some size, on both engines: the small form of benchmarks/pipeline/run.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from groundrules import scaffold

ENGINES = [
    pytest.param(["duckdb"], 200_000, id="duckdb"),
    pytest.param(["duckdb", "spark"], 100_000, marks=pytest.mark.spark, id="both"),
]


@pytest.mark.templates
@pytest.mark.parametrize(("engines", "rows"), ENGINES)
def test_it_is_true_the_same_again_and_resumed(engines: list[str], rows: int) -> None:
    command = [ROOT / "benchmarks/pipeline/run.py", "--rows", f"{rows}", "--kills", "1"]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *map(str, command), "--engines", *engines],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("all holds")
    assert done.stdout.count("agree: True") == len(engines) + 2 * (len(engines) - 1)


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_reconcile_reads_its_queries_from_files_and_names_the_day(
    engine: str, tmp_path: Path
) -> None:
    """As the project's README says it, on two days of its data; a count too many is named."""
    made = scaffold.new("pipeline", tmp_path, {"engine": engine}, no_input=True)
    build = [[sys.executable, "data/make_data.py"], [sys.executable, "pipeline.py"]]
    for command, more in zip(build, ([], ["--engine", "duckdb"]), strict=True):
        subprocess.run([*command, "--until", "2024-03-02", *more], cwd=made, check=True)
    words = next(
        line
        for line in (made / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("groundrules reconcile")
    ).split()
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
    assert (done.returncode, "A and B agree on 2 rows" in done.stdout) == (0, True), done.stderr
    raw = made / "raw/day=2024-03-02/events.parquet"
    (made / "raw/day=2024-03-01/events.parquet").replace(raw)
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
    assert (done.returncode, "2024-03-02: 0 rows in A, 1 in B" in done.stdout) == (1, True)
    words[words.index("sql/raw_by_day.sql")] = "sql/none.sql"
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
    assert (done.returncode, "sql/none.sql cannot be read" in done.stderr) == (2, True)
