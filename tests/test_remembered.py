"""Expressions that are built once for the same arguments."""

from __future__ import annotations

from collections.abc import Iterable

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from groundrules.tables.relations_duck import DuckRelations
from groundrules.tables.remembered import remembered

built: list[str] = []


@remembered
def _picked(table: ir.Table, names: Iterable[str], more: float = 0.0) -> ir.Table:
    built.append("picked")
    return table.select(*names, more=ibis.literal(more))


def test_the_same_question_is_built_once_and_any_other_anew() -> None:
    built.clear()
    table = ibis.table({"a": "int64", "b": "int64"}, name="t")
    again = ibis.table({"a": "int64", "b": "int64"}, name="t")
    first = _picked(table, ["a"])
    assert (
        _picked(again, iter(["a"])) is first
    )  # a table is what it says, an iterator what it holds
    assert len(built) == 1
    for one in [
        _picked(table, ["b"]),
        _picked(table, ["a"], more=1.5),
        _picked(ibis.table({"a": "int64"}, name="t"), ["a"]),
        _picked(ibis.table({"a": "int64", "b": "int64"}, name="u"), ["a"]),
    ]:
        assert one is not first
    assert len(built) == 5


def test_what_is_unhashable_is_told_apart_though_its_place_in_memory_is_used_again() -> None:
    @remembered
    def said(table: ir.Table, what: list[dict[str, int]]) -> ir.Table:
        return table.mutate(x=ibis.literal(what[0]["x"]))

    table = ibis.table({"a": "int64"}, name="t")
    for x in range(500):
        assert f"{x} AS" in str(ibis.to_sql(said(table, [{"x": x}])))


def test_relations_with_other_columns_are_other_relations() -> None:
    @remembered
    def names(relations: DuckRelations) -> tuple[str, ...]:
        return tuple(relations.table("t").columns)

    for columns in (("a",), ("a", "b"), ("a",)):
        table = pa.table({name: [1] for name in columns})
        with DuckRelations({"t": table}, None) as relations:
            assert names(relations) == columns
