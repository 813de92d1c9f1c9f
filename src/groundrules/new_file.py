"""A file that is there whole or not at all, and never instead of somebody's own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from groundrules.errors import UsageError


def refuse_taken(path: Path, *, force: bool) -> None:
    """Raise UsageError where a file is there, unless `force`: to be asked before long work."""
    if not force and os.path.lexists(path):
        raise UsageError(f"{path} is there already: name another file, or replace it by --force")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent}: no such folder; make it first")


def write_new(path: Path, text: str, *, force: bool) -> None:
    """Write `text` to `path`; raises UsageError where a file is there, unless `force`, or where none can be."""
    refuse_taken(path, force=force)
    try:
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            Path(aside).chmod(0o666 & ~_umask())
            _put(Path(aside), path, force=force)
        finally:
            Path(aside).unlink(missing_ok=True)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already: replace it by --force") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def _put(aside: Path, path: Path, *, force: bool) -> None:
    if force:
        aside.replace(path)
    else:
        path.hardlink_to(aside)  # unlike a rename, fails where somebody was faster


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
