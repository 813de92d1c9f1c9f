"""`groundrules metrics list` and `groundrules metrics show`."""

from __future__ import annotations

import argparse
import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundrules.cli.console import answer
from groundrules.cli.metrics_compute import table
from groundrules.cli.metrics_lint import needs

if TYPE_CHECKING:
    from groundrules.metrics.catalogue import Catalogue
    from groundrules.metrics.form import Metric
    from groundrules.metrics.uses import Uses

_TYPES = ("mean", "proportion", "ratio", "quantile")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both commands."""
    listing = commands.add_parser(
        "list",
        help="the metrics of the catalogue",
        description="List the metrics of the catalogue, by name.",
    )
    listing.add_argument("--owner", metavar="TEXT", help="only those whose owner's name holds this")
    listing.add_argument("--source", metavar="TABLE", help="only those that read this table")
    listing.add_argument("--type", choices=_TYPES, help="only those of this type")
    listing.add_argument("--all", action="store_true", help="also those that another has replaced")
    _add_common(listing)
    listing.set_defaults(run=_list)

    show = commands.add_parser(
        "show",
        help="one metric: its definition in words, its SQL, who uses it",
        description="Show a metric: what it measures and how, its SQL for DuckDB and Spark, and the plans in this "
        "folder that name it.",
    )
    show.add_argument("name", metavar="NAME")
    show.add_argument(
        "--sql", choices=("duckdb", "spark"),
        help="print only the whole query that an experiment asks, one row a unit of a table `exposures`",
    )  # fmt: skip
    _add_common(show)
    show.set_defaults(run=_show)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--config", type=Path, metavar="FILE", help="as of groundrules check")


def load(args: argparse.Namespace) -> Catalogue:
    """Return the catalogue that the configuration names."""
    from groundrules import config as configuration
    from groundrules.metrics import catalogue

    return catalogue.load(configuration.load(Path(), args.config))


def _list(args: argparse.Namespace) -> int:
    metrics = [metric for metric in load(args).metrics.values() if _asked(metric, args)]
    if args.format == "json":
        answer(
            json.dumps(
                {"version": 1, "metrics": [_row(one) for one in metrics]},
                indent=2,
                ensure_ascii=False,
            )
        )
    elif not metrics:
        answer("No metric is like that.")
    else:
        rows = [["name", "type", "source", "better", "owner", "what it measures"]]
        rows += [
            [one.name, one.type, ", ".join(_sources(one)), one.direction, one.owner, _short(one.description)]
            for one in metrics
        ]  # fmt: skip
        answer("\n".join(line.removeprefix("  ") for line in table(rows, left=len(rows[0]))))
    return 0


def _asked(metric: Metric, args: argparse.Namespace) -> bool:
    return (
        (args.owner is None or args.owner.casefold() in metric.owner.casefold())
        and (args.source is None or args.source in _sources(metric))
        and (args.type is None or metric.type == args.type)
        and (args.all or metric.replaced_by is None)
    )


def _sources(metric: Metric) -> list[str]:
    return list(dict.fromkeys(str(measure.source) for measure in metric.measures()))


def _short(text: str, width: int = 70) -> str:
    """Return the first sentence, or as much of it as a line takes."""
    first = text.split(". ", 1)[0].rstrip(".")
    return (
        first if len(first) <= width else first[: width - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
    )


def _row(metric: Metric) -> dict[str, Any]:
    return {
        "name": metric.name, "version": metric.version, "type": metric.type, "sources": _sources(metric),
        "direction": metric.direction, "owner": metric.owner, "description": metric.description,
        "replaced_by": metric.replaced_by,
    }  # fmt: skip


def _show(args: argparse.Namespace) -> int:
    needs("metrics show", "ibis")
    known = load(args)
    metric = known.metric(args.name)
    from groundrules.metrics import sql

    if args.sql:
        dialect = "pyspark" if args.sql == "spark" else args.sql
        answer(sql.of_experiment(known, metric, dialect))
        return 0
    from groundrules import config as configuration
    from groundrules.metrics.uses import plans, uses

    config = configuration.load(Path(), args.config)
    used = uses(known, metric.name, plans(Path(), config))
    queries = {name: sql.of_units(known, metric, dialect) for dialect, name in sql.DIALECTS.items()}
    if args.format == "json":
        answer(json.dumps(_object(metric, used, queries), indent=2, ensure_ascii=False))
    else:
        answer(_text(known, metric, used, queries))
    return 0


def _object(metric: Metric, used: Uses, queries: dict[str, list[str]]) -> dict[str, Any]:
    import msgspec

    from groundrules.metrics.words import computed

    return {
        "version": 1,
        "metric": msgspec.to_builtins(metric),
        "computed": computed(metric),
        "sql": {name.lower(): found for name, found in queries.items()},
        "plans": [{"path": path, "role": role} for path, role in used.plans],
        "replaces": list(used.replaces),
    }


def _text(known: Catalogue, metric: Metric, used: Uses, queries: dict[str, list[str]]) -> str:
    from groundrules.metrics.words import computed, facts

    head = f"{metric.name} (version {metric.version})"
    lines = [head, "=" * len(head), "", *_wrapped(metric.description), ""]
    if metric.replaced_by:
        lines += [f"REPLACED: use {metric.replaced_by} instead.", ""]
    lines += [*(line for one in computed(metric) for line in _wrapped(one)), ""]
    width = max(len(name) for name, _ in facts(metric))
    lines += [f"{name.ljust(width)}  {value}" for name, value in facts(metric)]
    lines += [f"{'file'.ljust(width)}  {known.files[metric.name]}", ""]
    for name, found in queries.items():
        lines += [f"One number a unit, in {name}'s SQL:", "", *_indented("\n\n".join(found)), ""]
    lines += ["Used by:"]
    lines += [f"  {path} ({role})" for path, role in used.plans]
    lines += [f"  {name}, which it replaces" for name in used.replaces]
    if lines[-1] == "Used by:":
        lines[-1] = "No plan in this folder names it."
    return "\n".join(lines)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 110, break_long_words=False, break_on_hyphens=False)


def _indented(text: str) -> list[str]:
    return [f"  {line}".rstrip() for line in text.splitlines()]
