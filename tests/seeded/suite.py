"""The seeded mistakes: files written from the catalogue's text alone, before the rules were read.

`FAMILY/CODE_name/bad_STYLE.py|.sql` holds a mistake as an analyst would make it, `# expect: CODE`
where a reviewer would point (and `# also: CODE` where one might as well, as at a helper's call and
its body); `good_STYLE` looks much like it and is right. `# %%` lines make cells,
and `# %% [3]` a cell that was run third. `first_run.json` says what each rule did when it first met
its files; it is never changed afterwards. `known_gaps.toml` says what still fails, and why.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from groundrules import ruletest
from groundrules.config import Config
from groundrules.lint import Linter
from groundrules.rules import Rule

HERE = Path(__file__).parent
FIRST_RUN = HERE / "first_run.json"
NEAR = 2  # lines between the place a reviewer would point at and the place of the hit
_ALSO = re.compile(r"(?:#|--)\s*also:\s*([A-Z]{3}\d{3})")
_CELL = re.compile(r"^# %%(?: \[(\d+)\])?.*\n", re.M)


@dataclass(frozen=True, slots=True)
class Case:
    """One file: its path, the code of its folder, and whether it holds the mistake."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(HERE).as_posix()

    @property
    def code(self) -> str:
        return self.path.parent.name.split("_")[0]

    @property
    def family(self) -> str:
        return self.path.parent.parent.name

    @property
    def bad(self) -> bool:
        return self.path.name.startswith("bad_")

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def expected(self) -> list[int]:
        """Lines, from 1, that a reviewer would point at."""
        return sorted(line for _, line in ruletest.expectations(self.path))

    @property
    def also(self) -> list[int]:
        """Lines where a hit is as right as at the expected ones."""
        rows = enumerate(self.text.split("\n"), start=1)
        return [number for number, row in rows if _ALSO.search(row)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule said of one case, as a file and, where it has cells, as a notebook."""

    missed: tuple[str, ...]
    stray: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def right(self) -> bool:
        return not (self.missed or self.stray or self.notes)

    def __str__(self) -> str:
        return "; ".join((*self.missed, *self.stray, *self.notes)) or "right"


def cases() -> list[Case]:
    """Return every case, sorted by path."""
    return [
        Case(path)
        for path in sorted(HERE.glob("*/*/*"))
        if path.name.startswith(("bad_", "good_")) and path.suffix in (".py", ".sql")
    ]


def run(case: Case, rule: Rule) -> Outcome:
    """Run the one rule of the case's folder on it."""
    config = ruletest.configured(case.text, Config(root=HERE))
    linter = Linter(config, [rule])
    missed, stray, notes = [], [], []
    forms = []
    text = ruletest.unconfigured(case.text.encode()).decode()
    if not (rule.only_notebooks and _CELL.search(case.text)):
        forms.append(("as a file", case.path.name, text.encode(), [0]))
    if _CELL.search(case.text):
        forms.append(("as a notebook", "case.ipynb", notebook(text), _starts(text)))
    for form, name, data, starts in forms:
        hits, found_notes = linter.check(name, data)
        lines = sorted(starts[(hit.cell or 1) - 1] + hit.line for hit in hits)
        missed += [
            f"{form}: line {line} is not found"
            for line in case.expected
            if not _near([line, *case.also], lines)
        ]
        stray += [
            f"{form}: line {hit} is found"
            for hit in lines
            if not _near([*case.expected, *case.also], [hit])
        ]
        notes += [f"{form}: {note.message}" for note in found_notes]
    return Outcome(tuple(missed), tuple(stray), tuple(notes))


def _near(places: list[int], hits: list[int]) -> bool:
    return any(abs(place - hit) <= NEAR for place in places for hit in hits)


def notebook(text: str) -> bytes:
    """Return the notebook of a text with `# %%` lines; `# %% [3]` is a cell that ran third."""
    document = json.loads(ruletest.as_notebook(text))
    for cell, found in zip(document["cells"][1:], _CELL.finditer(text), strict=True):
        cell["execution_count"] = int(found[1]) if found[1] else None
    return json.dumps(document).encode()


def _starts(text: str) -> list[int]:
    """Return, for each cell, how many lines of the text stand above it."""
    return [0, *(text.count("\n", 0, found.end()) for found in _CELL.finditer(text))]


def gaps() -> dict[str, str]:
    """Return {case: why the rule is still wrong there}."""
    table: dict[str, str] = tomllib.loads(
        (HERE / "known_gaps.toml").read_text(encoding="utf-8")
    ).get("gaps", {})
    return table


def first_run() -> dict[str, dict[str, object]]:
    """Return {case: what its rule did when it first met it}."""
    rows: dict[str, dict[str, object]] = json.loads(FIRST_RUN.read_text(encoding="utf-8"))
    return rows


def record(rules: Iterable[Rule], commit: str) -> int:
    """Add the first run of each case whose rule exists and that has none; return how many."""
    rows = first_run() if FIRST_RUN.exists() else {}
    known = {rule.code: rule for rule in rules}
    new = [case for case in cases() if case.name not in rows and case.code in known]
    for case in new:
        outcome = run(case, known[case.code])
        rows[case.name] = {"right": outcome.right, "said": str(outcome), "commit": commit}
    lines = [f"{json.dumps(name)}: {json.dumps(rows[name])}" for name in sorted(rows)]
    FIRST_RUN.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    return len(new)
