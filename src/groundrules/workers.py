"""Several processes for a large job; one for a small one."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_ENOUGH = 300  # files: below that the processes cost more than they save
_CHUNK = 8
_task: Callable[[str], object] | None = None


def default_jobs(count: int) -> int:
    """Return how many processes serve for so many files."""
    # Only Linux forks safely; to start afresh would load the rules anew in each.
    if count < _ENOUGH or not sys.platform.startswith("linux"):
        return 1
    return len(os.sched_getaffinity(0))


def run(task: Callable[[str], T], names: Sequence[str], jobs: int) -> Iterator[T]:
    """Yield the outcome of each name, in no order. Idle processes take what is left."""
    if jobs <= 1:
        yield from map(task, names)
        return
    import multiprocessing

    global _task
    _task = task  # processes inherit it, rules and all
    try:
        with multiprocessing.get_context("fork").Pool(jobs, _settle) as pool:
            yield from pool.imap_unordered(_one, names, _CHUNK)
    finally:
        _task = None


def _settle() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends them


def _one(name: str) -> object:
    assert _task is not None
    return _task(name)
