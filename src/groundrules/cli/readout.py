"""`groundrules readout`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from groundrules.cli.console import colours, say
from groundrules.cli.contracts_infer import add_output, hand_over
from groundrules.errors import MissingExtraError, UsageError
from groundrules.new_file import refuse_taken

if TYPE_CHECKING:
    from groundrules.readout.result import Past, Readout


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
    readout.add_argument(
        "--format",
        choices=("text", "json", "html"),
        default="text",
        help="text for a terminal (default), json for a program, html: one page that needs nothing beside it",
    )
    add_output(readout, "FILE")
    readout.add_argument(
        "--date",
        type=_day,
        metavar="DAY",
        help="the day (2026-03-30) that an HTML page is dated with; without it, none",
    )
    readout.add_argument(
        "--no-log", action="store_true", help="leave no line in readouts.jsonl beside the plan"
    )
    readout.add_argument("-v", "--verbose", action="store_true", help="say what each guard saw")
    readout.set_defaults(run=run_readout)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-03-15") from error


def run_readout(args: argparse.Namespace) -> int:
    """Hand the readout over; 1 where a guard refuses."""
    needed = [
        "tea_tasting",
        "ibis",
        "statsmodels",
        *(["pyspark"] if args.engine == "spark" else []),
        *(["jinja2"] if args.format == "html" else []),
    ]
    for package in needed:
        if find_spec(package) is None:
            extra = "spark" if package == "pyspark" else "experiments"
            raise MissingExtraError("readout", extra, package)
    if args.output is not None:
        refuse_taken(args.output, force=args.force)
    from groundrules.readout.open import read_out

    found = read_out(
        args.plan,
        args.data,
        spark=args.engine == "spark",
        segments=args.segment,
        complete_through=args.complete_through,
        tell=say,
    )
    found = replace(found, past=_noted(found, args))
    hand_over(_written(found, args), args)
    return 1 if found.refusals else 0


def _noted(found: Readout, args: argparse.Namespace) -> Past:
    """Note the readout in the log, and return what stood there before."""
    from groundrules.readout import log
    from groundrules.readout.past import past
    from groundrules.readout.result import Past

    place, line = log.place(args.plan), log.line(found, args.plan)
    known: tuple[list[log.Line], int] | None = None
    if not args.no_log:
        try:
            known = log.note(place, line)
        except UsageError as error:
            say(f"groundrules: this readout is not noted: {error}")
    try:
        lines, unreadable = known or log.read(place)
    except UsageError as error:
        return Past(unknown=str(error))
    return past(line, lines, unreadable, log.ends(found.plan))


def _written(found: Readout, args: argparse.Namespace) -> str:
    if args.format == "json":
        from groundrules.readout.report.json import json

        return json(found)
    if args.format == "html":
        from groundrules.readout.report.html import html

        return html(found, args.date)
    from groundrules.readout.report.text import guards, text

    coloured = args.output is None and colours(sys.stdout)
    told = text(found, _coloured if coloured else _plain)
    return f"{told}\n\n{guards(found)}" if args.verbose else told


def _plain(_: str, said: str) -> str:
    return said


def _coloured(kind: str, said: str) -> str:
    code = {"good": 32, "bad": 31, "open": 33, "strong": 1}.get(kind)
    return f"\x1b[{code}m{said}\x1b[0m" if code else said
