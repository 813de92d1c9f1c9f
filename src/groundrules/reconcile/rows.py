"""Rows compared as a whole where there is no key: as multisets, a row that occurs twice twice."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from groundrules.reconcile import prints, sql
from groundrules.reconcile.keyed import FOUND
from groundrules.reconcile.plan import Plan, Side
from groundrules.tables.duck import DuckTables


def compare(
    tables: DuckTables, plan: Plan, groups_apart: int, tell: Callable[[str], None]
) -> tuple[int, int]:
    """Return how many rows only A and only B has, after the fingerprints were taken."""
    if not groups_apart:
        return 0, 0
    tell("comparing rows")
    surplus = sql.column("surplus")
    counts = {
        "only_a": sql.total(surplus, exp.GT(this=surplus.copy(), expression=sql.whole(0))),
        "only_b": sql.total(
            exp.Neg(this=surplus.copy()), exp.LT(this=surplus.copy(), expression=sql.whole(0))
        ),
    }
    by = [sql.column(name) for name in prints.names(plan.partition, plan.a)]
    query = exp.select(*by, *sql.named(counts)).from_(leftover(plan).subquery("l"))
    if by:
        query = query.group_by(*(one.copy() for one in by))
    tables.rows(sql.keep(FOUND, query))
    sums = [sql.total(sql.column(name)) for name in counts]
    ((only_a, only_b),) = tables.rows(exp.select(*sums).from_(sql.table(FOUND)))
    return int(only_a or 0), int(only_b or 0)


def leftover(plan: Plan, *, shown: bool = False) -> exp.Select:
    """Return the rows that one side has more often, with by how much A has them more (`surplus`).

    With `shown` their values too, as text: `raw<n>`.
    """
    one, other = (
        _signed(plan, side, sign, shown=shown)
        for side, sign in zip(plan.sides, (1, -1), strict=True)
    )
    both = exp.union(one, other, distinct=False).subquery("u")
    by = prints.names(plan.comparable, plan.a)
    surplus = sql.total(sql.column("sign"))
    values = {"surplus": surplus}
    if shown:
        for column in plan.comparable:
            values[f"raw{column.number}"] = exp.Min(this=sql.column(f"raw{column.number}"))
    query = exp.select(*(sql.column(name) for name in by), *sql.named(values)).from_(both)
    query = query.group_by(*(sql.column(name) for name in by))
    return query.having(exp.NEQ(this=surplus.copy(), expression=sql.whole(0)))


def _signed(plan: Plan, side: Side, sign: int, *, shown: bool) -> exp.Select:
    parts = {n: p for column in plan.comparable for n, p in prints.parts(column, side).items()}
    values = {**prints.grouping(plan, side), **parts, "sign": sql.whole(sign)}
    if shown:
        for column in plan.comparable:
            values[f"raw{column.number}"] = sql.cast(prints.raw(column, side), "VARCHAR")
    rows = exp.select(*sql.named(values)).from_(sql.table(side.view)).subquery("r")
    names = [*parts, "sign", *(name for name in values if name.startswith("raw"))]
    return prints.only_apart(exp.select(*(sql.column(n, "r") for n in names)).from_(rows), plan)
