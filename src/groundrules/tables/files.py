"""The Parquet files of a path, and whether they are still what they were."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from groundrules.errors import ContentError, UsageError


def parquet_files(path: Path) -> list[Path]:
    """Return the Parquet files of a path, those of a folder sorted; hidden ones are no data.

    Raises UsageError for a path without any, ContentError for an empty file.
    """
    found = _inside(path) if path.is_dir() else [path]
    if not found:
        raise UsageError(f"{path}: the folder holds no .parquet file")
    for file in found:
        if not file.exists():
            raise UsageError(f"{file}: no such data file")
        if file.stat().st_size == 0:
            raise ContentError(f"{file} is empty; did its export fail?")
    return found


def _inside(folder: Path) -> list[Path]:
    found = []
    for place, folders, names in os.walk(folder, onerror=_refuse, followlinks=True):
        folders[:] = [one for one in folders if not _hidden(one)]
        found += [Path(place, n) for n in names if n.endswith(".parquet") and not _hidden(n)]
    return sorted(found)


def _hidden(name: str) -> bool:
    return name.startswith(("_", "."))


def _refuse(error: OSError) -> None:
    raise ContentError(
        f"{error.filename}: {error.strerror}; rows that cannot be read would not be judged"
    )


class Unchanged:
    """Files as they were when this was made."""

    def __init__(self, folder: Path, files: Sequence[Path], *, all_of_it: bool = True) -> None:
        """all_of_it: a file more in the folder is a change too."""
        self._folder = folder
        self._files = None if all_of_it else files
        self._was = _stats(files)

    def check(self) -> None:
        """Raise ContentError where files were changed, added or removed since."""
        try:
            now = _stats(self._files or parquet_files(self._folder))
        except (OSError, UsageError, ContentError):
            now = {}
        if now != self._was:
            changed = sorted(str(file) for file, _ in set(now.items()) ^ set(self._was.items()))
            raise ContentError(
                f"{changed[0]} changed while {self._folder} was read, so its counts belong to no state of it; "
                "run again when it is written"
            )


def _stats(files: Sequence[Path]) -> dict[Path, tuple[int, int, int]]:
    found = {file: file.stat() for file in files}
    return {file: (stat.st_ino, stat.st_size, stat.st_mtime_ns) for file, stat in found.items()}
