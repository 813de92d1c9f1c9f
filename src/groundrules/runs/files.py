"""Which files a path of run.yaml stands for."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from groundrules.runs.filled import Pattern
from groundrules.runs.steps import FOLDER

_NOT_DATA = {"__pycache__", ".ipynb_checkpoints", ".git", ".groundrules_cache"}


def found(read: Pattern) -> list[str] | None:
    """Return the files, sorted; None where there is nothing of that name, or a pattern finds nothing.

    A file or folder of that very name comes first; only then is the name a pattern. Folders stand for all files in
    them, those of caches, of git and of `runs/` left out.
    """
    if Path(read.path).exists():
        return sorted(_files([read.path]))
    names = glob.glob(read.glob, recursive=True) if read.glob else []  # noqa: PTH207 takes absolute ones, too
    return sorted(_files(names)) if names else None


def below(path: str) -> list[str]:
    """Return the file of a name, or the files in the folder of that name, sorted."""
    return sorted(_files([path]))


def _files(names: Iterable[str]) -> set[str]:
    files: set[str] = set()
    for name in names:
        if Path(name).is_dir():
            files.update(_walk(name))
        elif Path(name).exists():
            files.add(Path(name).as_posix())
    return files


def _walk(top: str) -> Iterator[str]:
    """Yield the files of a folder; links to folders are followed, each folder once."""
    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(top, followlinks=True):
        about = Path(folder).stat()
        if about.st_ino and (about.st_dev, about.st_ino) in seen:
            folders.clear()
            continue
        seen.add((about.st_dev, about.st_ino))
        here = Path(folder)
        folders[:] = sorted(
            name for name in folders if name not in _NOT_DATA and (here / name) != Path(FOLDER)
        )
        yield from ((here / name).as_posix() for name in names if (here / name).is_file())
