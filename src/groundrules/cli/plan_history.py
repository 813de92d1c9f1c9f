"""`groundrules plan history`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from groundrules.cli.console import answer

if TYPE_CHECKING:
    from groundrules.plans.history import History


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "history",
        help="list the edits of a plan after its start, from git",
        description="List what was edited in a plan since its start, field by field, with commit, day and author. "
        "A commit counts by the time at which it was written, what is not committed by the time of the file.",
        epilog="Exit codes: 0 the primary metrics are as they were agreed, 1 they are not, 2 wrong usage, or no git.",
    )
    parser.add_argument("plan", type=Path, metavar="PLAN", help="a plan.yaml")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="how it is written"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask git, print, and return 0 or 1."""
    from groundrules import documents
    from groundrules.errors import UsageError
    from groundrules.plans.form import Plan
    from groundrules.plans.history import history

    plan = documents.read(args.plan, Plan)
    told = history(args.plan, plan.start)
    if told.unknown:
        raise UsageError(f"{args.plan}: git cannot tell its history: {told.unknown}")
    if args.format == "json":
        import msgspec

        answer(msgspec.json.format(msgspec.json.encode(told), indent=1).decode())
    else:
        answer("\n".join(_lines(args.plan, plan.start.isoformat(), told)))
    return 1 if told.primary_changed else 0


def _lines(path: Path, start: str, told: History) -> list[str]:
    first = told.first.date() if told.first else None
    lines = [f"{path}: first committed on {first}, start on {start}"]
    if told.late:
        lines.append("It was committed after the start: nothing shows that it was there before.")
    for change in told.changes:
        who = f" ({change.author})" if change.author else ""
        lines.append(f"  {change.commit[:11]}  {change.at:%Y-%m-%d %H:%M}  {change.what}{who}")
    lines += [
        f"  {name[:11]} was written before the start and committed after it, as a rebase or an amendment does"
        for name in told.rewritten
    ]
    if told.primary_changed:
        before, now = (
            ", ".join(part) or "none" for part in (told.primary_before, told.primary_now)
        )
        lines.append(f"The primary metrics were changed: {before} → {now}.")
    elif not told.changes:
        lines.append("No edits since.")
    else:
        lines.append("The primary metrics are those that were agreed.")
    return lines
