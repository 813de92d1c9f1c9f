"""One comparison from its plan to its result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from groundrules.errors import UsageError
from groundrules.reconcile import grain, keyed, prints, rows, samples, sums
from groundrules.reconcile.partitions import partitions_apart
from groundrules.reconcile.plan import Column, Plan, Side
from groundrules.reconcile.result import ColumnResult, Reconciliation, SideResult
from groundrules.tables.duck import DuckTables

Tell = Callable[[str], None]


def compare(tables: DuckTables, plan: Plan, tell: Tell) -> Reconciliation:
    """Return the verdict on both tables, as the plan compares them."""
    if plan.options.grain:
        return _by_grain(tables, plan, tell)
    if not (plan.key or plan.comparable):
        raise UsageError(f"{plan.a.where} and {plan.b.where} share no column that can be compared")
    totals = prints.take(tables, plan, tell)
    groups = prints.count_apart(tables)
    return (_by_key if plan.key else _by_row)(tables, plan, totals, groups, tell)


def _by_key(
    tables: DuckTables, plan: Plan, totals: list[dict[str, Any]], groups: int, tell: Tell
) -> Reconciliation:
    found = keyed.compare(tables, plan, groups, tell)
    a, b = (
        SideResult(
            side.where, _rows(counts), only, int(counts["nulls"] or 0), *repeated, found.only[number]
        )
        for number, (side, counts, only, repeated) in enumerate(
            zip(
                plan.sides, totals, (plan.only_a, plan.only_b), found.repeated, strict=True
            )
        )
    )  # fmt: skip
    return Reconciliation(
        "key", plan.options.key, a, b,
        shared=a.rows - a.null_keys - found.set_aside - a.only,
        changed=found.changed,
        columns=tuple(_columns(plan, totals, found)),
        samples=tuple(samples.keyed_samples(tables, plan, groups)) if plan.options.samples else (),
        notes=tuple(_notes(plan)),
        **partitions_apart(tables, plan, groups),
    )  # fmt: skip


def _by_row(
    tables: DuckTables, plan: Plan, totals: list[dict[str, Any]], groups: int, tell: Tell
) -> Reconciliation:
    only = rows.compare(tables, plan, groups, tell)
    a = SideResult(plan.a.where, _rows(totals[0]), plan.only_a, only=only[0])
    b = SideResult(plan.b.where, _rows(totals[1]), plan.only_b, only=only[1])
    kept = groups and plan.options.samples
    return Reconciliation(
        "rows", (), a, b,
        shared=a.rows - a.only,
        changed=0,
        columns=tuple(_columns(plan, totals, None)),
        samples=tuple(samples.row_samples(tables, plan)) if kept else (),
        notes=tuple(_notes(plan)),
        **partitions_apart(tables, plan, groups),
    )  # fmt: skip


def _by_grain(tables: DuckTables, plan: Plan, tell: Tell) -> Reconciliation:
    found = grain.compare(tables, plan, tell)
    totals = found.totals
    a = SideResult(plan.a.where, _rows(totals[0]), plan.only_a, only=found.only[0])
    b = SideResult(plan.b.where, _rows(totals[1]), plan.only_b, only=found.only[1])
    return Reconciliation(
        "grain", plan.options.grain, a, b,
        shared=found.shared,
        changed=found.changed,
        recounted=found.recounted,
        columns=tuple(_columns(plan, totals, found)),
        samples=tuple(samples.grain_samples(tables, plan)) if plan.options.samples else (),
        notes=tuple(_notes(plan)),
    )  # fmt: skip


def _rows(counts: dict[str, Any]) -> int:
    return int(counts["n"] or 0)


def _columns(
    plan: Plan, totals: list[dict[str, Any]], found: keyed.Keyed | grain.Groups | None
) -> Iterator[ColumnResult]:
    for column in plan.key:
        yield _column(plan, column, totals, None, is_key=True)
    for column in plan.values:
        yield _column(plan, column, totals, found)


def _column(
    plan: Plan,
    column: Column,
    totals: list[dict[str, Any]],
    found: keyed.Keyed | grain.Groups | None,
    *,
    is_key: bool = False,
) -> ColumnResult:
    of_both: dict[str, Any] = {
        "name": column.name,
        "type_a": column.a.name,
        "type_b": column.b.name,
    }
    numbers = column.is_number or column.a.is_number or column.b.is_number
    if plan.options.grain and not numbers and not is_key:
        return ColumnResult(**of_both, skipped=f"{column.a.name} has no sum")
    if column.pair is None:
        return ColumnResult(**of_both, cannot=column.reason)
    of_both["how"] = column.pair.how
    for letter, side, counts in zip("ab", plan.sides, totals, strict=True):
        of_both[f"unreadable_{letter}"] = _unreadable(column, side, counts)
    if found is not None:
        of_both["differing"] = found.differing.get(column.number, 0)
        if isinstance(found, keyed.Keyed):
            of_both["case_or_spaces"] = found.soft.get(column.number, 0)
    if column.is_number and not is_key:
        of_both |= _sums(column, totals)
    return ColumnResult(**of_both, tolerance=str(column.tolerance or ""))


def _unreadable(column: Column, side: Side, counts: dict[str, Any]) -> int:
    return int(counts.get(f"b{column.number}") or 0) if column.form(side).unreadable else 0


def _sums(column: Column, totals: list[dict[str, Any]]) -> dict[str, Any]:
    a, b = (sums.read(counts, f"s{column.number}") for counts in totals)
    return {
        "is_number": True,
        "sum_a": a.value,
        "sum_b": b.value,
        "difference": sums.difference(a, b),
        "not_finite_a": a.not_finite,
        "not_finite_b": b.not_finite,
    }


def _notes(plan: Plan) -> Iterator[str]:
    if all(kind.family == "csv" for side in plan.sides for kind in side.kinds.values()):
        yield (
            "both are CSV, and are compared as text: 1 and 1.0 differ; "
            "a column with a tolerance (--tolerance COL=0) is read as numbers"
        )
    if plan.key and not plan.options.grain and not plan.comparable:
        yield "no column besides the key was compared"
    if plan.options.grain and not prints.numbers(plan):
        yield "no column has a sum: only the number of rows was compared"
    used = {column.name for column in (*plan.key, *plan.values)} | {*plan.only_a, *plan.only_b}
    if left_out := [name for name in {**plan.a.kinds, **plan.b.kinds} if name not in used]:
        yield f"left out: {', '.join(left_out)}"
    lower = {name.lower(): name for name in plan.only_b}
    for name in plan.only_a:
        if other := lower.get(name.lower()):
            yield f"{name!r} of A and {other!r} of B differ in case alone: rename one by a query"
