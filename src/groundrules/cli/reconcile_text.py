"""What a reconciliation is as text: the verdict, both tables, sums, columns, partitions, samples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundrules.reconcile import ColumnResult, PartitionResult, Reconciliation, SideResult

_THINGS = {"key": "key", "rows": "row", "grain": "group"}


def lines(result: Reconciliation) -> Iterator[str]:
    """Yield the lines of the report."""
    yield verdict(result)
    yield ""
    yield from _sides(result)
    yield from _table("Sums", _sums(result))
    yield from _section("Columns", _columns(result))
    if result.partition_by:
        by = ", ".join(result.partition_by)
        heading = f"Partitions by {by}: {result.partitions_apart:,} of {result.partitions:,} differ"
        yield from _section(heading, _partitions(result), always=True)
    yield from _section("Samples", (_sample(one) for one in result.samples))
    yield from _section("", (f"note: {note}" for note in result.notes))


def verdict(result: Reconciliation) -> str:
    """Return the verdict in one line."""
    if result.agree:
        if not result.a.rows:
            return "A and B agree: both are EMPTY"
        said = f"A and B agree on {_many(result.a.rows, 'row')}"
        if result.mode == "grain":
            said += f" by counts and sums of {_many(result.shared, 'group')}"
        return said + ", within tolerances" * any(one.tolerance for one in result.columns)
    return "A and B DIFFER: " + ", ".join(_reasons(result))


def _reasons(result: Reconciliation) -> Iterator[str]:
    thing = "group" if result.mode == "grain" else "row"
    a, b = result.a, result.b
    if a.only:
        yield f"{_many(a.only, thing)} only in A"
    if b.only:
        yield f"{b.only:,} only in B" if a.only else f"{_many(b.only, thing)} only in B"
    if result.changed:
        shared = _many(result.shared, f"shared {_THINGS[result.mode]}")
        what = "another count or sum" if result.mode == "grain" else "another value"
        yield f"{result.changed:,} of {shared} with {what}"
    for letter, side in (("A", a), ("B", b)):
        if side.repeated_keys:
            keys = _many(side.repeated_keys, "repeated key")
            yield f"{keys} in {letter} ({_many(side.repeated_rows, 'row')})"
        if side.null_keys:
            yield f"{_many(side.null_keys, 'row')} without a key in {letter}"
    unreadable = sum(one.unreadable_a + one.unreadable_b for one in result.columns)
    if unreadable:
        yield f"{_many(unreadable, 'value')} that cannot be read"
    for letter, side in (("A", a), ("B", b)):
        if side.only_columns:
            yield f"{_many(len(side.only_columns), 'column')} only in {letter}"
    if cannot := sum(bool(one.cannot) for one in result.columns):
        yield f"{_many(cannot, 'column')} that cannot be compared"


def _sides(result: Reconciliation) -> Iterator[str]:
    wide = max(len(side.address) for side in (result.a, result.b))
    for letter, side in (("A", result.a), ("B", result.b)):
        yield f"  {letter}  {side.address:{wide}}  {side.rows:>13,} rows{_aside(side, result)}"
    by = ", ".join(result.by)
    yield {
        "key": f"  rows were matched by the key {by}",
        "rows": "  whole rows were compared, in any order; --key would tell which columns differ",
        "grain": f"  counts and sums were compared by {by}; values within a group were not",
    }[result.mode]


def _aside(side: SideResult, result: Reconciliation) -> str:
    said = []
    if result.mode != "grain" and side.only:
        said.append(f"{side.only:,} of them nowhere else")
    if side.null_keys or side.repeated_rows:
        aside = side.null_keys + side.repeated_rows
        said.append(f"{aside:,} without a key of their own, and so not compared")
    return (", " + ", ".join(said)) if said else ""


def _sums(result: Reconciliation) -> list[Sequence[str]]:
    rows = [
        (
            one.name,
            _number(one.sum_a, one.not_finite_a),
            _number(one.sum_b, one.not_finite_b),
            _number(one.difference),
            _share(one.relative),
        )
        for one in result.columns
        if one.is_number
    ]
    return [("", "A", "B", "B - A", "of A"), *rows] if rows else []


def _columns(result: Reconciliation) -> Iterator[str]:
    thing = f"shared {_THINGS[result.mode]}"
    for one in result.columns:
        if one.cannot:
            yield f"CANNOT  {one.name}: cannot be compared, {one.cannot}"
        elif not one.agrees:
            yield f"DIFFERS {one.name}: {', '.join(_of_column(one, result, thing))}{_how(one)}"
    for letter, side in (("A", result.a), ("B", result.b)):
        if side.only_columns:
            yield f"ONLY {letter}  {', '.join(side.only_columns)}"
    if result.mode == "grain" and result.recounted:
        groups = _many(result.shared, thing)
        yield f"DIFFERS number of rows: in {result.recounted:,} of {groups}"
    fine = [one for one in result.columns if one.agrees and not one.skipped]
    fine = [one for one in fine if one.differing is not None or one.name in result.by]
    if fine:
        yield f"agree   {', '.join(one.name + _how(one) for one in fine)}"
    if skipped := [f"{one.name} ({one.skipped})" for one in result.columns if one.skipped]:
        yield f"skipped {', '.join(skipped)}"
    if result.mode == "rows" and (other := [o for o in result.columns if o.how and o.agrees]):
        yield f"read    {', '.join(one.name + _how(one) for one in other)}"


def _of_column(one: ColumnResult, result: Reconciliation, thing: str) -> Iterator[str]:
    if one.differing:
        yield f"{one.differing:,} of {_many(result.shared, thing)}"
    if one.case_or_spaces:
        yield f"{one.case_or_spaces:,} of them in case or surrounding spaces only"
    for letter, number in (("A", one.unreadable_a), ("B", one.unreadable_b)):
        if number:
            other = one.type_b if letter == "A" else one.type_a
            yield f"{_many(number, 'value')} of {letter} cannot be read as {other}"


def _how(one: ColumnResult) -> str:
    said = []
    if one.how:
        same = one.type_a == one.type_b or one.how.startswith("text")
        said.append(one.how if same else f"{one.type_a} and {one.type_b} {one.how}")
    if one.tolerance:
        said.append(f"within {one.tolerance}")
    return f" ({', '.join(said)})" if said else ""


def _partitions(result: Reconciliation) -> Iterator[str]:
    for one in result.apart:
        yield _partition(one)
    if more := result.partitions_apart - len(result.apart):
        yield f"and {more:,} more"


def _partition(one: PartitionResult) -> str:
    name = ", ".join("NULL" if value is None else str(value) for value in one.partition)
    said = f"{name}: {_many(one.rows_a, 'row')} in A, {one.rows_b:,} in B; "
    said += f"{one.only_a:,} only in A, {one.only_b:,} only in B"
    return said if one.changed is None else f"{said}, {one.changed:,} with another value"


def _sample(sample: dict[str, Any]) -> str:
    said = [sample["kind"] + ":"]
    for what in ("key", "row"):
        if what in sample:
            said.append(_shown(sample[what]))
    rows = sample.get("rows")
    if isinstance(rows, dict):
        said.append(f"rows {rows['a'] or 0:,} and {rows['b'] or 0:,}")
    elif rows is not None and rows > 1:
        said.append(f"{rows:,} times")
    for name, both in sample.get("values", {}).items():
        said.append(f"{name} {_shown(both['a'])} and {_shown(both['b'])}")
    return f"{said[0]} {'; '.join(said[1:])}"


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_shown(one)}" for key, one in value.items())
    return json.dumps(value, ensure_ascii=False, default=str)


def _number(value: Any, not_finite: int = 0) -> str:
    beside = f" (+ {not_finite:,} NaN or infinite)" if not_finite else ""
    if value is None:
        return f"none{beside}"
    return (f"{value:,.15g}" if isinstance(value, float) else f"{value:,}") + beside


def _share(share: float | None) -> str:
    if share is None:
        return ""
    if not share:
        return "0 %"
    return f"{100 * share:+.2f} %" if abs(share) >= 0.0001 else f"{100 * share:+.1e} %"


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _table(heading: str, rows: list[Sequence[str]]) -> Iterator[str]:
    if not rows:
        return
    wide = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    yield from ("", f"  {heading}")
    for name, *numbers in rows:
        cells = [f"{cell:>{width}}" for cell, width in zip(numbers, wide[1:], strict=True)]
        yield f"    {name:{wide[0]}}  {'  '.join(cells)}".rstrip()


def _section(heading: str, said: Iterator[str], *, always: bool = False) -> Iterator[str]:
    found = list(said)
    if not found and not always:
        return
    yield ""
    if heading:
        yield f"  {heading}"
    indent = "    " if heading else "  "
    yield from (f"{indent}{line}" for line in found)
