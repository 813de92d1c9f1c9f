"""The git repository that is adopted, as it must be before anything is written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from groundrules.errors import UsageError
from groundrules.git import GitError, ask, run

_KEPT = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_")  # who commits, and settings of CI


@dataclass(frozen=True, slots=True)
class Repository:
    """Its root, and its tracked files by their names from there, sorted."""

    root: Path
    tracked: tuple[str, ...]


def find(folder: Path) -> Repository:
    """Return the repository around a folder; raises UsageError where it cannot take a commit now."""
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    try:
        root = Path(ask(folder, "rev-parse", "--show-toplevel").removesuffix("\n"))
    except GitError as error:
        raise UsageError(
            f"{folder}: no git repository with files ({error}): git init, and commit"
        ) from error
    for words, fault in (
        (("rev-parse", "--verify", "-q", "HEAD"), "it has no commit yet: commit what is there"),
        (("symbolic-ref", "-q", "HEAD"), "HEAD is detached: git switch to a branch"),
    ):
        try:
            ask(root, *words)
        except GitError as error:
            raise UsageError(f"{root}: {fault}") from error
    changed = ask(root, "status", "--porcelain", "-z").split("\0")[:-1]
    if changed:
        raise UsageError(
            f"{root}: {len(changed)} uncommitted change{'s' * (len(changed) > 1)} ({changed[0][3:]}"
            f"{', …' if len(changed) > 1 else ''}): commit or stash first, so that this is one commit of its own"
        )
    names = ask(root, "ls-files", "-z").split("\0")[:-1]
    return Repository(root, tuple(sorted({name for name in names if (root / name).is_file()})))


def tell(root: Path, *words: str, given: str | None = None) -> None:
    """Let git write, without hooks of anybody; raises GitError with what it says.

    Hooks are left out (and not only by --no-verify, which leaves some in): theirs may rewrite files that
    were only added to, or build environments from the network; ours was just run over everything.
    """
    options = ["--literal-pathspecs", "-c", f"core.hooksPath={os.devnull}"]
    unsaid = f"git {words[0]} failed"
    run(*options, *words, folder=root, given=(given or "").encode(), keep=_KEPT, unsaid=unsaid)
