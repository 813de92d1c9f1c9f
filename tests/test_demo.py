"""`groundrules demo` end to end, with no network, and what it leaves behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def _demo(place: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "groundrules", "demo", "-o", str(place)],
        env={**os.environ, "PIP_NO_INDEX": "1", **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.heavy
def test_the_demo_shows_the_hook_refusing_three_mistakes(tmp_path: Path) -> None:
    done = _demo(tmp_path)
    assert done.returncode == 0, done.stderr
    for words in (
        "cell 9:10:8: EXP002",
        "quick_look.py:8:10: EXP003",
        "quick_look.sql:4:7: SQL003",
    ):
        assert words in done.stdout
    report = Path(done.stdout.strip().split("The report:")[1].strip())
    assert "Revenue per session is" in report.read_text()


@pytest.mark.heavy
def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    git = tmp_path / "bin" / "git"
    git.write_text("#!/bin/sh\nexit 7\n")
    git.chmod(0o755)
    done = _demo(tmp_path / "place", PATH=f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert done.returncode in (2, 3), done.stdout + done.stderr
    assert list((tmp_path / "place").iterdir()) == []
