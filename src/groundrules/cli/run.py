"""`groundrules run`."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from groundrules.cli.console import answer, colours, say
from groundrules.errors import UsageError

if TYPE_CHECKING:
    from groundrules.runs import project
    from groundrules.runs.work import Word

_STYLES = {"step": "1", "skip": "2", "detail": "2", "left": "33", "done": "32", "failed": "31"}


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    run = subcommands.add_parser(
        "run",
        help="refresh a deliverable: the steps of run.yaml, where something changed",
        description="Execute the steps of a project's run.yaml in their order: commands, data held to their "
        "contracts, notebooks with their reports. A step is skipped while its command, its code and all that it reads "
        "are unchanged and what it wrote is still there; one that was interrupted is executed again. States, logs "
        "and what steps print are in runs/PARAMETERS/.",
        epilog="Exit codes: 0 done, 1 a step, a guard or a contract refused, 2 something cannot be read or started, "
        "or another run with these parameters is under way.",
    )
    run.add_argument(
        "project", nargs="?", type=Path, default=Path(), metavar="FOLDER",
        help="where run.yaml is (default: here)",
    )  # fmt: skip
    run.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", dest="given",
        help="a parameter of run.yaml, instead of its default and of the same type; may be repeated",
    )  # fmt: skip
    which = run.add_mutually_exclusive_group()
    which.add_argument(
        "--from", dest="start", metavar="STEP",
        help="execute this step and all after it, also where nothing changed; leave those before it as they are",
    )  # fmt: skip
    which.add_argument(
        "--again", action="store_true",
        help="execute all steps, also where nothing changed (other packages, say: they are not looked at)",
    )  # fmt: skip
    which.add_argument(
        "--list", action="store_true", help="execute nothing; say which steps would be, and why"
    )
    which.add_argument(
        "--log",
        action="store_true",
        help="execute nothing; say what the last run with these parameters did",
    )
    run.set_defaults(run=run_run)


def run_run(args: argparse.Namespace) -> int:
    """Execute, or say how things stand."""
    from groundrules.runs import project

    if not args.project.is_dir():
        raise UsageError(f"{args.project}: no such folder; name the one that holds run.yaml")
    # Commands, contracts and notebooks of a project all start at its folder.
    with contextlib.chdir(args.project):
        loaded = project.load(args.given)
        if args.list or args.log:
            from groundrules.cli import run_text

            answer(run_text.listed(loaded) if args.list else run_text.last(loaded))
            return 0
        return _execute(loaded, args)


def _execute(loaded: project.Project, args: argparse.Namespace) -> int:
    from groundrules.runs.execute import execute
    from groundrules.runs.parameters import said

    if loaded.values:
        say(said(loaded.values))
    outcome = execute(loaded, _tell, _echo, start=args.start, again=args.again)
    if not outcome.done:
        return 1
    say(f"done: {outcome.ran} executed, {outcome.skipped} unchanged; {loaded.folder / 'log.jsonl'}")
    if outcome.deliverables:
        answer("\n".join(str(args.project / path) for path in outcome.deliverables))
    return 0


def _tell(word: Word, text: str) -> None:
    signs = {"step": "> ", "skip": "= ", "left": "! ", "done": "+ ", "failed": "x ", "detail": "  "}
    line = signs[word] + text
    if word in _STYLES and colours(sys.stderr):
        line = f"\x1b[{_STYLES[word]}m{line}\x1b[0m"
    say(line)


def _echo(chunk: bytes) -> None:
    """Pass on what a command prints, as it is."""
    sys.stderr.flush()
    sys.stderr.buffer.write(chunk)
    sys.stderr.buffer.flush()
