"""The code that a step runs: the script that its command names, and what that imports from the project.

Imports are read from the syntax; what is imported by a computed name is not seen, and stands under `reads`.
"""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from groundrules import config
from groundrules.runs.steps import Job

_CODE = (".py", ".sql", ".sh", ".r", ".jl", ".m", ".js", ".ps1", ".bat", ".yaml", ".yml", ".toml")
_PYTHON = ("python", "python3")


def code(job: Job) -> set[str]:
    """Return the files of code and of settings that a step's own words name, and what they import."""
    if job.kind == "notebook":
        return _closure(_of_notebook(Path(job.words[0])), Path(job.words[0]).parent)
    if job.kind == "validate":
        return set()
    named = [word for word in job.words if word.lower().endswith(_CODE) and Path(word).is_file()]
    found = {Path(word).as_posix() for word in named} - set(job.writes)
    if Path(job.words[0]).is_file():
        found.add(Path(job.words[0]).as_posix())
    if job.words[0] == "groundrules":
        found.update(Path(os.path.relpath(file)).as_posix() for file in config.load(Path()).files)
    for script in [word for word in sorted(found) if word.lower().endswith(".py")]:
        found |= python(Path(script))
    if job.words[0] in _PYTHON and "-m" in job.words[:-1]:
        module = job.words[job.words.index("-m") + 1]
        found |= _closure({module, f"{module}.__main__"}, Path())
    return found


def python(script: Path) -> set[str]:
    """Return a Python file and all of the project that it imports, directly or not."""
    return {script.as_posix()} | _closure(_of_file(script), script.parent)


def _closure(names: Iterable[str], folder: Path) -> set[str]:
    """Return the project's files behind names of modules, and behind what those import."""
    found: set[str] = set()
    waiting = [(name, folder) for name in names]
    while waiting:
        name, start = waiting.pop()
        for file in _files(name, start):
            if file.as_posix() not in found:
                found.add(file.as_posix())
                waiting += [(inner, start) for inner in _of_file(file)]
    return found


def _files(name: str, folder: Path) -> Iterator[Path]:
    """Yield the files of a module and of the packages above it, as Python would find them here."""
    parts = name.split(".")
    for top in dict.fromkeys((folder, Path(), Path("src"))):
        places = [top.joinpath(*parts[:count]) for count in range(1, len(parts) + 1)]
        files = [
            file
            for place in places
            for file in (place / "__init__.py", place.with_name(place.name + ".py"))
        ]
        there = [file for file in files if file.is_file()]
        if there:
            yield from there
            return


def _of_file(file: Path) -> frozenset[str]:
    try:
        return _names(file.read_bytes(), tuple(_package(file)))
    except OSError:
        return frozenset()


def _package(file: Path) -> list[str]:
    """Return the parts of the package that a file is in, by the folders that hold an `__init__.py`."""
    parts: list[str] = []
    folder = file.parent
    while (folder / "__init__.py").is_file() and folder.name:
        parts.insert(0, folder.name)
        folder = folder.parent
    return parts


@lru_cache(maxsize=1_000)  # many steps run one script
def _names(source: bytes | str, package: tuple[str, ...]) -> frozenset[str]:
    """Return the modules that code imports; of code that Python does not take, none."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            found.update(f"{base}.{alias.name}".lstrip(".") for alias in node.names)
            found.update([base] if base else [])
    return frozenset(found)


def _of_notebook(file: Path) -> set[str]:
    """Return the modules that a notebook's cells import, each cell for itself; lines of magic are left out."""
    try:
        cells = json.loads(file.read_bytes())["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()  # what is wrong with it is said where it is executed
    lines = [
        [one for one in text.splitlines() if one.lstrip()[:1] not in "%!?"] for text in sources
    ]
    return set().union(*(_names(os.linesep.join(kept), ()) for kept in lines))
