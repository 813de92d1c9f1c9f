"""Git, asked about a folder or let to write there, in words of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from groundrules.errors import GroundrulesError


class GitError(GroundrulesError):
    """Git is not there, or does not answer: why not, in one line."""


def run(
    *words: str,
    folder: Path | None = None,
    given: bytes = b"",
    may_fail: bool = False,
    keep: tuple[str, ...] = (),
    more: Mapping[str, str] | None = None,
    unsaid: str | None = None,
) -> tuple[int, bytes]:
    """Return git's exit code and what it prints; raises GitError where it fails, unless that may be.

    A hook sets GIT_DIR and GIT_INDEX_FILE for its own repository, which may be another: no such variable reaches git,
    but those that begin with one of `keep`, and `more`. unsaid: what a failure without a word means.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k.startswith(keep)}
    command = ["git", *(("-C", str(folder)) if folder else ()), *words]
    environment = {**kept, "LC_ALL": "C", **(more or {})}
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, check=False, env=environment
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    if done.returncode and not may_fail:
        raise GitError(_fault(done.stderr) or unsaid or f"git {words[0]} failed")
    return done.returncode, done.stdout


def _fault(stderr: bytes) -> str:
    """Return the line that says what is wrong, among hints and warnings."""
    lines = [one for one in stderr.decode(errors="replace").splitlines() if one.strip()]
    fatal = [one for one in lines if one.startswith(("fatal:", "error:"))]
    return (fatal or lines or [""])[0].removeprefix("fatal: ")


def ask(folder: Path, *words: str, literal: bool = True) -> str:
    """Return what git prints; raises GitError. Nothing is written.

    literal: names are names, never patterns.
    """
    named = ["--literal-pathspecs"] if literal else []
    options = [*named, "-c", "diff.relative=false"]
    locks, unsaid = {"GIT_OPTIONAL_LOCKS": "0"}, f"git knows no {words[-1]}"
    said = run(*options, *words, folder=folder, more=locks, unsaid=unsaid)[1]
    return said.decode(errors="replace")
