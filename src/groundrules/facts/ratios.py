"""Columns that are quotients of two other columns, row by row."""

from __future__ import annotations

import ast

from groundrules.facts.divisions import quotient, unscaled
from groundrules.facts.flow import Flow
from groundrules.facts.keeping import KEEPING
from groundrules.facts.trace import trace


def row_ratio(flow: Flow, node: ast.AST) -> tuple[str, str, str] | None:
    """Return (column, numerator, denominator) if an expression holds per-row quotients of columns."""
    column = None
    for step in trace(flow, node):
        column = column or step.column or flow.column_name(step.node)
        if step.kind == "define" and (division := _division(flow, step.node)):
            return (column or " / ".join(division), *division)
    return None


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
