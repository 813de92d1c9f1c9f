"""From experiments to the table: how often each design claims, finds and covers, beside what it promises."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.stats import binomtest

from groundrules.readout.look import judged_by
from groundrules.readout.simulated.designs import Batch, Design
from groundrules.readout.simulated.experiment import Experiment, Outcome
from groundrules.readout.simulated.many import WorldName
from groundrules.readout.simulated.truth import Truth

FAMILY = 0.01
"""How often a whole table fails though every design keeps its promise, at most: shared by its checks (Bonferroni)."""
_BY_CHANCE = ("sample-ratio", "sample-ratio-by-day")
"""Guards that are tests: each refuses clean data with the plan's srm_alpha, at most."""
Promise = Literal["equal", "at most", "at least"]


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of experiments, beside what is promised."""

    count: int
    of: int
    promised: float
    promise: Promise = "equal"

    @property
    def share(self) -> float:
        """The share."""
        return self.count / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Its exact 95 % interval (Clopper, Pearson): the Monte Carlo error."""
        if not self.of:
            return 0.0, 1.0
        found = binomtest(self.count, self.of).proportion_ci(0.95)
        return float(found.low), float(found.high)

    @property
    def p(self) -> float:
        """The exact binomial p-value of the promise."""
        if not self.of:
            return 1.0
        sides = {"equal": "two-sided", "at most": "greater", "at least": "less"}
        return float(binomtest(self.count, self.of, self.promised, sides[self.promise]).pvalue)


@dataclass(frozen=True, slots=True)
class Line:
    """One design's line of the table."""

    batch: str
    design: Design
    false: Rate
    """Claims where there is nothing to claim."""
    power: Rate
    """Claims where there is something, beside the power that the formula states."""
    planned: float
    """The power that control's variance alone states."""
    covered: Rate
    covered_relative: Rate
    bias: float
    """Mean estimate less the true effect, over the true effect; of a sequential design, where it stopped."""
    bias_error: float
    """Its Monte Carlo standard error."""
    looks: tuple[float, float] | None = None
    """Of a sequential design: looks that were taken on average, without and with an effect."""
    naive: Rate | None = None
    """Of a sequential design: how often a test at alpha, looked at each day, is significant once. No promise."""

    @property
    def rates(self) -> dict[str, Rate]:
        """Those that are checked, by what they are."""
        return {
            "false positives": self.false,
            "power": self.power,
            "coverage": self.covered,
            "relative coverage": self.covered_relative,
        }


@dataclass(frozen=True, slots=True)
class Table:
    """The whole."""

    runs: int
    lines: tuple[Line, ...]
    readouts: int
    refusals: Mapping[str, int]
    """Guard → refusals of clean data."""
    by_chance: Rate
    """Refusals by the guards that are tests."""

    @property
    def level(self) -> float:
        """The p-value below which a check fails."""
        return FAMILY / (sum(len(one.rates) for one in self.lines) + 1)

    @property
    def failures(self) -> list[str]:
        """What is not as promised."""
        found = [
            f"{line.design.name}: {what} {rate.share:.1%}, promised {rate.promised:.1%} (p = {rate.p:.1e})"
            for line in self.lines
            for what, rate in line.rates.items()
            if rate.p < self.level
        ]
        never = [
            f"{count} refused by {guard}"
            for guard, count in self.refusals.items()
            if guard not in _BY_CHANCE
        ]
        often = (
            [f"{self.by_chance.count} refused for the split"]
            if self.by_chance.p < self.level
            else []
        )
        return [*found, *(f"clean data: {one}" for one in (*never, *often))]  # fmt: skip


def table(
    batches: Sequence[Batch],
    experiments: Mapping[tuple[str, WorldName], Sequence[Experiment]],
    truth: Mapping[str, Truth],
) -> Table:
    """Return the table of what was run; a design without any experiment or truth has no line."""
    ran = [one for some in experiments.values() for one in some]
    refusals: dict[str, int] = {}
    for guard in sorted(guard for one in ran for guard in one.refusals):
        refusals[guard] = refusals.get(guard, 0) + 1
    readouts = sum(one.readouts for one in ran)
    chance = max((batch.study.plan.srm_alpha for batch in batches), default=0.0)
    by_chance = sum(refusals.get(guard, 0) for guard in _BY_CHANCE)
    lines = [
        _line(
            batch,
            design,
            experiments.get((batch.name, "null"), ()),
            experiments.get((batch.name, "effect"), ()),
            truth[design.name],
        )
        for batch in batches
        for design in batch.designs
        if design.name in truth
    ]
    return Table(
        runs=min((one.false.of for one in lines), default=0),
        lines=tuple(lines),
        readouts=readouts,
        refusals=refusals,
        by_chance=Rate(by_chance, readouts, len(_BY_CHANCE) * chance, "at most"),
    )


def _line(
    batch: Batch,
    design: Design,
    null: Sequence[Experiment],
    effect: Sequence[Experiment],
    truth: Truth,
) -> Line:
    calm, moved = _outcomes(null, design), _outcomes(effect, design)
    idle, busy = (moved, calm) if design.claim == "non-inferior" else (calm, moved)
    level = 0.95 if batch.sequential else _level(batch)
    cover: Promise = "at least" if batch.sequential else "equal"
    bias = [one.effect.effect / truth.absolute - 1 for one in moved]
    return Line(
        batch=batch.name,
        design=design,
        false=_rate(idle, _claimed, design.alpha, "at most" if design.conservative else "equal"),
        power=_rate(busy, _claimed, truth.power, "equal"),
        planned=truth.planned,
        covered=_rate(moved, lambda one: one.effect.low <= truth.absolute <= one.effect.high, level, cover),
        covered_relative=_rate(
            moved, lambda one: one.effect.relative_low <= truth.relative <= one.effect.relative_high, level, cover
        ),
        bias=_mean(bias),
        bias_error=_error(bias),
        looks=(_mean([one.looks for one in calm]), _mean([one.looks for one in moved])) if batch.sequential else None,
        naive=_rate(calm, lambda one: one.naive, batch.study.plan.alpha, "equal") if batch.sequential else None,
    )  # fmt: skip


def _level(batch: Batch) -> float:
    """Return the level of the intervals of a plan with a fixed horizon."""
    return judged_by(batch.study, 0, []).level


def _outcomes(experiments: Sequence[Experiment], design: Design) -> list[Outcome]:
    return [one.outcomes[design.name] for one in experiments if design.name in one.outcomes]


def _claimed(one: Outcome) -> bool:
    return one.claimed


def _rate(
    outcomes: Sequence[Outcome], holds: Callable[[Outcome], bool], promised: float, promise: Promise
) -> Rate:
    return Rate(sum(holds(one) for one in outcomes), len(outcomes), promised, promise)


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else math.nan


def _error(values: Sequence[float]) -> float:
    """Return the standard error of the mean."""
    if len(values) < 2:
        return math.nan
    mean = _mean(values)
    squares = math.fsum((value - mean) ** 2 for value in values)
    return math.sqrt(squares / (len(values) - 1) / len(values))
