"""House rules: what STYLE asks for, held by tests."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

from groundrules import catalogue, content, ruletest

RULES = catalogue.load()
SOURCE = ROOT / "src" / "groundrules"
STANDARDS = sorted(content.room("standards").rglob("*.md"))
# Which package-internal modules may not be imported from where: arrows point one way.
LAYERS = [
    {
        "spans",
        "errors",
        "sieve",
        "glance",
        "literals",
        "drafts",
        "documents",
        "new_file",
        "git",
        "pages",
    },
    {"content", "rules", "files"},
    {"facts", "config", "ignores", "walk", "findings"},
    {"catalogue", "explain", "suppression", "anchors", "triggers", "cache", "workers"},
    {"lint", "output", "baseline"},
    {"glance_table"},
    {"check"},
    {"tables", "statistics"},
    {"metrics"},
    {"plans", "charts"},
    {
        "ruletest",
        "learn",
        "render",
        "contracts",
        "reconcile",
        "scaffold",
        "demo",
        "readout",
        "quasi",
        "methods",
    },
    {"reports"},
    {"cli"},
]


def _imports(path: Path) -> set[str]:
    """Return the modules that a file imports at run time, type-checking blocks left out."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def test_imports_point_one_way() -> None:
    level = {room: number for number, rooms in enumerate(LAYERS) for room in rooms}
    for path in sorted(SOURCE.rglob("*.py")):
        if path.parent == SOURCE and path.stem in ("__init__", "__main__"):
            continue
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for name in _imports(path):
            if not name.startswith("groundrules.") or len(name.split(".")) < 2:
                continue
            other = name.split(".")[1]
            if other == room or other not in level:
                continue
            allowed = level[other] <= level[room]
            if room in ("demo",):  # strings the other commands together
                continue
            assert allowed, f"{path.name} ({room}) imports {other}, which stands above it"


def test_content_imports_only_the_public_api() -> None:
    standard_library = sys.stdlib_module_names
    for path in catalogue.rule_files(content.room("checks")):
        for name in _imports(path):
            top = name.split(".")[0]
            assert top in standard_library or top == "groundrules", f"{path}: imports {name}"
            if top == "groundrules":
                import groundrules

                parts = name.split(".")
                assert len(parts) <= 2, f"{path}: imports {name}, not the public API"
                assert len(parts) == 1 or parts[1] in groundrules.__all__, (
                    f"{path}: {name} is private"
                )


def test_the_engine_names_no_rule() -> None:
    codes = re.compile("|".join([*(r.code for r in RULES), *(r.name for r in RULES)]))
    for path in sorted(SOURCE.rglob("*.py")):
        if "learn" in path.parts or path.stem in ("demo", "ruletest"):
            continue
        body = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(body):  # docstrings may give examples; code may not
            named = isinstance(node, ast.Constant) and isinstance(node.value, str)
            assert not (named and codes.fullmatch(node.value)), (
                f"{path}:{node.lineno}: names a rule"
            )


def test_only_the_command_line_prints() -> None:
    for path in sorted(SOURCE.rglob("*.py")):
        if "cli" in path.parts or path.name == "child.py":  # the child speaks over its pipe
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", f"{path}:{node.lineno} prints"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_docs_fixture_standard_and_exercise(rule: catalogue.Rule) -> None:
    doc = type(rule).__doc__ or ""
    assert re.search(r"^    Why: .*\d", doc, re.M | re.S), "Why, with a number"
    assert set(ruletest.examples(rule)) == {"Bad", "Good"}
    assert ruletest.fixture_files(Path(catalogue.rule_path(rule)))
    standard = content.room("standards") / f"{rule.standard}.md"
    assert standard.is_file()
    assert rule.code in _front_matter(standard)["rules"]
    if rule.exercise:
        assert (content.room("onboarding") / rule.exercise).is_dir()


def _front_matter(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8").split("+++")[1])


@pytest.mark.parametrize("path", STANDARDS, ids=lambda path: path.stem)
def test_standard_has_its_parts_and_its_numbers_hold(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    front = _front_matter(path)
    assert front["id"] == path.relative_to(content.room("standards")).with_suffix("").as_posix()
    assert {"title", "summary", "owner", "since", "rules"} <= set(front)
    for part in ("Why", "Do", "Don't", "Exceptions", "References"):
        assert f"\n## {part}\n" in text
    known = {rule.code for rule in RULES}
    assert set(front["rules"]) <= known  # type: ignore[call-overload]
    blocks = re.findall(r"```python recompute\n(.*?)```", text, re.S)
    assert blocks, "a number needs a block that recomputes it"
    for block in blocks:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", block],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def test_versions_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text()


def test_the_catalogue_is_current() -> None:
    """Make it anew with: groundrules rules --format json > standards/catalogue.json"""
    stored = json.loads((content.room("standards") / "catalogue.json").read_text(encoding="utf-8"))
    assert stored == [catalogue.describe(rule) for rule in RULES]
