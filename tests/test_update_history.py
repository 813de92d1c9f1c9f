"""Projects that older commits of this repository really made, brought up to the templates of today."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import history
import pytest
from conftest import ROOT
from hand_edits import EDITS, SECTION, read, run_notebook, write

pytestmark = pytest.mark.templates

TITLE = 'Länger — "A"'
UNRECORDED = (
    "47d0e4ddb839d03f850b8e192c3d4c086a80e8a0"  # the last that recorded nothing in a project
)
RECORDED = "428ad45b0b009e9be87859c0869376a451c4fa32"
MADE = [
    ("experiment", UNRECORDED),
    ("experiment", RECORDED),
    ("pipeline", "e548c5d8176a32c7609afd3de472cb60e8f09002"),
    ("model", "3e7e88e4520596a5e5b37343706847d86d0d3919"),
    ("deep-dive", "3e7e88e4520596a5e5b37343706847d86d0d3919"),
    ("causal", "1161daf658b900c6b465ad3d449704445ce3e3be"),
    ("metric", "5e7055e6ec6e1c2acfeb1a9faca02385e1726a5b"),
]
CONFLICT = re.compile(r"^<<<<<<< yours\n(.*?)^=======\n(.*?)^>>>>>>> template now\n", re.M | re.S)


def made(template: str, revision: str, folder: Path) -> Path:
    """Make a project by a commit's own code and templates, and commit it."""
    history.need(revision)
    code = history.unpacked(revision, folder / "code")
    words = [template, "project_slug=from_history", f"project_name={TITLE}", "hooks=installed"]
    history.groundrules(code, "new", *words, "--no-input", cwd=folder)
    history.commit(folder / "from_history", "as the template made it")
    return folder / "from_history"


def base(revision: str) -> list[str]:
    return ["--base", f"{ROOT}@{revision}"] if revision == UNRECORDED else []


def files(project: Path) -> dict[str, bytes]:
    inner = [path for path in project.rglob("*") if path.is_file() and not path.is_symlink()]
    named = {path.relative_to(project).as_posix(): path.read_bytes() for path in inner}
    return {name: held for name, held in named.items() if not name.startswith(".git/")}


@pytest.mark.parametrize(("template", "revision"), MADE)
def test_a_project_left_alone_becomes_what_its_template_makes_today(
    template: str, revision: str, tmp_path: Path
) -> None:
    project = made(template, revision, tmp_path)
    history.groundrules(ROOT, "update", project, *base(revision), cwd=tmp_path)
    (tmp_path / "today").mkdir()
    given = ["project_slug=from_history", f"project_name={TITLE}", "hooks=installed"]
    history.groundrules(ROOT, "new", template, *given, "--no-input", cwd=tmp_path / "today")
    assert files(project) == files(tmp_path / "today" / "from_history")


@pytest.mark.parametrize("revision", [UNRECORDED, RECORDED])
def test_every_edit_of_a_project_from_an_older_commit_stays(revision: str, tmp_path: Path) -> None:
    project = made("experiment", revision, tmp_path)
    run_notebook(project, history.environment(tmp_path / "code"))
    for edit in EDITS:
        edit.do(project)
    history.commit(project, "edited by hand")
    done = history.groundrules(ROOT, "update", *base(revision), cwd=project, expect=1)
    told = re.findall(r"^conflict +(.+?): ", done.stdout, re.M)
    assert told == ["README.md", "brief.md", "data/make_data.py", "pyproject.toml"]
    assert told == sorted(name for name, held in files(project).items() if b"<<<<<<< " in held)
    assert [edit.kind for edit in EDITS if not edit.kept(project)] == []

    settle(project)
    given_up = [edit.kind for edit in EDITS if not edit.kept(project)]
    assert given_up == ["a figure that the template changed, too"]
    # Two tables of one name beside each other are refused, so their owner puts the export elsewhere.
    (project / "data" / "exposures.csv").rename(project / "docs" / "exposures.csv")
    history.commit(project, "updated")
    assert "Up to date." in history.groundrules(ROOT, "update", cwd=project).stdout
    assert "clean" in history.groundrules(ROOT, "check", ".", cwd=project).stdout.lower()
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    environment = history.environment(ROOT)
    ran = subprocess.run(
        tests, cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout
    if revision != RECORDED:
        return  # one run says it for both
    history.groundrules(ROOT, "run", cwd=project)
    assert (project / "reports" / "2024-03-19.html").is_file()


def settle(project: Path) -> None:
    """Settle the conflicts, as an owner would."""
    for name, chosen in {
        "README.md": r"\2",
        "brief.md": r"\1\2",
        "data/make_data.py": r"\2",
        "pyproject.toml": r"\1\n\2",
    }.items():
        text, places = CONFLICT.subn(chosen, read(project / name))
        assert places and "<<<<<<<" not in text
        write(project / name, text)
    readme = read(project / "README.md").replace("Owner: analytics.", "Owner: the checkout team.")
    write(project / "README.md", readme + SECTION)
