"""Files as they stood in a revision of git."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from groundrules import documents
from groundrules.errors import ContentError, UsageError
from groundrules.git import GitError, ask
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
    try:
        return ask(folder, *words)
    except GitError as error:
        raise UsageError(f"{folder}: {error}") from error
