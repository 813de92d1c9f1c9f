"""Reports whose footer says whether the data keep their contracts: `render` and `contracts`, strung together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from groundrules import render as rendering
from groundrules.render import Kind, Rendered
from groundrules.reports.judging import judge

__all__ = ["Kind", "Rendered", "render", "render_all"]


def render(
    notebook: Path,
    output: Path | None = None,
    *,
    execute: bool = False,
    to: Kind = "report",
    parameters: Mapping[str, Any] | None = None,
    report: Callable[[str], None] | None = None,
) -> Path:
    """Write one rendering of `notebook` and return its path: `groundrules.render.render`, contracts judged."""
    outputs = {to: output}
    return render_all(
        notebook, outputs, execute=execute, parameters=parameters, report=report
    ).files[to]


def render_all(
    notebook: Path,
    outputs: Mapping[Kind, Path | None],
    *,
    execute: bool = False,
    parameters: Mapping[str, Any] | None = None,
    report: Callable[[str], None] | None = None,
) -> Rendered:
    """Write renderings of `notebook`, which is run once: `groundrules.render.render_all`, contracts judged."""
    return rendering.render_all(
        notebook, outputs, execute=execute, parameters=parameters, report=report, judge=judge
    )
