"""What holds of every template, and of the projects made from it."""

from __future__ import annotations

import itertools
import runpy
from pathlib import Path

import pytest
import whole_projects as whole
from conftest import ROOT
from filelock import FileLock

from groundrules import scaffold

SPREAD = runpy.run_path(str(ROOT / "templates" / "_common" / "spread.py"))
COVERING = whole.covering()
OWN_FILES = {
    "licence": {"LICENSE"},
    "hosting": {".github/workflows/ci.yml", ".gitlab-ci.yml"},
    "hooks": {".pre-commit-config.yaml"},
    "dialect": {"pyproject.toml"},
}


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> whole.Shop:
    """One for all workers."""
    place = tmp_path_factory.getbasetemp().parent / "shop"
    with FileLock(f"{place}.lock"):
        if not (place / "groundrules" / ".git").is_dir():
            return whole.open_shop(place)
    return whole.shop_in(place)


@pytest.mark.parametrize("name", whole.TEMPLATES)
def test_the_common_parts_are_the_same_in_all(name: str) -> None:
    """Copy them anew with: python templates/_common/spread.py"""
    for path, content in SPREAD["copies"](ROOT / "templates" / name).items():
        assert path.read_bytes() == content, path


def _files(folder: Path) -> dict[str, bytes]:
    record = ".groundrules/template.json"
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    named = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return {name: content for name, content in named.items() if name != record}


@pytest.mark.parametrize("name", whole.TEMPLATES)
def test_a_common_answer_changes_files_of_its_own(name: str, tmp_path: Path) -> None:
    """What `whole_projects.pruned` rests on: no common answer changes what another one, or an own one, changes."""
    for number, own in enumerate(whole.variants(name)):
        first = _files(scaffold.new(name, tmp_path / f"{number}", own, no_input=True))
        for key, files in OWN_FILES.items():
            for value in whole.choices(name)[key][1:]:
                given = {**own, key: "a@b" if value == "git" else value}
                other = _files(
                    scaffold.new(name, tmp_path / f"{number}-{value}", given, no_input=True)
                )
                changed = {path for path in {*first, *other} if first.get(path) != other.get(path)}
                assert changed <= files, (key, value)


def test_the_covering_subset_meets_each_value() -> None:
    for name in whole.TEMPLATES:
        own = [answers for one, answers in COVERING if one == name]
        assert len(own) == len(whole.variants(name))
    for key in (*whole.COMMON, "hooks"):
        met = {answers[key] for _, answers in COVERING}
        wanted = set(itertools.chain(*(whole.choices(name)[key] for name in whole.TEMPLATES)))
        assert met == wanted or len(COVERING) < len(wanted), key


def _case(name: str, answers: dict[str, str]) -> object:
    marks = [pytest.mark.templates]
    if answers.get("engine") == "spark":
        marks.append(pytest.mark.spark)
    return pytest.param(name, answers, marks=marks, id="-".join([name, *answers.values()]))


@pytest.mark.parametrize(("name", "answers"), [_case(*one) for one in COVERING])
def test_a_project_is_right_from_its_first_commit(
    name: str, answers: dict[str, str], tmp_path: Path, shop: whole.Shop
) -> None:
    made = whole.make(name, answers, tmp_path, shop)
    whole.hooks_pass(made, shop)
    whole.is_silent(made, shop)
    whole.lives(made, shop)
