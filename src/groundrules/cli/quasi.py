"""`groundrules quasi`: difference in differences, synthetic control and geo experiments."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from groundrules.cli.console import answer, say
from groundrules.errors import UsageError


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    command = subcommands.add_parser(
        "quasi",
        help="judge a roll-out to some markets: difference in differences, synthetic control, geo experiment",
        description="Estimate the effect of a treatment that some markets got and others did not, by a plan that was "
        "written before, and test what the design assumes. Guards come first: data that do not fit the plan give no "
        "estimate, but a name and a mend. `groundrules quasi new` drafts a plan.",
        epilog="Exit codes: 0 a verdict was reached (an effect, or undecided), 1 a guard refuses or an assumption "
        "fails, 2 plan or data cannot be read, or wrong usage.",
    )
    command.add_argument("plan", metavar="PLAN", help="quasi.yaml; or the word new, to draft one")
    command.add_argument(
        "data",
        nargs="?",
        metavar="DATA",
        help=".csv, .csv.gz, .parquet, a folder of .parquet files, a table as in warehouse.duckdb:sales, or "
        "postgresql://user@host/shop?table=public.sales",
    )
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument(
        "--design",
        choices=("difference-in-differences", "synthetic-control", "geo"),
        default="difference-in-differences",
        help="of the plan that is drafted",
    )
    command.add_argument(
        "-o", "--output", type=Path, metavar="FILE.yaml", help="of new; default: to standard output"
    )
    command.add_argument("--force", action="store_true", help="replace the file if it is there")
    command.set_defaults(run=run_quasi)


def run_quasi(args: argparse.Namespace) -> int:
    """Judge and print, or draft a plan; the exit code is the verdict."""
    if args.plan == "new":
        return _new(args)
    if args.data is None:
        raise UsageError("name the data too: groundrules quasi PLAN DATA")
    from groundrules.cli.quasi_text import lines
    from groundrules.quasi import quasi

    result = quasi(Path(args.plan), args.data, say)
    if args.format == "json":
        answer(json.dumps({"version": 1, **result.to_dict()}, indent=2, ensure_ascii=False))
    else:
        answer("\n".join(lines(result)))
    return 0 if result.verdict in ("effect", "undecided") else 1


def _new(args: argparse.Namespace) -> int:
    from groundrules.new_file import write_new
    from groundrules.quasi.sketch import sketch

    if args.data is not None:
        raise UsageError(
            "`groundrules quasi new` takes no data: a plan is written before they are seen"
        )
    if args.output is None:
        answer(sketch(args.design))
    else:
        write_new(args.output, sketch(args.design), force=args.force)
        answer(str(args.output))
    return 0
