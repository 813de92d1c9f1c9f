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
        "`groundrules rules` lists as PLN. Whether the primary metric was changed after the start is asked of git. "
        "Of a quasi.yaml: its form, what in it cannot be, and whether its draw is that of its seed and fingerprint.",
        epilog="Exit codes: 0 clean, 1 findings or plans that cannot be read, 2 wrong usage or configuration.",
    )
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PLAN",
        help="files, or folders that are searched for plan.yaml and quasi.yaml (default: the current folder)",
    )
    add_rules(parser, "as of groundrules check")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check, print, and return 0 or 1."""
    from groundrules import config as configuration
    from groundrules.errors import UsageError
    from groundrules.findings import joined
    from groundrules.plans.check import check_plans
    from groundrules.quasi import check as quasi

    paths = args.paths or [Path()]
    config = configuration.load(paths[0], args.config)
    of_quasi = [path for path in paths if path.is_dir() or path.name.endswith(quasi.SUFFIXES)]
    others = [path for path in paths if path.is_dir() or path not in of_quasi]
    result = joined(
        check_plans(others, config=config, select=args.select, ignore=args.ignore),
        quasi.check_plans(of_quasi, config),
    )
    if not result.files:
        raise UsageError("no plan.yaml or quasi.yaml is there; `groundrules plan new` makes one")
    return show(result, args)
