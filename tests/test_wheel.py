"""The wheel and the sdist hold all four content folders, and the installed wheel works."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

ROOMS = ("checks", "standards", "templates", "onboarding")


def _tracked() -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


@pytest.mark.heavy
def test_wheel_and_sdist_hold_what_git_tracks(dist: Path) -> None:
    tracked = {name for name in _tracked() if name.split("/")[0] in ROOMS}
    package = {n.removeprefix("src/") for n in _tracked() if n.startswith("src/groundrules/")}
    names = set(zipfile.ZipFile(next(dist.glob("*.whl"))).namelist())
    bundled = {n.removeprefix("groundrules/_bundled/") for n in names if "/_bundled/" in n}
    assert bundled == tracked
    assert {n for n in names if n.startswith("groundrules/") and "/_bundled/" not in n} == package
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        inside = {n.partition("/")[2] for n in archive.getnames()}
    assert tracked <= inside


@pytest.mark.heavy
def test_installed_wheel_checks_outside_the_checkout(dist: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    wheel = next(dist.glob("*.whl"))
    subprocess.run([python, "-m", "pip", "install", "-q", str(wheel)], check=True, cwd=tmp_path)
    (tmp_path / "q.sql").write_text("SELECT COUNT(CASE WHEN a = 1 THEN 1 ELSE 0 END) FROM t\n")
    program = tmp_path / "venv" / "bin" / "groundrules"
    done = subprocess.run(
        [program, "check", "."], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "q.sql:1:8: SQL005" in done.stdout
    listed = subprocess.run(
        [program, "rules"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert len(listed.stdout.strip().split("\n")) >= 15
