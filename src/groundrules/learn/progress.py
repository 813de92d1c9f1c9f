"""What a learner's folder remembers between two commands, in one small JSON file.

It is the learner's own and holds nothing that a grade depends on: checks are
recomputed, never believed. Times are UTC, in ISO 8601.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path

from groundrules.errors import UsageError

FILE_NAME = ".groundrules-exercise.json"


@dataclass(slots=True)
class Progress:
    """One learner's way through one exercise."""

    exercise: str
    version: int
    exercises: str | None = None  # a team's own folder, relative to this one
    started: str = ""
    passed: str | None = None
    checks: int = 0
    verdict: str | None = None
    named: list[str] = field(default_factory=list)  # misconceptions of the last check
    met: dict[str, int] = field(default_factory=dict)  # misconception → checks that showed it
    hints: dict[str, int] = field(default_factory=dict)  # misconception → hints read


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def read(folder: Path) -> Progress | None:
    """Return what `folder` remembers, or None where it is no exercise folder."""
    path = folder / FILE_NAME
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        known = {one.name for one in fields(Progress)}
        progress = Progress(**{key: value for key, value in table.items() if key in known})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, AttributeError):
        raise _broken(path) from None
    if not _sound(progress):
        raise _broken(path)
    return progress


def write(folder: Path, progress: Progress) -> None:
    """Remember `progress` in `folder`; a crash halfway leaves the old file whole."""
    path = folder / FILE_NAME
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    draft.write_text(json.dumps(asdict(progress), indent=2) + "\n", encoding="utf-8")
    draft.replace(path)


def _sound(progress: Progress) -> bool:
    """Whether a file that a person may have edited still holds the kinds that we wrote."""
    counts = (progress.hints, progress.met)
    return (
        isinstance(progress.exercise, str)
        and isinstance(progress.checks, int)
        and isinstance(progress.exercises, str | None)
        and isinstance(progress.named, list)
        and all(isinstance(name, str) for name in progress.named)
        and all(isinstance(table, dict) for table in counts)
        and all(isinstance(number, int) for table in counts for number in table.values())
    )


def _broken(path: Path) -> UsageError:
    return UsageError(
        f"{path} cannot be read as the state of an exercise. Delete it and run "
        "`groundrules learn start` for the same folder again: your own work stays"
    )
