"""`groundrules plan power`."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from groundrules.cli.console import answer, say
from groundrules.errors import MissingExtraError


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "power",
        help="say what a plan will find, from the days before its start",
        description="Say which effects a plan will find at its horizon, from as many days before its start: for "
        "each primary metric, and for each guardrail the margin that can be shown. Traffic, spread and what CUPED "
        "takes away are those of these days, unless the plan says its traffic.",
        epilog="Exit codes: 0 the plan finds what it wants to find, 1 it does not, or a metric cannot be told, "
        "2 plan or data cannot be read.",
    )
    parser.add_argument("plan", type=Path, metavar="PLAN", help="plan.yaml")
    parser.add_argument(
        "data",
        nargs="+",
        metavar="DATA",
        help="NAME=ADDRESS for a table (orders=exports/orders.parquet), or a folder or DuckDB file that holds "
        "the tables by name; with --engine spark also spark:DATABASE",
    )
    parser.add_argument(
        "--among",
        metavar="SOURCE",
        help="the source of the catalogue whose rows say who would be exposed (default: that of the first "
        "primary metric, whose units then all have a row)",
    )
    parser.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help="who reads the data (default: duckdb)",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the power; 1 where it is not reached."""
    spark = args.engine == "spark"
    for package in ("tea_tasting", "ibis", "duckdb", *(["pyspark"] if spark else [])):
        if find_spec(package) is None:
            extra = "spark" if package == "pyspark" else "experiments"
            raise MissingExtraError("plan power", extra, package)
    from groundrules import config, documents
    from groundrules.metrics import catalogue
    from groundrules.plans.form import Plan
    from groundrules.plans.power import among_of, power, sources
    from groundrules.tables.named import opened

    plan = documents.read(args.plan, Plan)
    known = catalogue.load(config.load(args.plan))
    among = among_of(plan, known, args.among)
    with opened(args.data, sources(plan, known, among), spark=spark, tell=say) as relations:
        told = power(relations, plan, known, among)
        relations.check_unchanged()
    if args.format == "json":
        import msgspec

        document = {"version": 1, "reached": told.reached, **msgspec.to_builtins(told)}
        answer(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())
    else:
        from groundrules.cli.plan_power_text import text

        answer(text(told, plan, known))
    return 0 if told.reached else 1
