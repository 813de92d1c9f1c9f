"""Folders for what does not fit in memory: gone when they are closed, or swept up after a process that was killed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from groundrules.errors import ContentError
from groundrules.tables.closing import Closing

try:
    import fcntl
except ModuleNotFoundError:  # Windows, where nothing is swept
    fcntl = None  # type: ignore[assignment]

_PREFIX, _LOCK = "groundrules-spill-", "lock"


class Spill(Closing):
    """A folder in TMPDIR, held by a lock that ends with the process, however it ends."""

    def __init__(self) -> None:
        _sweep(Path(tempfile.gettempdir()))
        self._make()
        while not self._is_ours():  # another process swept it before it was locked
            self.close()
            self._make()

    def _make(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        self._lock: IO[bytes] = (self.path / _LOCK).open("wb")

    def _is_ours(self) -> bool:
        return fcntl is None or (_locked(self._lock) and (self.path / _LOCK).exists())

    def close(self) -> None:
        """Remove the folder and all that is in it."""
        self._lock.close()
        self._folder.cleanup()


@contextmanager
def room(before: str = "") -> Iterator[None]:
    """Say of what cannot be written, here, that the disk has run out; `before` is what the message begins with."""
    try:
        yield
    except OSError as error:
        raise ContentError(
            f"{before}disk has run out: free some, or point TMPDIR at a larger disk ({error})"
        ) from error


def _sweep(temporary: Path) -> None:
    """Remove the folders whose processes are gone."""
    if fcntl is None:
        return
    for lock in temporary.glob(f"{_PREFIX}*/{_LOCK}"):
        try:
            with lock.open("r+b") as stream:
                if _locked(stream):
                    shutil.rmtree(lock.parent, ignore_errors=True)
        except OSError:
            continue  # another's, or swept by another meanwhile


def _locked(stream: IO[bytes]) -> bool:
    """Take a lock, and say whether it was free."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
