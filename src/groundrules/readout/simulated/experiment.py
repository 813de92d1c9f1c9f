"""One simulated experiment: raw rows, then the readout as anybody runs it, once or at each look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from groundrules.readout.result import Readout, Result
from groundrules.readout.run import readout
from groundrules.readout.simulated.designs import Batch, Design
from groundrules.readout.simulated.world import World, make
from groundrules.statistics.effects import Effect
from groundrules.tables.relations_duck import DuckRelations


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an experiment said of one design."""

    claimed: bool
    effect: Effect
    """Of a sequential design, at the look where it stopped."""
    looks: int = 1
    naive: bool = False
    """A test at alpha, looked at each day until the design stopped, was significant once."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """What one experiment said."""

    readouts: int
    refusals: tuple[str, ...]
    """The guards that refused, of all its looks."""
    outcomes: Mapping[str, Outcome]
    """By design; none where the (last) readout was refused."""


class Experiments(DuckRelations):
    """One DuckDB for one experiment after another, which saves starting it anew."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        super().__init__(tables, None)
        self._duck.query("SET threads = 1")  # each process has its own experiments

    def take(self, tables: Mapping[str, pa.Table]) -> None:
        """Put the tables of the next experiment, of the same columns, in the places of the last."""
        for name, table in tables.items():
            self._duck.register(table, name)


_TIMES = {"exposures": "exposed_at", "orders": "ordered_at"}


def raw(world: World, rng: np.random.Generator) -> dict[str, pa.Table]:
    """Return the tables that the designs read."""
    made = make(world, rng)
    return {name: made[name] for name in _TIMES}


def run(relations: Experiments, batch: Batch, tables: Mapping[str, pa.Table]) -> Experiment:
    """Return what the readout says of the experiment, at each look until it stops."""
    refusals: list[str] = []
    naive, outcomes, number = False, dict[str, Outcome](), 0
    for number in range(batch.looks):
        relations.take(_until(tables, batch.study.end(number)))
        found = readout(relations, batch.study)
        refusals += [one.guard for one in found.refusals]
        if found.refusals:
            continue
        if batch.sequential:
            naive |= any(one.effect.p < batch.study.plan.alpha for one in found.results)
        outcomes = {
            one.name: _outcome(batch, found, one, number + 1, naive) for one in batch.designs
        }
        if any(one.claimed for one in outcomes.values()):
            break
    return Experiment(number + 1, tuple(refusals), outcomes)


def _until(tables: Mapping[str, pa.Table], end: int) -> dict[str, pa.Table]:
    """Return the rows that are there when a look is taken."""
    last = pa.scalar(end, pa.timestamp("us"))
    return {
        name: table.filter(pc.less(table[_TIMES[name]], last)) for name, table in tables.items()
    }


def _outcome(batch: Batch, found: Readout, design: Design, look: int, naive: bool) -> Outcome:
    results = [one for one in found.results if one.metric.name == design.metric]
    moved = next(one for one in results if one.variant == batch.effect.moved)
    return Outcome(any(_claims(one, design) for one in results), moved.effect, look, naive)


def _claims(one: Result, design: Design) -> bool:
    if design.claim == "non-inferior":
        return one.word == "non-inferior"
    return one.word in ("better", "worse")
