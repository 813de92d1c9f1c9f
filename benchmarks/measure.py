"""What a command costs: CPU of all its processes, wall time, and the memory of the largest of them."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

TOOLS = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU (user and system, children included), seconds on the wall, peak in MB."""

    cpu: float
    wall: float
    peak: float


def tool(name: str, *words: str) -> list[str]:
    """Return a command of this environment."""
    return [str(TOOLS / name), *words]


def cost(command: Sequence[str], cwd: Path, stdin: str | None = None) -> Cost:
    """Run a command once. Findings are no failure; what it prints is thrown away.

    A small process of its own runs it, so that what other commands used is not counted.
    """
    code = (
        "import os, resource, subprocess, sys, time\n"
        "began = time.perf_counter()\n"
        "subprocess.run(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, *command],
        cwd=cwd,
        input=stdin or "",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    cpu, wall, peak = map(float, done.stdout.split())
    return Cost(cpu, wall, peak / (1024 if sys.platform != "darwin" else 1024**2))


def pairs(
    ours: Callable[[], Cost], theirs: Callable[[], Cost], count: int
) -> tuple[Cost, Cost, float]:
    """Run two commands in turn; return the median costs and the median of the ratios ours / theirs.

    The machine's speed drifts: a ratio within a pair holds where single figures do not.
    """
    ours(), theirs()  # warms the disk
    both = [(ours(), theirs()) for _ in range(count)]
    ratio = statistics.median(one.cpu / other.cpu for one, other in both)
    return _median([one for one, _ in both]), _median([other for _, other in both]), ratio


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(c.cpu for c in costs),
        statistics.median(c.wall for c in costs),
        max(c.peak for c in costs),
    )


def progress(text: str) -> None:
    """Say what is being measured, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
        sys.stderr.flush()
