"""Git asked about a folder, in words of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from groundrules.errors import GroundrulesError


class GitError(GroundrulesError):
    """Git is not there, or does not answer: why not, in one line."""


def ask(folder: Path, *words: str, literal: bool = True) -> str:
    """Return what git prints; raises GitError. Nothing is written.

    literal: names are names, never patterns.
    """
    named = ["--literal-pathspecs"] if literal else []
    command = ["git", *named, "-c", "diff.relative=false", "-C", str(folder), *words]
    # A hook sets GIT_DIR and GIT_INDEX_FILE for its own repository, which may be another.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise GitError(lines[0].removeprefix("fatal: ") if lines else f"git knows no {words[-1]}")
    return done.stdout.decode(errors="replace")
