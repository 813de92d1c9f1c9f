"""What a quasi-experiment showed: a typed answer, that text and JSON are made from."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import Struct

Verdict = Literal["effect", "undecided", "assumption fails", "refused"]
Matters = Literal["yes", "no", "undecided"]


class Refusal(Struct, frozen=True):
    """A guard that stands in the way of an estimate."""

    name: str
    what: str
    mend: str


class Estimate(Struct, frozen=True):
    """The average effect on the treated units over the treated periods, in the outcome's unit."""

    effect: float
    lower: float | None
    """None: unbounded, as the plan asks for one side."""
    upper: float | None
    p: float
    level: float
    """Of the interval, as in 0.95."""
    method: str


class Check(Struct, frozen=True):
    """An assumption that was tested: what was seen, and what it cannot show."""

    name: str
    holds: bool | None
    """None: shown, not judged."""
    shown: str
    limits: str = ""
    p: float | None = None
    numbers: dict[str, float] = {}
    """What `shown` and `limits` tell in words."""


class Point(Struct, frozen=True):
    """The gap between treated and untreated course in one period."""

    period: str
    effect: float
    lower: float | None = None
    upper: float | None = None


class Weight(Struct, frozen=True):
    """How much of the synthetic control a donor is."""

    unit: str
    weight: float


class Panel(Struct, frozen=True):
    """What was analysed."""

    treated: list[str]
    controls: int
    before: int
    after: int
    first: str
    start: str
    last: str
    rows: int
    period: str
    """What a period is: week, month …"""


class Result(Struct, frozen=True):
    """The answer."""

    verdict: Verdict
    answer: str
    hypothesis: str
    design: str
    unit: str
    refusals: list[Refusal] = []
    panel: Panel | None = None
    estimate: Estimate | None = None
    matters: Matters | None = None
    checks: list[Check] = []
    change: list[str] = []
    """What would change the decision."""
    notes: list[str] = []
    """What was not looked at, or left out."""
    course: list[Point] = []
    weights: list[Weight] = []

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, for JSON."""
        return dict(msgspec.to_builtins(self))
