"""`groundrules contracts`: the group of commands that write and keep contracts."""

from __future__ import annotations

import argparse

from groundrules.cli import contracts_infer, contracts_odcs


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the group; each of its modules adds its own commands."""
    group = subcommands.add_parser("contracts", help="draft data contracts, take them elsewhere")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    contracts_infer.register(commands)
    contracts_odcs.register(commands)
