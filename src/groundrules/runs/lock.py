"""One run at a time for one set of parameters.

The lock is one of the operating system on an open file, so it ends with the processes that hold it, however they end.
The commands of a run hold it, too (they inherit the file): after a `kill -9` of the run it is free when they are gone.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from groundrules.errors import UsageError
from groundrules.runs import state

_PATIENCE = 10.0  # seconds for what a killed run has left to end


@contextmanager
def held(folder: Path) -> Iterator[int]:
    """Hold the lock of a folder, and yield the number of its open file; raises UsageError where another run has it."""
    file = folder / "lock"
    with state.writing(file):
        stream = file.open("a+b", buffering=0)
    with stream:
        _take(stream, folder)
        with suppress(OSError):
            stream.seek(0)
            stream.truncate()
            stream.write(str(os.getpid()).encode())
        try:
            yield stream.fileno()
        finally:
            _release(stream)


def _take(stream: BinaryIO, folder: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not _taken(stream):
        stream.seek(0)
        holder = stream.read(20).decode(errors="replace").strip()
        if _alive(holder):
            raise UsageError(
                f"another run with these parameters is under way (process {holder or 'unknown'}, {folder}); wait for "
                "it, or end it"
            )
        if time.monotonic() > until:
            raise UsageError(
                f"the run of process {holder} was killed, but a command that it began still runs and holds "
                f"{folder / 'lock'}; end it first"
            )
        time.sleep(0.05)


def _alive(process: str) -> bool:
    """Whether a process runs; what cannot be told counts as running."""
    if os.name != "posix" or not process.isdecimal():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


if sys.platform == "win32":  # not tried: nobody of us has one
    import msvcrt

    _FAR = 1 << 30  # beyond what is written: a locked byte cannot be read there

    def _taken(stream: BinaryIO) -> bool:
        stream.seek(_FAR)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(stream: BinaryIO) -> None:
        stream.seek(_FAR)
        with suppress(OSError):
            msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(stream: BinaryIO) -> bool:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise UsageError(
                f"{stream.name} cannot be locked ({error.strerror}): keep the project on a file system with locks"
            ) from error
        return True

    def _release(stream: BinaryIO) -> None:
        fcntl.flock(stream, fcntl.LOCK_UN)  # also for what a command left running
