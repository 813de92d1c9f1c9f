"""What a repository lacks beside a project from our templates, told by what is really in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from shlex import quote

from groundrules.adopt.repository import Repository

_DATA = (
    ".csv",
    ".tsv",
    ".parquet",
    ".feather",
    ".xlsx",
    ".xls",
    ".pkl",
    ".h5",
    ".rds",
    ".dta",
    ".sav",
)
_PACKED = (*_DATA, ".gz", ".zip", ".json", ".jsonl", ".db", ".duckdb", ".sqlite", ".geojson")
_LOCKS = frozenset(
    [
        "uv.lock",
        "poetry.lock",
        "pipfile.lock",
        "pdm.lock",
        "pixi.lock",
        "conda-lock.yml",
        "pylock.toml",
    ]
)
_CI = re.compile(
    r"\.github/workflows/[^/]+\.ya?ml|\.gitlab-ci\.yml|azure-pipelines\.yml|Jenkinsfile|\.circleci/config\.yml|\.travis\.yml"
)
_RUNS = re.compile(
    r"^[ \t]*(?:[$>] ?)?(?:\S*/)?(?:python3?|pip3?|pytest|make|jupyter|conda|uv|poetry|dbt|docker|groundrules|tox|nox)"
    r"[ \t]+\S",
    re.M,
)
_BLOCK = re.compile(r"^[ \t]*```.*?^[ \t]*```|^(?: {4}|\t)\S[^\n]*", re.M | re.S)
_TEST = re.compile(r"(?:^|/)(?:test_[^/]*|[^/]*_test)\.py$")
_MEGABYTE = 1_000_000
_OUTPUT = re.compile(rb'"output_type"\s*:')


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing, what was found instead, and what mends it."""

    what: str
    found: str
    mend: str


class _Files:
    """The tracked files, and what is asked of them again and again."""

    def __init__(self, repository: Repository) -> None:
        self.root, self.names = repository.root, repository.tracked
        self.code = self.ending(".py")
        self.notebooks = self.ending(".ipynb")

    def ending(self, *suffixes: str) -> list[str]:
        return [name for name in self.names if name.lower().endswith(suffixes)]

    def called(self, pattern: str) -> list[str]:
        """Return the files whose own name matches, in any folder."""
        return [n for n in self.names if re.fullmatch(pattern, PurePosixPath(n).name, re.I)]

    def read(self, name: str) -> bytes:
        try:
            return (self.root / name).read_bytes()
        except OSError:
            return b""

    def text(self, name: str) -> str:
        return self.read(name).decode(errors="replace")

    def size(self, name: str) -> int:
        return (self.root / name).stat().st_size


def missing(repository: Repository) -> list[Lack]:
    """Return what is missing, in the order in which an analysis lives."""
    files = _Files(repository)
    return [lack for look in _LOOKS if (lack := look(files)) is not None]


def _brief(files: _Files) -> Lack | None:
    if files.called(r"(?:.*\.)?(?:plan|quasi)\.ya?ml|brief\.md"):
        return None
    mend = "brief.md: question, decision, owner, due, data needed, done; an experiment: groundrules plan new"
    return Lack("brief or plan", "no brief.md and no plan.yaml", mend)


def _contracts(files: _Files) -> Lack | None:
    data = files.ending(*_DATA)
    if not data or any(b"pandera" in files.read(name) for name in files.code):
        return None
    mend = f"groundrules contracts infer {quote(data[0])} -o contracts/…, and [tool.groundrules.contracts]"
    return Lack("contracts for data", f"{_some(data, 'data file')}, and no pandera contract", mend)


def _large(files: _Files) -> Lack | None:
    large = sorted((n for n in files.ending(*_PACKED) if files.size(n) > _MEGABYTE), key=files.size)
    if not large:
        return None
    total = sum(map(files.size, large)) / _MEGABYTE
    named = _some(list(reversed(large)), "data file")
    mend = "keep data in storage or under Git LFS or DVC, and a small sample here"
    return Lack("small data in git", f"{named} over 1 MB, {total:,.0f} MB in all", mend)


def _outputs(files: _Files) -> Lack | None:
    held = [name for name in files.notebooks if _OUTPUT.search(files.read(name))]
    if not held:
        return None
    size = sum(map(files.size, held)) / _MEGABYTE
    mend = "the hook nbstripout; groundrules render --execute makes the report"
    found = f"{_some(held, 'notebook')} of {len(files.notebooks)} with outputs, {size:,.1f} MB"
    return Lack("notebooks without outputs", found, mend)


def _tests(files: _Files) -> Lack | None:
    if any(_TEST.search(name) for name in files.code) or not (files.code or files.notebooks):
        return None
    found = (
        f"no test_*.py beside {len(files.code)} Python files and {len(files.notebooks)} notebooks"
    )
    return Lack("tests", found, "tests/test_…py: one for each number that is published; pytest")


def _pins(files: _Files) -> Lack | None:
    if any(PurePosixPath(name).name.lower() in _LOCKS for name in files.names):
        return None
    requirements = files.called(r"requirements.*\.txt")
    listed = [*requirements, *files.called(r"pyproject\.toml|setup\.py|environment\.ya?ml|Pipfile")]
    mend = "uv lock, or pip freeze > requirements.txt, and commit it"
    if not listed:
        return (
            Lack("pinned packages", "no list of packages at all", mend)
            if files.code or files.notebooks
            else None
        )
    rows = [row.strip() for name in requirements for row in files.text(name).splitlines()]
    needs = [row for row in rows if row and not row.startswith(("#", "-"))]
    loose = [row for row in needs if "==" not in row]
    if needs and not loose:
        return None
    found = f"{len(loose)} of {len(needs)} requirements are not pinned" if needs else "no lock file"
    return Lack("pinned packages", f"{found} ({', '.join(listed[:3])})", mend)


def _ci(files: _Files) -> Lack | None:
    held = [name for name in files.names if _CI.fullmatch(name)]
    words = re.compile(r"pre-commit|\bprek\b|groundrules")
    if any(words.search(files.text(name)) for name in held):
        return None
    found = f"{_some(held, 'workflow')}, none of which runs hooks" if held else "no CI at all"
    return Lack("hooks in CI", found, "a step: pre-commit run --all-files, or groundrules check .")


def _readme(files: _Files) -> Lack | None:
    held = [name for name in files.called(r"readme(?:\.\w+)?") if "/" not in name]
    mend = "README.md: what it answers, and the commands that run it, as they work"
    if not held:
        return Lack("README with commands", "no README", mend)
    blocks = (block for name in held for block in _BLOCK.findall(files.text(name)))
    if any(_RUNS.search(block) for block in blocks):
        return None
    return Lack("README with commands", f"{held[0]} shows no command that runs anything", mend)


def _licence(files: _Files) -> Lack | None:
    if files.called(r"(?:licen[cs]e|copying|unlicense)(?:[.-].*)?"):
        return None
    return Lack("licence", "no LICENSE", "LICENSE, or a line in README.md that says who may use it")


_LOOKS: tuple[Callable[[_Files], Lack | None], ...] = (
    _brief, _contracts, _large, _outputs, _tests, _pins, _ci, _readme, _licence,
)  # fmt: skip


def _some(names: Sequence[str], what: str) -> str:
    more = ", …" if len(names) > 3 else ""
    return f"{len(names)} {what}{'s' * (len(names) != 1)} ({', '.join(names[:3])}{more})"


def listed(lacks: Sequence[Lack]) -> Iterator[str]:
    """Yield the lines of the report."""
    for one in lacks:
        yield f"- {one.what}: {one.found}"
        yield f"  mend: {one.mend}"
