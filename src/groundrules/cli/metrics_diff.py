"""`groundrules metrics diff`."""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundrules.cli.console import answer, say
from groundrules.cli.metrics_compute import finite, table
from groundrules.cli.named_data import DATA, add_engine, day, needs

if TYPE_CHECKING:
    from groundrules.metrics.catalogue import Catalogue
    from groundrules.metrics.diff import Diff, Week
    from groundrules.metrics.form import Metric
    from groundrules.metrics.sensitivity import Sensitivity


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "diff",
        help="what a changed definition does to the history, and to what experiments can find, before it is merged",
        description="Compare two versions of a metric: what changed in words; with data also each period's value by "
        "both, how many units change, how the units' values correlate, and the smallest effect that an experiment "
        "with as many units finds by each, with CUPED and without.",
        epilog="Exit codes: 0 the number stays what it was, 1 it may be another, 2 something could not be read.",
    )
    parser.add_argument(
        "words", nargs="+", metavar="OLD NEW [DATA…]",
        help=f"two files; with --base one file, or the name of a metric. DATA: {DATA}",
    )  # fmt: skip
    parser.add_argument(
        "--base", metavar="REVISION", help="OLD is the file as it was in this revision of git"
    )
    parser.add_argument(
        "--by",
        choices=("day", "week"),
        default="week",
        help="periods of the history (default: week)",
    )
    parser.add_argument("--from", dest="first", type=day, metavar="DAY", help="as in 2026-03-02")
    parser.add_argument("--to", dest="last", type=day, metavar="DAY", help="the last day, included")
    parser.add_argument("--among", metavar="SOURCE", help="whom to count, as of metrics compute")
    parser.add_argument(
        "--exposures", metavar="TABLE",
        help="a running experiment's exposures among the data: its units and times are taken for what can be found "
        "(default: all units that came, as if exposed together)",
    )  # fmt: skip
    parser.add_argument(
        "--exposed-at",
        default="exposed_at",
        metavar="COLUMN",
        help="their time (default: exposed_at)",
    )
    parser.add_argument(
        "--exposed-unit", metavar="COLUMN", help="their unit (default: as the metric calls it)"
    )
    add_engine(parser, "who reads the data")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--config", type=Path, metavar="FILE", help="as of groundrules check")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compare, print, and return 0 or 1."""
    from groundrules import config as configuration
    from groundrules.metrics import catalogue

    known = catalogue.load(configuration.load(Path(), args.config))
    old, new, data = _two(args, known)
    found = _diff(args, known, old, new, data)
    if args.format == "json":
        answer(json.dumps(_object(found), indent=2, ensure_ascii=False))
    else:
        answer("\n".join(_text(found)))
    return 0 if found.same_number else 1


def _two(args: argparse.Namespace, known: Catalogue) -> tuple[Metric, Metric, list[str]]:
    """Return the two versions and the data; raises UsageError where one is missing."""
    from groundrules import documents
    from groundrules.errors import UsageError
    from groundrules.metrics.form import Metric
    from groundrules.metrics.revision import metric_at

    words = list(args.words)
    if args.base is None:
        if len(words) < 2:
            raise UsageError("two files are compared, OLD and NEW; or one with --base REVISION")
        old, new = (documents.read(Path(word), Metric) for word in words[:2])
        return old, new, words[2:]
    path = known.files.get(words[0], Path(words[0]))
    new = documents.read(path, Metric)
    before = metric_at(path, args.base)
    if before is None:
        raise UsageError(f"{path}: no such file in {args.base}")
    return before, new, words[1:]


def _diff(
    args: argparse.Namespace, known: Catalogue, old: Metric, new: Metric, data: list[str]
) -> Diff:
    from groundrules.metrics.diff import diff, in_words

    if not data:
        return in_words(old, new)
    spark = args.engine == "spark"
    needs("metrics diff", "ibis", "tea_tasting", "pyspark" if spark else "duckdb")
    from groundrules.metrics.computing import among_of, span_of, tables_of
    from groundrules.metrics.sensitivity import Exposures
    from groundrules.tables.named import opened

    exposures = (
        Exposures(args.exposures, args.exposed_unit or new.unit, args.exposed_at)
        if args.exposures
        else None
    )
    wanted = [*tables_of([old, new], args.among), *([args.exposures] if args.exposures else [])]
    with opened(data, wanted, spark=spark, tell=say) as relations:
        found = diff(
            relations, old, new, [args.by], span_of(args.first, args.last),
            among=among_of(known, new, args.among), exposures=exposures,
        )  # fmt: skip
        relations.check_unchanged()
    return found


def _text(found: Diff) -> list[str]:
    old, new = found.old, found.new
    name = new.name if new.name == old.name else f"{old.name} → {new.name}"
    lines = [f"{name}: version {old.version} → {new.version}", ""]
    if not found.changes:
        return [*lines, "The definitions are the same."]
    for one in found.changes:
        mark = "!" if one.number else " "
        lines += [f"{mark} {one.part}", f"    was  {one.old}", f"    is   {one.new}"]
    lines += ["", _verdict(found)]
    if found.weeks:
        lines += ["", *_history(found)]
    if found.sensitivity:
        lines += ["", *_sensitivity(found)]
    return lines + [f"  {note}" for note in found.notes]


def _verdict(found: Diff) -> str:
    if found.same_number:
        return "None of this changes the number."
    raised = found.new.version > found.old.version
    return "! may change the number." + ("" if raised else " The version is to be raised.")


def _history(found: Diff) -> list[str]:
    from groundrules.metrics.words import number, unit

    rows = [["period", "old", "new", "new / old"]]
    for week in found.weeks:
        points = ((found.old, week.old), (found.new, week.new))
        values = [number(metric, point.level.value) if point else "–" for metric, point in points]
        partial = any(point is not None and point.partial for _, point in points)
        rows.append([week.keys[0], *values, f"{_times(week)}{' *' if partial else ''}"])
    lines = [f"The history, in {unit(found.new) or 'no unit'}:", *table(rows)]
    if any(row[-1].endswith("*") for row in rows):
        lines.append("  * the data do not hold the whole period, or are not complete yet")
    units = found.units
    if units is not None:
        share = f" ({100 * units.changed / units.both:.1f} %)" if units.both else ""
        lines.append(
            f"  {units.changed:,} of {units.both:,} units have another value over the whole time{share}."
        )
        if units.old != units.both or units.new != units.both:
            lines.append(
                f"  {units.old - units.both:,} units only the old one counts, {units.new - units.both:,} only the new."
            )
        lines.append(f"  Correlation of the units' values: {_ratio(units.correlation)}.")
    return lines


def _times(week: Week) -> str:
    return _ratio(week.ratio)


def _ratio(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.4f}"


def _sensitivity(found: Diff) -> list[str]:
    from groundrules.metrics.words import number

    assert found.sensitivity is not None
    old, new = found.sensitivity
    rows = [["", "old", "new", "new / old"]]
    pairs = zip((found.old, found.new), found.sensitivity, strict=True)
    rows.append(
        [
            "value",
            *(number(metric, one.mean) for metric, one in pairs),
            _ratio(_over(new.mean, old.mean)),
        ]
    )
    rows.append(
        [
            "variance of a unit",
            f"{old.variance:.4g}",
            f"{new.variance:.4g}",
            _ratio(_over(new.variance, old.variance)),
        ]
    )
    rows.append(
        [
            "units not at 0",
            _percent(old.not_zero),
            _percent(new.not_zero),
            _ratio(_over(new.not_zero, old.not_zero)),
        ]
    )
    rows.append(
        [
            "smallest effect found",
            _percent(old.mde),
            _percent(new.mde),
            _ratio(_over(new.mde, old.mde)),
        ]
    )
    if old.mde_cuped is not None or new.mde_cuped is not None:
        both = (old.mde_cuped or math.nan, new.mde_cuped or math.nan)
        rows.append(["with CUPED", *(_percent(one) for one in both), _ratio(both[1] / both[0])])
    whose = (
        "units that came, as if exposed together" if found.pretended else "units that were exposed"
    )
    return [
        f"What an experiment can find, by {new.units:,} {whose}, watched for {found.days} days:",
        *table(rows),
        "  Smallest effect: relative, found with 80 % power at alpha 0.05, two-sided, all units in two equal arms.",
    ]


def _over(new: float, old: float) -> float:
    return new / old if old else math.nan


def _percent(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.2f} %"


def _object(found: Diff) -> dict[str, Any]:
    units = found.units
    return {
        "version": 1, "name": found.new.name, "old": found.old.version, "new": found.new.version,
        "same_number": found.same_number,
        "changes": [
            {"part": one.part, "old": one.old, "new": one.new, "number": one.number} for one in found.changes
        ],
        "history": [
            {
                "period": week.keys[0],
                "old": finite(week.old.level.value) if week.old else None,
                "new": finite(week.new.level.value) if week.new else None,
                "ratio": finite(week.ratio),
                "old_units": week.old.level.units if week.old else None,
                "new_units": week.new.level.units if week.new else None,
                "partial": any(point is not None and point.partial for point in (week.old, week.new)),
            }
            for week in found.weeks
        ],
        "units": None if units is None else {
            "old": units.old, "new": units.new, "both": units.both, "changed": units.changed,
            "correlation": finite(units.correlation),
        },
        "sensitivity": None if found.sensitivity is None else {
            "days": found.days, "pretended": found.pretended,
            **{where: _sensed(one) for where, one in zip(("old", "new"), found.sensitivity, strict=True)},
        },
        "notes": list(found.notes),
    }  # fmt: skip


def _sensed(one: Sensitivity) -> dict[str, Any]:
    return {
        "units": one.units, "value": finite(one.mean), "variance": finite(one.variance),
        "not_zero": finite(one.not_zero),
        "mde": finite(one.mde), "mde_cuped": finite(one.mde_cuped) if one.mde_cuped is not None else None,
    }  # fmt: skip
