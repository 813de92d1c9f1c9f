"""`groundrules metrics compute`."""

from __future__ import annotations

import argparse
import json
import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundrules.cli.console import answer, say
from groundrules.cli.metrics_lint import add_engine, needs

if TYPE_CHECKING:
    from groundrules.metrics.history import History

DATA = (
    "NAME=ADDRESS for a table (orders=exports/orders.parquet, orders=postgresql://…?table=…), or a folder or "
    "DuckDB file that holds the tables by name; with --engine spark also spark:DATABASE"
)


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "compute",
        help="a metric's history: its value with an interval, by day, week or a column",
        description="Compute metrics without an experiment: of each unit and period the metric's number, over units "
        "the value with its interval. A unit is counted in a period in which it has a row of the metric's tables, or "
        "by --among of another. Windows and caps from a pre-period belong to experiments and are not applied.",
    )
    parser.add_argument(
        "words", nargs="+", metavar="NAME… DATA…", help=f"metrics, then data: {DATA}"
    )
    parser.add_argument(
        "--by", action="append", default=[], metavar="day|week|COLUMN",
        help="may be repeated (default: week); a week begins on Monday, days are in UTC",
    )  # fmt: skip
    parser.add_argument("--from", dest="first", type=day, metavar="DAY", help="as in 2026-03-02")
    parser.add_argument("--to", dest="last", type=day, metavar="DAY", help="the last day, included")
    parser.add_argument(
        "--among", metavar="SOURCE",
        help="count the units with a row of this table in the period, as in sessions: those without orders then "
        "count as 0 in revenue_per_user",
    )  # fmt: skip
    parser.add_argument(
        "--level", type=_level, default=0.95, help="of the intervals (default: 0.95)"
    )
    add_engine(parser, "who reads the data")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--config", type=Path, metavar="FILE", help="as of groundrules check")
    parser.set_defaults(run=run)


def day(text: str) -> date:
    """Return a day; raises argparse's error for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-03-02") from error


def _level(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no level between 0 and 1; write 0.95")
    return value


def run(args: argparse.Namespace) -> int:
    """Compute and print."""
    from groundrules import config as configuration
    from groundrules.metrics import catalogue

    spark = args.engine == "spark"
    needs("metrics compute", "ibis", "tea_tasting", "pyspark" if spark else "duckdb")
    known = catalogue.load(configuration.load(Path(), args.config))
    names = [word for word in args.words if word in known.metrics]
    data = [word for word in args.words if word not in known.metrics]
    if not names:
        known.metric(args.words[0])
    from groundrules.metrics.computing import compute, span_of

    found = compute(
        known, names, data, by=args.by or ["week"], span=span_of(args.first, args.last), among=args.among,
        confidence=args.level, spark=spark, tell=say,
    )  # fmt: skip
    if args.format == "json":
        document = {"version": 1, "metrics": [_object(one) for one in found]}
        answer(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        answer("\n\n".join(_text(one) for one in found))
    return 0


def _text(found: History) -> str:
    from groundrules.metrics.words import number, unit

    metric = found.metric
    title = f"{metric.name} (version {metric.version}), {unit(metric) or 'no unit'}, by {', '.join(found.by)}"
    rows = [[*found.by, "units", "value", f"{100 * found.confidence:g} % interval"]]
    for point in found.points:
        low, high = number(metric, point.level.low), number(metric, point.level.high)
        rows.append([
            *point.keys, f"{point.level.units:,}", number(metric, point.level.value),
            f"{low} to {high}{' *' if point.partial else ''}",
        ])  # fmt: skip
    counted = f"counted: units with a row of {found.among} in the period"
    if metric.missing == "zero" and metric.type != "ratio" and not found.chosen:
        counted += "; others are not counted as 0: say whom to count by --among TABLE"
    notes = [counted, *found.notes]
    if any(point.partial for point in found.points):
        notes.append("* the data do not hold the whole period, or are not complete yet")
    lines = table(rows, len(found.by)) if found.points else ["no rows"]
    return "\n".join([title, *lines, *(f"  {note}" for note in notes)])


def table(rows: list[list[str]], left: int = 1) -> list[str]:
    """Return rows as lines with columns of one width, the first `left` of them flush left, the others right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  " + "  ".join(
            cell.ljust(width) if column < left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]  # fmt: skip


def _object(found: History) -> dict[str, Any]:
    return {
        "name": found.metric.name, "version": found.metric.version, "unit": found.metric.display.unit,
        "by": list(found.by), "among": found.among, "level": found.confidence,
        "points": [
            {
                "keys": list(point.keys), "units": point.level.units, "value": finite(point.level.value),
                "low": finite(point.level.low), "high": finite(point.level.high), "partial": point.partial,
            }
            for point in found.points
        ],
        "notes": list(found.notes),
    }  # fmt: skip


def finite(value: float) -> float | None:
    """Return a number as JSON has it: NaN is null; the last digits, which hang on the order of sums, are left out."""
    return float(f"{value:.12g}") if math.isfinite(value) else None
