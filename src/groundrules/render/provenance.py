"""Where a report came from: notebook, data, commit, version, and when it was run.

The same input gives the same bytes, so the clock is never read. The date of the run
is the latest that the notebook's own metadata records (JupyterLab and nbclient write
it). When the notebook is executed for the report, that date is of an earlier run and
is not shown; `SOURCE_DATE_EPOCH` (https://reproducible-builds.org/specs/source-date-epoch/)
gives one to print instead.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from groundrules import config
from groundrules.errors import GroundrulesError
from groundrules.git import GitError, ask
from groundrules.render.planned import Planned, planned
from groundrules.render.verdicts import Judge, Verdict
from groundrules.tables.fingerprint import sha256


@dataclass(frozen=True)
class Digest:
    """A file as the notebook names it; `sha256` is in hexadecimal, None when it is missing."""

    name: str
    sha256: str | None


@dataclass(frozen=True)
class Provenance:
    """What the footer shows; None stands for not known."""

    notebook: Digest
    data: tuple[Digest, ...]
    commit: str | None
    dirty: bool
    """Whether a tracked file differs from the commit, or the notebook is not in it."""
    executed: str | None
    executed_now: bool
    version: str
    verdicts: tuple[Verdict, ...] = ()
    unjudged: str | None = None
    """Why no contract was looked at, where the configuration names some."""
    plan: Planned | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    """Of the run, as names and values."""


def provenance(
    node: NotebookNode,
    folder: Path,
    name: str,
    *,
    executed_now: bool,
    output: Path,
    judge: Judge | None = None,
    parameters: Mapping[str, Any] | None = None,
) -> Provenance:
    """Return the provenance of the notebook `name` (no suffix) in `folder`.

    output: the report, which is left out of the dirty flag: writing it must not change it.
    judge: says whether the data keep their contracts. parameters: of this run; without them, what the notebook
        keeps of an earlier one.
    Raises GroundrulesError when the metadata's `groundrules.data` is no list of paths.
    """
    notebook = folder / f"{name}.ipynb"
    commit = _git(folder, "rev-parse", "HEAD")
    data = _data_paths(node)
    return Provenance(
        notebook=Digest(notebook.name, _sha256(notebook)),
        data=tuple(Digest(path, _sha256(folder / path)) for path in data),
        commit=commit,
        dirty=commit is not None and _is_dirty(folder, notebook, output),
        executed=_given_date() if executed_now else _recorded_date(node),
        executed_now=executed_now,
        version=version("groundrules"),
        verdicts=tuple(judge(folder, data)) if judge else (),
        unjudged=_unjudged(folder, data) if judge is None else None,
        plan=planned(node, folder),
        parameters=tuple(_parameters(node, parameters or {})),
    )


def _unjudged(folder: Path, data: list[str]) -> str | None:
    """Return why no contract was looked at, where there is something to look at."""
    known = data and config.load(folder).contracts
    return "not judged here: `groundrules render` judges them" if known else None


def _parameters(node: NotebookNode, now: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the parameters that the notebook was run with: now, or as papermill keeps them."""
    kept = node.metadata.get("papermill", {})
    given: Any = now or (kept.get("parameters") if isinstance(kept, Mapping) else None)
    if isinstance(given, Mapping):
        yield from ((str(name), str(value)) for name, value in sorted(given.items()))


def _data_paths(node: NotebookNode) -> list[str]:
    ours = node.metadata.get("groundrules", {})
    paths = ours.get("data", []) if isinstance(ours, dict) else None
    if not (isinstance(paths, list) and all(isinstance(path, str) for path in paths)):
        raise GroundrulesError(
            "the notebook's metadata `groundrules.data` must be a list of paths relative to "
            f'the notebook, like {{"groundrules": {{"data": ["data/x.csv"]}}}}; it is {ours!r}'
        )
    return paths


def _sha256(path: Path) -> str | None:
    """Return the hash of a file; of a folder, that of its files' names and hashes."""
    if path.is_dir():
        inside = sorted(one for one in path.rglob("*") if one.is_file())
        told = [f"{one.relative_to(path).as_posix()} {sha256(one)}\n" for one in inside]
        return hashlib.sha256("".join(told).encode()).hexdigest() if told else None
    return sha256(path) if path.is_file() else None


def _git(folder: Path, *args: str) -> str | None:
    """Return the output of a git command, or None where there is no git or no repository."""
    try:
        return ask(folder, *args, literal=False).strip()
    except GitError:
        return None


def _is_dirty(folder: Path, notebook: Path, output: Path) -> bool:
    top = Path(_git(folder, "rev-parse", "--show-toplevel") or folder).resolve()
    tracked = ["status", "--porcelain", "--untracked-files=no", "--", ":/"]
    if output.is_relative_to(top):
        tracked.append(f":(top,exclude,literal){output.relative_to(top).as_posix()}")
    if _git(folder, *tracked):
        return True
    return not _git(folder, "ls-files", "--", f":(literal){notebook.name}")


def _given_date() -> str | None:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return _written(datetime.fromtimestamp(int(epoch), UTC)) if epoch.isdigit() else None


def _recorded_date(node: NotebookNode) -> str | None:
    return max((_written(moment) for moment in _recorded(node)), default=None)


def _recorded(node: NotebookNode) -> Iterator[datetime]:
    stamps = [stamp for cell in node.cells for stamp in cell.metadata.get("execution", {}).values()]
    stamps.append(node.metadata.get("papermill", {}).get("end_time"))
    for stamp in stamps:
        try:
            moment = datetime.fromisoformat(stamp)
        except (TypeError, ValueError):
            continue
        yield moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
