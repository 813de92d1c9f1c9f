"""Values that are halved: `p / 2`, `0.5 * p`, `p /= 2`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.divisions import quotient
from groundrules.facts.flow import Flow
from groundrules.facts.thresholds import literal


def halves(flow: Flow) -> list[tuple[ast.AST, ast.AST]]:
    """Return (the halving, what is halved) for each of a file, in order."""
    tree = flow.tree
    for sign in ("/", "*", "divide"):
        tree.mention(sign)
    found = [
        (node, halved)
        for node in list(tree.parents)
        if isinstance(node, ast.BinOp | ast.AugAssign | ast.Call)
        for halved in _halved(flow, node)
    ]
    return sorted(found, key=lambda pair: (pair[0].lineno, pair[0].col_offset))  # type: ignore[attr-defined]


def _halved(flow: Flow, node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(op=ast.Mult(), left=left, right=right):
            for one, other in ((left, right), (right, left)):
                if literal(flow, other) == 0.5:
                    yield one
        case ast.AugAssign(op=ast.Div(), target=target, value=value) if literal(flow, value) == 2:
            yield target
        case ast.AugAssign(op=ast.Mult(), target=target, value=value) if (
            literal(flow, value) == 0.5
        ):
            yield target
        case _:
            sides = quotient(node)
            if sides is not None and literal(flow, sides[1]) == 2:
                yield sides[0]
