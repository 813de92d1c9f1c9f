"""The experiment template: same bytes both ways, hooks pass at once, its own tests pass."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import whole_projects as whole
import yaml
from conftest import ROOT, Run
from test_hooks import BIN, _git

from groundrules import scaffold
from groundrules.errors import UsageError

NAMES = ["Plain", 'A "quoted" \\ title', "Prix d'été: 100 % of {users}", "naïve café #1"]


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


@pytest.mark.parametrize("hosting", ["none", "GitHub", "GitLab"])
def test_new_and_plain_cookiecutter_give_the_same_bytes(tmp_path: Path, hosting: str) -> None:
    made = scaffold.new("experiment", tmp_path / "one", {"hosting": hosting}, no_input=True)
    subprocess.run(
        [BIN / "cookiecutter", str(ROOT), "--directory", "templates/experiment", "--no-input",
         "-o", str(tmp_path / "other"), f"hosting={hosting}"],
        check=True, capture_output=True, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    one, other = _tree(made), _tree(tmp_path / "other" / made.name)
    assert one == other
    assert not [name for name in one if "__pycache__" in name]
    assert (".github/workflows/ci.yml" in one) == (hosting == "GitHub")
    assert (".gitlab-ci.yml" in one) == (hosting == "GitLab")


@pytest.mark.parametrize("slug", ["a/b", "../up", "1st", 'a"b', "---", "Ünicode", "class", "a.b"])
def test_hostile_names_are_refused_and_nothing_is_left(tmp_path: Path, slug: str) -> None:
    place = tmp_path / "here"
    with pytest.raises(UsageError, match="project_slug"):
        scaffold.new("experiment", place, {"project_slug": slug}, no_input=True)
    assert not place.exists() or list(place.iterdir()) == []


def test_unknown_template_answer_and_folder_in_the_way(tmp_path: Path, run: Run) -> None:
    with pytest.raises(UsageError, match="did you mean `experiment`"):
        scaffold.new("experimnt", tmp_path)
    with pytest.raises(UsageError, match="did you mean `owner`"):
        scaffold.new("experiment", tmp_path, {"ownr": "x"})
    with pytest.raises(UsageError, match="read as commands"):
        scaffold.new("experiment", tmp_path, {"owner": "{{ x }}"})
    with pytest.raises(UsageError, match="cannot be `hiev`"):
        scaffold.new("experiment", tmp_path, {"dialect": "hiev"})
    made = scaffold.new("experiment", tmp_path, no_input=True)
    before = _tree(made)
    again = run("new", "experiment", "--no-input")
    assert (again.returncode, "is there already" in again.stderr) == (2, True)
    assert _tree(made) == before
    assert [path.name for path in tmp_path.iterdir()] == [made.name]


VARIANTS = [(name, own) for name in whole.TEMPLATES for own in whole.variants(name)]


@pytest.mark.parametrize(("name", "own"), VARIANTS)
def test_what_is_to_be_read_first_is_there(
    name: str, own: dict[str, str], tmp_path: Path, run: Run
) -> None:
    """All that is said to be read is there, and no question or plan that is there is left out."""
    done = run("new", name, "--no-input", *(f"{key}={value}" for key, value in own.items()))
    made = tmp_path / done.stdout.strip()
    _, listed = done.stderr.split("Read:\n")
    told = [line.split()[0] for line in listed.splitlines()]
    plans = [one for one in ("plan.yaml", "quasi.yaml", "decision.yaml") if (made / one).is_file()]
    assert told == ["brief.md", *plans, "README.md"]
    assert all((made / one).is_file() for one in told)
    assert f"cd {made.name}, and git init" in done.stderr


def test_a_team_template_without_them_is_told_of_none_of_them(tmp_path: Path) -> None:
    from groundrules.cli.project import _read_first

    assert list(_read_first(tmp_path)) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_title_gives_a_project_that_is_clean(tmp_path: Path, run: Run, name: str) -> None:
    made = scaffold.new("experiment", tmp_path, {"project_name": name}, no_input=True)
    for command in (["check", "."], ["plan", "check"], ["metrics", "lint", "--static"]):
        done = run(*command, cwd=made)
        assert done.returncode == 0, done.stdout
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [BIN / "ruff", *command, "."], cwd=made, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
    notebook = json.loads((made / "analysis.ipynb").read_text(encoding="utf-8"))
    assert notebook["cells"][0]["source"] == f"# {name}"


@pytest.mark.parametrize("slug", ["no", "null", "x" * 64])
def test_any_folder_and_any_owner_can_name_a_plan(tmp_path: Path, run: Run, slug: str) -> None:
    owner = 'R&D: "it\'s" #1 \\'
    answers = {"project_slug": slug, "owner": owner}
    made = scaffold.new("experiment", tmp_path, answers, no_input=True)
    for command in ("plan", "check"), ("metrics", "lint", "--static"):
        done = run(*command, cwd=made)
        assert done.returncode == 0, done.stdout
    plan = yaml.safe_load((made / "plan.yaml").read_text(encoding="utf-8"))
    metric = yaml.safe_load((made / "metrics" / "errors_per_user.yaml").read_text(encoding="utf-8"))
    assert (plan["name"], plan["owner"], metric["owner"]) == (slug[:63], owner, owner)


def _python(made: Path, *words: str) -> None:
    """Run a script of the project."""
    done = subprocess.run(
        [sys.executable, *words], cwd=made, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.templates
def test_its_metrics_keep_their_examples_and_its_plan_is_read_out(tmp_path: Path, run: Run) -> None:
    made = scaffold.new("experiment", tmp_path, no_input=True)
    _git("init", "-q", cwd=made)
    _git("add", "-A", cwd=made)
    _git("commit", "-qm", "x", cwd=made)
    done = run("metrics", "lint", cwd=made)
    assert (done.returncode, done.stdout.split(":")[0]) == (0, "Clean"), done.stdout
    _python(made, "gather.py", "--date", "2024-03-19")
    done = run("plan", "power", "plan.yaml", "data", cwd=made)
    assert done.returncode == 0, done.stdout
    done = run("readout", "plan.yaml", "data", "--format", "json", cwd=made)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    primary, guardrail = told["results"]
    assert told["decision"]["answer"] == "yes"
    planted = 0.20  # by data/make_data.py
    assert primary["relative_low"] < planted < primary["relative_high"]
    assert guardrail["low"] < 0 < guardrail["high"] < guardrail["margin"]["absolute"]
    passed = {one["guard"] for one in told["guards"] if one["status"] == "passed"}
    assert {one["guard"] for one in told["guards"]} == passed
    assert {"duplicated-rows", "mixed-values", "partial-last-day", "changed-primary"} <= passed


@pytest.mark.templates
@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
def test_hooks_pass_at_once_and_refuse_mistakes(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, runner: str
) -> None:
    """From the package index, with our own wheel beside it until it is published there."""
    wheels = tmp_path_factory.mktemp("wheels")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(wheels), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    made = scaffold.new("experiment", tmp_path, no_input=True)
    links = f"{os.environ.get('PIP_FIND_LINKS', '')} {wheels}".strip()
    env = {
        **os.environ,
        "PRE_COMMIT_HOME": str(tmp_path / "pc"),
        "PREK_HOME": str(tmp_path / "prek"),
        "PIP_FIND_LINKS": links,
        "UV_FIND_LINKS": str(wheels),
    }
    _git("init", "-q", cwd=made)
    _git("add", "-A", cwd=made)

    def hooks() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BIN / runner, "run", "--all-files"],
            cwd=made, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip

    passed = hooks()
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert _git("diff", "--stat", cwd=made) == ""
    (made / "sql" / "extra.sql").write_text(
        "SELECT COUNT(CASE WHEN revenue > 0 THEN 1 ELSE 0 END) FROM sessions\n"
    )
    (made / "split.py").write_text(
        "import pandas as pd\nfrom sklearn.model_selection import train_test_split\n\n"
        'train, test = train_test_split(pd.read_csv("users.csv"))\n'
        'print(train["spend"].mean(), test["spend"].mean())\n'
    )
    (made / "ratio.py").write_text(
        "import pandas as pd\n\n"
        'df = pd.read_csv("users.csv")\ndf["ctr"] = df["clicks"] / df["impressions"]\n'
        'print(df["ctr"].mean())\n'
    )
    for name, was, becomes in (
        ("plan.yaml", "control: 0.5", "control: 0.4"),
        ("metrics/errors_per_user.yaml", "direction: decrease", "direction: increase"),
    ):
        text = (made / name).read_text(encoding="utf-8")
        assert was in text
        (made / name).write_text(text.replace(was, becomes), encoding="utf-8")
    _git("add", "-A", cwd=made)
    refused = hooks()
    assert refused.returncode == 1
    for place in (
        "sql/extra.sql:1:8: SQL005",
        "split.py:4:15: RPR001",
        "ratio.py:5:17: DFR006",
        "plan.yaml:10:1: PLN017",
        "errors_per_user.yaml:13:12: MET015",
    ):
        assert place in refused.stdout, refused.stdout
