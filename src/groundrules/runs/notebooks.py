"""A notebook: executed once, aside, with the parameters of the run, for its report, slides and PDF."""

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

    if job.unprinted:
        tell(
            f"{job.unprinted} is left out: a PDF is printed by Chromium, Chrome or Edge, and none of them was found"
        )
    render_all(
        Path(job.words[0]),
        {kind: Path(path) for kind, path in job.renderings.items()},  # type: ignore[misc]
        execute=True,
        parameters=dict(job.values),
        report=tell,
    )
