"""Which files a check reads: what is named, and what folders hold, less what git ignores."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

from groundrules.errors import UsageError

SUFFIXES = (".py", ".ipynb", ".sql")
_ALWAYS_SKIPPED = {
    ".git", ".hg", ".venv", "venv", "node_modules", "__pycache__", ".ipynb_checkpoints",
    ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox", "site-packages",
}  # fmt: skip


def files(paths: Iterable[Path], exclude: Iterable[str], root: Path) -> list[Path]:
    """Return the files to check, sorted, each once.

    A file that is named is read whatever its suffix's owner says of ignoring it;
    `exclude` holds for it all the same, since pre-commit names every file.
    """
    excluded = GitIgnoreSpec.from_lines(exclude)
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found.update(_walk(path, _outer_specs(path)))
        elif path.exists():
            found.add(path)
        else:
            raise UsageError(f"{path}: no such file or folder")
    return sorted(path for path in found if not excluded.match_file(_relative(path, root)))


def _relative(path: Path, root: Path) -> str:
    return os.path.relpath(path.absolute(), root)


def _outer_specs(folder: Path) -> list[tuple[Path, GitIgnoreSpec]]:
    """Return the .gitignore files above a folder, up to the repository's root."""
    specs: list[tuple[Path, GitIgnoreSpec]] = []
    place = folder.absolute()
    chain = [place, *place.parents]
    roots = [number for number, parent in enumerate(chain) if (parent / ".git").exists()]
    if not roots:
        return []
    for parent in chain[1 : roots[0] + 1]:
        if spec := _spec(parent):
            specs.append((parent, spec))
    return specs


def _spec(folder: Path) -> GitIgnoreSpec | None:
    try:
        text = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return GitIgnoreSpec.from_lines(text.splitlines())


def _walk(folder: Path, specs: list[tuple[Path, GitIgnoreSpec]]) -> Iterator[Path]:
    own = _spec(folder)
    if own is not None:
        specs = [*specs, (folder.absolute(), own)]
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        path = folder / entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and entry.name in _ALWAYS_SKIPPED:
            continue
        if not is_folder and not entry.name.endswith(SUFFIXES):
            continue
        if _ignored(path, is_folder, specs):
            continue
        if is_folder:
            yield from _walk(path, specs)
        elif entry.is_file():
            yield path


def _ignored(path: Path, is_folder: bool, specs: list[tuple[Path, GitIgnoreSpec]]) -> bool:
    ignored = False
    for root, spec in reversed(specs):
        name = os.path.relpath(path.absolute(), root) + ("/" if is_folder else "")
        answer = spec.check_file(name).include
        if answer is not None:
            ignored = answer
            break
    return ignored
