"""What git knows of one file: its commits, through renames, and what it held in each."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from groundrules.errors import GroundrulesError

_START, _PART = "\x1e", "\x1f"


class NoHistoryError(GroundrulesError):
    """Git has no history of a file: why not."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that touched the file, and what the file was called before and after."""

    name: str
    author: str
    written: datetime
    """When its author wrote it: a rebase keeps this, and changes `committed`."""
    committed: datetime
    before: str | None
    """None where the file was added."""
    after: str | None
    """None where it was removed."""
    parents: tuple[str, ...]


def commits(path: Path) -> list[Commit]:
    """Return the commits that touched a file, oldest first; raises NoHistoryError where git has none."""
    real = path.resolve()
    folder = real.parent
    if shutil.which("git") is None:
        raise NoHistoryError("git is not installed")
    if _ask(folder, "rev-parse", "--is-inside-work-tree").strip() != "true":
        raise NoHistoryError("it is in no git repository")
    if _ask(folder, "rev-parse", "--is-shallow-repository").strip() == "true":
        raise NoHistoryError(
            "this clone is shallow, so that its history is cut off: `git fetch --unshallow`"
        )
    said = _ask(
        folder, "log", "--follow", "-c", "-M", "--name-status", "--no-show-signature", "--no-color",
        f"--format={_START}%H{_PART}%an{_PART}%at{_PART}%ct{_PART}%P{_PART}", "-z", "--", real.name,
    )  # fmt: skip
    parts = [part for part in said.split(_START)[1:] if part.rpartition(_PART)[2].strip("\0\n")]
    found = [_commit(part) for part in parts]  # of a file that is not tracked, git lists merges
    if not found:
        raise NoHistoryError("it was never committed")
    return found[::-1]


def held(folder: Path, revision: str, name: str) -> str | None:
    """Return what a file, named from the repository's root, held in a revision; None where it was not there."""
    try:
        return _ask(folder, "show", f"{revision}:{name}")
    except NoHistoryError:
        return None


def user(folder: Path) -> str | None:
    """Return the user's name as git is configured in a folder; None where it is not."""
    if shutil.which("git") is None:
        return None
    try:
        return _ask(folder, "config", "user.name").strip() or None
    except NoHistoryError:
        return None


def _commit(part: str) -> Commit:
    name, author, written, committed, parents, names = part.split(_PART)
    status, *paths = [word for word in names.replace("\n", "").split("\0") if word]
    return Commit(
        name=name,
        author=author,
        written=datetime.fromtimestamp(int(written), UTC),
        committed=datetime.fromtimestamp(int(committed), UTC),
        before=None if status.startswith("A") else paths[0],
        after=None if status.startswith("D") else paths[-1],
        parents=tuple(parents.split()),
    )


def _ask(folder: Path, *words: str) -> str:
    command = ["git", "--literal-pathspecs", "-c", "diff.relative=false", "-C", str(folder), *words]
    # A hook sets GIT_DIR and GIT_INDEX_FILE for its own repository, which may be another.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["git failed"]
        said = lines[0].removeprefix("fatal: ")
        raise NoHistoryError(
            "it is in no git repository" if said.startswith("not a git repository") else said
        )
    return done.stdout.decode(errors="replace")
