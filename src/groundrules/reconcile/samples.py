"""A few rows that differ, for those who asked; the same ones every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlglot import exp

from groundrules.reconcile import grain, keyed, prints, rows, sql
from groundrules.reconcile.plan import Column, Plan, Side
from groundrules.tables.duck import DuckTables

Sample = dict[str, Any]


def keyed_samples(tables: DuckTables, plan: Plan, groups_apart: int) -> Iterator[Sample]:
    """Yield keys that one side only has, shared ones whose values differ, and repeated ones."""
    if groups_apart:
        for kind in ("only in A", "only in B", "changed"):
            yield from _of_kind(tables, plan, kind)
    for side in plan.sides if groups_apart else [plan.a]:
        yield from _repeated(tables, plan, side, "" if groups_apart else " and B")


def _of_kind(tables: DuckTables, plan: Plan, kind: str) -> Iterator[Sample]:
    conditions = {
        "only in A": exp.not_(sql.column("in_b")),
        "only in B": exp.not_(sql.column("in_a")),
        "changed": keyed.is_changed(plan),
    }
    letter = "b" if kind == "only in B" else "a"
    shown = keys = [f"raw_{letter}{column.number}" for column in plan.key]
    if kind == "changed":
        columns = plan.comparable
        shown = keys + [f"{x}{c.number}" for c in columns for x in ("d", "raw_a", "raw_b")]
    query = (
        exp.select(*(sql.column(name) for name in shown))
        .from_(keyed.joined(plan, shown=True).subquery("j"))
        .where(conditions[kind])
        .order_by(*(sql.column(name) for name in keys))
        .limit(plan.options.samples)
    )
    for row in tables.rows(query):
        sample: Sample = {"kind": kind, "key": _named(plan.key, row)}
        if kind == "changed":
            sample["values"] = dict(_changed(plan.comparable, row[len(keys) :]))
        yield sample


def _named(columns: Sequence[Column], row: Sequence[Any]) -> dict[str, Any]:
    return {column.name: value for column, value in zip(columns, row, strict=False)}


def _changed(columns: Sequence[Column], row: Sequence[Any]) -> Iterator[tuple[str, Sample]]:
    for number, column in enumerate(columns):
        differs, a, b = row[3 * number : 3 * number + 3]
        if differs:
            yield column.name, {"a": a, "b": b}


def _repeated(tables: DuckTables, plan: Plan, side: Side, also: str) -> Iterator[Sample]:
    first = [prints.first_part(column, side) for column in plan.key]
    names = prints.names(plan.key, side)
    query = (
        exp.select(*first, sql.column("n"))
        .from_(sql.table(keyed.repeated_of(side)))
        .order_by(*(sql.column(name) for name in names))
        .limit(plan.options.samples)
    )
    for row in tables.rows(query):
        kind = f"repeated in {side.letter}{also}"
        yield {"kind": kind, "key": _named(plan.key, row), "rows": row[-1]}


def row_samples(tables: DuckTables, plan: Plan) -> Iterator[Sample]:
    """Yield rows that one side has more often, their values as text."""
    surplus = sql.column("surplus")
    zero = sql.whole(0)
    shown = [f"raw{column.number}" for column in plan.comparable]
    for kind, condition in (
        ("only in A", exp.GT(this=surplus.copy(), expression=zero)),
        ("only in B", exp.LT(this=surplus.copy(), expression=zero)),
    ):
        query = (
            exp.select(*(sql.column(name) for name in [*shown, "surplus"]))
            .from_(rows.leftover(plan, shown=True).subquery("l"))
            .where(condition)
            .order_by(*(sql.column(name) for name in shown))
            .limit(plan.options.samples)
        )
        for row in tables.rows(query):
            yield {"kind": kind, "row": _named(plan.comparable, row), "rows": abs(int(row[-1]))}


def grain_samples(tables: DuckTables, plan: Plan) -> Iterator[Sample]:
    """Yield groups that one side only has, and shared ones whose count or sums differ."""
    first = [prints.first_part(column, plan.a) for column in plan.key]
    names = prints.names(plan.key, plan.a)
    numbers = prints.numbers(plan)
    shown = ["rows_a", "rows_b"]
    for column in numbers:
        shown += [f"{x}{column.number}" for x in ("d", "sum_a", "sum_b")]
    for kind, condition in (
        ("only in A", exp.not_(sql.column("in_b"))),
        ("only in B", exp.not_(sql.column("in_a"))),
        ("changed", grain.is_changed(plan)),
    ):
        query = (
            exp.select(*first, *(sql.column(name) for name in shown))
            .from_(grain.joined(plan).subquery("j"))
            .where(condition)
            .order_by(*(sql.column(name) for name in names))
            .limit(plan.options.samples)
        )
        for row in tables.rows(query):
            group, (rows_a, rows_b), rest = (
                row[: len(first)],
                row[len(first) :][:2],
                row[len(first) + 2 :],
            )
            sample: Sample = {"kind": kind, "key": _named(plan.key, group)}
            yield {
                **sample,
                "rows": {"a": rows_a, "b": rows_b},
                "values": dict(_changed(numbers, rest)),
            }
