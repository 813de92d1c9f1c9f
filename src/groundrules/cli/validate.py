"""`groundrules validate`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundrules.cli.console import answer, say
from groundrules.errors import GroundrulesError, MissingExtraError

if TYPE_CHECKING:
    from groundrules.contracts.configured import Asked
    from groundrules.contracts.report import Judged, Run


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    validate = subcommands.add_parser(
        "validate",
        help="check data files against a contract",
        description="Check data against a pandera contract: one row for each of its rules. Without DATA, all "
        "that [tool.groundrules.contracts] names.",
        epilog="Exit codes: 0 every table keeps its contract, 1 one does not, "
        "2 a table or a contract could not be read.",
    )
    validate.add_argument(
        "data",
        nargs="*",
        metavar="DATA",
        help=".csv, .csv.gz, .parquet, a folder of .parquet files, a table as in "
        "warehouse.duckdb:orders, or postgresql://user@host/shop?table=public.orders; "
        "with --engine spark also a table of its catalogue (shop.orders) or a URI (hdfs://…)",
    )
    validate.add_argument(
        "--contract",
        metavar="FILE:NAME",
        help="as in contracts/orders.py:Orders (default: what [tool.groundrules.contracts] says of DATA)",
    )
    validate.add_argument(
        "--format",
        choices=("text", "json", "github", "junit"),
        default="text",
        help="text for a reader (default), json for a program, github for annotations in GitHub Actions, "
        "junit for other continuous integration",
    )
    validate.add_argument(
        "--engine",
        choices=("auto", "duckdb", "polars", "spark", "pandas"),
        default=None,
        help="who judges: duckdb reads Parquet and tables in one pass and bounded memory, polars streams "
        "Parquet, spark judges Parquet and tables of its catalogue, where [tool.groundrules.spark] says or "
        "in a session of its own, pandas holds a file in memory; auto (the default) takes duckdb for all "
        "but a CSV below 200 MB, where it judges as pandera does",
    )
    validate.add_argument(
        "--samples",
        type=_count,
        default=0,
        metavar="N",
        help="show N failing values for each rule, but none of columns that the contract marks with "
        "metadata={'sensitive': True} (default 0: values may be personal data, and logs are kept)",
    )
    validate.add_argument(
        "--incremental",
        action="store_true",
        help="of a folder of Parquet, read only files that are new or changed since the last such run, as "
        "kept in .groundrules_cache/contracts.sqlite; a key of one column is counted anew, unless a "
        "column of the partition is part of it (unique=['day', 'order_id'])",
    )
    validate.set_defaults(run=run_validate)


def run_validate(args: argparse.Namespace) -> int:
    """Check every table; one that cannot be read does not keep the others from it."""
    from groundrules import config
    from groundrules.cache import FOLDER
    from groundrules.contracts.configured import asked

    settings = config.load(Path.cwd())
    tables = asked(args.data, args.contract, args.engine, settings)
    options = {
        "samples": args.samples,
        "report": _progress([one.data for one in tables]),
        "incremental": settings.root / FOLDER / "contracts.sqlite" if args.incremental else None,
    }
    by_one = args.format == "text"
    run = _judge(tables, options, _show if by_one else None)
    if not by_one:
        form = import_module(f"groundrules.contracts.report.{args.format}")
        answer(form.whole(run))
    return 2 if run.unread else int(not all(one.result.passed for one in run.judged))


def _show(one: Judged) -> None:
    from groundrules.contracts.report import text

    answer(text.one(one))


def _judge(
    tables: list[Asked], options: dict[str, Any], done: Callable[[Judged], None] | None
) -> Run:
    """Judge the tables; `done` is called with each as soon as it is judged."""
    from groundrules.contracts import load_schema, validate
    from groundrules.contracts.report import Judged, Run, Unread

    load = cache(load_schema)
    judged, unread = [], []
    for one in tables:
        try:
            result = validate(one.data, load(one.contract), engine=one.engine, **options)
        except MissingExtraError:
            raise
        except GroundrulesError as error:
            say(f"groundrules: {error}")
            unread.append(Unread(one.data, one.contract, str(error)))
            continue
        judged.append(Judged(one.data, one.contract, result))
        if done is not None:
            done(judged[-1])
    return Run(tuple(judged), tuple(unread))


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of samples (0, 1, 2, …)")
    return int(text)


def _progress(names: list[str]) -> Any:
    """Speak of each step only when there is much to read."""
    long = sum(_size(Path(name)) for name in names) > 50_000_000
    return say if long else None


def _size(path: Path) -> int:
    files = path.rglob("*.parquet") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())
