"""`groundrules contracts`: the group of commands that write and keep contracts."""

from __future__ import annotations

import argparse

from groundrules.cli import contracts_diff, contracts_docs, contracts_lint


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the group; each of its modules adds its own commands."""
    group = subcommands.add_parser(
        "contracts", help="lint data contracts, compare versions, write a data dictionary"
    )
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    contracts_lint.register(commands)
    contracts_diff.register(commands)
    contracts_docs.register(commands)
