"""Spark makes the rows that DuckDB makes, the same bytes every time, a kill or none."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from groundrules.reconcile import reconcile

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

import make_data  # noqa: E402

import pipeline  # noqa: E402

UNTIL = make_data.START + timedelta(days=5)
KEYS = {"user_day": ["day", "user_id", "currency"], "metric_day": ["day", "metric"]}


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    place = tmp_path_factory.mktemp("delivered") / "raw"
    make_data.deliver(place, UNTIL)
    return place


@pytest.fixture(scope="module")
def made(raw):
    """Return what Spark makes of it in one go."""
    build(raw, raw.parent / "spark")
    return raw.parent / "spark"


def build(raw, out, engine="spark", until=UNTIL):
    return pipeline.build(until, engine, raw, out)


def parts(out):
    return sorted(out.glob("*/day=*/part.parquet"))


def state(out):
    return {
        str(file.relative_to(out)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in parts(out)
    }


def test_the_rows_are_those_of_duckdb(raw, made, tmp_path):
    build(raw, tmp_path, "duckdb")
    for table, key in KEYS.items():
        result = reconcile(made / table, tmp_path / table, key=key, partition=["day"])
        assert (result.agree, result.a.rows > 0) == (True, True), table


def test_a_rerun_makes_nothing(raw, made):
    assert build(raw, made) == {"user_day": [], "metric_day": []}


def test_day_by_day_it_is_the_same_bytes(raw, made, tmp_path):
    """As a schedule runs it: each day's late events come with the days after it."""
    days = sorted(raw.iterdir())
    for folder in days[:-1]:
        shutil.copytree(folder, tmp_path / "raw" / folder.name)
    build(tmp_path / "raw", tmp_path / "out", until=UNTIL - timedelta(days=1))
    shutil.copytree(days[-1], tmp_path / "raw" / days[-1].name)
    assert build(tmp_path / "raw", tmp_path / "out")["user_day"][-1] == UNTIL
    assert state(tmp_path / "out") == state(made)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
def test_killed_in_another_zone_and_run_again_it_is_the_same_bytes(raw, made, tmp_path):
    code = "import sys, pathlib, test_spark; test_spark.build(*map(pathlib.Path, sys.argv[1:]))"
    command = [sys.executable, "-c", code, str(raw), str(tmp_path)]
    elsewhere = {**os.environ, "TZ": "America/New_York"}
    with subprocess.Popen(command, cwd=ROOT / "tests", env=elsewhere) as running:
        while len(parts(tmp_path)) < 2 and running.poll() is None:
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGKILL)
    assert 2 <= len(parts(tmp_path)) < len(parts(made))
    build(raw, tmp_path)
    assert state(tmp_path) == state(made)
    assert not list(tmp_path.rglob("_aside*"))
