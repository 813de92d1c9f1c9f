"""What a file holds, told by its SHA-256; large files are read again only when they may have changed."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from groundrules.errors import UsageError

LARGE = 1 << 20
"""Bytes from which on a file's digest is remembered; what is smaller is read each time."""
_CHUNK = 1 << 20
_YOUNG = 100_000_000  # ns; clocks of file systems tick every 10 ms at most,
_YOUNG_COARSE = 2_100_000_000  # but those of FAT every two seconds

Stamp = tuple[int, int, int, int, int]


class Found(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file that was read or written."""

    path: str
    sha256: str
    bytes: int
    rows: int | None = None
    """Of CSV and Parquet, where it is cheap to know."""


class _Known(Struct, frozen=True, array_like=True):
    stamp: Stamp
    sha256: str
    rows: int | None


@dataclass(slots=True)
class Digests:
    """Digests of this moment, and those that are remembered from earlier runs in a file.

    A remembered digest is trusted only where device, inode, size, time of change (mtime) and time of the last change
    of anything (ctime, which no program sets back) are those of when it was taken, and where the file was by then so
    old that a later change must have got another time. What a file system hides from all five (a clock set back, a
    network mount that keeps its own times, a block device written below the file system) is not seen: `--again` reads
    nothing from memory.
    """

    memory: Path
    fresh: bool = False
    """Whether to read all files anew."""
    _known: dict[str, _Known] = field(default_factory=dict)
    _changed: bool = False

    def __post_init__(self) -> None:
        if not self.fresh:
            self._known = self._stored()

    def of(self, path: str, *, settle: bool = False) -> Found | None:
        """Return what is in a file, None where there is none.

        settle: it was just written: bring it to the disk, so that it is there after a loss of power, too.
        """
        try:
            stamp = _stamp(os.stat(path))  # noqa: PTH116 many files
            known = self._known.get(path)
            if known and known.stamp == stamp and not settle:
                return _told(path, known)
            return self._read(path, settle)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}") from error

    def _read(self, path: str, settle: bool) -> Found:
        with Path(path).open("rb", buffering=0) as stream:
            if settle:
                with suppress(
                    OSError
                ):  # Windows wants the file open for writing; others cannot for pipes
                    os.fsync(stream.fileno())
            before = os.fstat(stream.fileno())
            if before.st_size >= LARGE:
                _grow_old(before)
            is_old = _age(before) > 0
            sha256, rows = _contents(stream, path)
            after = os.fstat(stream.fileno())
        if _stamp(before)[:4] != _stamp(after)[:4]:
            raise UsageError(f"{path} changed while it was read; run again when it is still")
        known = _Known(_stamp(after), sha256, rows)
        if after.st_size >= LARGE and is_old:
            self._known[path] = known
            self._changed = True
        return _told(path, known)

    def _stored(self) -> dict[str, _Known]:
        try:
            return msgspec.json.decode(self.memory.read_bytes(), type=dict[str, _Known])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}

    def save(self) -> None:
        """Write what is remembered; one that cannot be written means that files are read again."""
        if not self._changed:
            return
        both = {**self._stored(), **self._known}
        kept = {path: known for path, known in sorted(both.items()) if os.path.lexists(path)}
        aside = self.memory.with_suffix(f".{os.getpid()}.part")
        with suppress(OSError):
            aside.write_bytes(msgspec.json.encode(kept))
            aside.replace(self.memory)
        with suppress(OSError):
            aside.unlink(missing_ok=True)
        self._changed = False


def _told(path: str, known: _Known) -> Found:
    return Found(path=path, sha256=known.sha256, bytes=known.stamp[2], rows=known.rows)


def _stamp(about: os.stat_result) -> Stamp:
    return (about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)


def _age(about: os.stat_result) -> int:
    """Return for how many ns a file has been so old that its next change must show; below 0 it is not."""
    changed = max(about.st_mtime_ns, about.st_ctime_ns)
    coarse = changed % 1_000_000_000 == 0
    return time.time_ns() - changed - (_YOUNG_COARSE if coarse else _YOUNG)


def _grow_old(about: os.stat_result) -> None:
    """Wait the tenth of a second that saves reading a large file once more."""
    missing = -_age(about)
    if 0 < missing <= _YOUNG:
        time.sleep(missing / 1e9 + 0.001)


def _contents(stream: BinaryIO, path: str) -> tuple[str, int | None]:
    """Return the SHA-256 and the rows of a file, read once."""
    whole = hashlib.sha256()
    count = _Lines() if path.lower().endswith((".csv", ".tsv")) else None
    while chunk := stream.read(_CHUNK):
        whole.update(chunk)
        if count:
            count.take(chunk)
    return whole.hexdigest(), count.rows() if count else None


class _Lines:
    """Counts the lines of a CSV below its header; a line's end in quotes is none."""

    def __init__(self) -> None:
        self._ends, self._quoted, self._last = 0, False, b"\n"

    def take(self, chunk: bytes) -> None:
        parts = chunk.split(b'"')
        self._ends += sum(part.count(b"\n") for part in parts[int(self._quoted) :: 2])
        self._quoted ^= len(parts) % 2 == 0
        self._last = chunk[-1:]

    def rows(self) -> int:
        lines = self._ends + (self._last != b"\n")
        return max(lines - 1, 0)


def counted(found: Found) -> Found:
    """Return the same with the rows that a Parquet file's own metadata say, where pyarrow is installed and takes it."""
    if found.rows is not None or not found.path.lower().endswith((".parquet", ".pq")):
        return found
    try:
        import pyarrow.parquet as parquet  # late: it takes as long as a whole run with nothing to do

        rows = int(parquet.read_metadata(found.path).num_rows)
    except (ImportError, OSError, ValueError):  # pyarrow's own errors are ValueErrors
        return found
    return msgspec.structs.replace(found, rows=rows)
