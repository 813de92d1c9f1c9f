"""The form of a readout as JSON, from which standards/schema/readout.json is made.

A number that is not known or endless is null. Relative numbers are shares: 0.02 is 2 % of control.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from groundrules.readout.guards.form import Status
from groundrules.readout.result import Kind, Role, Word


def _said(text: str, **more: Any) -> Any:
    return Meta(description=text, **more)


Number = float | None
Share = Annotated[float | None, _said("of control's value: 0.02 is 2 %")]


class Guard(Struct, frozen=True, kw_only=True):
    """What a guard said."""

    guard: Annotated[str, _said("what it stops")]
    status: Status
    said: Annotated[str, _said("what was seen")]
    mend: Annotated[str, _said("what to do where it refuses")]


class Look(Struct, frozen=True, kw_only=True):
    """Which look it is, and what it is judged by."""

    number: Annotated[int, _said("from 1", ge=1)]
    of: int
    level: Annotated[Number, _said("of the two-sided intervals")]
    nominal: Annotated[Number, _said("the p-value below which a test that decides is significant")]
    sequential: bool
    final: bool


class Population(Struct, frozen=True, kw_only=True):
    """Who was analysed."""

    units: Annotated[
        dict[str, int], _said("variant → units, or clusters where those are randomised")
    ]
    excluded: int
    too_late: Annotated[int, _said("exposed too late for their whole windows")]


class Size(Struct, frozen=True, kw_only=True):
    """A size of effect: relative to control, or in the metric's unit."""

    relative: Number
    absolute: Number


class Result(Struct, frozen=True, kw_only=True):
    """One metric of one variant against control; differences are variant less control, in the metric's unit."""

    role: Role
    metric: str
    metric_version: int
    direction: Annotated[Literal["increase", "decrease"], _said("which way is better")]
    variant: str
    verdict: Word
    p: Annotated[Number, _said("corrected, where the test decides or is of a segment")]
    margin: Annotated[Size | None, _said("of a guardrail, the harm that is accepted")]
    mde: Annotated[Size | None, _said("of a primary metric, the smallest effect that matters")]
    cap: Annotated[Number, _said("what values were lowered to")]
    too_few: Annotated[
        str | None, _said("why its interval is not to be relied on, and it is undecided for that")
    ]
    unadjusted: Annotated[
        str | None, _said("why it is not adjusted by the covariate that its definition has")
    ]
    unit: str
    percent: Annotated[bool, _said("whether values are shares, shown in percent")]
    decimals: Annotated[
        int, _said("digits after the point that the metric is shown with, at least")
    ]
    control: Number
    treatment: Number
    effect: Number
    low: Number
    high: Number
    relative: Share
    relative_low: Share
    relative_high: Share
    error: Annotated[Number, _said("the standard error of the effect")]
    units: Annotated[tuple[int, int], _said("of control and of the variant")]


class Segment(Result, frozen=True, kw_only=True):
    """The primary metric in one part of the population. It never decides."""

    segment: Annotated[str, _said("the column")]
    value: str
    planned: Annotated[bool, _said("false: exploratory, a hint for a next experiment at most")]


class Decision(Struct, frozen=True, kw_only=True):
    """What is done, by the plan's own rule."""

    answer: Literal["yes", "no", "go on"]
    variant: Annotated[str | None, _said("the variant that is shipped")]
    action: Annotated[str, _said("in the plan's words")]
    why: tuple[str, ...]
    change: Annotated[tuple[str, ...], _said("what would change it")]


class Table(Struct, frozen=True, kw_only=True):
    """A table that was read; null where nothing tells."""

    name: str
    address: Annotated[str, _said("as it was given, without user and password")]
    files: int | None
    size: Annotated[int | None, _said("bytes")]
    changed: Annotated[str | None, _said("when its newest file was written, UTC")]
    fingerprint: Annotated[
        str | None, _said("SHA-256 of the files' names, sizes and times, not of their content")
    ]


class Origin(Struct, frozen=True, kw_only=True):
    """Where the readout comes from."""

    plan: Annotated[str, _said("the plan's file, as it was given")]
    plan_hash: Annotated[str, _said("SHA-256 of it")]
    commit: Annotated[str | None, _said("the last that touched the plan")]
    edited: Annotated[bool, _said("whether the plan was edited since")]
    tables: tuple[Table, ...]
    groundrules: Annotated[str, _said("the version")]


class Earlier(Struct, frozen=True, kw_only=True):
    """An earlier readout of the plan."""

    at: Annotated[str, _said("when, UTC")]
    kind: Annotated[
        Kind,
        _said(
            "refused: without an estimate; repeated: the same plan and data; unclear: the same plan and places, "
            "whether the same data is not known; planned: another planned look; "
            "early: estimates before a planned look; other: other data, or another version of the plan"
        ),
    ]
    outcome: str
    through: Annotated[str | None, _said("the last day that it took in")]
    user: str | None


class Past(Struct, frozen=True, kw_only=True):
    """What readouts.jsonl beside the plan holds of the plan."""

    number: Annotated[int, _said("which readout of the plan this is", ge=1)]
    warning: Annotated[str | None, _said("what a reader of the estimates must know of them")]
    earlier: tuple[Earlier, ...]
    unreadable: Annotated[int, _said("lines that cannot be read")]
    unknown: Annotated[str | None, _said("why the log could not be read at all")]


class Told(Struct, frozen=True, kw_only=True):
    """A readout. Where a guard refuses there are no results and no decision."""

    version: Annotated[Literal[1], _said("of this form")] = 1
    plan: str
    hypothesis: str
    refused: bool
    guards: tuple[Guard, ...]
    look: Look | None
    population: Population | None
    results: tuple[Result, ...]
    segments: tuple[Segment, ...]
    decision: Decision | None
    origin: Origin | None
    past: Past | None
