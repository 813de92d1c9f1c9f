"""Tables compared by group: how many rows each group of the grain has, and the sums of its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from groundrules.reconcile import prints, sql, sums
from groundrules.reconcile.plan import Column, Plan, Side
from groundrules.tables.duck import DuckTables


@dataclass(slots=True)
class Groups:
    """What comparing by group counted."""

    totals: list[dict[str, Any]]
    """For each side the counts of the whole table, as `prints.take` returns them."""
    only: tuple[int, int] = (0, 0)
    shared: int = 0
    changed: int = 0
    recounted: int = 0
    """Shared groups with another number of rows."""
    differing: dict[int, int] = field(default_factory=dict)


def compare(tables: DuckTables, plan: Plan, tell: Callable[[str], None]) -> Groups:
    """Return the counts of a comparison by group; one pass over each side."""
    found = Groups(prints.take(tables, plan, tell))
    in_a, in_b = sql.column("in_a"), sql.column("in_b")
    both = exp.and_(in_a.copy(), in_b.copy())
    flags = [f"d{column.number}" for column in prints.numbers(plan)]
    counts = {
        "only_a": sql.count(exp.not_(in_b)),
        "only_b": sql.count(exp.not_(in_a)),
        "shared": sql.count(both),
        "changed": sql.count(is_changed(plan)),
        "recounted": sql.count(sql.column("recounted")),
        **{name: sql.count(sql.column(name)) for name in flags},
    }
    (row,) = tables.rows(exp.select(*sql.named(counts)).from_(joined(plan).subquery("j")))
    counted = {name: int(value or 0) for name, value in zip(counts, row, strict=True)}
    found.only = (counted["only_a"], counted["only_b"])
    found.shared, found.changed = counted["shared"], counted["changed"]
    found.recounted = counted["recounted"]
    found.differing = {c.number: counted[f"d{c.number}"] for c in prints.numbers(plan)}
    return found


def is_changed(plan: Plan) -> exp.Expr:
    """Return whether a shared group has another count or sum."""
    flags = [sql.column(f"d{column.number}") for column in prints.numbers(plan)]
    return exp.or_(sql.column("recounted"), *flags)


def joined(plan: Plan) -> exp.Select:
    """Return one row a group: its key's parts, `in_a`, `in_b`, `recounted`, `d<n>`, and both counts and sums."""
    keys = list(prints.key_parts(plan, plan.a))
    here = {x: exp.not_(sql.is_null(sql.column("n", x))) for x in "ab"}
    both = exp.and_(here["a"].copy(), here["b"].copy())
    values: dict[str, exp.Expr] = {
        name: sql.call("coalesce", sql.column(name, "a"), sql.column(name, "b")) for name in keys
    }
    other = exp.NEQ(this=sql.column("n", "a"), expression=sql.column("n", "b"))
    values |= {"in_a": here["a"], "in_b": here["b"], "recounted": exp.and_(both.copy(), other)}
    values |= {f"rows_{x}": sql.column("n", x) for x in "ab"}
    for column in prints.numbers(plan):
        left, right = (_aggregates(column, plan.a, x) for x in "ab")
        values[f"d{column.number}"] = exp.and_(both.copy(), exp.paren(_far(column, plan.a)))
        for x, side in (("a", left), ("b", right)):
            some = exp.GT(this=side[f"s{column.number}n"].copy(), expression=sql.whole(0))
            values[f"sum_{x}{column.number}"] = sql.when(
                (some, sums.value(side, f"s{column.number}"))
            )
    a, b = (
        sql.table(prints.name_of(side)).as_(x) for side, x in zip(plan.sides, "ab", strict=True)
    )
    on = sql.all_same(keys, "a", "b")
    return exp.select(*sql.named(values)).from_(a).join(b, on=on, join_type="full")


def _aggregates(column: Column, side: Side, letter: str) -> dict[str, exp.Expr]:
    kind = column.form(side).number_type
    assert kind is not None
    return {name: sql.column(name, letter) for name in sums.columns(f"s{column.number}", kind)}


def _far(column: Column, side: Side) -> exp.Expr:
    """Return whether a group's sums are too far apart."""
    left, right = (_aggregates(column, side, x) for x in "ab")
    kind = column.form(side).number_type
    assert kind is not None
    prefix = f"s{column.number}"
    differs = sums.differs(left, right, prefix, kind)
    if not column.tolerance:
        return differs
    tolerance = column.tolerance
    sizes = [sql.call("abs", sums.value(one, prefix)) for one in (left, right)]
    share = exp.Mul(this=sql.call("greatest", *sizes), expression=sql.double(tolerance.relative))
    bound = sql.call("greatest", sql.double(tolerance.absolute), share)
    far = exp.GT(this=sums.distance(left, right, prefix), expression=bound)
    strange = sums.uncounted_differ(left, right, prefix)
    return exp.and_(exp.paren(differs), exp.or_(far, strange))
