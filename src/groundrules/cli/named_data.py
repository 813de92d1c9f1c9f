"""What commands over named tables ask alike: the data, the engine, a day, the packages."""

from __future__ import annotations

import argparse
from datetime import date
from importlib.util import find_spec

from groundrules.errors import MissingExtraError

DATA = (
    "NAME=ADDRESS for a table (orders=exports/orders.parquet, orders=postgresql://…?table=…), or a folder or "
    "DuckDB file that holds the tables by name; with --engine spark also spark:DATABASE"
)


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the tables."""
    parser.add_argument("data", nargs="+", metavar="DATA", help=DATA)


def add_engine(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the choice of an engine."""
    parser.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help=f"{what}: duckdb here (default), or spark, where [tool.groundrules.spark] says",
    )


def day(text: str) -> date:
    """Return a day; raises argparse's error for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day; write it as 2026-03-15") from error


def needs(command: str, *packages: str) -> None:
    """Raise MissingExtraError where a package is not installed."""
    for package in packages:
        if find_spec(package) is None:
            extra = "spark" if package == "pyspark" else "experiments"
            raise MissingExtraError(command, extra, package)
