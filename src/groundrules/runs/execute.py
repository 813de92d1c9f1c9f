"""A run: each step in its order, skipped where it is fresh, noted before and after."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from groundrules.errors import (
    ConfigError,
    ContentError,
    GroundrulesError,
    MissingExtraError,
    UsageError,
)
from groundrules.runs import command, files, fresh, judging, lock, log, order, state, steps
from groundrules.runs.digest import Digests, Found, counted
from groundrules.runs.fresh import Now
from groundrules.runs.log import Stepped
from groundrules.runs.project import Project
from groundrules.runs.state import Record, State, Verdict
from groundrules.runs.steps import Job

Word = Literal["run", "step", "skip", "left", "detail", "done", "failed"]
Tell = Callable[[Word, str], None]
_UNREADABLE = (UsageError, ConfigError, ContentError, MissingExtraError)


class RefusedError(GroundrulesError):
    """A step refuses to go on, for a reason that is in the data or in its own code."""

    def __init__(self, said: str, *, code: int | None = None, verdicts: tuple[Verdict, ...] = ()):
        super().__init__(said)
        self.code, self.verdicts = code, verdicts


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended."""

    done: bool
    ran: int
    skipped: int
    deliverables: tuple[str, ...]
    """Reports and slides that are there now."""


@dataclass(slots=True)
class Run:
    """One run, while it lasts."""

    project: Project
    tell: Tell
    echo: command.Echo
    lock: int
    digests: Digests
    known: State
    log: log.Log
    name: str
    made: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Path → its digest, and the step that wrote it."""


def execute(
    project: Project,
    tell: Tell,
    echo: command.Echo,
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
        run = Run(
            project,
            tell,
            echo,
            held,
            digests,
            state.load(folder),
            log.Log(folder),
            log.now(exact=True),
        )
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
    began, outcome, counts = time.monotonic(), "refused", {"ran": 0, "skipped": 0}
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
        run.tell("failed", str(error))
    except KeyboardInterrupt:
        outcome = "interrupted"
        raise
    finally:
        run.digests.save()
        seconds = round(time.monotonic() - began, 3)
        run.log.note(log.Ended(run=run.name, at=log.now(), seconds=seconds, outcome=outcome))  # type: ignore[arg-type]
    done = outcome == "done"
    shown = [path for job in run.project.jobs for path in (job.report, job.slides) if path]
    return Outcome(done, counts["ran"], counts["skipped"], tuple(shown) if done else ())


def _refuse_missing(run: Run, first: int) -> None:
    """Raise before anything runs where what a step reads is neither there nor written by an earlier one."""
    jobs = run.project.jobs
    for number, job in enumerate(jobs[first:], first):
        now = run.project.now(job, run.digests)
        byname = {read.path: read for read in job.reads}
        lost = [
            path for path in now.missing if not order.written_by(byname[path], jobs[first:number])
        ]
        fresh.refuse_missing(run.project.source, job, lost)


def _leave(run: Run, job: Job) -> None:
    """Say of a step before `--from` that it is left, and whether it should not be."""
    now = run.project.now(job, run.digests)
    stale = fresh.why(job, now, run.known, run.digests)
    why = f"left as it is by --from, though {stale}" if stale else "left as it is by --from"
    run.tell("left", f"{job.name}: {why}")
    run.log.note(_line(run, job, "left", why, log.now(), 0.0))


def _line(run: Run, job: Job, outcome: str, why: str, at: str, began: float) -> Stepped:
    seconds = round(time.monotonic() - began, 3) if began else 0.0
    return Stepped(
        run=run.name,
        step=job.name,
        kind=job.kind,
        outcome=outcome,
        why=why,
        at=at,
        seconds=seconds,  # type: ignore[arg-type]
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
        run.tell("skip", f"{job.name}: {said}")
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
    run.tell("step", f"{job.name}: {why}")
    run.known.put(job.name, Record(begun=at))
    output = run.project.folder / f"step-{job.name}.log"
    line = _line(run, job, "ran", why, at, began)
    try:
        verdicts, always = _work(run, job, output)
        writes = _written(run, job)
        _refuse_moving(run, job, now)
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
    run.tell("done", f"{job.name}: {line.seconds:.1f} s{_sizes(record.writes)}")
    return record, msgspec.structs.replace(
        line, output=str(output), exit_code=0 if job.kind == "command" else None
    )


def _sizes(writes: tuple[Found, ...]) -> str:
    if not writes:
        return ""
    one = writes[0]
    rows = "" if one.rows is None else f" ({one.rows:,} rows)"
    return f", wrote {one.path}{rows}" + (f" and {len(writes) - 1} more" if len(writes) > 1 else "")


def _work(run: Run, job: Job, output: Path) -> tuple[tuple[Verdict, ...], str | None]:
    """Do what the step is; return verdicts, and why it is to be done again though nothing changed."""
    for path in job.writes:
        with state.writing(Path(path)):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
    if job.kind == "command":
        _run_command(run, job, output)
        return (), None
    with state.writing(output):
        stream = output.open("w", encoding="utf-8", newline="\n")

    def tell(text: str) -> None:
        run.tell("detail", text)
        with state.writing(output):
            stream.write(text + "\n")
            stream.flush()

    with stream:
        if job.kind == "validate":
            return _judge(run, job, tell)
        _run_notebook(job, tell)
        return (), None


def _run_command(run: Run, job: Job, output: Path) -> None:
    ran = command.run(job.words, output, run.echo, run.lock)
    if ran.code:
        how = f"exit code {ran.code}" if ran.code > 0 else f"ended by signal {-ran.code}"
        last = "".join(f"\n    {line}" for line in ran.tail)
        printed = f"Its last lines:{last}" if last else "It printed nothing."
        raise RefusedError(
            f"{job.name}: {how}. {printed}\n  All it printed: {output}", code=ran.code
        )


def _judge(
    run: Run, job: Job, tell: Callable[[str], None]
) -> tuple[tuple[Verdict, ...], str | None]:
    contracts = run.project.contracts[job.name]
    verdicts, always = judging.judge(job, run.project.settings, contracts, tell)
    if any(fresh.elsewhere(data, contracts) for data in job.words):
        always = always or "whether its data changed cannot be seen from here"
    broken = [one for one in verdicts if not one.passed]
    if broken:
        said = "; ".join(f"{one.data}: {', '.join(one.failed)}" for one in broken)
        raise RefusedError(
            f"{job.name}: {len(broken)} of {len(verdicts)} tables break their contract: {said}. To see more: "
            f"groundrules validate {broken[0].data}",
            verdicts=verdicts,
        )
    return verdicts, always


def _run_notebook(job: Job, tell: Callable[[str], None]) -> None:
    from groundrules.runs import notebooks

    try:
        notebooks.run(job, tell)
    except _UNREADABLE:
        raise
    except GroundrulesError as error:
        raise RefusedError(f"{job.name}: {error}") from error


def _written(run: Run, job: Job) -> tuple[Found, ...]:
    """Return what the step wrote, on the disk; raises where it is not there."""
    found: list[Found] = []
    for path in job.writes:
        there = [run.digests.of(name, settle=True) for name in files.below(path)]
        if not there:
            raise RefusedError(
                f"{job.name}: ended well, but did not write {path}, as run.yaml says under `writes`"
            )
        found += [one for one in there if one is not None]
    return tuple(found)


def _refuse_moving(run: Run, job: Job, now: Now) -> None:
    """Raise where what the step read is no longer what it was when the step began."""
    for one in now.reads:
        after = run.digests.of(one.path)
        if after is None or after.sha256 != one.sha256:
            raise RefusedError(
                f"{job.name}: {one.path} changed while the step ran, so which state it read cannot be told. If the step "
                "itself writes it, name it under `writes`; else run again when it is still"
            )
