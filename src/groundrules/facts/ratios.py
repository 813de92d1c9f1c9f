"""Columns that are quotients of two other columns, row by row."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts import columns
from groundrules.facts.divisions import quotient, unscaled
from groundrules.facts.flow import Flow
from groundrules.facts.keeping import KEEPING
from groundrules.facts.trace import trace


def row_ratio(flow: Flow, node: ast.AST) -> tuple[str, str, str] | None:
    """Return (column, numerator, denominator) if an expression holds per-row quotients of columns."""
    for start, column in ((node, None), *_named(flow, node)):
        for step in trace(flow, start, column):
            column = column or step.column or flow.column_name(step.node)
            if step.kind == "define" and (division := _division(flow, step.node)):
                return (column or " / ".join(division), *division)
    return None


def _named(flow: Flow, node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Yield (frame, column) of `frame[name]` for the columns that a loop or a call gives the name."""
    for origin in (node, *_bound(flow, node)):
        if not isinstance(origin, ast.Subscript):
            continue
        place = origin.slice
        if isinstance(place, ast.Tuple) and len(place.elts) == 2:
            place = place.elts[1]
        for definition in flow.definitions(place) if isinstance(place, ast.Name) else ():
            given: list[ast.expr] = []
            if definition.kind == "parameter":
                given = flow.arguments_for(definition)
            elif definition.kind == "loop" and definition.value is not None:
                given = flow.elements(definition.value)
            for one in given:
                column = columns.text(one)
                if column is not None:
                    yield origin.value, column


def _bound(flow: Flow, node: ast.AST) -> Iterator[ast.AST]:
    for definition in flow.definitions(node) if isinstance(node, ast.Name) else ():
        if definition.kind == "assign" and definition.index is None and definition.value:
            yield definition.value


def _division(flow: Flow, node: ast.AST) -> tuple[str, str] | None:
    """Return the two columns that an expression divides, through what fills or rounds the quotient."""
    for _ in range(6):
        if isinstance(node, ast.Lambda):
            node = node.body
        sides = quotient(node)
        if sides is not None:
            names = [_row_column(flow, side) for side in sides]
            return (names[0], names[1]) if names[0] and names[1] and names[0] != names[1] else None
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in KEEPING
        ):
            node = node.func.value
        elif isinstance(node, ast.Call) and node.args:
            node = node.args[-1] if getattr(node.func, "attr", "") == "where" else node.args[0]
        else:
            return None
    return None


def _row_column(flow: Flow, node: ast.AST) -> str | None:
    node = unscaled(node)
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if "column_reference" in flow.meanings(node) or node.func.attr not in KEEPING:
            break
        node = node.func.value
    return flow.column_name(node)
