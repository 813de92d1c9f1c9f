"""Many experiments in several processes: the same whatever their number, and nothing is left when they are stopped."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from multiprocessing.context import SpawnContext
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Event
from typing import Literal

from groundrules.readout.simulated.designs import BATCHES, Batch
from groundrules.readout.simulated.experiment import Experiment, Experiments, raw, run
from groundrules.readout.simulated.truth import SAMPLE, UNITS, Truth, truths

WorldName = Literal["null", "effect"]
_CHUNK = 10
"""Experiments of one task: a DuckDB is started for each task."""


@dataclass(frozen=True, slots=True)
class Task:
    """Some experiments of one batch in one world."""

    batch: str
    designs: tuple[str, ...]
    world: WorldName
    first: int
    count: int
    seed: int

    @property
    def weight(self) -> int:
        """Readouts at most."""
        return self.count * next(one.looks for one in BATCHES if one.name == self.batch)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose truth is wanted, and how well it is to be known."""

    batch: str
    designs: tuple[str, ...]
    times: int = SAMPLE
    units: int = UNITS

    @property
    def weight(self) -> int:
        """Readouts that take as long, about."""
        return self.times


@dataclass(frozen=True, slots=True)
class Done:
    """What a task gave: experiments by their number, or the truth of a batch's designs."""

    task: Task | Asked
    experiments: tuple[Experiment, ...] = ()
    truth: tuple[tuple[str, Truth], ...] = ()


def asked(
    batches: Sequence[Batch], runs: int, seed: int, *, times: int = SAMPLE, units: int = UNITS
) -> list[Task | Asked]:
    """Return all that is to be done, the truth first."""
    names = {batch.name: tuple(one.name for one in batch.designs) for batch in batches}
    return [
        *(Asked(name, designs, times, units) for name, designs in names.items()),
        *tasks(batches, runs, seed),
    ]


def tasks(batches: Sequence[Batch], runs: int, seed: int) -> list[Task]:
    """Return the tasks, so that all designs grow alike: whoever stops early has some of each."""
    worlds: tuple[WorldName, ...] = ("null", "effect")
    return [
        Task(batch.name, tuple(one.name for one in batch.designs), world, first, min(_CHUNK, runs - first), seed)
        for first in range(0, runs, _CHUNK)
        for batch in batches
        for world in worlds
    ]  # fmt: skip


def default_workers() -> int:
    """Return how many processes serve here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work(wanted: Sequence[Task | Asked], workers: int) -> Generator[Done, None, None]:
    """Yield what each task gave, in no order. Closed early, it stops after the experiments that are under way."""
    if workers <= 1:
        yield from map(do, wanted)
        return
    # Afresh, not forked: DuckDB and Arrow have threads, which a fork leaves behind in any state.
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    with closing(_pool(context, workers, stop)) as pool:
        try:
            yield from pool.imap_unordered(do, wanted)
        finally:
            stop.set()
            pool.close()
            pool.join()


def _pool(context: SpawnContext, workers: int, stop: Event) -> Pool:
    """Return processes that Ctrl-C does not reach, not even while they start: the parent tells them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return context.Pool(workers, _settle, (stop,))
    finally:
        signal.signal(signal.SIGINT, before)


_stop: Event | None = None


def _settle(stop: Event) -> None:
    global _stop
    _stop = stop
    gc.freeze()  # what was imported stays: statsmodels collects garbage at each correction of p-values


def do(task: Task | Asked) -> Done:
    """Do one task; without the experiments that came after a stop."""
    batch = next(one for one in BATCHES if one.name == task.batch)
    batch = replace(batch, designs=tuple(one for one in batch.designs if one.name in task.designs))
    if isinstance(task, Asked):
        if _stop is not None and _stop.is_set():
            return Done(task)
        return Done(task, truth=tuple(truths(batch, task.times, task.units).items()))
    return Done(task, tuple(_experiments(batch, task)))


def _experiments(batch: Batch, task: Task) -> Iterator[Experiment]:
    import numpy as np

    world = batch.null if task.world == "null" else batch.effect
    place = next(number for number, one in enumerate(BATCHES) if one.name == batch.name)
    relations: Experiments | None = None
    try:
        for number in range(task.first, task.first + task.count):
            if _stop is not None and _stop.is_set():
                return
            # What SeedSequence(seed).spawn() gives child after child, asked for by place.
            key = (place, int(task.world == "effect"), number)
            rng = np.random.default_rng(np.random.SeedSequence(task.seed, spawn_key=key))
            tables = raw(world, rng)
            relations = relations or Experiments(tables)
            yield run(relations, batch, tables)
    finally:
        if relations is not None:
            relations.close()


def truth_of(done: Sequence[Done]) -> dict[str, Truth]:
    """Return the truth of each design."""
    return {name: truth for one in done for name, truth in one.truth}


def in_order(done: Sequence[Done]) -> dict[tuple[str, WorldName], list[Experiment]]:
    """Return the experiments of each batch and world in the order of their numbers."""
    known = [(one.task, one.experiments) for one in done if isinstance(one.task, Task)]
    known.sort(key=lambda pair: (pair[0].batch, pair[0].world, pair[0].first))
    return {
        key: [experiment for _, some in group for experiment in some]
        for key, group in groupby(known, key=lambda pair: (pair[0].batch, pair[0].world))
    }
