"""Divisions, written with `/` or as methods and functions of frames, and products."""

from __future__ import annotations

import ast

from groundrules.facts.flow import Flow

_METHODS = frozenset(["div", "divide", "truediv", "true_divide"])


def divisions(flow: Flow) -> list[ast.AST]:
    """Return the divisions of a file, in order."""
    tree = flow.tree
    tree.mention("/")
    slashed = [n for n in tree.parents if n.__class__ is ast.BinOp and quotient(n)]
    named = [call for call in tree.calls_named(_METHODS) if quotient(call)]
    found: list[ast.AST] = [*slashed, *named]
    return sorted(found, key=lambda n: (n.lineno, n.col_offset))  # type: ignore[attr-defined]


def quotient(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """Return (what is divided, by what) if an expression is a division."""
    match node:
        case ast.BinOp(op=ast.Div()):
            return node.left, node.right
        case ast.Call(func=ast.Attribute(attr=name, value=top), args=[first, *rest]):
            if name in _METHODS:
                return (first, rest[0]) if rest else (top, first)
    return None


def unscaled(node: ast.AST) -> ast.AST:
    """Return what a constant multiplies or divides: `100 * x`, `x / 1000`."""
    while isinstance(node, ast.BinOp):
        if isinstance(node.right, ast.Constant) and isinstance(node.op, ast.Mult | ast.Div):
            node = node.left
        elif isinstance(node.left, ast.Constant) and isinstance(node.op, ast.Mult):
            node = node.right
        else:
            break
    return node


def products(flow: Flow) -> list[ast.AST]:
    """Return the products (`a * b`) of a file, in order."""
    tree = flow.tree
    tree.mention("*")
    binary = [node for node in tree.parents if isinstance(node, ast.BinOp)]
    found = [node for node in binary if isinstance(node.op, ast.Mult)]
    return [*sorted(found, key=lambda node: (node.lineno, node.col_offset))]
