"""The rule tester: ours and a team's own rules go through the same harness."""

from __future__ import annotations

import atexit
import inspect
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from groundrules import catalogue
from groundrules.config import Config
from groundrules.findings import Finding
from groundrules.lint import Linter
from groundrules.rules import PlanRule, QueryRule, Rule

_EXPECT = re.compile(r"(?:#|--)\s*expect:\s*([A-Z]{3}\d{3}(?:\s*,\s*[A-Z]{3}\d{3})*)")
_CONFIG = re.compile(r"^(?:#|--) config: (.*)$", re.M)
_CELL = re.compile(r"^# %%(?: \[(\d+)\])?.*\n", re.M)
_EXAMPLE = re.compile(
    r"^(Bad|Good):\s*\n+\s*```(python|sql|yaml)( fails)?\n(.*?)^\s*```", re.M | re.S
)


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced example. `fails` says that running it must end in an error: that is the mistake."""

    language: str
    source: str
    fails: bool

    @property
    def file(self) -> tuple[str, bytes]:
        """A name and the bytes to check; `# %%` lines make it a notebook."""
        if self.language != "python":
            return f"example.{self.language}", self.source.encode()
        if "# %%" in self.source:
            return "example.ipynb", as_notebook(self.source)
        return "example.py", self.source.encode()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the tester says of one rule; no faults means that it passed."""

    rule: str
    faults: tuple[str, ...]


def test_folder(folder: Path, config: Config | None = None) -> Iterator[Verdict]:
    """Test every rule of a folder."""
    for path in catalogue.rule_files(folder):
        rule = catalogue.load_file(path)
        yield Verdict(rule.code, tuple(test_rule(rule, path, config)))


def test_rule(rule: Rule, path: Path, config: Config | None = None) -> Iterator[str]:
    """Yield the faults of one rule."""
    config = config or Config(root=path.parent)
    found = examples(rule)
    for label in ("Bad", "Good"):
        if label not in found:
            yield f"{path}: the docstring has no {label} example (a line `{label}:`, then a fence)"
            continue
        example = found[label]
        hits, notes = _check(rule, *example.file, config)
        codes = {hit.code for hit in hits}
        if notes:
            yield f"{path}: the {label} example does not parse: {notes[0].message}"
        if label == "Bad" and rule.code not in codes:
            yield f"{path}: the Bad example is not found"
        if label == "Good" and codes:
            yield f"{path}: the Good example is found at line {hits[0].line}"
        if problem := run_example(example):
            yield f"{path}: the {label} example does not run: {problem}"
    fixtures = fixture_files(path)
    if not fixtures:
        yield f"{path}: has no fixture (fixtures/{path.stem}.py, .sql, .ipynb or .yaml beside it)"
    for fixture in fixtures:
        data = fixture.read_bytes()
        hits, notes = _check(rule, fixture.as_posix(), data, config)
        wanted = expectations(fixture)
        got = Counter((hit.cell, hit.line) for hit in hits)
        for place, count in sorted((wanted - got).items(), key=str):
            yield f"{fixture}: {_place(place)}: expected {rule.code}, {count} not found"
        for place, count in sorted((got - wanted).items(), key=str):
            yield f"{fixture}: {_place(place)}: {count} unexpected {rule.code}"
        if notes:
            yield f"{fixture}: {notes[0].place}: {notes[0].message}"
        if sum(wanted.values()) == 0:
            yield f"{fixture}: expects nothing; a fixture needs at least one `expect:`"
        if _check(rule, fixture.as_posix(), data, config, filtered=False)[0] != hits:
            yield f"{fixture}: the triggers leave out what the rule finds"


def _check(
    rule: Rule, name: str, data: bytes, config: Config, *, filtered: bool = True
) -> tuple[list[Finding], list[Finding]]:
    """Return (findings, notes) of one rule in an example or fixture."""
    own = configured(data.decode(), config)
    if not isinstance(rule, PlanRule):
        return Linter(own, [rule], filtered=filtered).check(name, unconfigured(data))
    from groundrules.plans import examples
    from groundrules.plans.check import check_plan

    parts = examples.plans(data.decode(), name, own.settings)
    return [hit for plan, source in parts for hit in check_plan(plan, source, [rule])], []


def configured(text: str, config: Config) -> Config:
    """Return the configuration with the semantic keys of a text's `# config: key = value` lines."""
    own = tomllib.loads("\n".join(found[1] for found in _CONFIG.finditer(text)))
    return replace(config, settings={**config.settings, **own})


def unconfigured(data: bytes) -> bytes:
    """Return an example without the text of its `# config:` lines, which rules may read as any other."""
    return re.sub(rb"(?m)^((?:#|--) config:).*$", rb"\1", data)


def fixture_files(path: Path) -> list[Path]:
    """Return the fixtures of a rule file: same stem, in `fixtures` beside it."""
    return sorted(p for p in (path.parent / "fixtures").glob(f"{path.stem}.*") if p.is_file())


def expectations(fixture: Path) -> Counter[tuple[int | None, int]]:
    """Return how many hits each (cell, line) expects."""
    wanted: Counter[tuple[int | None, int]] = Counter()
    if fixture.suffix == ".ipynb":
        cells = json.loads(fixture.read_text(encoding="utf-8"))["cells"]
        texts = [(n, "".join(cell["source"])) for n, cell in enumerate(cells, start=1)]
    else:
        texts = [(0, fixture.read_text(encoding="utf-8"))]
    for number, text in texts:
        for line, content in enumerate(text.split("\n"), start=1):
            if count := expected(content):
                wanted[number or None, line] += count
    return wanted


def expected(line: str) -> int:
    """Return how many hits a line's `expect:` asks for."""
    return sum(len(found[1].split(",")) for found in _EXPECT.finditer(line))


def examples(rule: Rule) -> dict[str, Example]:
    """Return {"Bad": …, "Good": …} from a rule's docstring."""
    text = inspect.cleandoc(rule.__doc__ or "")
    return {
        found[1]: Example(found[2], inspect.cleandoc("\n" + found[4]) + "\n", bool(found[3]))
        for found in _EXAMPLE.finditer(text)
    }


def as_notebook(source: str) -> bytes:
    """Return a notebook whose cells are the parts between `# %%` lines; `# %% [3]` ran third."""
    first, *rest = _CELL.split(source)
    counted = zip([None, *rest[::2]], [first, *rest[1::2]], strict=True)
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": int(count) if count else None,
            "source": part,
        }
        for count, part in counted
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}).encode()


def run_example(example: Example) -> str | None:
    """Run an example on its own, as it stands; return what went wrong."""
    source = example.source
    if example.language == "yaml":
        return None  # it was read into the form of a plan
    if example.language == "sql":
        source = f"import duckdb\nduckdb.sql({source!r}).fetchall()\n"
    failed = _ran(source)
    if (failed is not None) == example.fails:
        return None
    return failed or "it was to end in an error, and ran"


def _ran(source: str) -> str | None:
    """Return None where a source runs, else the last line of what it says."""
    if not hasattr(os, "fork"):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", source], capture_output=True, text=True
        )
        said = done.stderr.strip().splitlines() or ["it ended with an error"]
        return said[-1] if done.returncode else None
    runner = _runner()
    assert runner.stdin is not None and runner.stdout is not None
    runner.stdin.write(json.dumps(source) + "\n")
    runner.stdin.flush()
    answer: str | None = json.loads(runner.stdout.readline())
    return answer


@cache
def _runner() -> subprocess.Popen[str]:
    """Start the process that runs examples; it ends with this one, whose end closes its input."""
    command = [sys.executable, "-m", "groundrules.example_runner"]
    started = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(_end, started)
    return started


def _end(runner: subprocess.Popen[str]) -> None:
    runner.communicate()


def _place(place: tuple[int | None, int]) -> str:
    cell, line = place
    return f"cell {cell}, line {line}" if cell else f"line {line}"


def is_query_rule(rule: Rule) -> bool:
    """Whether a rule reads SQL, so that its fixtures should cover SQL inside Python too."""
    return isinstance(rule, QueryRule)
