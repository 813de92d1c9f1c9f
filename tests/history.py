"""This repository as it was: older commits unpacked, and projects made by their own code."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from conftest import ROOT

WHO = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]


def git(folder: Path, *words: str) -> bytes:
    """Return what git prints, whatever is configured on this machine."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", *WHO, "-c", "core.autocrlf=false", *words]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=True
    ).stdout


def commit(folder: Path, message: str) -> None:
    """Commit all that is there, without hooks."""
    if not (folder / ".git").is_dir():
        git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message, "--no-verify")


def need(revision: str) -> None:
    """Skip a test where this copy of the repository does not hold a commit."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed, and older commits are read by it")
    try:
        top = Path(os.fsdecode(git(ROOT, "rev-parse", "--show-toplevel")).strip())
    except subprocess.CalledProcessError:
        top = None
    if top is None or not top.samefile(ROOT):
        pytest.skip("this copy of groundrules has no git history: clone it")
    try:
        git(ROOT, "cat-file", "-e", f"{revision}^{{commit}}")
    except subprocess.CalledProcessError:
        if git(ROOT, "rev-parse", "--is-shallow-repository").strip() == b"true":
            pytest.skip(f"this clone is shallow, without {revision[:7]}: git fetch --unshallow")
        pytest.fail(f"the whole history is here, and {revision} is not in it")


def unpacked(revision: str, folder: Path) -> Path:
    """Write what a commit holds into a folder, and return it."""
    with tarfile.open(fileobj=io.BytesIO(git(ROOT, "archive", revision))) as archive:
        archive.extractall(folder, filter="data")
    return folder


def groundrules(
    code: Path, *words: object, cwd: Path, expect: int | None = 0
) -> subprocess.CompletedProcess[str]:
    """Run the groundrules of a checkout, whichever is installed."""
    done = subprocess.run(
        [sys.executable, "-m", "groundrules", *map(str, words)],
        cwd=cwd, env=environment(code), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert expect in (None, done.returncode), f"{words}: {done.stdout}\n{done.stderr}"
    return done


def environment(code: Path) -> dict[str, str]:
    """Return an environment in which Python and programs find the groundrules of a checkout."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**kept, "PYTHONPATH": str(code / "src"), "PATH": path}
