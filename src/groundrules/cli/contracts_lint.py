"""`groundrules contracts lint`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from groundrules.cli.console import answer, colours


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "lint",
        help="find weak places in contracts: unbounded text, no key, patterns that only pandas can judge",
        description="Read the pandera contracts of .py files from their syntax; nothing is imported or run. "
        "A file without a contract is clean.",
        epilog="Exit codes: 0 clean, 1 findings or unreadable files, 2 wrong usage or configuration.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE", help=".py files or folders")
    parser.add_argument(
        "--select",
        type=_codes,
        default=(),
        metavar="CODES",
        help="only these rules: codes or prefixes, with commas; ALL for every rule, also those that are "
        "off by default (CTR007 python-check, CTR008 coerce, CTR009 no-strict)",
    )
    parser.add_argument(
        "--ignore", type=_codes, default=(), metavar="CODES", help="leave these out"
    )
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
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Lint, print, and return 0 or 1."""
    from groundrules import config as configuration
    from groundrules.contracts.authoring.lint import lint
    from groundrules.output import text

    config = configuration.load(args.paths[0], args.config)
    result = lint(args.paths, config=config, select=args.select, ignore=args.ignore)
    if args.format == "json":
        from groundrules.output import json

        answer(json.dumps(result))
    elif not (args.quiet and result.clean and not result.notes):
        write = text.full if args.format == "full" else text.concise
        answer(write(result, colour=colours(sys.stdout)))
    return 0 if result.clean else 1


def _codes(given: str) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in given.split(",") if code.strip())
