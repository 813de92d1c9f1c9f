"""The form of a readout's JSON, as far as a report tells it (standards/schema/readout.json holds all of it).

Keys that are not named here are passed over: another version may hold more.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from groundrules.errors import ContentError, UsageError

Number = float | None


class Guard(Struct, frozen=True, kw_only=True):
    """What a guard said."""

    guard: str
    status: str
    said: str
    mend: str


class Look(Struct, frozen=True, kw_only=True):
    """Which look it was, and the level of its intervals."""

    number: int
    of: int
    level: Number


class Size(Struct, frozen=True, kw_only=True):
    """A size of effect: relative to control, or in the metric's unit."""

    relative: Number
    absolute: Number


class Result(Struct, frozen=True, kw_only=True):
    """One metric of one variant against control."""

    role: str
    metric: str
    direction: str
    variant: str
    verdict: str
    p: Number
    margin: Size | None
    unit: str
    percent: bool = False
    decimals: int = 2
    control: Number
    treatment: Number
    effect: Number
    low: Number
    high: Number
    relative: Number
    relative_low: Number
    relative_high: Number


class Decision(Struct, frozen=True, kw_only=True):
    """What is done, by the plan's own rule."""

    answer: Literal["yes", "no", "go on"]
    variant: str | None
    action: str


class Table(Struct, frozen=True, kw_only=True):
    """A table that was read."""

    name: str
    address: str
    changed: str | None
    fingerprint: str | None


class Origin(Struct, frozen=True, kw_only=True):
    """Where the readout comes from."""

    plan: str
    plan_hash: str
    tables: tuple[Table, ...]
    groundrules: str


class Past(Struct, frozen=True, kw_only=True):
    """Which readout of the plan it was, and what earlier ones mean for it."""

    number: int
    warning: str | None


class Told(Struct, frozen=True, kw_only=True):
    """A readout. Where a guard refuses there are no results and no decision."""

    version: Literal[1]
    plan: str
    refused: bool
    guards: tuple[Guard, ...]
    look: Look | None
    results: tuple[Result, ...]
    decision: Decision | None
    origin: Origin | None
    past: Past | None


def read_told(path: Path) -> Told:
    """Return the readout in a JSON file; raises UsageError where there is none, ContentError for another form."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(
            f"{path}: no such readout. Make it with: groundrules readout PLAN DATA --format json -o {path.name}"
        ) from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        return msgspec.json.decode(content, type=Told)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ContentError(
            f"{path}: not what `groundrules readout --format json` writes: {error}"
        ) from error
