"""Shared by all tests: the repository's folders and a way to run the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


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
