"""`groundrules adopt`: one commit, nothing of theirs changed, a quiet first day; or nothing at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from conftest import Run

from groundrules import adopt
from groundrules.adopt import hooks, settings
from groundrules.errors import ConfigError, UsageError

pytestmark = pytest.mark.templates

PEEK = """import pandas as pd
from scipy.stats import ttest_ind
df = pd.read_csv("x.csv")
for day in range(14):
    s = df[df.day <= day]
    if ttest_ind(s[s.v == 1].y, s[s.v == 0].y).pvalue < 0.05:
        break
"""


def git(folder: Path, *words: str) -> str:
    command = ["git", "-c", "core.hooksPath=/dev/null", *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A repository with a finding, a broken notebook and a broken query."""
    git(tmp_path, "init", "-q", "-b", "main")
    for key, value in {
        "user.name": "x",
        "user.email": "x@localhost",
        "commit.gpgsign": "false",
    }.items():
        git(tmp_path, "config", key, value)
    (tmp_path / "a.py").write_text(PEEK)
    (tmp_path / "b.ipynb").write_text("{")
    (tmp_path / "c.sql").write_text("SELECT COUNT(CASE WHEN ELSE FROM WHERE (")
    save(tmp_path)
    return tmp_path


def save(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "work")


def state(folder: Path) -> tuple[str, str, dict[str, bytes]]:
    names = [*folder.rglob("*")]
    held = {
        str(p): p.read_bytes()
        for p in names
        if p.is_file() and ".git/" not in f"{p}/" and "_cache" not in str(p)
    }
    return git(folder, "rev-parse", "HEAD"), git(folder, "status", "--porcelain"), held


def test_one_commit_then_silence_then_only_what_comes(run: Run, place: Path) -> None:
    before = git(place, "rev-parse", "HEAD")
    done = run("adopt", "--hooks", "installed")
    assert (done.returncode, git(place, "status", "--porcelain")) == (0, ""), done.stderr
    assert git(place, "rev-parse", "HEAD~1") == before
    names = git(place, "show", "--name-only", "--format=").split()
    assert names == [
        ".gitignore",
        ".pre-commit-config.yaml",
        "groundrules-baseline.json",
        "groundrules.toml",
    ]
    message = git(place, "log", "-1", "--format=%B")
    assert message.startswith("Adopt groundrules, with a baseline of 3 findings")
    assert "no test_*.py beside 1 Python files and 1 notebooks" in message
    assert message.strip() in done.stdout
    quiet = run("check", "--quiet", ".")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    (place / "new.py").write_text(PEEK)
    found = json.loads(run("check", "--format", "json", ".").stdout)
    assert ([hit["path"] for hit in found["findings"]], found["tolerated"]) == (["new.py"], 3)
    again = run("adopt")
    assert again.returncode == 2  # dirty: new.py
    (place / "new.py").unlink()
    kept = state(place)
    again = run("adopt")
    assert (again.returncode, "adopted already" in again.stderr, state(place)) == (0, True, kept)


def test_a_commit_under_the_real_hook_passes(run: Run, place: Path) -> None:
    assert run("adopt", "--hooks", "installed").returncode == 0
    (place / "a.py").write_text("# moved\n\n" + PEEK)
    git(place, "add", "-A")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run"], cwd=place, capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(place / ".git" / "pc")},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_a_dry_run_is_a_patch_that_does_the_same(run: Run, place: Path) -> None:
    (place / "pyproject.toml").write_bytes(b"[project]\r\nname = 'x'")
    (place / ".gitignore").write_bytes(b"*.csv")
    save(place)
    kept = state(place)
    done = run("adopt", "--dry-run", "--hooks", "installed")
    assert (done.returncode, state(place)) == (0, kept)
    assert "[tool.groundrules]" in done.stdout
    assert run("adopt", "--no-commit", "--hooks", "installed").returncode == 0
    assert git(place, "rev-parse", "HEAD") == kept[0]
    project = (place / "pyproject.toml").read_bytes()
    assert project.startswith(b"[project]\r\nname = 'x'\r\n")
    assert project.count(b"\n") == project.count(b"\r\n")
    assert (place / ".gitignore").read_bytes().startswith(b"*.csv\n")


@pytest.mark.parametrize(
    "fault", ["dirty", "no git", "detached", "toml", "yaml", "identity", "no commit"]
)
def test_what_cannot_be_adopted_is_one_error_and_unchanged(
    run: Run, place: Path, fault: str
) -> None:
    words = {
        "dirty": "1 uncommitted change (a.py)", "no git": "no git repository", "detached": "HEAD is detached",
        "toml": "not TOML", "yaml": "put in by hand", "identity": "nothing was changed", "no commit": "no commit yet",
    }[fault]  # fmt: skip
    folder = place
    if fault == "dirty":
        (place / "a.py").write_text("x = 1\n")
    elif fault == "no git":
        folder = place.parent
    elif fault == "detached":
        git(place, "checkout", "-q", "--detach")
    elif fault == "toml":
        (place / "pyproject.toml").write_text("x = [")
        save(place)
    elif fault == "yaml":
        (place / hooks.FILE).write_text("repos: []\n")
        save(place)
    elif fault == "identity":
        git(place, "config", "commit.gpgsign", "true")
        git(place, "config", "gpg.program", "false")
    else:
        folder = place / "inner"
        folder.mkdir()
        git(folder, "init", "-q")
    kept = state(place)
    done = run("adopt", str(folder))
    assert (done.returncode, words in done.stderr, done.stdout) == (2, True, ""), done.stderr
    assert state(place) == kept


def test_a_check_that_is_not_silent_puts_everything_back(place: Path) -> None:
    made = adopt.adoption(place, "installed")
    kept = state(place)
    made.files["groundrules-baseline.json"] = b'{"version": 1, "entries": []}'
    with pytest.raises(Exception, match="not silent"):
        adopt.commit(made)
    assert state(place) == kept


@pytest.mark.parametrize(
    "theirs",
    [
        "repos:\n- repo: https://x/y  # why\n  rev: v1\n  hooks:\n  - id: z\n",
        "repos:\n    # first\n    -   repo: local\n        hooks:\n        -   id: q\n            args: [a,\n"
        "              b]\n\n# tail\nci:\n    skip: [q]\n",
        "ci: {}\nrepos:\n  - repo: meta\n    hooks:\n      - id: identity  # last",
        "repos:\r\n  - repo: local\r\n    hooks:\r\n      - &h\r\n        id: a\r\n        entry: |\r\n          x\r\n"
        "          y\r\n      - <<: *h\r\n        id: b\r\nfail_fast: true\r\n",
    ],
)
def test_our_hook_is_added_and_theirs_stays(theirs: str) -> None:
    data = theirs.encode()
    after = hooks.added(data, "https://host/groundrules@v1.0")
    before, now = yaml.safe_load(data), yaml.safe_load(after)
    ours = now["repos"].pop()
    assert (now, ours["repo"], ours["rev"]) == (before, "https://host/groundrules", "v1.0")
    same = next(
        (n for n, pair in enumerate(zip(data, after, strict=False)) if len(set(pair)) > 1),
        len(data),
    )
    assert after.endswith(data[same:])  # ours is one piece between theirs
    assert (b"\r\n" in data) == (b"\r\n" in after)
    assert after.count(b"\n") == after.count(b"\r\n") or b"\r\n" not in after
    assert hooks.added(after, "installed") == after


@pytest.mark.parametrize("wrong", ["instaled", "git@host:team/x", "@v1", "https://x@"])
def test_hooks_from_nowhere(wrong: str) -> None:
    with pytest.raises(UsageError, match="ADDRESS@REVISION"):
        hooks.snippet(wrong)


@pytest.mark.parametrize("theirs", ["repos: [{repo: meta, hooks: []}]\n", "x: 1\n", "[", "- a\n"])
def test_a_form_that_cannot_be_added_to_is_refused_with_the_lines(theirs: str) -> None:
    with pytest.raises(ConfigError, match="id: groundrules-check"):
        hooks.added(theirs.encode(), "installed")


@pytest.mark.parametrize(
    ("sql", "dialect"),
    [
        ("SELECT COUNTIF(x), SAFE_DIVIDE(a, b) FROM `p.d.t`;", "bigquery"),
        ("SELECT a FROM t;", None),
    ],
)
def test_the_dialect_is_taken_where_it_is_plain(place: Path, sql: str, dialect: str | None) -> None:
    (place / "c.sql").write_text(sql)
    (place / "vendor").mkdir()
    (place / "vendor" / "d.py").write_text(PEEK)
    (place / "gen.py").write_text("# Code generated by x. DO NOT EDIT.\n" + PEEK)
    save(place)
    made = adopt.adoption(place, "none")
    table = tomllib.loads(made.files["groundrules.toml"].decode())
    assert (table.get("dialect"), table["exclude"]) == (dialect, ["/gen.py", "/vendor/"])
    assert hooks.FILE not in made.files


def test_a_configuration_that_pyproject_cannot_take_stands_beside_it(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("tool = {x = {}}\n")
    assert settings.written(tmp_path, settings.Seen(None, (), ()))[0] == "groundrules.toml"
