"""Hostile answers are refused before a file is written, or handled, by `groundrules new` as by plain cookiecutter."""

from __future__ import annotations

import ast
import json
import keyword
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml
from conftest import ROOT, Run
from test_hooks import BIN

from groundrules import scaffold
from groundrules.errors import UsageError
from groundrules.scaffold import asking, names, templates

FOLDER = ROOT / "templates" / "experiment"
SLUGS = [
    'a"b', "a'b", "a/b", "a\\b", "a.b", "1st", "class", "None", "pandas", "test", "json", "scikit_learn", "ünicode",
    "名前", "---", "", "   ", "a\tb", "a\nb", "ok\n", "a\u202eb", "a😀", "con", "prn", "aux", "nul", "com1", "lpt9",
    "con.txt", "COM1.csv", "name.", "name ", "a<b", "a>b", "a:b", "a|b", "a?b", "a*b", "x" * 65, "{{x}}", "a{%b",
    "a{#b",     "..", ".", "-x", "--no-input", "~", "$HOME", "UPPER", "last_", "_first", "a-b",
]  # fmt: skip
TEXTS = [
    "", "  ", " lead", "trail ", "a\nb", "a\tb", "a\rb", "a\x1bb", "a\x7fb", "a\u202eb", "a\u2028b", "a\u200bb",
    "\ufeffa",    "{{ 7 * 7 }}", "a {% b", "a {# b", "x" * 201, "a\ud800b", "a\0b",
]  # fmt: skip
HANDLED = [
    'A "quoted" \\ title\'s', "<>:\"|?*/\\", "# hash", "- dash: yes", "-x", "--help", "~", "$HOME `ls`", "..", "CON",
    "100 % {of} [users] & more", "null", "名前 と Ünïcode", "emoji 😀 👩‍👩‍👧 𠮷野", "עברית",
    "''' \"\"\" \\N{DASH} \\u0041",
]  # fmt: skip


def plain(folder: Path, **answers: str) -> subprocess.CompletedProcess[str]:
    """Run plain cookiecutter, as a user would."""
    return subprocess.run(
        [BIN / "cookiecutter", str(FOLDER), "--no-input", "-o", str(folder)]
        + [f"{key}={value}" for key, value in answers.items()],
        capture_output=True, text=True, check=False, env={**os.environ, "HOME": str(folder.parent)},
    )  # fmt: skip


def _nothing(folder: Path) -> bool:
    return not folder.exists() or list(folder.iterdir()) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_hostile_slug_is_refused_with_one_that_works(tmp_path: Path, slug: str) -> None:
    complaint = names.complaint("project_slug", slug)
    assert complaint is not None
    suggested = re.search(r"Try: project_slug=(\w+)$", complaint)
    assert suggested and names.complaint("project_slug", suggested[1]) is None
    with pytest.raises(UsageError, match="project_slug"):
        scaffold.new("experiment", tmp_path / "here", {"project_slug": slug}, no_input=True)
    assert _nothing(tmp_path / "here") and [path.name for path in tmp_path.iterdir()] in (
        [],
        ["here"],
    )


@pytest.mark.parametrize("key", ["project_name", "owner"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_title_or_owner_is_refused(tmp_path: Path, key: str, text: str) -> None:
    with pytest.raises(UsageError, match=key):
        scaffold.new("experiment", tmp_path / "here", {key: text}, no_input=True)
    assert _nothing(tmp_path / "here")


# One of each kind: plain cookiecutter takes half a second for each. NUL cannot be passed to a program at all.
@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("project_slug", slug) for slug in ('a"b', "a/b", "..", "ok\n", "a\u202eb", "a😀", "con", "lpt9", "class")),
        *(("project_slug", slug) for slug in ("pandas", "json", "test", "x" * 65, "-x", "~", "$HOME", "{{x}}")),
        *(("project_slug", slug) for slug in ("", "   ", "---", "con.txt", "a<b", "a{%b", "a{#b", "名前", "name ")),
        ("project_name", "a\u202eb"), ("owner", "a\nb"), ("owner", " "), ("project_name", "a {# b"),
        ("hooks", "https://example.org/x"), ("hooks", "-x@v1"), ("project_name", "x" * 201), ("project_name", "Json"),
    ],
)  # fmt: skip
def test_plain_cookiecutter_refuses_the_same_and_leaves_nothing(
    tmp_path: Path, key: str, value: str
) -> None:
    done = plain(tmp_path / "here", **{key: value})
    # Of `a/b` cookiecutter itself leaves the empty folder a behind, whatever a hook does.
    left = [path for path in (tmp_path / "here").rglob("*") if not path.is_dir()]
    assert done.returncode != 0 and left == [], done.stderr
    assert value == "a/b" or _nothing(tmp_path / "here")
    with pytest.raises(UsageError):
        scaffold.new("experiment", tmp_path / "there", {key: value}, no_input=True)


def _parses(made: Path) -> None:
    for path in sorted(path for path in made.rglob("*") if path.is_file()):
        if path.suffix in (".yaml", ".yml"):
            json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str).encode()
        elif path.suffix == ".toml":
            tomllib.loads(path.read_text(encoding="utf-8"))
        elif path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
        elif path.suffix == ".ipynb":
            nbformat.validate(nbformat.read(path, as_version=4))
        elif path.suffix == ".py":
            ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", HANDLED)
def test_odd_titles_and_owners_give_projects_that_parse(tmp_path: Path, text: str) -> None:
    answers = {"project_name": text, "owner": text, "project_slug": "odd_one", "licence": "MIT"}
    made = scaffold.new("experiment", tmp_path / "one", answers, no_input=True)
    _parses(made)
    plan = yaml.safe_load((made / "plan.yaml").read_text(encoding="utf-8"))
    notebook = json.loads((made / "analysis.ipynb").read_text(encoding="utf-8"))
    record = json.loads((made / ".groundrules" / "template.json").read_text(encoding="utf-8"))
    assert plan["owner"] == text and f"# {text}" in "".join(notebook["cells"][0]["source"])
    assert record["answers"]["owner"] == record["answers"]["project_name"] == text


@pytest.mark.parametrize("text", [HANDLED[0], HANDLED[13]])
def test_plain_cookiecutter_handles_the_same(tmp_path: Path, text: str) -> None:
    answers = {"project_name": text, "owner": text, "project_slug": "odd_one"}
    assert plain(tmp_path / "other", **answers).returncode == 0
    made = scaffold.new("experiment", tmp_path / "one", answers, no_input=True)
    for path in sorted(path for path in made.rglob("*") if path.is_file()):
        assert (
            tmp_path / "other" / "odd_one" / path.relative_to(made)
        ).read_bytes() == path.read_bytes()


def test_a_path_that_windows_cannot_open_is_refused_both_ways(tmp_path: Path) -> None:
    room = (
        names.LONGEST_PATH
        - templates.read(FOLDER).longest
        - len(str(tmp_path))
        - len("/")
        - len("/tiny")
        - 1
    )
    deep = tmp_path / ("d" * (room // 2)) / ("e" * (room - room // 2 + 1))
    deep.mkdir(parents=True)
    with pytest.raises(UsageError, match="Windows opens none"):
        scaffold.new("experiment", deep, {"project_slug": "tiny_and_more"}, no_input=True)
    done = plain(deep, project_slug="tiny_and_more")
    assert done.returncode != 0 and "Windows opens none" in done.stderr
    assert _nothing(deep)
    assert scaffold.new("experiment", deep, {"project_slug": "ti"}, no_input=True).is_dir()


def test_soft_keywords_can_be_imported_and_keywords_not() -> None:
    for word in keyword.softkwlist:
        compile(f"import {word}\nfrom {word} import x", "x", "exec")
    for word in keyword.kwlist:
        assert names.complaint("project_slug", word)


def test_no_project_is_called_as_what_projects_install_or_hold() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = {
        key: listed for key, listed in project["optional-dependencies"].items() if key != "dev"
    }
    needed = [*project["dependencies"], *(one for listed in extras.values() for one in listed)]
    named = [re.split(r"[^\w-]", one)[0] for one in needed]
    for name in scaffold.list_templates():
        held = ROOT / "templates" / name / templates.PROJECT
        named += [
            path.name for path in held.glob("[a-z]*") if path.is_dir() and "=" not in path.name
        ]
        modules = [path.stem for path in held.rglob("*.py")]
        named += [module for module in modules if not module.startswith("test_")]
    for word in named:
        slug = word.lower().replace("-", "_")
        assert names.complaint("project_slug", slug), slug


@pytest.mark.parametrize(
    ("hooks", "right"),
    [
        ("package-index", True), ("installed", True), ("https://example.org/g.git@v0.1.0", True),
        ("git@example.org:team/g.git@main", True), ("/srv/g@0123abc", True), ("C:\\g@feature/x", True),
        ("https://example.org/g.git", False), ("git@example.org:team/g.git", False), ("x@", False), ("@v1", False),
        ("-x@v1", False), ("x@-v1", False), ("a b@v1", False), ("x@a..b", False),
        ("x@v1.lock", False), ("instaled", False),
    ],
)  # fmt: skip
def test_hooks_are_an_address_at_a_revision(hooks: str, right: bool) -> None:
    assert (names.complaint("hooks", hooks) is None) == right


def test_words_and_flags_come_in_any_order(run: Run, tmp_path: Path) -> None:
    done = run(
        "new",
        "--no-input",
        "experiment",
        "owner=me",
        "-o",
        "here",
        "project_slug=tiny_one",
        "licence=MIT",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(Path("here", "tiny_one"))
    assert 'owner: "me"' in (tmp_path / "here" / "tiny_one" / "plan.yaml").read_text()
    assert run("new", "experiment", "-o", "here", "--nonsense").returncode == 2
    listed = run("new", "--list").stdout.splitlines()
    assert [line.split()[0] for line in listed] == scaffold.list_templates()


def test_a_bad_answer_is_asked_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """With cookiecutter's own prompts: a good title, a bad folder and then a good one, the rest by Enter."""
    template = templates.read(FOLDER)
    said = iter(["A title", "pandas", "my_title", *[""] * 20])
    monkeypatch.setattr("rich.console.Console.input", lambda *_, **__: next(said))
    told: list[str] = []
    answers = asking.at_terminal(template, {"owner": "me"}, told.append)
    assert (answers["project_name"], answers["project_slug"], answers["owner"]) == (
        "A title",
        "my_title",
        "me",
    )
    assert len(told) == 1 and "pandas" in told[0]
    assert answers["licence"] == template.asked["licence"][0]


def test_the_hook_holds_the_judging_code_itself() -> None:
    for name in scaffold.list_templates():
        hook = (ROOT / "templates" / name / "hooks" / "pre_gen_project.py").read_text(
            encoding="utf-8"
        )
        assert Path(names.__file__).read_text(encoding="utf-8") in hook
        longest = re.search(r"^LONGEST = (\d+)$", hook, re.M)
        assert longest and int(longest[1]) == templates.read(ROOT / "templates" / name).longest


def test_the_judging_code_needs_the_standard_library_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", names.__file__], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
