"""`groundrules contracts infer`."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from groundrules.cli.console import answer, say
from groundrules.errors import MissingExtraError


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    infer = subcommands.add_parser(
        "infer",
        help="draft a contract from data",
        description="Draft a pandera contract that the data keep, with the evidence in comments. It is a draft: "
        "what a sample shows is no promise. Values of columns that look like personal data are not shown.",
    )
    infer.add_argument(
        "data",
        metavar="DATA",
        help=".csv, .csv.gz, .parquet, a folder of .parquet files, a table as in "
        "warehouse.duckdb:orders, or postgresql://user@host/shop?table=public.orders",
    )
    infer.add_argument("--name", metavar="NAME", help="of the contract (default: as the data)")
    add_output(infer, "FILE.py")
    infer.set_defaults(run=_infer)


def add_output(command: argparse.ArgumentParser, form: str) -> None:
    """Add where the result is written."""
    command.add_argument(
        "-o", "--output", type=Path, metavar=form, help="default: to standard output"
    )
    command.add_argument("--force", action="store_true", help="replace the file if it is there")


def start(command: str, args: argparse.Namespace, *packages: str) -> None:
    """Raise the errors that are known before any work: a package that is missing, a file that is in the way."""
    for package in packages:
        if find_spec(package) is None:
            raise MissingExtraError(command, "data", package)
    if args.output is not None:
        from groundrules.new_file import refuse_taken

        refuse_taken(args.output, force=args.force)


def hand_over(text: str, args: argparse.Namespace) -> None:
    """Write the result to the file that was asked for and print its path, or print the result."""
    if args.output is None:
        answer(text)
        return
    from groundrules.new_file import write_new

    write_new(args.output, text, force=args.force)
    answer(str(args.output))


def _infer(args: argparse.Namespace) -> int:
    start("contracts infer", args, "pandas", "pyarrow", "pandera", "duckdb")
    from groundrules.contracts.infer import infer

    hand_over(infer(args.data, args.name, say), args)
    return 0
