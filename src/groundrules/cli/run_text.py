"""How a project's steps stand, and what a run did, for a reader."""

from __future__ import annotations

from collections.abc import Iterator

from groundrules.errors import UsageError
from groundrules.runs import log
from groundrules.runs.digest import Found
from groundrules.runs.judging import said_of
from groundrules.runs.log import Began, Ended, Line, Stepped
from groundrules.runs.parameters import said
from groundrules.runs.project import Project, standings


def listed(project: Project) -> str:
    """Return one line a step: fresh, or why it would be executed."""
    found = standings(project)
    width = max(len(one.job.name) for one in found)
    lines = [f"{one.job.name:{width}}  {one.job.kind:8}  {_state(one.why)}" for one in found]
    return "\n".join([said(project.values), *lines] if project.values else lines)


def _state(why: str | None) -> str:
    return f"would be executed: {why}" if why else "fresh"


def last(project: Project) -> str:
    """Return what the last run with these parameters did; raises UsageError where there was none."""
    lines = log.last(project.folder)
    if not lines:
        values = f" with {said(project.values)}" if project.values else ""
        raise UsageError(f"there is no run{values} in {project.folder}; without --log it is made")
    told = [text for line in lines for text in _told(line)]
    if not isinstance(lines[-1], Ended):
        told.append(
            "It did not end: it still runs, or was killed. The next run goes on from there."
        )
    return "\n".join(told)


def _told(line: Line) -> Iterator[str]:
    if isinstance(line, Began):
        changed = ", with changes that are not in it" if line.dirty else ""
        commit = f"commit {line.commit[:12]}{changed}" if line.commit else "no commit"
        yield f"Run of {line.run[:19].replace('T', ' ')} UTC, groundrules {line.groundrules}, {commit}"
        yield from [f"  {said(line.parameters)}"] if line.parameters else []
    elif isinstance(line, Stepped):
        yield from _step(line)
    else:
        yield f"{line.outcome.capitalize()} after {line.seconds:.1f} s."


def _step(line: Stepped) -> Iterator[str]:
    took = f" in {line.seconds:.1f} s" if line.outcome in ("ran", "failed") else ""
    yield f"{line.step}: {line.outcome}{took}: {line.why.splitlines()[0]}"
    for verb, found in (("read", line.reads), ("wrote", line.writes)):
        yield from (f"  {verb:5} {_file(one)}" for one in found[:_SHOWN])
        if len(found) > _SHOWN:
            yield f"  {verb:5} {len(found) - _SHOWN} more, in the log"
    yield from (f"  {said_of(one)}" for one in line.verdicts)
    if line.outcome == "failed" and line.output:
        yield f"  what it printed: {line.output}"


_SHOWN = 12


def _file(one: Found) -> str:
    rows = "" if one.rows is None else f", {one.rows:,} rows"
    return f"{one.path}  {one.sha256[:12]}  {one.bytes:,} bytes{rows}"
