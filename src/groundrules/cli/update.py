"""`groundrules update`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from groundrules.cli.console import answer, say
from groundrules.cli.project import answers_of
from groundrules.errors import UsageError

if TYPE_CHECKING:
    from groundrules.scaffold.update import Update

_WORDS = {
    "conflict": "conflict",
    "added": "added",
    "updated": "updated",
    "merged": "merged with yours",
    "moved": "moved",
    "removed": "removed",
    "kept": "kept yours",
}


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = subcommands.add_parser(
        "update",
        help="bring a project up to its template of today",
        description="Renders the template of today with the project's answers and merges it three ways with your files; "
        "the base is what .groundrules/template.json recorded. Every edit of yours stays: where both changed a line, the "
        "file holds both between markers, and the exit code is 1. Nothing is written before all is prepared, nor while "
        "git could not undo it. A template runs its own hooks: name only those that you trust.",
    )
    parser.mixed = True  # type: ignore[attr-defined]
    add = parser.add_argument
    add(
        "words",
        nargs="*",
        metavar="PROJECT | KEY=VALUE",
        help="its folder (default: here); answers to change",
    )
    add(
        "--check",
        action="store_true",
        help="write nothing; exit 1 where the template makes something else today",
    )
    add("--diff", action="store_true", help="write nothing; print the patch")
    add(
        "--template", metavar="TEMPLATE",
        help="the newer template: a name, a folder or a git repository, with @REVISION (default: that of its record)",
    )  # fmt: skip
    add(
        "--base", metavar="REPOSITORY@REV",
        help="what the project was made from, where it has no record; its answers are read off the project, or given",
    )  # fmt: skip
    add(
        "--force",
        action="store_true",
        help="also with changes that are not committed, or without git",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prepare the update, show or write it, and say what became of each file."""
    from groundrules.scaffold import update

    folders = [word for word in args.words if "=" not in word]
    if len(folders) > 1:
        raise UsageError(f"one project at a time, not {' and '.join(folders)}")
    request = update.Request(
        Path(folders[0] if folders else "."),
        answers_of([word for word in args.words if "=" in word]),
        args.template,
        args.base,
        args.force,
    )
    prepared = update.prepare(request)
    for line in prepared.told:
        say(line)
    if args.check or args.diff:
        return _shown(prepared, args)
    if not prepared.needed:
        answer("Up to date.")
        return 0
    update.carry_out(prepared)
    _summary(prepared)
    say(
        "Next: look at `git diff`, settle the conflicts if there are any, run the tests, and commit."
    )
    return 1 if prepared.conflicts else 0


def _shown(prepared: Update, args: argparse.Namespace) -> int:
    if args.diff and prepared.patch:
        answer(prepared.patch)
    if args.check:
        if not args.diff:
            _summary(prepared)
        say("Stale: the template makes something else today." if prepared.stale else "Up to date.")
        return 1 if prepared.stale else 0
    return 1 if prepared.conflicts else 0


def _summary(prepared: Update) -> None:
    ordered = sorted(prepared.changes, key=lambda change: list(_WORDS).index(change.state))
    width = max((len(_WORDS[change.state]) for change in ordered), default=0)
    for change in ordered:
        answer(
            f"{_WORDS[change.state]:<{width}}  {change.path}{f': {change.note}' if change.note else ''}"
        )
    if not ordered:
        answer("No file changes, but the record of what the template makes.")
