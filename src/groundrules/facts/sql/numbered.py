"""ROW_NUMBER() = 1: which window numbers the rows that a SELECT keeps the first of."""

from __future__ import annotations

from groundrules.facts.sql import sources
from groundrules.facts.sql.node import Node


def picked(select: Node) -> list[Node]:
    """Return the ROW_NUMBER windows of which a SELECT's WHERE or QUALIFY keeps number 1."""
    found = []
    for clause in (select.get("qualify"), select.get("where")):
        for part in clause.conjuncts() if clause is not None else ():
            bare = part.bare()
            left, right = bare.get("this"), bare.get("expression")
            if left is None or right is None or not _keeps_first(bare, right):
                continue
            for value in _values(left.bare(), select):
                function = value.get("this") if value.kind == "window" else None
                if function is not None and function.kind == "rownumber":
                    found.append(value)
    return found


def _keeps_first(condition: Node, right: Node) -> bool:
    limit = right.bare().name
    return (condition.kind in ("eq", "lte") and limit == "1") or (
        condition.kind == "lt" and limit == "2"
    )


def _values(left: Node, select: Node) -> list[Node]:
    """Return what a compared side stands for: an alias of this SELECT first (QUALIFY), or lineage."""
    if left.kind == "column" and not left.qualifier:
        for projection in select.parts("expressions"):
            if projection.kind == "alias" and projection.alias.lower() == left.name.lower():
                return [projection.value()]
    return sources.origins(left)
