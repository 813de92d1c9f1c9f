"""Which days of a table are stale, and how a day is put in its place.

A day is stale where anything that it was made of has another content than it had: the files that are read, the
code, or what was written itself. Times of files are not looked at. A day is one file, written aside and renamed,
so that a reader sees the old one or the new one; the record comes after it, so that a process that is
killed between the two leaves a day that is stale, and is made again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from groundrules.errors import ContentError
from groundrules.partitions import record
from groundrules.partitions.daily import KEY, Daily
from groundrules.partitions.record import Record
from groundrules.tables.fingerprint import sha256

try:
    import fcntl
except ModuleNotFoundError:  # Windows, where nobody is kept from a second run
    fcntl = None  # type: ignore[assignment]

FILE = "part.parquet"
_ASIDE = "_aside"


@dataclass(frozen=True, slots=True)
class Stale:
    """A day that is to be made, and of what."""

    day: date
    inputs: tuple[Path, ...]
    hashes: Mapping[str, str]
    code: str


@contextmanager
def held(table: Daily) -> Iterator[None]:
    """Keep other processes from writing the table; what a killed one left half written is removed.

    Raises ContentError where another one writes it now.
    """
    table.folder.mkdir(parents=True, exist_ok=True)
    with (table.folder / "_lock").open("wb") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise ContentError(
                    f"{table.folder} is being written by another run: wait for it"
                ) from error
        for left in sorted(table.folder.glob(f"{KEY}*/{_ASIDE}*")):
            _remove(left)
        yield


def _remove(path: Path) -> None:
    if path.is_dir():
        for inner in path.iterdir():
            _remove(inner)
        path.rmdir()
    else:
        path.unlink()


def stale(
    table: Daily, wanted: Mapping[date, Sequence[Path]], code: Iterable[Path | str]
) -> list[Stale]:
    """Return the wanted days that are stale, sorted.

    wanted: of each day the files that it is made of. code: all else that it is made of: files, and texts as a version.
    """
    known: dict[Path, str] = {}
    how = record.code(code)
    found = []
    for day, inputs in sorted(wanted.items()):
        for file in inputs:
            if file not in known:
                known[file] = sha256(file)
        hashes = {_from(table, file): known[file] for file in inputs}
        if not _is_as_made(table.place(day), hashes, how):
            found.append(Stale(day, tuple(inputs), hashes, how))
    return found


def _from(table: Daily, file: Path) -> str:
    """Return a path that stays the same where the whole project moves."""
    return Path(os.path.relpath(file, table.folder)).as_posix()


def _is_as_made(place: Path, hashes: Mapping[str, str], code: str) -> bool:
    said = record.read(place)
    if said is None or dict(said.inputs) != dict(hashes) or said.code != code:
        return False
    there = sorted(place.glob("*.parquet"))
    return there == [place / FILE] and sha256(there[0]) == said.output


def put(table: Daily, part: Stale, write: Callable[[Path], None]) -> None:
    """Make a day: `write` is given where to write its one file of Parquet, aside."""
    place = table.place(part.day)
    place.mkdir(parents=True, exist_ok=True)
    aside = place / f"{_ASIDE}.parquet"
    write(aside)
    output = sha256(aside)
    aside.replace(place / FILE)
    for other in place.glob("*.parquet"):
        if other.name not in (FILE, aside.name):
            other.unlink()  # nothing of ours: its rows would be counted besides
    record.write(place, Record(part.hashes, part.code, output))
