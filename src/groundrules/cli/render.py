"""`groundrules render`."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundrules.cli.console import answer, say


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    render = subcommands.add_parser(
        "render",
        help="turn a notebook into one self-contained HTML report",
        description="Turn a notebook into one HTML file that answers first and shows no code.",
    )
    render.add_argument("notebook", type=Path, metavar="NOTEBOOK")
    render.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: NOTEBOOK with .html"
    )
    render.add_argument(
        "--execute", action="store_true", help="run the notebook first; its file stays as it is"
    )
    render.set_defaults(run=run_render)


def run_render(args: argparse.Namespace) -> int:
    """Write the report and print its path."""
    from groundrules.render import render

    answer(str(render(args.notebook, args.output, execute=args.execute, report=say)))
    return 0
