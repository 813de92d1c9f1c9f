"""The partitions that are not the same on both sides."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from groundrules.reconcile import prints, sql
from groundrules.reconcile.keyed import FOUND
from groundrules.reconcile.plan import Column, Plan
from groundrules.reconcile.result import PartitionResult
from groundrules.tables.duck import DuckTables

MOST = 20
"""How many partitions are listed."""
_PARTITIONS = "partitions"


def partitions_apart(tables: DuckTables, plan: Plan, groups: int) -> dict[str, Any]:
    """Return what a result says of partitions, after the rows were compared."""
    if not plan.partition:
        return {}
    tables.rows(sql.keep(_PARTITIONS, _counted(plan)))
    every = exp.select(sql.count()).from_(sql.table(_PARTITIONS))
    known = {
        "partition_by": plan.options.partition,
        "partitions": int(tables.rows(every)[0][0]),
    }
    if not groups:
        return known
    apart = _apart(plan)
    listed = tables.rows(apart.limit(MOST))
    ((many,),) = tables.rows(exp.select(sql.count()).from_(apart.subquery("p")))
    wide = len(plan.partition)
    return {
        **known,
        "partitions_apart": int(many),
        "apart": tuple(
            PartitionResult(row[:wide], *map(int, row[wide : wide + 4]), *_changed(row[wide + 4 :]))
            for row in listed
        ),
    }


def _counted(plan: Plan) -> exp.Select:
    """Return every partition of either side with its rows on both."""
    names = prints.names(plan.partition, plan.a)
    a, b = (
        exp.select(
            *(sql.column(name) for name in names),
            *sql.named({"rows": sql.total(sql.column("n"))}),
        )
        .from_(sql.table(prints.name_of(side)))
        .group_by(*(sql.column(name) for name in names))
        .subquery(letter)
        for side, letter in zip(plan.sides, "ab", strict=True)
    )
    either = {
        name: sql.call("coalesce", sql.column(name, "a"), sql.column(name, "b")) for name in names
    }
    counts = {f"rows_{x}": sql.call("coalesce", sql.column("rows", x), sql.whole(0)) for x in "ab"}
    on = sql.all_same(names, "a", "b")
    return exp.select(*sql.named({**either, **counts})).from_(a).join(b, on=on, join_type="full")


def _apart(plan: Plan) -> exp.Select:
    """Return the partitions that differ, with the counts of what differs in them."""
    names = prints.names(plan.partition, plan.a)
    counts = ["only_a", "only_b", *(["changed"] if plan.key else [])]
    query = (
        exp.select(
            *(_shown(column, plan) for column in plan.partition),
            *(sql.column(name, _PARTITIONS) for name in ("rows_a", "rows_b")),
            *(sql.call("coalesce", sql.column(name, FOUND), sql.whole(0)) for name in counts),
        )
        .from_(sql.table(_PARTITIONS))
        .join(
            sql.table(prints.APART),
            on=sql.all_same(names, _PARTITIONS, prints.APART),
            join_type="semi",
        )
        .join(sql.table(FOUND), on=sql.all_same(names, _PARTITIONS, FOUND), join_type="left")
        .order_by(*(sql.column(name, _PARTITIONS) for name in names))
    )
    tolerant = any(column.tolerance for column in plan.comparable)
    return query.where(_beyond_tolerance(counts)) if tolerant else query


def _shown(column: Column, plan: Plan) -> exp.Expr:
    value = prints.first_part(column, plan.a)
    for name in value.find_all(exp.Column):
        name.set("table", exp.to_identifier(_PARTITIONS, quoted=True))
    return value


def _beyond_tolerance(counts: list[str]) -> exp.Expr:
    """Fingerprints know of no tolerance: only rows that differ, or are too many, tell."""
    rows = [sql.column(name, _PARTITIONS) for name in ("rows_a", "rows_b")]
    other = exp.NEQ(this=rows[0], expression=rows[1])
    found = [exp.GT(this=sql.column(name, FOUND), expression=sql.whole(0)) for name in counts]
    return exp.or_(other, *found)


def _changed(rest: tuple[Any, ...]) -> list[int | None]:
    return [int(rest[0])] if rest else [None]
