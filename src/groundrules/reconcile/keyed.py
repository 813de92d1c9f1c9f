"""Rows compared by their key: one row a key on each side, the others set aside and counted.

Every row of a side is one of: without a key, of a key that is repeated (on either side), of a key
that only this side has, or of a shared key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from groundrules.reconcile import prints, sql
from groundrules.reconcile.near import too_far
from groundrules.reconcile.plan import Column, Plan, Side
from groundrules.tables.duck import DuckTables

REPEATED, FOUND = "repeated", "found"


@dataclass(slots=True)
class Keyed:
    """What comparing by key counted."""

    set_aside: int = 0
    """Rows of A whose key is repeated on either side."""
    repeated: list[tuple[int, int]] = field(default_factory=list)
    """For each side how many keys are repeated, and how many rows have them."""
    only: tuple[int, int] = (0, 0)
    changed: int = 0
    differing: dict[int, int] = field(default_factory=dict)
    """By a column's number."""
    soft: dict[int, int] = field(default_factory=dict)
    """Of those, which differ in case or surrounding spaces only."""


def compare(
    tables: DuckTables, plan: Plan, groups_apart: int, tell: Callable[[str], None]
) -> Keyed:
    """Return the counts of a comparison by key, after the fingerprints were taken."""
    found = Keyed()
    tell("looking for repeated keys")
    found.repeated.append(_repeated(tables, plan, plan.a))
    if not groups_apart:  # the same rows on both sides, so the same keys
        found.repeated *= 2
        found.set_aside = found.repeated[0][1]
        return found
    found.repeated.append(_repeated(tables, plan, plan.b))
    _all_repeated(tables, plan)
    if any(keys for keys, _ in found.repeated):
        found.set_aside = _set_aside(tables, plan)
    tell("comparing rows")
    tables.rows(sql.keep(FOUND, _counted(plan)))
    _add_up(tables, plan, found)
    return found


def _repeated(tables: DuckTables, plan: Plan, side: Side) -> tuple[int, int]:
    """Keep the repeated keys of a side; return how many there are and how many rows have them."""
    name = repeated_of(side)
    keys = prints.key_parts(plan, side)
    present = exp.not_(exp.paren(prints.no_key(plan, side)))
    rows = exp.select(*sql.named(keys)).from_(sql.table(side.view)).where(present).subquery("r")
    by = [sql.column(key) for key in keys]
    groups = exp.select(*by, *sql.named({"n": sql.count()})).from_(rows)
    groups = groups.group_by(*(one.copy() for one in by))
    many = groups.having(exp.GT(this=sql.count(), expression=sql.whole(1)))
    tables.rows(sql.keep(name, many))
    ((count, rows_of),) = tables.rows(
        exp.select(sql.count(), sql.total(sql.column("n"))).from_(sql.table(name))
    )
    return int(count), int(rows_of or 0)


def repeated_of(side: Side) -> str:
    """Return the table that holds the repeated keys of a side."""
    return f"{REPEATED}_{side.letter.lower()}"


def _all_repeated(tables: DuckTables, plan: Plan) -> None:
    by = [sql.column(key) for key in prints.key_parts(plan, plan.a)]
    one, other = (exp.select(*by).from_(sql.table(repeated_of(side))) for side in plan.sides)
    tables.rows(sql.keep(REPEATED, exp.union(one, other, distinct=True)))


def _set_aside(tables: DuckTables, plan: Plan) -> int:
    keys = prints.key_parts(plan, plan.a)
    rows = exp.select(*sql.named(keys)).from_(sql.table(plan.a.view)).subquery("r")
    on = sql.all_same(list(keys), "r", REPEATED)
    query = exp.select(sql.count()).from_(rows).join(sql.table(REPEATED), on=on, join_type="semi")
    ((count,),) = tables.rows(query)
    return int(count)


def _rows(plan: Plan, side: Side, *, shown: bool) -> exp.Select:
    """Return a side's rows with one key each, in the groups that are apart."""
    values = {
        **prints.grouping(plan, side),
        **prints.key_parts(plan, side),
        **{n: p for column in plan.comparable for n, p in prints.parts(column, side).items()},
        "here": exp.true(),
    }
    for column in plan.comparable:
        if column.tolerance:
            values[f"v{column.number}"] = prints.number(column, side)
    if shown:
        for column in (*plan.key, *plan.comparable):
            values[f"raw{column.number}"] = prints.shown(column, side)
    present = exp.not_(exp.paren(prints.no_key(plan, side)))
    rows = exp.select(*sql.named(values)).from_(sql.table(side.view)).where(present)
    picked = prints.only_apart(exp.select("r.*").from_(rows.subquery("r")), plan)
    on = sql.all_same(list(prints.key_parts(plan, side)), "r", REPEATED)
    return picked.join(sql.table(REPEATED), on=on, join_type="anti")


def _different(column: Column, side: Side) -> exp.Expr:
    """Return whether the values of a shared key differ in a column."""
    names = list(prints.parts(column, side))
    lefts, rights = ([sql.column(name, x) for name in names] for x in "ab")
    if not column.tolerance:
        return sql.differ(lefts, rights)
    kind = column.form(side).number_type
    assert kind is not None
    value = f"v{column.number}"
    far = too_far(sql.column(value, "a"), sql.column(value, "b"), kind, column.tolerance)
    a_text, b_text = (column.pair.a.unreadable, column.pair.b.unreadable) if column.pair else (0, 0)
    if not (a_text or b_text):
        return far
    return exp.or_(far, sql.differ(lefts[-1:], rights[-1:]))  # what could not be read


def _soft(column: Column, side: Side) -> exp.Expr | None:
    """Return whether two texts differ in case or surrounding spaces only."""
    if not {column.a.family, column.b.family} <= {"text", "csv"} or column.tolerance:
        return None
    name = next(iter(prints.parts(column, side)))
    alike = [_folded(sql.column(name, x)) for x in "ab"]
    return exp.EQ(this=alike[0], expression=alike[1])


def _folded(value: exp.Expr) -> exp.Expr:
    spaces = sql.text(r"^\s+|\s+$")
    return sql.call("lower", sql.call("regexp_replace", value, spaces, sql.text(""), sql.text("g")))


def joined(plan: Plan, *, shown: bool = False) -> exp.Select:
    """Return one row for each key of either side that is not set aside.

    `in_a` and `in_b` say where it is, `d<n>` whether column n differs, `t<n>` whether only in case
    or spaces; with `shown` also the key and the values as they are, `raw_a<n>` and `raw_b<n>`.
    """
    here = {x: exp.not_(sql.is_null(sql.column("here", x))) for x in "ab"}
    both = exp.and_(here["a"].copy(), here["b"].copy())
    values: dict[str, exp.Expr] = {"in_a": here["a"], "in_b": here["b"]}
    for name in prints.names(plan.partition, plan.a):
        values[name] = sql.when((here["a"], sql.column(name, "a")), other=sql.column(name, "b"))
    for column in plan.comparable:
        different = exp.and_(both.copy(), exp.paren(_different(column, plan.a)))
        values[f"d{column.number}"] = different
        if soft := _soft(column, plan.a):
            values[f"t{column.number}"] = exp.and_(different.copy(), soft)
    if shown:
        for column in (*plan.key, *plan.comparable):
            for x in "ab":
                values[f"raw_{x}{column.number}"] = sql.column(f"raw{column.number}", x)
    keys = list(prints.key_parts(plan, plan.a))
    a, b = (
        _rows(plan, side, shown=shown).subquery(x) for side, x in zip(plan.sides, "ab", strict=True)
    )
    return (
        exp.select(*sql.named(values))
        .from_(a)
        .join(b, on=sql.all_same(keys, "a", "b"), join_type="full")
    )


def is_changed(plan: Plan) -> exp.Expr:
    """Return whether any column of a joined row differs."""
    flags = [sql.column(f"d{column.number}") for column in plan.comparable]
    return exp.or_(*flags) if flags else exp.false()


def _counted(plan: Plan) -> exp.Select:
    """Return the counts, by partition if there is one."""
    in_a, in_b = sql.column("in_a"), sql.column("in_b")
    counts = {
        "only_a": sql.count(exp.not_(in_b)),
        "only_b": sql.count(exp.not_(in_a)),
        "changed": sql.count(is_changed(plan)),
        **{name: sql.count(sql.column(name)) for name in _flags(plan)},
    }
    by = [sql.column(name) for name in prints.names(plan.partition, plan.a)]
    query = exp.select(*by, *sql.named(counts)).from_(joined(plan).subquery("j"))
    return query.group_by(*(one.copy() for one in by)) if by else query


def _flags(plan: Plan) -> Iterator[str]:
    for column in plan.comparable:
        yield f"d{column.number}"
        if _soft(column, plan.a):
            yield f"t{column.number}"


def _add_up(tables: DuckTables, plan: Plan, found: Keyed) -> None:
    names = ["only_a", "only_b", "changed", *_flags(plan)]
    sums = [sql.total(sql.column(name)) for name in names]
    (row,) = tables.rows(exp.select(*sums).from_(sql.table(FOUND)))
    counted: dict[str, Any] = {n: int(v or 0) for n, v in zip(names, row, strict=True)}
    found.only = (counted["only_a"], counted["only_b"])
    found.changed = counted["changed"]
    for column in plan.comparable:
        found.differing[column.number] = counted[f"d{column.number}"]
        found.soft[column.number] = counted.get(f"t{column.number}", 0)
