"""Columns that are quotients of two other columns, row by row."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.flow import Flow

# Methods that keep one value a row; what they are called on stays what it was.
_ROWWISE = frozenset(
    [
        "replace",
        "fillna",
        "clip",
        "astype",
        "where",
        "mask",
        "round",
        "dropna",
        "to_numpy",
        "reset_index",
        "copy",
        "sort_values",
        "query",
        "filter",
        "head",
        "tail",
        "fill_null",
        "fill_nan",
        "drop_nulls",
        "cast",
        "alias",
    ]
)


def row_ratio(flow: Flow, node: ast.AST) -> tuple[str, str, str] | None:
    """Return (column, numerator, denominator) if an expression holds per-row quotients of columns."""
    for part in _transparent(flow, node):
        column = flow.column_name(part) or ""
        for value in [*flow.column_values(part), part]:
            division = _division(flow, value)
            if division:
                return (column or division[0] + " / " + division[1], *division)
    return None


def _transparent(flow: Flow, node: ast.AST) -> Iterator[ast.AST]:
    """Yield the node and what it merely renames, filters or reshapes."""
    queue, seen = [node], set[ast.AST]()
    while queue:
        node = queue.pop(0)
        if node in seen or len(seen) > 100:
            continue
        seen.add(node)
        yield node
        match node:
            case ast.Name():
                for definition in flow.definitions(node):
                    if definition.kind in ("assign", "parameter") and definition.index is None:
                        queue.extend(flow.feeds_of(definition))
                    elif definition.kind == "parameter":
                        queue.extend(flow.arguments_for(definition))
            case ast.Subscript():
                if flow.column_name(node) is None:
                    queue.append(node.value)
            case ast.Attribute() if node.attr in ("values", "loc", "iloc", "T"):
                queue.append(node.value)
            case ast.Call(func=ast.Attribute() as func) if func.attr in _ROWWISE:
                queue.append(func.value)


def _division(flow: Flow, node: ast.AST) -> tuple[str, str] | None:
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("div", "divide", "truediv") and node.args:
            return _quotient(flow, node.func.value, node.args[0])
        if node.func.attr not in _ROWWISE:
            return None
        node = node.func.value
    if isinstance(node, ast.Lambda):
        node = node.body
    if isinstance(node, ast.Call) and node.args:
        node = node.args[0]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return _quotient(flow, node.left, node.right)
    return None


def _quotient(flow: Flow, top: ast.AST, bottom: ast.AST) -> tuple[str, str] | None:
    names = [_row_column(flow, side) for side in (top, bottom)]
    return (names[0], names[1]) if names[0] and names[1] and names[0] != names[1] else None


def _row_column(flow: Flow, node: ast.AST) -> str | None:
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if "column_reference" in flow.meanings(node) or node.func.attr not in _ROWWISE:
            break
        node = node.func.value
    return flow.column_name(node)
