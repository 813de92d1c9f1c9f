"""`groundrules plan check`."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundrules.cli.judged import add_rules, show


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
    add_rules(parser, "as of groundrules check")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check, print, and return 0 or 1."""
    from groundrules import config as configuration
    from groundrules.errors import UsageError
    from groundrules.plans.check import check_plans

    paths = args.paths or [Path()]
    config = configuration.load(paths[0], args.config)
    result = check_plans(paths, config=config, select=args.select, ignore=args.ignore)
    if not result.files:
        raise UsageError("no plan.yaml is there; `groundrules plan new` makes one")
    return show(result, args)
