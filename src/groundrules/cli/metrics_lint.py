"""`groundrules metrics lint`."""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from groundrules.cli.console import answer, colours, say


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "lint",
        help="check definitions: columns, types, windows, doubles, versions; and run their examples",
        description="Check every metric and source of the catalogue, compare versions with the last commit, and run "
        "the examples of each definition.",
        epilog="Exit codes: 0 clean, 1 findings or unreadable files, 2 wrong usage or configuration.",
    )
    parser.add_argument(
        "folders",
        nargs="*",
        type=Path,
        metavar="FOLDER",
        help="default: `metrics` of the configuration, or ours",
    )
    parser.add_argument(
        "--base",
        metavar="REVISION",
        help="compare versions with this revision of git (default: HEAD)",
    )
    add_engine(parser, "where the examples run")
    parser.add_argument(
        "--select",
        type=_codes,
        default=(),
        metavar="CODES",
        help="only these rules: codes or prefixes, with commas",
    )
    parser.add_argument(
        "--ignore", type=_codes, default=(), metavar="CODES", help="leave these out"
    )
    parser.add_argument("--format", choices=("full", "concise", "json"), default="full")
    parser.add_argument("--config", type=Path, metavar="FILE", help="as of groundrules check")
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="print nothing when all is clean"
    )
    parser.set_defaults(run=run)


def add_engine(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the choice of an engine."""
    parser.add_argument(
        "--engine", choices=("duckdb", "spark"), default="duckdb", help=f"{what} (default: duckdb)"
    )


def run(args: argparse.Namespace) -> int:
    """Lint, print, and return 0 or 1."""
    from groundrules import config as configuration
    from groundrules.metrics.catalogue import folders
    from groundrules.metrics.lint import lint
    from groundrules.output import text

    spark = args.engine == "spark"
    needs("metrics lint", "ibis", "pyarrow", "pyspark" if spark else "duckdb")
    config = configuration.load(args.folders[0] if args.folders else Path(), args.config)
    with _session(spark=spark):
        result = lint(
            args.folders or folders(config),
            config=config, base=args.base, spark=spark, select=args.select, ignore=args.ignore, tell=say,
        )  # fmt: skip
    if args.format == "json":
        from groundrules.output import json

        answer(json.dumps(result))
    elif not (args.quiet and result.clean and not result.notes):
        write = text.full if args.format == "full" else text.concise
        answer(write(result, colour=colours(sys.stdout)))
    return 0 if result.clean else 1


def needs(command: str, *packages: str) -> None:
    """Raise MissingExtraError where a package is not installed."""
    from importlib.util import find_spec

    from groundrules.errors import MissingExtraError

    for package in packages:
        if find_spec(package) is None:
            raise MissingExtraError(
                command, "spark" if package == "pyspark" else "experiments", package
            )


def _session(*, spark: bool) -> AbstractContextManager[object]:
    """Return a context in which all examples share one session of Spark."""
    if not spark:
        return nullcontext()
    from groundrules.tables.spark import configured, spark_session

    return spark_session(configured(), say)


def _codes(given: str) -> tuple[str, ...]:
    return tuple(code.strip().upper() for code in given.split(",") if code.strip())
