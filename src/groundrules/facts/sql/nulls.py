"""Whether a column can hold NULL, by declarations, by what it is computed from, and by conditions."""

from __future__ import annotations

from groundrules.facts.sql import sources
from groundrules.facts.sql.node import Node


def never_null(column: Node) -> bool:
    """Whether a column is declared, or by its SELECT's own conditions proven, to hold no NULL."""
    bare = column.bare()
    if bare.kind in ("literal", "boolean", "count", "rownumber", "rank", "denserank"):
        return True
    if bare.kind in ("coalesce", "cast", "lower", "upper", "trim", "date"):
        parts = [bare.get("this"), *bare.parts("expressions")]
        given = [part for part in parts if part is not None]
        return (
            any(never_null(p) for p in given) if bare.kind == "coalesce" else never_null(given[0])
        )
    if bare.kind != "column":
        return False
    select = bare.parent("select")
    if select is None:
        return False
    relation = sources.owner(bare, sources.relations(select))
    if relation is None or relation.side in ("LEFT", "FULL"):
        return False
    later = sources.relations(select)
    if any(one.side in ("RIGHT", "FULL") for one in later):
        return False
    name = bare.name.lower()
    if relation.body is None:
        declared = select.query.declared
        if frozenset([name]) in declared.keys_of(relation.table):
            return True  # what is tested to be unique is tested as a key
        return name in declared.not_null_of(relation.table)
    selects = sources.branches(relation.body)
    first = sources.outputs(relation.body)
    place = next((n for n, one in enumerate(first.columns) if one.name == name), None)
    if place is None or not selects:
        return False
    for number, inner in enumerate(selects):
        columns = first if number == 0 else sources.outputs(inner)
        if place >= len(columns.columns):
            return False
        value = columns.columns[place].value
        if not (never_null(value) or rejects_null(inner, value)):
            return False
    return True


_REJECTING = frozenset({"eq", "neq", "lt", "lte", "gt", "gte", "like", "ilike", "in", "between"})


def rejects_null(select: Node, value: Node) -> bool:
    """Whether the conditions of a SELECT keep only rows in which an expression is not NULL."""
    text = value.bare().sql.lower()
    name = value.bare().name.lower() if value.bare().kind == "column" else ""
    clauses = [select.get("where"), select.get("having"), select.get("qualify")]
    clauses += [j.get("on") for j in select.parts("joins") if j.word("side") == ""]
    for clause in clauses:
        for part in clause.conjuncts() if clause is not None else ():
            bare = part.bare()
            if bare.kind == "not":
                inner = bare.get("this")
                inner = inner.bare() if inner is not None else None
                right = (
                    inner.get("expression") if inner is not None and inner.kind == "is" else None
                )
                if inner is None or right is None or right.kind != "null":
                    continue
                bare = inner
            elif bare.kind not in _REJECTING:
                continue
            for side in (bare.get("this"), bare.get("expression")):
                if side is None:
                    continue
                side = side.bare()
                if side.sql.lower() == text or (
                    name and side.kind == "column" and side.name.lower() == name
                ):
                    return True
                names = {column.name.lower() for column in side.columns()}
                if name in names and side.kind in ("cast", "lower", "upper", "trim", "date"):
                    return True
    return any(
        name == part.name.lower()
        for j in select.parts("joins")
        if j.word("side") == ""
        for part in j.parts("using")
    )
