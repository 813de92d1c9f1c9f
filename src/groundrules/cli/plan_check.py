"""`groundrules plan check`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from groundrules.cli.console import answer, colours


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "check",
        help="check plans: their form, their metrics against the catalogue, and what the rules of plans say",
        description="Check plans: their form, their metrics against the catalogue, and what the rules say that "
        "`groundrules rules` lists as PLN. Whether the primary metric was changed after the start is asked of git.",
        epilog="Exit codes: 0 clean, 1 findings or plans that cannot be read, 2 wrong usage or configuration.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PLAN",
        help="files, or folders that are searched for plan.yaml (default: the current folder)",
    )
    parser.add_argument(
        "--select", type=_codes, default=(), metavar="CODES", help="as of groundrules check"
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
    """Check, print, and return 0 or 1."""
    from groundrules import config as configuration
    from groundrules.errors import UsageError
    from groundrules.output import text
    from groundrules.plans.check import check_plans

    paths = args.paths or [Path()]
    config = configuration.load(paths[0], args.config)
    result = check_plans(paths, config=config, select=args.select, ignore=args.ignore)
    if not result.files:
        raise UsageError("no plan.yaml is there; `groundrules plan new` makes one")
    if args.format == "json":
        from groundrules.output import json

        answer(json.dumps(result))
    elif not (args.quiet and result.clean):
        write = text.full if args.format == "full" else text.concise
        answer(write(result, colour=colours(sys.stdout)))
    return 0 if result.clean else 1


def _codes(given: str) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in given.split(",") if code.strip())
