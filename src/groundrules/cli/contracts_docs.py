"""`groundrules contracts docs`."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundrules.cli.console import answer


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "docs",
        help="write a data dictionary of contracts, in Markdown",
        description="Write contracts as a page of Markdown: keys, columns, types and checks in words. "
        "The files are run.",
    )
    parser.add_argument(
        "contracts", nargs="+", metavar="FILE:NAME", help="as in contracts/orders.py:Orders"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: standard output"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the page, or print it."""
    from groundrules.contracts.authoring.versions import load_version
    from groundrules.errors import UsageError

    loaded = [(where, load_version(where)) for where in args.contracts]
    from groundrules.contracts.authoring.docs import dictionary

    page = dictionary(loaded)
    if args.output is None:
        answer(page)
        return 0
    try:
        args.output.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{args.output}: cannot be written: {error.strerror}") from error
    answer(str(args.output))
    return 0
