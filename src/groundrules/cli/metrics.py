"""`groundrules metrics`: the group of commands about the metric catalogue."""

from __future__ import annotations

import argparse

from groundrules.cli import (
    metrics_compute,
    metrics_diff,
    metrics_exchange,
    metrics_lint,
    metrics_list,
    metrics_pages,
)


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the group; each of its modules adds its own commands."""
    group = subcommands.add_parser(
        "metrics", help="the metric catalogue: look things up, lint, compute, compare, exchange"
    )
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in (
        metrics_list,
        metrics_lint,
        metrics_compute,
        metrics_diff,
        metrics_exchange,
        metrics_pages,
    ):
        module.register(commands)
