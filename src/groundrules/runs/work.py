"""The work of one step: its command, its data judged, its notebook executed; and what it left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from groundrules.errors import (
    ConfigError,
    ContentError,
    GroundrulesError,
    MissingExtraError,
    UsageError,
)
from groundrules.runs import command, files, fresh, judging, state
from groundrules.runs.digest import Digests, Found
from groundrules.runs.fresh import Now
from groundrules.runs.project import Project
from groundrules.runs.state import Verdict
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
class Means:
    """What a step speaks with, and the lock that its command holds, too."""

    tell: Tell
    echo: command.Echo
    lock: int


def do(
    job: Job, project: Project, means: Means, output: Path
) -> tuple[tuple[Verdict, ...], str | None]:
    """Do what the step is; return verdicts, and why it is to be done again though nothing changed."""
    for path in job.writes:
        with state.writing(Path(path)):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
    if job.kind == "command":
        _run_command(job, means, output)
        return (), None
    with state.writing(output):
        stream = output.open("w", encoding="utf-8", newline="\n")

    def tell(text: str) -> None:
        means.tell("detail", text)
        with state.writing(output):
            stream.write(text + "\n")
            stream.flush()

    with stream:
        if job.kind == "validate":
            return _judge(job, project, tell)
        _run_notebook(job, tell)
        return (), None


def _run_command(job: Job, means: Means, output: Path) -> None:
    ran = command.run(job.words, output, means.echo, means.lock)
    if ran.code:
        how = f"exit code {ran.code}" if ran.code > 0 else f"ended by signal {-ran.code}"
        last = "".join(f"\n    {line}" for line in ran.tail)
        printed = f"Its last lines:{last}" if last else "It printed nothing."
        raise RefusedError(
            f"{job.name}: {how}. {printed}\n  All it printed: {output}", code=ran.code
        )


def _judge(
    job: Job, project: Project, tell: Callable[[str], None]
) -> tuple[tuple[Verdict, ...], str | None]:
    contracts = project.contracts[job.name]
    verdicts, always = judging.judge(job, project.settings, contracts, tell)
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


def written(job: Job, digests: Digests) -> tuple[Found, ...]:
    """Return what the step wrote, on the disk; raises where it is not there."""
    found: list[Found] = []
    for path in job.writes:
        there = [digests.of(name, settle=True) for name in files.below(path)]
        if not there:
            raise RefusedError(
                f"{job.name}: ended well, but did not write {path}, as run.yaml says under `writes`"
            )
        found += [one for one in there if one is not None]
    return tuple(found)


def refuse_moving(job: Job, now: Now, digests: Digests) -> None:
    """Raise where what the step read is no longer what it was when the step began."""
    for one in now.reads:
        after = digests.of(one.path)
        if after is None or after.sha256 != one.sha256:
            raise RefusedError(
                f"{job.name}: {one.path} changed while the step ran, so which state it read cannot be told. If the "
                "step itself writes it, name it under `writes`; else run again when it is still"
            )
