"""Files as they stood in a revision of git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from groundrules import documents
from groundrules.errors import ContentError, UsageError
from groundrules.metrics.catalogue import SOURCES
from groundrules.metrics.form import Metric


def in_git(folder: Path) -> bool:
    """Whether a folder is in a repository of git that has a commit."""
    try:
        _git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except UsageError:
        return False
    return True


def metric_at(path: Path, revision: str) -> Metric | None:
    """Return a metric as it stood in a revision; None where its file was not there.

    Raises UsageError for an unknown revision and outside of a repository, ContentError for a file that was no metric.
    """
    text = _text_at(path, revision)
    return None if text is None else documents.parse(text, f"{path} at {revision}", Metric)


def metrics_at(files: Iterable[Path], revision: str) -> dict[str, Metric]:
    """Return the metrics of some files as they stood in a revision, by name; those that were none are left out."""
    found: dict[str, Metric] = {}
    for path in files:
        if path.parent.name == SOURCES:
            continue
        try:
            metric = metric_at(path, revision)
        except ContentError:  # it was broken, or of an older form: there is nothing to compare with
            continue
        if metric is not None:
            found[metric.name] = metric
    return found


def _text_at(path: Path, revision: str) -> str | None:
    folder = path.resolve().parent
    if revision.startswith("-"):
        raise UsageError(f"{revision!r} is no revision")
    commit = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").strip()
    name = f"./{path.resolve().name}"
    if not _git(folder, "ls-tree", "--name-only", commit, "--", name).strip():
        return None
    return _git(folder, "show", f"{commit}:{name}")


def _git(folder: Path, *words: str) -> str:
    # A hook sets GIT_DIR and GIT_INDEX_FILE for its own repository, which may be another.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "--literal-pathspecs", "-C", str(folder), *words],
            capture_output=True, check=False, env={**environment, "LC_ALL": "C"},
        )  # fmt: skip
    except FileNotFoundError as error:
        raise UsageError("git is not installed, so no revision can be read") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise UsageError(
            f"{folder}: {said.splitlines()[0] if said else f'git knows no {words[-1]}'}"
        )
    return done.stdout.decode("utf-8", errors="replace")
