"""What a guard says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["passed", "refused", "skipped"]


@dataclass(frozen=True, slots=True)
class Guarded:
    """One guard's verdict."""

    guard: str
    """Its name: what it stops."""
    status: Status
    said: str
    """What was seen."""
    mend: str = ""
    """What to do where it refuses."""


def passed(guard: str, said: str) -> Guarded:
    """The guard holds."""
    return Guarded(guard, "passed", said)


def refused(guard: str, said: str, mend: str) -> Guarded:
    """The guard stops the readout."""
    return Guarded(guard, "refused", said, mend)


def skipped(guard: str, why: str) -> Guarded:
    """The guard could not be evaluated."""
    return Guarded(guard, "skipped", why)
