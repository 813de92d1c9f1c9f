"""Which numbers are whole, of an integer type: what a division of two of them drops."""

from __future__ import annotations

from groundrules.facts.sql import sources
from groundrules.facts.sql.node import Node

_INTEGER_TYPES = (
    "INT",
    "INTEGER",
    "BIGINT",
    "SMALLINT",
    "TINYINT",
    "INT2",
    "INT4",
    "INT8",
    "INT64",
)
_COUNTS = frozenset(
    {"count", "countif", "approxdistinct", "rownumber", "rank", "denserank", "length", "ntile"}
)
_SAME = frozenset(
    {
        "paren",
        "abs",
        "neg",
        "max",
        "min",
        "alias",
        "window",
        "filter",
        "firstvalue",
        "lastvalue",
        "lag",
        "lead",
    }
)
_BOTH = frozenset({"add", "sub", "mul", "mod", "div", "intdiv"})
_ALL = frozenset({"coalesce", "greatest", "least"})
_WIDENS = frozenset({"postgres", "redshift"})
"""Dialects whose SUM of a BIGINT, such as of counts, is a NUMERIC, which keeps the fraction."""


def is_whole(value: Node, depth: int = 0) -> bool:
    """Whether a value is whole, and of a type whose division drops the fraction."""
    return _width(value, depth) in ("int", "bigint")


def _width(value: Node, depth: int = 0) -> str | None:
    """Return `int`, `bigint`, or nothing where it is not known to be an integer."""
    node = value.bare()
    kind = node.kind
    if depth > 30:
        return None
    if kind == "literal":
        return "int" if not node.is_string and node.name.isdigit() else None
    if kind in _COUNTS:
        return "bigint"
    if kind in ("cast", "trycast"):
        to = node.get("to")
        name = to.sql.upper() if to is not None else ""
        return (
            ("bigint" if name in ("BIGINT", "INT8", "INT64") else "int")
            if name in _INTEGER_TYPES
            else None
        )
    if kind == "datediff" and node.query.dialect in ("tsql", "redshift"):
        return "int"
    if kind in _SAME or kind == "nullif":
        return _all([node.get("this")], depth)
    if kind in _BOTH:
        return _all([node.get("this"), node.get("expression")], depth)
    if kind in _ALL:
        return _all([node.get("this"), *node.parts("expressions")], depth)
    if kind == "sum":
        return _total(node, depth)
    if kind in ("case", "if"):
        branches = node.parts("ifs") or [node]
        given = [branch.get("true") for branch in branches]
        other = node.get("default") or node.get("false")
        if other is not None and other.bare().kind != "null":
            given.append(other)
        return _all(given, depth)
    if kind == "column":
        origins = sources.origins(node)
        if len(origins) == 1 and origins[0] == node:
            return None
        return _all(list(origins), depth)
    return None


def _all(parts: list[Node | None], depth: int) -> str | None:
    widths = [_width(part, depth + 1) if part is not None else None for part in parts]
    if not widths or None in widths:
        return None
    return "bigint" if "bigint" in widths else "int"


def _total(node: Node, depth: int) -> str | None:
    inner = node.get("this")
    if inner is not None and inner.kind == "distinct":
        inner = next(iter(inner.parts("expressions")), None)
    width = _width(inner, depth + 1) if inner is not None else None
    if width == "bigint" and node.query.candidates & _WIDENS:
        return None
    return "bigint" if width else None
