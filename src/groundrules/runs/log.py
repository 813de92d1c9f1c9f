"""`runs/PARAMETERS/log.jsonl`: what ran when, on which data, how long, with what result; one line an event.

A line stands as soon as its event is over, so a run without a line `ended` was killed. The form is in
standards/schema/run-log.json.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from groundrules.errors import UsageError
from groundrules.git import GitError, ask
from groundrules.runs import state
from groundrules.runs.digest import Found
from groundrules.runs.form import Value
from groundrules.runs.state import Verdict

NAME = "log.jsonl"


def _said(text: str, **more: Any) -> Any:
    return Meta(description=text, **more)


class Began(Struct, frozen=True, kw_only=True, tag_field="event", tag="began"):
    """A run began."""

    version: Annotated[int, _said("of this form")] = 1
    run: Annotated[str, _said("when, UTC: 2026-03-30T08:15:02.123456Z; it names the run")]
    groundrules: Annotated[str, _said("the version")]
    commit: Annotated[str | None, _said("of git; null where there is none")]
    dirty: Annotated[bool | None, _said("whether a file that git knows differs from the commit")]
    parameters: dict[str, Value]


class Stepped(Struct, frozen=True, kw_only=True, tag_field="event", tag="step"):
    """A step was executed or skipped."""

    run: str
    step: str
    kind: Literal["command", "validate", "notebook"]
    outcome: Literal["ran", "skipped", "left", "failed", "interrupted"]
    why: Annotated[str, _said("why it ran or was skipped; of one that failed, how")]
    at: Annotated[str, _said("when it was begun, UTC")]
    seconds: float
    reads: tuple[Found, ...] = ()
    writes: tuple[Found, ...] = ()
    exit_code: Annotated[int | None, _said("of a command; below 0 the signal that ended it")] = None
    output: Annotated[str | None, _said("the file with what the step printed")] = None
    verdicts: Annotated[tuple[Verdict, ...], _said("of a validation")] = ()


class Ended(Struct, frozen=True, kw_only=True, tag_field="event", tag="ended"):
    """A run ended."""

    run: str
    at: str
    seconds: float
    outcome: Literal["done", "failed", "refused", "interrupted"]


Line = Began | Stepped | Ended


@dataclass(frozen=True, slots=True)
class Log:
    """The log of a folder."""

    folder: Path

    def note(self, line: Line) -> None:
        """Append a line; raises UsageError where it cannot be written."""
        file = self.folder / NAME
        with state.writing(file), file.open("a+b", buffering=0) as stream:
            size = stream.seek(0, 2)
            stream.seek(max(size - 1, 0))
            # A line that a full disk cut off must not swallow this one.
            start = b"" if stream.read(1) in (b"", b"\n") else b"\n"
            whole = start + msgspec.json.encode(line) + b"\n"
            if stream.write(whole) != len(whole):
                raise OSError(0, "the disk is full")


def last(folder: Path) -> list[Line]:
    """Return the lines of the last run, none where there was none; lines that are cut off are left out."""
    try:
        lines = (folder / NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UsageError(f"{folder / NAME} cannot be read: {error.strerror}") from error
    found: list[Line] = []
    for text in reversed(lines):
        try:
            found.insert(0, msgspec.json.decode(text, type=Line))
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        if isinstance(found[0], Began):
            return found
    return found


def now(*, exact: bool = False) -> str:
    """Return this moment, UTC."""
    moment = datetime.now(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}" if exact else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def commit() -> tuple[str | None, bool | None]:
    """Return the commit of the project, and whether a file that git knows differs from it."""
    try:
        told = ask(Path(), "status", "--porcelain=v2", "--branch", "--untracked-files=no")
    except GitError:
        return None, None
    lines = told.splitlines()
    heads = [line.split()[2] for line in lines if line.startswith("# branch.oid ")]
    head = heads[0] if heads and heads[0] != "(initial)" else None
    return head, any(not line.startswith("#") for line in lines)
