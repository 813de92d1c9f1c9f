"""A notebook: executed once, aside, with the parameters of the run, for its report and its slides."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from groundrules.errors import MissingExtraError
from groundrules.runs.steps import Job


def run(job: Job, tell: Callable[[str], None]) -> None:
    """Execute the notebook of a step and write what it is to write.

    Raises GroundrulesError where a cell fails, UsageError for paths that cannot be read or written.
    """
    for package in ("nbconvert", "nbclient", "ipykernel"):
        if find_spec(package) is None:
            raise MissingExtraError("run", "report", package)
    from groundrules.reports import render_all

    outputs = {"report": job.report, "slides": job.slides}
    render_all(
        Path(job.words[0]),
        {kind: Path(path) for kind, path in outputs.items() if path},  # type: ignore[misc]
        execute=True,
        parameters=dict(job.values),
        report=tell,
    )
