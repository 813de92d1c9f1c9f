"""`groundrules contracts diff`."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from groundrules.cli.console import answer

if TYPE_CHECKING:
    from groundrules.contracts.authoring.diff import Change


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "diff",
        help="say which changes of a contract break who reads the data, or who writes it",
        description="Compare two versions of a contract. A change breaks readers where data that keeps the "
        "new version may break the old one, and writers where it is the other way round. The files are run.",
        epilog="Exit codes: 0 nothing breaks, 1 something breaks or may break, "
        "2 a contract could not be read.",
    )
    where = "FILE:NAME, or FILE:NAME@REVISION of git, as in contracts/orders.py:Orders@main"
    parser.add_argument("old", metavar="OLD", help=where)
    parser.add_argument("new", metavar="NEW", help="likewise")
    parser.add_argument(
        "--for",
        dest="whom",
        choices=("readers", "writers", "both"),
        default="both",
        help="whose breaking changes make the exit code 1 (default: both)",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare, print, and return 0 or 1."""
    from groundrules.contracts.authoring.versions import load_version

    old, new = load_version(args.old), load_version(args.new)
    from groundrules.contracts.authoring.diff import diff

    changes = diff(old, new)
    if args.format == "json":
        answer(_json(args, changes))
    else:
        answer(_text(args, changes))
    readers = args.whom != "writers" and any(change.readers != "no" for change in changes)
    writers = args.whom != "readers" and any(change.writers != "no" for change in changes)
    return int(readers or writers)


def _json(args: argparse.Namespace, changes: list[Change]) -> str:
    listed = [
        {"column": _named(one), "what": one.what, "readers": one.readers, "writers": one.writers}
        for one in changes
    ]
    document = {"version": 1, "old": args.old, "new": args.new, "changes": listed}
    return json.dumps(document, indent=2, ensure_ascii=False)


def _text(args: argparse.Namespace, changes: list[Change]) -> str:
    if not changes:
        return f"{args.old} and {args.new} ask the same."
    lines = [f"{args.old} → {args.new}", ""]
    columns = [_called(change) for change in changes]
    effects = [_effect(change) for change in changes]
    width, wide = max(map(len, columns)), max(map(len, effects))
    for change, column, effect in zip(changes, columns, effects, strict=True):
        lines.append(f"  {effect:{wide}}  {column:{width}}  {change.what}")
    tally = ", ".join(
        f"{sum(change_of != 'no' for change_of in verdicts)} for {whom}"
        for whom, verdicts in (
            ("readers", [change.readers for change in changes]),
            ("writers", [change.writers for change in changes]),
        )
    )
    number = f"{len(changes)} change{'' if len(changes) == 1 else 's'}"
    return "\n".join([*lines, "", f"  {number}; breaking or maybe so: {tally}"])


def _named(change: Change) -> str | None:
    return None if change.column is None else str(change.column)


def _called(change: Change) -> str:
    """Return a column's name on one line."""
    name = _named(change)
    if name is None:
        return "the table"
    return name if name.isprintable() and name.strip() == name != "" else repr(name)


def _effect(change: Change) -> str:
    verdicts = {"readers": change.readers, "writers": change.writers}
    sure = [whom for whom, verdict in verdicts.items() if verdict == "yes"]
    maybe = [whom for whom, verdict in verdicts.items() if verdict == "may"]
    parts = ["breaks " + " and ".join(sure)] * bool(sure)
    parts += ["may break " + " and ".join(maybe)] * bool(maybe)
    return ", ".join(parts) or "breaks nobody"
