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
    from groundrules.render import render
    from groundrules.render.execute import run_notebook
    from groundrules.render.notebook import read_notebook

    path = Path(job.words[0])
    values = dict(job.values)
    executed = run_notebook(read_notebook(path), path, tell, values)
    if job.report:
        render(path, Path(job.report), executed=executed, parameters=values, report=tell)
    if job.slides:
        render(
            path, Path(job.slides), executed=executed, parameters=values, report=tell, to="slides"
        )
