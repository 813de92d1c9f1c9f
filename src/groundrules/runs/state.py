"""What is done for one set of parameters: one file, `runs/PARAMETERS/state.json`, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec import Struct

from groundrules.errors import UsageError
from groundrules.runs.digest import Found
from groundrules.runs.steps import FOLDER


class Verdict(Struct, frozen=True, kw_only=True):
    """What was said of one table."""

    data: str
    contract: str
    passed: bool
    rows: int | None = None
    """None where it could not be judged."""
    failed: tuple[str, ...] = ()
    """The rules that it breaks, with counts; or why it could not be judged."""
    skipped: tuple[str, ...] = ()
    """The rules that were not evaluated."""


class Record(Struct, frozen=True, kw_only=True):
    """A step that was begun, or is done."""

    begun: str
    """When, UTC."""
    definition: dict[str, str] = {}
    """What the step was: what is said of it, part by part."""
    done: bool = False
    reads: tuple[Found, ...] = ()
    writes: tuple[Found, ...] = ()
    always: str | None = None
    """Why it is run each time, though nothing changed."""
    verdicts: tuple[Verdict, ...] = ()


@dataclass(slots=True)
class State:
    """The records by the names of the steps."""

    file: Path
    records: dict[str, Record] = field(default_factory=dict)

    def put(self, name: str, record: Record) -> None:
        """Keep a record, on the disk before anything goes on; raises UsageError where it cannot be written."""
        self.records[name] = record
        with writing(self.file):
            _write_whole(self.file, msgspec.json.encode(self.records))


def load(folder: Path) -> State:
    """Return the state in a folder; where there is none, or none that can be read, nothing is done yet."""
    file = folder / "state.json"
    try:
        return State(file, msgspec.json.decode(file.read_bytes(), type=dict[str, Record]))
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return State(file)


def others(folder: Path) -> Iterator[State]:
    """Yield the states of other sets of parameters, in the order of their names."""
    for file in sorted(Path(FOLDER).glob("*/state.json")):
        if file.parent.name != folder.name:
            yield load(file.parent)


def make_folder(folder: Path) -> None:
    """Make the folder of a set of parameters; git leaves out `runs/`."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        ignored = Path(FOLDER) / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say what could not be written."""
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}. `groundrules run` keeps states and logs in {FOLDER}/: "
            "it must be a folder that can be written to, on a disk with room"
        ) from error


def _write_whole(file: Path, content: bytes) -> None:
    aside = file.with_suffix(".part")  # nobody else's: the lock is held
    try:
        with aside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    if os.name == "posix":
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # so that the new name, too, outlives a loss of power
        finally:
            os.close(folder)
