"""A run: each step in its order, skipped where it is fresh, noted before and after."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from groundrules.errors import UsageError
from groundrules.runs import fresh, lock, log, order, state, steps, work
from groundrules.runs.command import Echo
from groundrules.runs.digest import Digests, Found, counted
from groundrules.runs.fresh import Now
from groundrules.runs.log import Stepped
from groundrules.runs.project import Project
from groundrules.runs.state import Record, State
from groundrules.runs.steps import Job
from groundrules.runs.work import Means, RefusedError, Tell


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    done: bool
    ran: int
    skipped: int
    deliverables: tuple[str, ...]
    """Reports, slides and PDFs that are there now."""


@dataclass(slots=True)
class Run:
    """One run, while it lasts."""

    project: Project
    means: Means
    digests: Digests
    known: State
    log: log.Log
    name: str
    made: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Path → its digest, and the step that wrote it."""


def execute(
    project: Project,
    tell: Tell,
    echo: Echo,
    *,
    start: str | None = None,
    again: bool = False,
) -> Outcome:
    """Execute the steps of a project that are not fresh.

    start: the step from which on all are executed; those before it are left as they are.
    again: execute all.
    tell: called with a word on what it is about, and a line. echo: called with what commands print.

    Raises UsageError where another run is under way or something cannot be read, written or started.
    """
    first = project.number(start) if start else 0
    folder = project.folder
    state.make_folder(folder)
    with lock.held(folder) as held:
        digests = Digests(Path(steps.FOLDER) / "digests.json", fresh=again)
        means = Means(tell, echo, held)
        known, name = state.load(folder), log.now(exact=True)
        run = Run(project, means, digests, known, log.Log(folder), name)
        _refuse_missing(run, first)
        commit, dirty = log.commit()
        run.log.note(
            log.Began(
                run=run.name,
                groundrules=project.groundrules,
                commit=commit,
                dirty=dirty,
                parameters=project.values,
            )
        )
        return _whole(run, first, force_from=first if start or again else None)


def _whole(run: Run, first: int, force_from: int | None) -> Outcome:
    began, counts = time.monotonic(), {"ran": 0, "skipped": 0}
    outcome: Literal["done", "failed", "refused", "interrupted"] = "refused"
    try:
        for number, job in enumerate(run.project.jobs):
            if number < first:
                _leave(run, job)
                continue
            ran = _step(run, job, forced=force_from is not None)
            counts["ran" if ran else "skipped"] += 1
        outcome = "done"
    except RefusedError as error:
        outcome = "failed"
        run.means.tell("failed", str(error))
    except KeyboardInterrupt:
        outcome = "interrupted"
        raise
    finally:
        run.digests.save()
        seconds = round(time.monotonic() - began, 3)
        run.log.note(log.Ended(run=run.name, at=log.now(), seconds=seconds, outcome=outcome))
    done = outcome == "done"
    shown = [path for job in run.project.jobs for path in job.renderings.values()]
    return Outcome(done, counts["ran"], counts["skipped"], tuple(shown) if done else ())


def _refuse_missing(run: Run, first: int) -> None:
    """Raise before anything runs where what a step reads is neither there nor written by an earlier one."""
    jobs = run.project.jobs
    for number, job in enumerate(jobs[first:], first):
        missing = fresh.missing(job, run.project.contracts[job.name])
        lost = [one.path for one in missing if not order.written_by(one, jobs[first:number])]
        fresh.refuse_missing(run.project.source, job, lost)


def _leave(run: Run, job: Job) -> None:
    """Say of a step before `--from` that it is left, and whether it should not be."""
    now = run.project.now(job, run.digests)
    stale = fresh.why(job, now, run.known, run.digests)
    why = f"left as it is by --from, though {stale}" if stale else "left as it is by --from"
    run.means.tell("left", f"{job.name}: {why}")
    run.log.note(_line(run, job, "left", why, log.now(), 0.0))


def _line(
    run: Run,
    job: Job,
    outcome: Literal["ran", "skipped", "left", "failed"],
    why: str,
    at: str,
    began: float,
) -> Stepped:
    seconds = round(time.monotonic() - began, 3) if began else 0.0
    return Stepped(
        run=run.name,
        step=job.name,
        kind=job.kind,
        outcome=outcome,
        why=why,
        at=at,
        seconds=seconds,
    )


def _step(run: Run, job: Job, *, forced: bool) -> bool:
    """Bring one step up to date; return whether it ran."""
    at, began = log.now(), time.monotonic()
    now = run.project.now(job, run.digests)
    fresh.refuse_missing(run.project.source, job, now.missing)
    _refuse_meddling(run, now)
    why = "all is executed again" if forced else fresh.why(job, now, run.known, run.digests)
    if why and not forced and job.name not in run.known.records:
        lent = fresh.borrowed(job, now, state.others(run.project.folder), run.digests)
        if lent is not None:
            run.known.put(job.name, lent)
            why = None
    if why is None:
        record = run.known.records[job.name]
        said = f"unchanged since {record.begun}"
        line = _line(run, job, "skipped", said, at, began)
        run.means.tell("skip", f"{job.name}: {said}")
    else:
        record, line = _run(run, job, now, why, at, began)
    for one in record.writes:
        run.made[one.path] = (one.sha256, job.name)
    line = msgspec.structs.replace(
        line, reads=record.reads, writes=record.writes, verdicts=record.verdicts
    )
    run.log.note(line)
    return why is not None


def _refuse_meddling(run: Run, now: Now) -> None:
    """Raise where something else than an earlier step of this run wrote what that step wrote."""
    for one in now.reads:
        sha256, step = run.made.get(one.path, (one.sha256, ""))
        if sha256 != one.sha256:
            raise UsageError(
                f"{one.path} is not as step `{step}` left it a moment ago: a run with other parameters, or a step that "
                "does not name it under `writes`, wrote it, too"
            )


def _run(run: Run, job: Job, now: Now, why: str, at: str, began: float) -> tuple[Record, Stepped]:
    run.means.tell("step", f"{job.name}: {why}")
    run.known.put(job.name, Record(begun=at))
    output = run.project.folder / f"step-{job.name}.log"
    line = _line(run, job, "ran", why, at, began)
    try:
        verdicts, always = work.do(job, run.project, run.means, output)
        writes = work.written(job, run.digests)
        work.refuse_moving(job, now, run.digests)
    except BaseException as error:
        line = _line(run, job, "failed", str(error) or type(error).__name__, at, began)
        if isinstance(error, RefusedError):
            line = msgspec.structs.replace(line, exit_code=error.code, verdicts=error.verdicts)
        if isinstance(error, KeyboardInterrupt):
            line = msgspec.structs.replace(line, outcome="interrupted", why="interrupted")
        told = str(output) if output.exists() else None
        run.log.note(msgspec.structs.replace(line, reads=now.reads, output=told))
        raise
    line = _line(run, job, "ran", why, at, began)
    record = Record(
        begun=at,
        definition=now.definition,
        done=True,
        reads=tuple(map(counted, now.reads)),
        writes=tuple(map(counted, writes)),
        always=always,
        verdicts=verdicts,
    )
    run.known.put(job.name, record)
    run.digests.save()
    run.means.tell("done", f"{job.name}: {line.seconds:.1f} s{_sizes(record.writes)}")
    return record, msgspec.structs.replace(
        line, output=str(output), exit_code=0 if job.kind == "command" else None
    )


def _sizes(writes: tuple[Found, ...]) -> str:
    if not writes:
        return ""
    one = writes[0]
    rows = "" if one.rows is None else f" ({one.rows:,} rows)"
    return f", wrote {one.path}{rows}" + (f" and {len(writes) - 1} more" if len(writes) > 1 else "")
