"""`groundrules readout`."""

from __future__ import annotations

import argparse
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from groundrules.cli.console import answer, say
from groundrules.errors import MissingExtraError


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    readout = subcommands.add_parser(
        "readout",
        help="read an experiment out by its plan",
        description="Read an experiment out by its plan. Guards come first: where one refuses there is no "
        "estimate, and it says what is wrong. Then effects with intervals in the metrics' units, guardrails "
        "against their margins, and the decision by the plan's own rule.",
        epilog="Exit codes: 0 there is a result, whatever it is; 1 a guard refuses; 2 plan or data cannot be "
        "read. Each readout is noted in readouts.jsonl beside the plan: looking often leaves a trace.",
    )
    readout.add_argument("plan", type=Path, metavar="PLAN", help="plan.yaml")
    readout.add_argument(
        "data",
        nargs="+",
        metavar="DATA",
        help="NAME=ADDRESS for a table (orders=exports/orders.parquet, orders=postgresql://…?table=…), or a "
        "folder or DuckDB file that holds the tables by name; with --engine spark also spark:DATABASE",
    )
    readout.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help="who reads the data: duckdb here (default), or spark, where [tool.groundrules.spark] says",
    )
    readout.add_argument(
        "--segment",
        action="append",
        default=[],
        metavar="COLUMN",
        help="explore the result by a column of the exposure table that was not planned; may be repeated",
    )
    readout.add_argument(
        "--complete-through",
        type=_day,
        metavar="DAY",
        help="the last day (2026-03-15) that is complete in all tables, where the data cannot show it "
        "themselves",
    )
    readout.add_argument("--format", choices=("text", "json"), default="text")
    readout.add_argument("-v", "--verbose", action="store_true", help="say what each guard saw")
    readout.set_defaults(run=run_readout)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-03-15") from error


def run_readout(args: argparse.Namespace) -> int:
    """Print the readout; 1 where a guard refuses."""
    needed = [
        "tea_tasting",
        "ibis",
        "statsmodels",
        *(["pyspark"] if args.engine == "spark" else []),
    ]
    for package in needed:
        if find_spec(package) is None:
            extra = "spark" if package == "pyspark" else "experiments"
            raise MissingExtraError("readout", extra, package)
    from groundrules.readout.open import read_out
    from groundrules.readout.report.json import json
    from groundrules.readout.report.text import guards, text

    found = read_out(
        args.plan,
        args.data,
        spark=args.engine == "spark",
        segments=args.segment,
        complete_through=args.complete_through,
        tell=say,
    )
    answer(json(found) if args.format == "json" else text(found))
    if args.verbose and args.format == "text":
        answer("\n" + guards(found))
    return 1 if found.refusals else 0
