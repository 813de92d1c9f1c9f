"""Folders for what does not fit in memory: gone when they are closed, or swept up after a process that was killed."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, Self

try:
    import fcntl
except ModuleNotFoundError:  # Windows, where nothing is swept
    fcntl = None  # type: ignore[assignment]

_PREFIX, _LOCK = "groundrules-spill-", "lock"


class Spill:
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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


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
