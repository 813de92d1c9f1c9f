"""`groundrules contracts export` and `groundrules contracts import`."""

from __future__ import annotations

import argparse
from pathlib import Path

from groundrules.cli.console import say
from groundrules.cli.contracts_infer import add_output, hand_over, start

_PACKAGES = ("pandas", "pyarrow", "pandera", "duckdb", "open_data_contract_standard")
_STANDARD = "the Open Data Contract Standard (ODCS) 3.1"


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    export = subcommands.add_parser(
        "export",
        help="write a contract as ODCS YAML",
        description=f"Write a pandera contract as a contract of {_STANDARD}. What it has no word for is kept as a "
        "custom quality entry or property, and listed on standard error.",
    )
    export.add_argument("contract", metavar="FILE:NAME", help="as in contracts/orders.py:Orders")
    add_output(export, "OUT.odcs.yaml")
    export.set_defaults(run=_export)

    importing = subcommands.add_parser(
        "import",
        help="write ODCS YAML as a contract",
        description=f"Write a contract of {_STANDARD} as a pandera contract. What pandera has no word for is kept as "
        "a comment, and listed on standard error.",
    )
    importing.add_argument("file", type=Path, metavar="ODCS.yaml")
    importing.add_argument("--schema", metavar="NAME", help="which, where the file has several")
    add_output(importing, "FILE.py")
    importing.set_defaults(run=_import)


def _export(args: argparse.Namespace) -> int:
    start("contracts export", args, *_PACKAGES)
    from groundrules.contracts import load_schema
    from groundrules.contracts.odcs.export import export

    hand_over(export(load_schema(args.contract), _note), args)
    return 0


def _import(args: argparse.Namespace) -> int:
    start("contracts import", args, *_PACKAGES)
    from groundrules.contracts.odcs.importing import import_odcs

    hand_over(import_odcs(args.file, args.schema, _note), args)
    return 0


def _note(text: str) -> None:
    say(f"note: {text}")
