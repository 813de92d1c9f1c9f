"""The log of readouts beside a plan: `readouts.jsonl`, one line a readout, so that looking often leaves a trace.

A line holds no number of an effect. Its form is in standards/schema/readouts.json.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from groundrules.errors import UsageError
from groundrules.plans.form import Plan
from groundrules.plans.git import user
from groundrules.readout.result import Readout

NAME = "readouts.jsonl"


def _said(text: str, **more: Any) -> Any:
    return Meta(description=text, **more)


class Read(Struct, frozen=True, kw_only=True):
    """A table that was read."""

    table: str
    address: Annotated[str, _said("as it was given, without user and password")]
    fingerprint: Annotated[
        str | None, _said("SHA-256 of the files' names, sizes and times; null: no files to look at")
    ] = None


class Verdict(Struct, frozen=True, kw_only=True):
    """What was said of one metric of one variant."""

    role: str
    metric: str
    variant: str
    word: str


class Line(Struct, frozen=True, kw_only=True):
    """One readout."""

    version: Annotated[int, _said("of this form")] = 1
    at: Annotated[str, _said("when, UTC: 2026-03-30T08:15:02Z")]
    plan: Annotated[str, _said("the plan's name")]
    plan_hash: Annotated[str, _said("SHA-256 of the plan's file")]
    data: tuple[Read, ...]
    look: Annotated[int | None, _said("which look, from 1; null where it was refused")] = None
    through: Annotated[
        str | None, _said("the last day that it took in; null where it was refused")
    ] = None
    outcome: Literal["yes", "no", "go on", "refused"]
    refused: Annotated[tuple[str, ...], _said("the guards that refused")] = ()
    verdicts: tuple[Verdict, ...] = ()
    explored: Annotated[
        tuple[str, ...], _said("segments that were looked at without being planned")
    ] = ()
    groundrules: Annotated[str, _said("the version")]
    user: Annotated[str | None, _said("git's user.name, where it is configured")] = None


def place(plan: Path) -> Path:
    """Return the log's file: beside the plan's real place, whatever link it is reached by."""
    return plan.resolve().parent / NAME


def line(readout: Readout, plan: Path) -> Line:
    """Return what is noted of a readout of a plan's file, now."""
    origin, look, decided = readout.origin, readout.look, readout.decided
    assert origin is not None
    explored = dict.fromkeys(one.column for one in readout.segments if not one.planned)
    return Line(
        at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        plan=readout.plan.name,
        plan_hash=origin.plan_hash,
        data=tuple(
            Read(table=one.name, address=one.address, fingerprint=one.fingerprint)
            for one in origin.tables
        ),
        look=look.number if look else None,
        through=ends(readout.plan)[look.number - 1] if look else None,
        outcome=decided.answer if decided else "refused",
        refused=tuple(dict.fromkeys(one.guard for one in readout.refusals)),
        verdicts=tuple(
            Verdict(role=one.role, metric=one.metric.name, variant=one.variant, word=one.word)
            for one in readout.results
        ),
        explored=tuple(explored),
        groundrules=origin.groundrules,
        user=user(plan.resolve().parent),
    )


def ends(plan: Plan) -> tuple[str, ...]:
    """Return the last day of each planned look: 2026-03-29."""
    fixed = plan.stopping.design == "fixed"
    looks = (plan.horizon_days,) if fixed else plan.stopping.looks
    return tuple((plan.start + timedelta(days=days - 1)).isoformat() for days in looks)


def read(log: Path) -> tuple[list[Line], int]:
    """Return the lines of a log, oldest first, and how many cannot be read; of one that is not there, none.

    Raises UsageError where it cannot be read at all.
    """
    try:
        return _lines(log.read_bytes()) if log.exists() else ([], 0)
    except OSError as error:
        raise UsageError(f"{log} cannot be read: {error.strerror}") from error


def note(log: Path, one: Line) -> tuple[list[Line], int]:
    """Append a line, and return those that stood before it, as `read` does.

    Two that note at once are written one after the other, each whole. Raises UsageError where nothing can be written.
    """
    try:
        with log.open("a+b", buffering=0) as stream, _alone(stream.fileno()):
            stream.seek(0)
            before = stream.read()
            # A line that a full disk cut off must not swallow this one.
            start = b"" if not before or before.endswith(b"\n") else b"\n"
            whole = start + msgspec.json.encode(one) + b"\n"
            if stream.write(whole) != len(whole):
                raise OSError(0, "the disk is full")
            return _lines(before)
    except OSError as error:
        raise UsageError(f"{log} cannot be written: {error.strerror}") from error


@contextmanager
def _alone(handle: int) -> Iterator[None]:
    """Hold a file's lock, where the system has one; the end of a file that is appended to is its own anyway."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    fcntl.flock(handle, fcntl.LOCK_EX)  # given back when the file is closed
    yield


def _lines(content: bytes) -> tuple[list[Line], int]:
    found, broken = [], 0
    for text in content.splitlines():
        try:
            if text.strip():
                found.append(msgspec.json.decode(text, type=Line))
        except (msgspec.DecodeError, UnicodeDecodeError):
            broken += 1
    return found, broken
