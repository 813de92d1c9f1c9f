"""`groundrules reconcile`: two tables held against each other."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

from groundrules.cli.console import answer, say


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = subcommands.add_parser(
        "reconcile",
        help="say whether two tables hold the same, and where they do not",
        description="Compare two tables: source against warehouse, the old pipeline against the new. "
        "With --key rows are matched, with --grain counts and sums of groups are; with neither, whole "
        "rows are compared in any order. What counts as the same: standards/data/reconcile-semantics.md.",
        epilog="Exit codes: 0 they agree, 1 they differ, 2 one could not be read, or wrong usage.",
    )
    for letter in ("A", "B"):
        command.add_argument(
            letter.lower(),
            metavar=letter,
            help=".csv, .csv.gz, .parquet, a folder of .parquet files, a table as in "
            "warehouse.duckdb:orders, postgresql://user@host/shop?table=public.orders, or spark:shop.orders",
        )
    _add_columns(command)
    for letter in ("A", "B"):
        command.add_argument(
            f"--query-{letter.lower()}",
            type=_query,
            metavar="SQL",
            help=f"a SELECT, or a .sql file that holds one, to be run in {letter}, which then is a database "
            "without a table (warehouse.duckdb, postgresql://user@host/shop, spark:), or a file, in the query "
            "called data",
        )
    command.add_argument(
        "--samples", type=int, default=0, metavar="N",
        help="show N rows of each kind of difference, with their keys and values "
        "(default 0: they may be personal data, and logs are kept)",
    )  # fmt: skip
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.set_defaults(run=run_reconcile)


def _add_columns(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--key", type=_names, default=(), metavar="COL[,COL…]",
        help='the columns that name a row, one row a key; a name with a comma in quotes: "a,b"',
    )  # fmt: skip
    command.add_argument(
        "--grain", type=_names, default=(), metavar="COL[,COL…]",
        help="compare the number of rows and the sums of numeric columns by these",
    )  # fmt: skip
    command.add_argument(
        "--partition", type=_names, default=(), metavar="COL[,COL…]",
        help="compare fingerprints by these, rows only where they differ, and list where that is",
    )  # fmt: skip
    command.add_argument(
        "--columns", type=_names, metavar="COL[,COL…]", help="compare no others (default: all)"
    )
    command.add_argument(
        "--ignore", type=_names, action="extend", default=[], metavar="COL[,COL…]",
        help="leave these out",
    )  # fmt: skip
    command.add_argument(
        "--tolerance", type=_bound, action="append", default=[], metavar="COL=ABS",
        help="numbers (with --grain, sums) that are no further apart are the same; may be repeated",
    )  # fmt: skip
    command.add_argument(
        "--rel-tolerance", type=_bound, action="append", default=[], metavar="COL=SHARE",
        help="the same as a share of the larger number, as in price=0.001",
    )  # fmt: skip


def run_reconcile(args: argparse.Namespace) -> int:
    """Compare and print; the exit code is the verdict."""
    from groundrules.cli.reconcile_text import lines
    from groundrules.reconcile import reconcile

    result = reconcile(
        args.a,
        args.b,
        key=args.key,
        grain=args.grain,
        partition=args.partition,
        columns=args.columns,
        ignore=args.ignore,
        tolerance=dict(args.tolerance),
        rel_tolerance=dict(args.rel_tolerance),
        query_a=args.query_a,
        query_b=args.query_b,
        samples=args.samples,
        report=_progress(args.a, args.b),
    )
    if args.format == "json":
        answer(json.dumps({"version": 1, **result.to_dict()}, indent=2, ensure_ascii=False))
    else:
        answer("\n".join(lines(result)))
    return 0 if result.agree else 1


def _names(written: str) -> list[str]:
    names = next(csv.reader([written], skipinitialspace=True), [])
    if not names or not all(names):
        raise argparse.ArgumentTypeError(f"{written!r} names no column; write COL or COL,COL")
    return names


def _query(written: str) -> str:
    path = Path(written)
    if path.suffix != ".sql":
        return written
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise argparse.ArgumentTypeError(f"{written} cannot be read: {error}") from error


def _bound(written: str) -> tuple[str, str]:
    name, equals, value = written.rpartition("=")
    if not (equals and name):
        raise argparse.ArgumentTypeError(f"{written!r} is no bound; write COL=NUMBER")
    return name, value


def _progress(*tables: str) -> Any:
    """Speak of each step only where there is much to read, or nobody knows how much."""
    paths = [_file(table) for table in tables]
    known = [_size(path) for path in paths if path.exists()]
    return say if len(known) < len(tables) or sum(known) > 50_000_000 else None


def _file(table: str) -> Path:
    """Return the file that a table is in: of warehouse.duckdb:orders what is before the colon."""
    return Path(table) if Path(table).exists() else Path(table.partition(":")[0])


def _size(path: Path) -> int:
    files = path.rglob("*.parquet") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())
