"""Fingerprints: of each partition (or bucket of keys) its rows, two sums of hashes, and its sums.

Both hash sums and the count are the same in any order of rows, and a row that occurs twice counts
twice (an exclusive or would cancel it). One pass over a side yields all that its rows can say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlglot import exp

from groundrules.reconcile import sql, sums
from groundrules.reconcile.plan import Column, Plan, Side
from groundrules.tables.duck import DuckTables

BUCKETS, BUCKETS_OF_PARTITION = 1024, 64
"""Rows are compared in the buckets that differ: more of them cost memory, fewer make them large."""
APART = "apart"
"""The table of buckets whose fingerprints differ."""


def parts(column: Column, side: Side) -> dict[str, exp.Expr]:
    """Return the expressions that a column is compared by, with their names."""
    made = column.form(side).parts(sql.column(column.name, side.view))
    return {f"c{column.number}_{n}": part for n, part in enumerate(made)}


def names(columns: Iterable[Column], side: Side) -> list[str]:
    """Return the names of the columns' parts, the same on both sides."""
    return [name for column in columns for name in parts(column, side)]


def raw(column: Column, side: Side) -> exp.Expr:
    """Return the column as it is."""
    return sql.column(column.name, side.view)


def shown(column: Column, side: Side) -> exp.Expr:
    """Return the column as it is shown; times as text, for Python has no nanoseconds or year 10000."""
    kind = column.a if side.letter == "A" else column.b
    plain = kind.is_number or kind.family in ("text", "csv", "boolean")
    return raw(column, side) if plain else sql.cast(raw(column, side), "VARCHAR")


def first_part(column: Column, side: Side) -> exp.Expr:
    """Return the first part of a grouped column as it is shown."""
    name = sql.column(next(iter(parts(column, side))))
    plain = column.is_number or column.a.family in ("text", "csv", "boolean")
    return name if plain else sql.cast(name, "VARCHAR")


def no_key(plan: Plan, side: Side) -> exp.Expr:
    """Return whether a part of the key is null."""
    nulls = [sql.is_null(raw(column, side)) for column in plan.key]
    return exp.or_(*nulls) if nulls else exp.false()


def numbers(plan: Plan) -> list[Column]:
    """Return the columns that have a sum."""
    return [column for column in plan.comparable if column.is_number]


def grouping(plan: Plan, side: Side) -> dict[str, exp.Expr]:
    """Return what rows are grouped by: a bucket of keys or of whole rows, inside a partition if there is one."""
    by = plan.key or plan.comparable
    values = [part for column in by for part in parts(column, side).values()]
    buckets = sql.whole(BUCKETS_OF_PARTITION if plan.partition else BUCKETS)
    bucket = exp.Mod(this=sql.call("hash", *values), expression=buckets)
    partition = {n: p for column in plan.partition for n, p in parts(column, side).items()}
    return {**partition, "bucket": bucket}


def _unreadable(plan: Plan, side: Side) -> dict[str, exp.Expr]:
    found = {}
    for column in (*plan.key, *plan.comparable):
        if text := column.form(side).unreadable:
            found[f"b{column.number}"] = text(raw(column, side))
    return found


def number(column: Column, side: Side) -> exp.Expr:
    """Return a column as the number that is summed."""
    made = column.form(side).number
    assert made is not None
    return made(raw(column, side))


def _sums(plan: Plan, side: Side) -> dict[str, exp.Expr]:
    found: dict[str, exp.Expr] = {}
    for column in numbers(plan):
        kind = column.form(side).number_type
        assert kind is not None
        found |= sums.aggregates(f"s{column.number}", sql.column(f"v{column.number}"), kind)
    return found


def key_parts(plan: Plan, side: Side) -> dict[str, exp.Expr]:
    """Return the parts of the key, or of the grain, by name."""
    return {name: part for column in plan.key for name, part in parts(column, side).items()}


def fingerprints(plan: Plan, side: Side) -> exp.Query:
    """Return the query for the fingerprints of a side; of a grain, by its groups without hashes."""
    grain = bool(plan.options.grain)
    groups = key_parts(plan, side) if grain else grouping(plan, side)
    texts = _unreadable(plan, side)
    inner = {
        **groups,
        "null key": no_key(plan, side),
        **{f"v{column.number}": number(column, side) for column in numbers(plan)},
        **texts,
    }
    outer = {
        "n": sql.count(),
        "nulls": sql.count(sql.column("null key")),
        **{name: exp.Count(this=sql.column(name)) for name in texts},
        **_sums(plan, side),
    }
    if not grain:
        columns = (*plan.key, *plan.comparable)
        whole = [part for column in columns for part in parts(column, side).values()]
        inner["h"] = sql.call("hash", *whole)
        outer["h1"] = sql.total(sql.column("h"))
        outer["h2"] = sql.total(sql.call("hash", sql.column("h")))
    rows = exp.select(*sql.named(inner)).from_(sql.table(side.view)).subquery("r")
    by = [sql.column(name) for name in groups]
    return exp.select(*by, *sql.named(outer)).from_(rows).group_by(*(one.copy() for one in by))


def _merged(plan: Plan, side: Side) -> dict[str, str]:
    """Return how the counts of the groups become those of the table."""
    found = dict.fromkeys(("n", "nulls", *_unreadable(plan, side)), "sum")
    for column in numbers(plan):
        kind = column.form(side).number_type
        assert kind is not None
        found |= sums.columns(f"s{column.number}", kind)
    return found


def take(tables: DuckTables, plan: Plan, tell: Callable[[str], None]) -> list[dict[str, Any]]:
    """Take both sides' fingerprints, keep the groups that are apart, return each side's totals."""
    totals = []
    for side in plan.sides:
        tell(f"reading {side.letter} ({side.where})")
        tables.rows(sql.keep(name_of(side), fingerprints(plan, side)))
        merged = {
            name: sql.call(how, sql.column(name)) for name, how in _merged(plan, side).items()
        }
        query = exp.select(*sql.named(merged)).from_(sql.table(name_of(side)))
        (row,) = tables.rows(query)
        totals.append(dict(zip(merged, row, strict=True)))
    if not plan.options.grain:
        tables.rows(sql.keep(APART, _apart(plan)))
    return totals


def name_of(side: Side) -> str:
    """Return the table that holds a side's fingerprints."""
    return f"print_{side.letter.lower()}"


def _apart(plan: Plan) -> exp.Query:
    by = list(grouping(plan, plan.a))
    either = {
        name: sql.call("coalesce", sql.column(name, "a"), sql.column(name, "b")) for name in by
    }
    shown = ("n", "h1", "h2")
    other = sql.differ([sql.column(x, "a") for x in shown], [sql.column(x, "b") for x in shown])
    return (
        exp.select(*sql.named(either))
        .from_(sql.table(name_of(plan.a)).as_("a"))
        .join(
            sql.table(name_of(plan.b)).as_("b"),
            on=sql.all_same(by, "a", "b"),
            join_type="full",
        )
        .where(other)
    )


def count_apart(tables: DuckTables) -> int:
    """Return how many buckets are apart."""
    ((found,),) = tables.rows(exp.select(sql.count()).from_(sql.table(APART)))
    return int(found)


def only_apart(rows: exp.Select, plan: Plan) -> exp.Select:
    """Return a query's rows (known as `r`) of groups that are apart."""
    by = list(grouping(plan, plan.a))
    return rows.join(sql.table(APART), on=sql.all_same(by, "r", APART), join_type="semi")
