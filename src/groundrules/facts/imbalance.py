"""Whether code makes classes of visibly unequal size: by weights, quantiles, chances or counts of parts."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.flow import Flow

RARE = 0.2  # a class of at most this share is visibly the smaller one

_JOINS = frozenset(["concatenate", "hstack", "concat", "append", "r_", "array"])
_PARTS = frozenset(["zeros", "ones", "full", "sample", "repeat", "head", "zeros_like"])


def imbalance(flow: Flow, node: ast.AST) -> ast.AST | None:
    """Return the expression that makes classes unequal which a value comes from, if there is one."""
    for part in flow.origins(node):
        if isinstance(part, ast.BinOp) and _is_unequal(list(_repeats(part))):
            return part
        if not isinstance(part, ast.Call):
            continue
        name = getattr(part.func, "attr", None) or getattr(part.func, "id", "")
        shares: list[float] = []
        if name == "make_classification":
            shares = _figures(_argument(part, None, "weights"))
        elif name in ("quantile", "nanquantile") and _is_compared(flow, part):
            shares = _figures(part)
        elif name in ("percentile", "nanpercentile") and _is_compared(flow, part):
            shares = [figure / 100 for figure in _figures(part)]
        elif name == "binomial":
            shares = _figures(_argument(part, 1, "p"))
        elif name in ("choice", "choices"):
            shares = _figures(_argument(part, 3, "p") or _argument(part, 1, "weights"))
        if any(0 < share <= RARE or 1 - RARE <= share < 1 for share in shares):
            return part
        if name in _JOINS and _is_unequal([count for a in part.args for count in _counts(flow, a)]):
            return part
        if name == "repeat" and len(part.args) > 1 and _is_unequal(_figures(part.args[1])):
            return part
    return None


def _counts(flow: Flow, node: ast.AST) -> Iterator[float]:
    """Yield how many rows each part has that is put together: `np.zeros(950)`, `df.sample(50)`."""
    for part in getattr(node, "elts", None) or [node]:
        values = [part]
        if isinstance(part, ast.Name):
            values = [
                d.value for d in flow.definitions(part) if d.value is not None and d.index is None
            ]
        for value in values:
            name = getattr(getattr(value, "func", None), "attr", "")
            if isinstance(value, ast.Call) and name in _PARTS:
                yield from _figures(_argument(value, 0, "n"))[:1]
            yield from _repeats(value)


def _repeats(node: ast.AST) -> Iterator[float]:
    """Yield the counts of `[0] * 950 + [1] * 50`."""
    match node:
        case ast.BinOp(op=ast.Add()):
            yield from _repeats(node.left)
            yield from _repeats(node.right)
        case (
            ast.BinOp(op=ast.Mult(), left=ast.List(elts=[_]), right=count)
            | ast.BinOp(op=ast.Mult(), left=count, right=ast.List(elts=[_]))
        ):
            yield from _figures(count)


def _is_unequal(counts: list[float]) -> bool:
    return len(counts) > 1 and min(counts) > 0 and min(counts) / sum(counts) <= RARE


def _is_compared(flow: Flow, node: ast.AST) -> bool:
    """Whether a quantile is a threshold: what lies above it is a class."""
    parent = flow.tree.parents.get(node)
    if isinstance(parent, ast.Assign):  # cut = x.quantile(0.9)
        return True
    while isinstance(parent, ast.expr):
        if isinstance(parent, ast.Compare):
            return True
        parent = flow.tree.parents.get(parent)
    return False


def _argument(call: ast.Call, place: int | None, name: str) -> ast.expr | None:
    named = next((k.value for k in call.keywords if k.arg == name), None)
    if named is None and place is not None and place < len(call.args):
        return call.args[place]
    return named


def _figures(node: ast.AST | None) -> list[float]:
    """Return the numbers that stand in an expression."""
    return [
        float(part.value)
        for part in (ast.walk(node) if node is not None else ())
        if isinstance(part, ast.Constant)
        and isinstance(part.value, int | float)
        and not isinstance(part.value, bool)
    ]
