"""A notebook becomes one HTML file that answers first and can be passed around.

`notebook` reads the file, `execute` runs it, `exporter` (nbconvert) turns it into
HTML by way of `page` (what is shown), `clean` (what may be shown) and `provenance`
(where it came from).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from groundrules.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from nbformat import NotebookNode


def render(
    notebook: Path,
    output: Path | None = None,
    *,
    execute: bool = False,
    to: Literal["report", "slides"] = "report",
    parameters: Mapping[str, object] | None = None,
    executed: NotebookNode | None = None,
    report: Callable[[str], None] | None = None,
) -> Path:
    """Write the report of `notebook` and return its path.

    output: the HTML file; by default the notebook's name with `.html`, beside it.
    execute: run the notebook first, in its own folder and with the running
        interpreter. The notebook file is never changed.
    to: "report".
    parameters: set as variables where the notebook is executed (`groundrules.render.inject`).
    executed: the notebook as `execute.run_notebook` returned it, where that was done already.
    report: called with one line for each step of an execution and each warning.

    The file is written whole or not at all. The same input gives the same bytes:
    see `groundrules.render.provenance` for the one date that is printed.

    Raises UsageError for paths that cannot be read or written, GroundrulesError for
    a broken notebook or a cell that fails, MissingExtraError without nbconvert.
    """
    for package in ("nbconvert", "nbclient", "ipykernel") if execute else ("nbconvert",):
        if find_spec(package) is None:
            raise MissingExtraError("render", "report", package)
    # Late: together they cost half a second, and the message above must come first.
    from groundrules.render.exporter import ReportExporter
    from groundrules.render.notebook import read_notebook

    tell = report or (lambda _line: None)
    node = read_notebook(notebook)
    target = _target(notebook, output)
    if to != "report":
        raise UsageError(f"{notebook}: slides cannot be made yet")
    if executed is not None:
        node = executed
    elif execute:
        from groundrules.render.execute import run_notebook

        node = run_notebook(node, notebook, tell, parameters)
    exporter: Any = ReportExporter  # nbconvert leaves its constructor untyped
    html, resources = exporter().from_notebook_node(
        node,
        {
            "metadata": {"name": notebook.stem, "path": str(notebook.resolve().parent)},
            "groundrules": {
                "executed_now": execute or executed is not None,
                "output": str(target.resolve()),
            },
        },
    )
    for warning in resources["groundrules"]["warnings"]:
        tell(f"{notebook}:{warning}")
    _write(target, html)
    return target


def _target(notebook: Path, output: Path | None) -> Path:
    target = output or notebook.with_suffix(".html")
    if target.is_dir():
        target = target / f"{notebook.stem}.html"
    if target.resolve() == notebook.resolve():
        raise UsageError(f"{target} is the notebook itself: name another file for the report")
    return target


def _write(target: Path, text: str) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(text.encode())
        part.replace(target)
    except OSError as error:
        raise UsageError(f"cannot write {target}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
