"""What steps read and write, held against each other before anything runs."""

from __future__ import annotations

import os
import posixpath
from fnmatch import fnmatchcase
from pathlib import Path

from groundrules.runs.filled import Pattern
from groundrules.runs.steps import FOLDER, Job, Source


def check(source: Source, jobs: tuple[Job, ...]) -> None:
    """Raise ContentError, with its line, where the steps cannot be fresh after one run in this order.

    That is: what two steps write, and what a step reads that it or a later one writes.
    """
    for number, job in enumerate(jobs):
        for path in job.writes:
            _check_place(source, number, job, path)
            for other in jobs[: number + 1]:
                for theirs in other.writes:
                    if (other is not job or theirs is not path) and _nested(path, theirs):
                        _refuse_double(source, number, job, path, other, theirs)
        for later in jobs[number:]:
            for path in later.writes:
                for read in job.reads:
                    if meets(read, path):
                        _refuse_read(source, number, job, read, later)


def written_by(read: Pattern, jobs: tuple[Job, ...]) -> str | None:
    """Return the name of the last of the steps that writes what is read, None where none does."""
    names = [job.name for job in jobs for path in job.writes if meets(read, path)]
    return names[-1] if names else None


def meets(read: Pattern, path: str) -> bool:
    """Whether a file or folder that is written is, holds, or is in, what is read."""
    if _nested(read.path, path):
        return True
    if read.glob is None:
        return False
    fixed = posixpath.dirname(read.glob[: min(read.glob.find(s) for s in "*?[" if s in read.glob)])
    folder = Path(path).is_dir() or not posixpath.splitext(path)[1]
    return _within(fixed or ".", path) or _matches(
        read.glob.split("/"), path.split("/"), folder=folder
    )


def _matches(parts: list[str], names: list[str], *, folder: bool) -> bool:
    """Whether a path, a folder above it or (of a folder) a file in it may match a pattern."""
    if not parts:
        return True
    if parts[0] == "**":
        rests = (names[start:] for start in range(len(names) + 1))
        return any(_matches(parts[1:], rest, folder=folder) for rest in rests)
    if not names:
        return folder
    return fnmatchcase(names[0], parts[0]) and _matches(parts[1:], names[1:], folder=folder)


def _nested(one: str, other: str) -> bool:
    return _within(one, other) or _within(other, one)


def _within(inner: str, outer: str) -> bool:
    """Whether a path is another one or below it; case counts for nothing, as on Windows and macOS."""
    inner, outer = inner.casefold(), outer.casefold()
    if outer == ".":
        return not (inner.startswith(("../", "/")) or inner == "..")
    return inner == outer or inner.startswith(outer.rstrip("/") + "/")


def _check_place(source: Source, number: int, job: Job, path: str) -> None:
    """Raise for the project's own folder, one above it, and the folder of states and logs."""
    here = os.path.relpath(path)
    if here == "." or set(Path(here).parts) == {".."}:
        said = f"step `{job.name}`: writes {path!r}, the whole project; name what it writes"
        raise source.error(said, "steps", number)
    if _nested(path, FOLDER):
        said = f"step `{job.name}`: writes {path!r}, but {FOLDER}/ holds states and logs of `groundrules run`"
        raise source.error(said, "steps", number)


def _refuse_double(
    source: Source, number: int, job: Job, path: str, other: Job, theirs: str
) -> None:
    if other is job:
        said = f"step `{job.name}` writes {path!r} and {theirs!r}, of which one holds the other; name one"
    else:
        said = f"step `{job.name}` writes {path!r}, and step `{other.name}` writes {theirs!r}: only one step may"
    raise source.error(said, "steps", number, "writes")


def _refuse_read(source: Source, number: int, job: Job, read: Pattern, later: Job) -> None:
    if later is job:
        said = f"step `{job.name}` reads {read.path!r}, which it writes itself; leave it out of `reads`"
    else:
        said = (
            f"step `{job.name}` reads {read.path!r}, which the later step `{later.name}` writes: "
            "put the steps in the order of the data"
        )
    raise source.error(said, "steps", number, "reads")
