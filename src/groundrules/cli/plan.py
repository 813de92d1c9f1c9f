"""`groundrules plan`: the group of commands that write and keep plans of experiments."""

from __future__ import annotations

import argparse

from groundrules.cli import plan_check, plan_history, plan_new, plan_power


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the group; each of its modules adds its own commands."""
    group = subcommands.add_parser(
        "plan",
        help="write the plan of an experiment, check it, compute its power, list its edits",
    )
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in (plan_new, plan_check, plan_power, plan_history):
        module.register(commands)
