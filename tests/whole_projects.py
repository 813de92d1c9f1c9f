"""Whole projects made from templates, and what each must keep from its first commit.

    python tests/whole_projects.py [TEMPLATE…]

makes every combination of answers, and holds each to as much of it as it can differ in (see `pruned`).
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
TEMPLATES = sorted(path.parent.name for path in (ROOT / "templates").glob("*/cookiecutter.json"))
COMMON = ("licence", "dialect", "hosting")
HOOKS = ("package-index", "installed", "git")
RUNNERS = ("pre-commit", "prek")
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Shop:
    """Where hooks come from: our wheel beside the package index, this working tree as a git repository."""

    wheels: Path
    repository: Path
    revision: str
    environments: Path

    def environment(self) -> dict[str, str]:
        """Return the environment in which hooks find them."""
        links = f"{os.environ.get('PIP_FIND_LINKS', '')} {self.wheels}".strip()
        return {
            **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
            "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(self.environments / "pre-commit"),
            "PREK_HOME": str(self.environments / "prek"),
            "PIP_FIND_LINKS": links,
            "UV_FIND_LINKS": str(self.wheels),
        }

    def hooks(self, kind: str) -> str:
        """Return the answer that asks for a kind of hooks."""
        return f"{self.repository}@{self.revision}" if kind == "git" else kind


def shop_in(folder: Path) -> Shop:
    """Return the shop that `open_shop` built in a folder."""
    copy = folder / "groundrules"
    revision = _git(copy, "rev-parse", "HEAD").strip()
    return Shop(folder / "wheels", copy, revision, folder / "environments")


def open_shop(folder: Path) -> Shop:
    """Build the wheel and the repository."""
    wheels, copy = folder / "wheels", folder / "groundrules"
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(wheels), str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    listed = _git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    commit(copy)
    return shop_in(folder)


def _git(folder: Path, *words: str) -> str:
    named = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *named, *words], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


def commit(folder: Path) -> None:
    """Commit all that is there."""
    if not (folder / ".git").is_dir():
        _git(folder, "init", "-q")
    _git(folder, "add", "-A")
    _git(folder, "commit", "-qm", "x", "--no-verify")


def choices(template: str) -> dict[str, list[str]]:
    """Return the questions of a template that have a choice, with what can be chosen; hooks by kind."""
    asked = json.loads((ROOT / "templates" / template / "cookiecutter.json").read_text("utf-8"))
    listed = {
        key: value
        for key, value in asked.items()
        if isinstance(value, list) and not key.startswith("_")
    }
    return {**listed, "hooks": list(HOOKS)}


def combinations(template: str) -> list[dict[str, str]]:
    """Return every combination of answers."""
    asked = choices(template)
    return [dict(zip(asked, values, strict=True)) for values in itertools.product(*asked.values())]


def variants(template: str) -> list[dict[str, str]]:
    """Return the combinations of a template's own questions, which make other projects."""
    own = {
        key: values for key, values in choices(template).items() if key not in (*COMMON, "hooks")
    }
    return [dict(zip(own, values, strict=True)) for values in itertools.product(*own.values())]


def covering() -> list[tuple[str, dict[str, str]]]:
    """Return each template's variants, the common answers dealt out so that each value of each is met."""
    every = [(name, own) for name in TEMPLATES for own in variants(name)]
    dealt = []
    for number, (name, own) in enumerate(every):
        asked = choices(name)
        common = {
            key: asked[key][(number + shift) % len(asked[key])]
            for shift, key in enumerate((*COMMON, "hooks"))
        }
        dealt.append((name, {**common, **own}))
    return dealt


def make(template: str, answers: Answers, folder: Path, shop: Shop) -> Path:
    """Make a project and commit it."""
    from groundrules import scaffold

    given = {**answers, "hooks": shop.hooks(answers["hooks"])}
    made = scaffold.new(template, folder, given, no_input=True)
    commit(made)
    return made


def _must(command: Sequence[object], cwd: Path, shop: Shop, expect: int = 0) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=shop.environment(), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    said = f"{done.stdout}\n{done.stderr}"
    assert done.returncode == expect, f"{' '.join(map(str, command))} in {cwd}:\n{said}"
    return said


def _unchanged(made: Path) -> None:
    assert _git(made, "status", "--porcelain") == ""


def hooks_pass(made: Path, shop: Shop, runners: Sequence[str] = RUNNERS) -> None:
    """All hooks pass on all files and change none."""
    for runner in runners:
        _must([BIN / runner, "run", "--all-files"], made, shop)
        _unchanged(made)


def is_silent(made: Path, shop: Shop) -> None:
    """No check of ours has anything to say, and ruff neither."""
    ours = [sys.executable, "-m", "groundrules"]
    assert "clean" in _must([*ours, "check", "."], made, shop).lower()
    _must([BIN / "ruff", "check", "."], made, shop)
    _must([BIN / "ruff", "format", "--check", "."], made, shop)


def lives(made: Path, shop: Shop) -> None:
    """Its tests pass, its run makes the reports, a second run has nothing to do, and git sees nothing new."""
    _must([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], made, shop)
    ours = [sys.executable, "-m", "groundrules", "run"]
    _must(ours, made, shop)
    for page in reports(made):
        assert "<h1" in page.read_text(encoding="utf-8"), page
    _must(ours, made, shop)
    _unchanged(made)


def reports(made: Path) -> list[Path]:
    """Return the pages that its run.yaml promises for its default parameters."""
    form = yaml.safe_load((made / "run.yaml").read_text(encoding="utf-8"))
    parameters = form.get("parameters", {})
    named = [step[key] for step in form["steps"] for key in ("report", "slides") if key in step]
    assert named, "a run makes a report"
    return [made / name.format(**parameters) for name in named]


def pruned(template: str) -> Iterator[tuple[dict[str, str], bool]]:
    """Yield the combinations that hooks and checks must be tried on, and whether the project is run as well.

    Licence and hosting change files of their own (a test holds them to it), which hooks read one by one: each value
    is dealt out over the others, not multiplied. The dialect is read by `groundrules check` and by nothing that
    runs, and hooks run nothing: tests, run and report are tried once for each of the template's own answers and,
    dealt out, each dialect.
    """
    asked = choices(template)
    many = itertools.product(variants(template), asked["dialect"], asked["hooks"])
    for number, (own, dialect, hooks) in enumerate(many):
        dealt = {key: asked[key][number % len(asked[key])] for key in ("licence", "hosting")}
        runs = asked["hooks"].index(hooks) == asked["dialect"].index(dialect) % len(HOOKS)
        yield {**dealt, **own, "dialect": dialect, "hooks": hooks}, runs


def main(names: Sequence[str]) -> int:
    """Try all of it; print a line for each, and at the end what failed."""
    failed = []
    with tempfile.TemporaryDirectory() as aside:
        shop = open_shop(Path(aside))
        for name in names or TEMPLATES:
            for number, (answers, runs) in enumerate(pruned(name)):
                began = time.monotonic()
                made = None
                try:
                    made = make(name, answers, Path(aside) / f"{name}-{number}", shop)
                    hooks_pass(made, shop)
                    is_silent(made, shop)
                    if runs:
                        lives(made, shop)
                    said = "ran" if runs else "checked"
                except AssertionError as error:
                    failed.append((name, answers, error))
                    said = f"FAILED: {error}"
                if made and not said.startswith("FAILED"):
                    shutil.rmtree(made)
                about = " ".join(answers.values())
                print(f"{name} {about}: {said} in {time.monotonic() - began:.0f} s", flush=True)
    print(f"{len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
