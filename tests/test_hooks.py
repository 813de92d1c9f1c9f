"""The hook repository by path, under the real pre-commit and prek."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from test_check import PEEK

BIN = Path(sys.executable).parent


def _git(*args: str, cwd: Path) -> str:
    return subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", *args],
        cwd=cwd, capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip


@pytest.fixture(scope="module")
def hooks_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This working tree, as a repository with one commit."""
    copy = tmp_path_factory.mktemp("hooks") / "groundrules"
    copy.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    _git("init", "-q", cwd=copy)
    _git("add", "-A", cwd=copy)
    _git("commit", "-qm", "x", cwd=copy)
    return copy


@pytest.mark.heavy
@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
def test_hook_refuses_a_commit(runner: str, hooks_repository: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    _git("init", "-q", cwd=project)
    revision = _git("rev-parse", "HEAD", cwd=hooks_repository)
    (project / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks_repository}\n  rev: {revision}\n  hooks:\n  - id: groundrules-check\n"
    )
    env = {
        **os.environ,
        "PRE_COMMIT_HOME": str(tmp_path / "pc"),
        "PREK_HOME": str(tmp_path / "prek"),
    }
    (project / "peek.py").write_text(PEEK)
    _git("add", "-A", cwd=project)

    def commit() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BIN / runner, "run", "--all-files"],
            cwd=project,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )

    refused = commit()
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert "peek.py:6:8: EXP002" in refused.stdout
    (project / "peek.py").write_text("x = 1\n")
    _git("add", "-A", cwd=project)
    passed = commit()
    assert passed.returncode == 0, passed.stdout + passed.stderr
