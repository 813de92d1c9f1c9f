"""What a readout says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from groundrules.metrics.form import Change, Metric
from groundrules.plans.form import Plan
from groundrules.readout.guards.form import Guarded
from groundrules.readout.origin import Origin
from groundrules.statistics.effects import Effect

Role = Literal["primary", "secondary", "guardrail"]
Word = Literal["better", "worse", "undecided", "non-inferior", "inferior"]
"""better, worse, undecided of a metric that may move; non-inferior, inferior, undecided of a guardrail."""


@dataclass(frozen=True, slots=True)
class Look:
    """Which look it is, and what it is judged by."""

    number: int
    """From 1."""
    of: int
    level: float
    """Of two-sided intervals."""
    nominal: float
    """The p-value below which a test that decides is significant, before any correction."""
    sequential: bool
    final: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One metric of one variant against control."""

    role: Role
    metric: Metric
    variant: str
    effect: Effect
    p: float
    """Corrected over the tests that decide, where it is one of them."""
    word: Word
    margin: Change | None = None
    mde: Change | None = None
    cap: float | None = None
    """What values were lowered to."""
    too_few: str | None = None
    """Why its interval is not to be relied on, and it is undecided for that."""
    unadjusted: str | None = None
    """Why it is not adjusted by the covariate that its definition has."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One value of a segment: the primary metric there. It never decides."""

    column: str
    value: str
    planned: bool
    result: Result


@dataclass(frozen=True, slots=True)
class Decided:
    """What is done, by the plan's own rule."""

    answer: Literal["yes", "no", "go on"]
    """go on: a look of a sequential design that settles nothing yet."""
    variant: str | None
    """The variant that is shipped."""
    action: str
    """In the plan's words."""
    why: tuple[str, ...]
    change: tuple[str, ...]
    """What would change it."""


@dataclass(frozen=True, slots=True)
class Population:
    """Who was analysed, by variant."""

    units: dict[str, int]
    """Units, or clusters where those are randomised."""
    excluded: int
    too_late: int
    """Units exposed too late for their whole windows."""


Kind = Literal["refused", "repeated", "unclear", "planned", "early", "other"]
"""refused: it gave no estimate; repeated: the same plan and data as now; unclear: the same plan and places, and nothing
tells whether the data are the same; planned: another look that was planned; early: it gave estimates before a planned
look; other: estimates of the same time, from other data or another version of the plan."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier readout."""

    at: str
    """When, UTC."""
    kind: Kind
    outcome: str
    through: str | None
    """The last day that it took in."""
    user: str | None


@dataclass(frozen=True, slots=True)
class Past:
    """What the log beside the plan holds."""

    earlier: tuple[Earlier, ...] = ()
    unreadable: int = 0
    """Lines of the log that cannot be read."""
    unknown: str | None = None
    """Why the log could not be read at all."""

    @property
    def number(self) -> int:
        """Which readout of its plan this is, from 1."""
        return len(self.earlier) + 1

    def of(self, *kinds: Kind) -> list[Earlier]:
        """Return the earlier readouts of some kinds, oldest first."""
        return [one for one in self.earlier if one.kind in kinds]


@dataclass(frozen=True, slots=True)
class Readout:
    """The whole: where a guard refuses there are no results and no decision."""

    plan: Plan
    guards: tuple[Guarded, ...]
    look: Look | None = None
    population: Population | None = None
    results: tuple[Result, ...] = ()
    segments: tuple[Segment, ...] = ()
    decided: Decided | None = None
    origin: Origin | None = None
    """Where it comes from; None where it was not read from files."""
    past: Past | None = None
    """None where nobody asked the log."""

    @property
    def refusals(self) -> tuple[Guarded, ...]:
        """The guards that refuse."""
        return tuple(one for one in self.guards if one.status == "refused")
