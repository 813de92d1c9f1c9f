"""`groundrules contracts`: the group of commands that write and keep contracts."""

from __future__ import annotations

import argparse

from groundrules.cli import (
    contracts_diff,
    contracts_docs,
    contracts_infer,
    contracts_lint,
    contracts_odcs,
)


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the group; each of its modules adds its own commands."""
    group = subcommands.add_parser(
        "contracts",
        help="draft data contracts, lint them, compare versions, document them, take them to ODCS and back",
    )
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in (contracts_infer, contracts_lint, contracts_diff, contracts_docs, contracts_odcs):
        module.register(commands)
