"""A notebook becomes a report, slides or a PDF that answer first and can be passed around.

`notebook` reads the file, `execute` runs it, `exporter` (nbconvert) turns it into HTML by way of `page` and
`deck` (what is shown, as a report and as slides), `clean` (what may be shown), `units` (numbers of tables),
`summary` (the box at the top, which a readout fills or, by `answered`, the project's own answer) and
`provenance` (where it came from). `chromium` prints a PDF.

Whether data keep their contracts is judged by `groundrules.reports`, which stands above.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from groundrules.errors import MissingExtraError, UsageError

if TYPE_CHECKING:
    from groundrules.render.verdicts import Judge, Verdict

Kind = Literal["report", "slides", "pdf"]
_SUFFIXES: dict[str, str] = {"report": ".html", "slides": ".slides.html", "pdf": ".pdf"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files that were written, by kind, and one line for each thing that a reader will miss."""

    files: Mapping[Kind, Path]
    warnings: tuple[str, ...]


def render(
    notebook: Path,
    output: Path | None = None,
    *,
    execute: bool = False,
    to: Kind = "report",
    parameters: Mapping[str, Any] | None = None,
    report: Callable[[str], None] | None = None,
    judge: Judge | None = None,
) -> Path:
    """Write one rendering of `notebook` and return its path; the rest is as in `render_all`."""
    done = render_all(
        notebook,
        {to: output},
        execute=execute,
        parameters=parameters,
        report=report,
        judge=judge,
    )
    return done.files[to]


def render_all(
    notebook: Path,
    outputs: Mapping[Kind, Path | None],
    *,
    execute: bool = False,
    parameters: Mapping[str, Any] | None = None,
    report: Callable[[str], None] | None = None,
    judge: Judge | None = None,
) -> Rendered:
    """Write renderings of `notebook`, which is run once at most.

    outputs: kind → file or folder; None is the notebook's name with .html (report), .slides.html or .pdf, beside
        it. Slides whose file ends in .pdf are printed, one a page.
    execute: run the notebook first, in its own folder and with the running interpreter. The notebook file is
        never changed. parameters: values for its cell tagged `parameters`, which only a run can take in.
    report: called with one line for each step of an execution and each warning.
    judge: says whether the data keep their contracts.

    Each file is written whole or not at all. The same input gives the same bytes: see
    `groundrules.render.provenance` for the one date that is printed, `chromium` for PDF.

    Raises UsageError for paths that cannot be read or written and for a PDF without a browser, GroundrulesError
    for a broken notebook or a cell that fails, MissingExtraError without nbconvert.
    """
    for package in ("nbconvert", "nbclient", "ipykernel") if execute else ("nbconvert",):
        if find_spec(package) is None:
            raise MissingExtraError("render", "report", package)
    # Late: together they cost half a second, and the message above must come first.
    from groundrules.render.notebook import read_notebook

    tell = report or (lambda _line: None)
    node = read_notebook(notebook)
    targets = _targets(notebook, outputs)
    if parameters and not execute:
        raise UsageError(
            "parameters need the notebook to be executed: they change what it computes"
        )
    if execute:
        from groundrules.render.execute import run_notebook

        node = run_notebook(node, notebook, tell, parameters)
    warnings: dict[str, None] = {}
    judge = _once(judge) if judge else None
    for kind, target in targets.items():
        metadata = {"name": notebook.stem, "path": str(notebook.resolve().parent)}
        ours = {
            "executed_now": execute,
            "output": str(target.resolve()),
            "parameters": dict(parameters or {}),
        }
        html, used = _exporter(kind, judge).from_notebook_node(
            node, {"metadata": metadata, "groundrules": ours}
        )
        warnings |= dict.fromkeys(f"{notebook}:{line}" for line in used["groundrules"]["warnings"])
        _write(target, html)
    for warning in warnings:
        tell(warning)
    return Rendered(targets, tuple(warnings))


def _once(judge: Judge) -> Judge:
    """Return a judge that reads the same data once for all renderings: each states what was true of one moment."""
    known: dict[tuple[Path, tuple[str, ...]], Sequence[Verdict]] = {}

    def judged(folder: Path, data: Sequence[str]) -> Sequence[Verdict]:
        key = folder, tuple(data)
        if key not in known:
            known[key] = judge(folder, data)
        return known[key]

    return judged


def _exporter(kind: Kind, judge: Judge | None) -> Any:
    from groundrules.render import exporter

    base: Any = exporter.SlidesExporter if kind == "slides" else exporter.ReportExporter
    if judge is None:
        return base()
    return type(base.__name__, (base,), {"judge": staticmethod(judge)})()


def _targets(notebook: Path, outputs: Mapping[Kind, Path | None]) -> dict[Kind, Path]:
    found: dict[Kind, Path] = {}
    for kind, output in outputs.items():
        if kind not in get_args(Kind):
            raise UsageError(f"{kind!r}: a notebook becomes one of {', '.join(get_args(Kind))}")
        target = _target(notebook, output, _SUFFIXES[kind])
        if target.resolve() in {one.resolve() for one in found.values()}:
            raise UsageError(f"{target} is named for two renderings: name a file for each")
        found[kind] = target
        if target.suffix.lower() == ".pdf":
            from groundrules.render.chromium import needed

            needed()  # before a run that may take an hour
    return found


def _target(notebook: Path, output: Path | None, suffix: str) -> Path:
    target = output or notebook.with_suffix(suffix)
    if target.is_dir():
        target = target / f"{notebook.stem}{suffix}"
    if target.resolve() == notebook.resolve():
        raise UsageError(f"{target} is the notebook itself: name another file for the report")
    return target


def _write(target: Path, html: str) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.suffix.lower() == ".pdf":
            from groundrules.render.chromium import print_pdf

            print_pdf(html, part)
        else:
            part.write_bytes(html.encode())
        part.replace(target)
    except OSError as error:
        raise UsageError(f"cannot write {target}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
