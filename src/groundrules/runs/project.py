"""A project and the parameters of one run: what its steps are, and how each of them stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path

from groundrules import config
from groundrules.errors import UsageError
from groundrules.runs import fresh, judging, order, parameters, state, steps
from groundrules.runs.digest import Digests
from groundrules.runs.form import Value
from groundrules.runs.steps import Job, Source


@dataclass(frozen=True, slots=True)
class Project:
    """The project in the working directory, with values for its parameters."""

    source: Source
    values: dict[str, Value]
    jobs: tuple[Job, ...]
    settings: config.Config
    contracts: Mapping[str, Mapping[str, object]]
    """Step → the entries of the configuration that it goes by."""
    groundrules: str = field(default_factory=lambda: version("groundrules"))

    @property
    def folder(self) -> Path:
        """Where state and log of these parameters are."""
        return Path(steps.FOLDER) / parameters.folder_name(self.values)

    def number(self, name: str) -> int:
        """Return the place of a step; raises UsageError with the nearest name for one that is not there."""
        names = [job.name for job in self.jobs]
        if name not in names:
            near = get_close_matches(name, names, n=1, cutoff=0.5)
            hint = f"did you mean `{near[0]}`?" if near else f"there are {', '.join(names)}"
            raise UsageError(f"{self.source.file} has no step `{name}`; {hint}")
        return names.index(name)

    def now(self, job: Job, digests: Digests) -> fresh.Now:
        """Return what a step is and reads at this moment."""
        return fresh.now(job, digests, self.contracts[job.name], self.groundrules)


def load(given: Sequence[str]) -> Project:
    """Return the project here, with what `--set` says.

    Raises UsageError and ContentError for what cannot be executed, ConfigError for data without a contract.
    """
    file = Path(steps.NAME)
    if not file.exists():
        raise UsageError(
            f"there is no {steps.NAME} in {Path.cwd()}; go to the project's folder, or name it: groundrules run FOLDER"
        )
    source = steps.read(file)
    values = parameters.chosen(source.pipeline.parameters, given)
    jobs = steps.jobs(source, values)
    order.check(source, jobs)
    settings = config.load(Path())
    contracts = {job.name: judging.entries(job, settings) for job in jobs}
    return Project(source, values, jobs, settings, contracts)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a step stands before a run."""

    job: Job
    why: str | None
    """Why it must run, None where it is fresh."""


def standings(project: Project) -> list[Standing]:
    """Return for each step whether the next run skips it; nothing is written."""
    digests = Digests(Path(steps.FOLDER) / "digests.json")
    known = state.load(project.folder)
    found: list[Standing] = []
    for job in project.jobs:
        now = project.now(job, digests)
        stale = tuple(one.job for one in found if one.why)
        above = [name for read in job.reads if (name := order.written_by(read, stale))]
        why = fresh.why(job, now, known, digests)
        if why and job.name not in known.records:
            lent = fresh.borrowed(job, now, state.others(project.folder), digests)
            why = None if lent else why
        lost = [name for name in now.missing if not above]
        if lost:
            why = f"{lost[0]}, which it reads, is not there"
        elif above and not why:
            why = f"it reads what `{above[0]}` will write anew; skipped if that comes out the same"
        found.append(Standing(job, why))
    return found
