"""Shared by all tests: the repository's folders and a way to run the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what needs Spark in one worker: Java starts once."""
    for item in items:
        if item.get_closest_marker("spark"):
            item.add_marker(pytest.mark.xdist_group("spark"))


@pytest.fixture(autouse=True)
def session(request: pytest.FixtureRequest) -> object:
    """Give a test that is marked `spark` the session of them all."""
    marked = request.node.get_closest_marker("spark")
    return request.getfixturevalue("spark_of_all") if marked else None


@pytest.fixture(scope="session")
def spark_of_all() -> Iterator[object]:
    """Return a running session; small, as tests are."""
    from groundrules.tables.spark import spark_session

    properties = {"master": "local[1]", "sql.shuffle.partitions": "1", "driver.memory": "1g"}
    named = {f"spark.{key}": value for key, value in properties.items()}
    with spark_session(named, print) as running:
        yield running


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `groundrules …` in an empty folder, as a user would."""

    def call(
        *args: str, cwd: Path = tmp_path, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "groundrules", *args],
            cwd=cwd, input=stdin, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return call
