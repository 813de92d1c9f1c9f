"""`groundrules contracts lint`."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundrules.cli.judged import add_rules, show


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
    add_rules(
        parser,
        "only these rules: codes or prefixes, with commas; ALL for every rule, also those that are "
        "off by default (CTR007 python-check, CTR008 coerce, CTR009 no-strict)",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Lint, print, and return 0 or 1."""
    from groundrules import config as configuration
    from groundrules.contracts.authoring.lint import lint

    config = configuration.load(args.paths[0], args.config)
    result = lint(args.paths, config=config, select=args.select, ignore=args.ignore)
    return show(result, args)
