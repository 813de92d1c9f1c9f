"""`groundrules demo` end to end, with no network, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def _demo(place: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "groundrules", "demo", "-o", str(place)],
        env={**os.environ, "PIP_NO_INDEX": "1", **env}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.templates
def test_the_demo_shows_the_hook_refusing_three_mistakes(tmp_path: Path) -> None:
    done = _demo(tmp_path)
    assert done.returncode == 0, done.stderr
    for words in (
        "cell 10:10:8: EXP002",
        "quick_look.py:8:10: EXP003",
        "quick_look.sql:4:7: SQL003",
    ):
        assert words in done.stdout
    report = Path(done.stdout.strip().split("The report:")[1].strip())
    assert "Revenue per session is" in report.read_text()


@pytest.mark.templates
def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    git = tmp_path / "bin" / "git"
    git.write_text("#!/bin/sh\nexit 7\n")
    git.chmod(0o755)
    done = _demo(tmp_path / "place", PATH=f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    assert done.returncode in (2, 3), done.stdout + done.stderr
    assert list((tmp_path / "place").iterdir()) == []


@pytest.mark.templates
@pytest.mark.parametrize("step", ["1/5", "2/5", "4/5", "running cell 3"])
def test_ctrl_c_stops_at_once_and_leaves_nothing(tmp_path: Path, step: str) -> None:
    place = tmp_path / "place"
    running = subprocess.Popen(
        [sys.executable, "-m", "groundrules", "demo", "-o", str(place)],
        start_new_session=True, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert running.stderr is not None
    for line in running.stderr:
        if step in line:
            break
    time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert said.strip().endswith("groundrules: interrupted")
    assert "Traceback" not in said
    assert list(place.iterdir()) == []
