"""The partitions that are not the same on both sides."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from groundrules.reconcile import prints, sql
from groundrules.reconcile.keyed import FOUND
from groundrules.reconcile.plan import Plan
from groundrules.reconcile.result import PartitionResult
from groundrules.tables.duck import DuckTables

MOST = 20
"""How many partitions are listed."""


def partitions_apart(tables: DuckTables, plan: Plan, groups: int) -> dict[str, Any]:
    """Return what a result says of partitions, after the rows were compared."""
    if not plan.partition:
        return {}
    known = {
        "partition_by": plan.options.partition,
        "partitions": prints.count_groups(tables, plan),
    }
    if not groups:
        return known
    names = list(prints.grouping(plan, plan.a))
    first = [next(iter(prints.parts(column, plan.a))) for column in plan.partition]
    counts = ["only_a", "only_b", *(["changed"] if plan.key else [])]
    apart = (
        exp.select(
            *(sql.column(name, prints.APART) for name in [*first, "rows_a", "rows_b"]),
            *(sql.call("coalesce", sql.column(name, FOUND), sql.whole(0)) for name in counts),
        )
        .from_(sql.table(prints.APART))
        .join(sql.table(FOUND), on=sql.all_same(names, prints.APART, FOUND), join_type="left")
        .order_by(*(sql.column(name, prints.APART) for name in names))
    )
    if any(column.tolerance for column in plan.comparable):
        apart = apart.where(_beyond_tolerance(counts))
    listed = tables.rows(apart.limit(MOST))
    ((many,),) = tables.rows(exp.select(sql.count()).from_(apart.subquery("p")))
    wide = len(first)
    return {
        **known,
        "partitions_apart": int(many),
        "apart": tuple(
            PartitionResult(row[:wide], *map(int, row[wide : wide + 4]), *_changed(row[wide + 4 :]))
            for row in listed
        ),
    }


def _beyond_tolerance(counts: list[str]) -> exp.Expr:
    """Fingerprints know of no tolerance: only rows that differ, or are too many, tell."""
    rows = [sql.column(name, prints.APART) for name in ("rows_a", "rows_b")]
    other = exp.NEQ(this=rows[0], expression=rows[1])
    found = [exp.GT(this=sql.column(name, FOUND), expression=sql.whole(0)) for name in counts]
    return exp.or_(other, *found)


def _changed(rest: tuple[Any, ...]) -> list[int | None]:
    return [int(rest[0])] if rest else [None]
