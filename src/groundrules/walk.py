"""Which files a check reads: what is named, and what folders hold, less what git ignores."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from groundrules.errors import UsageError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    # A .gitignore, and what stands before a name when it is told from where that file stands.
    Specs = list[tuple[GitIgnoreSpec, str]]

SUFFIXES = (".py", ".ipynb", ".sql")
_ALWAYS_SKIPPED = {
    ".git", ".hg", ".venv", "venv", "node_modules", "__pycache__", ".ipynb_checkpoints",
    ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox", "site-packages", ".groundrules_cache",
}  # fmt: skip


def files(
    paths: Iterable[Path], exclude: Iterable[str], root: Path, suffixes: tuple[str, ...] = SUFFIXES
) -> list[str]:
    """Return the files to check, sorted, each once, as they are to be called.

    A file that is named is read whatever its suffix's owner says of ignoring it;
    `exclude` holds for it all the same, since pre-commit names every file.
    """
    found: set[str] = set()
    for path in paths:
        if path.is_dir():
            name = path.as_posix()
            _walk(name, "" if name == "." else f"{name}/", _outer_specs(path), found.add, suffixes)
        elif path.exists():
            found.add(path.as_posix())
        else:
            raise UsageError(f"{path}: no such file or folder")
    patterns = tuple(exclude)
    if patterns:
        excluded = _parsed(patterns)
        found = {path for path in found if not excluded.match_file(relative(path, root))}
    return sorted(found)


def relative(path: str, root: Path) -> str:
    """Return a path as it is called from `root`."""
    return os.path.relpath(os.path.abspath(path), root)


@cache  # folders of one team hold the same patterns
def _parsed(lines: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # a tenth of a second, and many folders have no need of it

    return GitIgnoreSpec.from_lines(lines)


def _outer_specs(folder: Path) -> Specs:
    """Return the .gitignore files above a folder, up to the repository's root."""
    place = folder.absolute()
    chain = [place, *place.parents]
    roots = [number for number, parent in enumerate(chain) if (parent / ".git").exists()]
    if not roots:
        return []
    specs: Specs = []
    for parent in reversed(chain[1 : roots[0] + 1]):
        if spec := _spec(str(parent / ".gitignore")):
            specs.append((spec, f"{place.relative_to(parent).as_posix()}/"))
    return specs


def _spec(file: str) -> GitIgnoreSpec | None:
    try:
        with open(file, encoding="utf-8", errors="replace") as opened:
            return _parsed(tuple(opened.read().splitlines()))
    except OSError:
        return None


def _walk(
    folder: str, called: str, specs: Specs, add: Callable[[str], None], suffixes: tuple[str, ...]
) -> None:
    """Add the files below `folder`; `called` is what stands before their names."""
    folders: list[str] = []
    try:
        with os.scandir(folder) as listed:
            entries = list(listed)
    except OSError:
        return
    files: list[str] = []
    for entry in entries:
        name = entry.name
        if entry.is_dir(follow_symlinks=False):
            folders.append(name)
        elif name.endswith(suffixes) and entry.is_file():
            files.append(name)
        elif name == ".gitignore" and (own := _spec(called + name)) is not None:
            specs = [*specs, (own, "")]
    for name in files:
        if not (specs and _ignored(name, specs)):
            add(called + name)
    for name in folders:
        if name not in _ALWAYS_SKIPPED and not (specs and _ignored(f"{name}/", specs)):
            inner = [(spec, f"{before}{name}/") for spec, before in specs]
            _walk(called + name, f"{called}{name}/", inner, add, suffixes)


def _ignored(name: str, specs: Specs) -> bool:
    """Whether the nearest .gitignore that has something to say of a name ignores it."""
    for spec, before in reversed(specs):
        answer = spec.check_file(before + name).include
        if answer is not None:
            return answer
    return False
