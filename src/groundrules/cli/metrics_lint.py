"""`groundrules metrics lint`."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from groundrules.cli.console import say
from groundrules.cli.judged import add_rules, show
from groundrules.cli.named_data import add_engine, needs


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
        "--static",
        action="store_true",
        help="without an engine, as in a hook: expressions are parsed and not compiled (MET003 and MET004 find less), "
        "and examples are not run (MET023 finds nothing)",
    )
    add_rules(parser, "only these rules: codes or prefixes, with commas")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Lint, print, and return 0 or 1."""
    from groundrules import config as configuration
    from groundrules.metrics.catalogue import folders
    from groundrules.metrics.lint import lint

    spark = args.engine == "spark"
    if not args.static:
        needs("metrics lint", "ibis", "pyarrow", "pyspark" if spark else "duckdb")
    config = configuration.load(args.folders[0] if args.folders else Path(), args.config)
    with _session(spark=spark and not args.static):
        result = lint(
            args.folders or folders(config),
            config=config, base=args.base, spark=spark, static=args.static, select=args.select,
            ignore=args.ignore, tell=say,
        )  # fmt: skip
    return show(result, args)


def _session(*, spark: bool) -> AbstractContextManager[object]:
    """Return a context in which all examples share one session of Spark."""
    if not spark:
        return nullcontext()
    from groundrules.tables.spark import configured, spark_session

    return spark_session(configured(), say)
