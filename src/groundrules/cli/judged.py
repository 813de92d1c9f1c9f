"""What commands that judge files by rules ask and print alike."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from groundrules.cli.console import answer, colours

if TYPE_CHECKING:
    from groundrules.findings import Result


def codes(given: str) -> tuple[str, ...]:
    """Return the codes of a list with commas."""
    return tuple(code.strip().upper() for code in given.split(",") if code.strip())


def add_rules(parser: argparse.ArgumentParser, selected: str) -> None:
    """Add which rules run and how findings are written; `selected` explains --select."""
    parser.add_argument("--select", type=codes, default=(), metavar="CODES", help=selected)
    parser.add_argument("--ignore", type=codes, default=(), metavar="CODES", help="leave these out")
    parser.add_argument(
        "--format",
        choices=("full", "concise", "json"),
        default="full",
        help="how findings are written (default: full)",
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="as of groundrules check")
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="print nothing when all is clean"
    )


def show(result: Result, args: argparse.Namespace) -> int:
    """Print the findings as asked, and return 0 or 1."""
    from groundrules.output import text

    if args.format == "json":
        from groundrules.output import json

        answer(json.dumps(result))
    elif not (args.quiet and result.clean and not result.notes):
        write = text.full if args.format == "full" else text.concise
        answer(write(result, colour=colours(sys.stdout)))
    return 0 if result.clean else 1
