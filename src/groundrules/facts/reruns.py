"""What a notebook's cell changes in terms of itself, so that a second run of it gives something else."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import NamedTuple

from groundrules.facts.flow import Flow

# Methods whose second run on their own result is not the first run's.
_CHANGING = frozenset([
    "drop", "merge", "join", "set_index", "reset_index", "shift", "diff", "explode", "melt", "pivot", "pivot_table",
    "groupby", "cumsum", "pct_change", "append", "add", "sub", "mul", "div", "transpose", "stack", "unstack", "pop",
    "insert", "extend", "remove", "sample", "concat", "resample", "add_prefix", "add_suffix", "get_dummies",
])  # fmt: skip
_GROWING = frozenset(["append", "extend", "insert", "pop", "remove", "appendleft"])
_ARITHMETIC = ast.Add | ast.Sub | ast.Mult | ast.Div | ast.Pow | ast.FloorDiv | ast.Mod


class Rerun(NamedTuple):
    """A statement that changes a name of an earlier cell, and what of it (a name or a column)."""

    node: ast.stmt
    changed: str


def reruns(flow: Flow, cell: Callable[[int], int]) -> Iterator[Rerun]:
    """Yield the statements whose cell gives another result when it runs twice.

    `cell` returns the number of the cell that holds a line.
    """
    for statement in flow.tree.statements:
        site = flow.tree.sites[statement]
        if site.scope.parent is not None:
            continue
        flow.tree.ensure(statement)
        found = _changes(statement)
        if found is None:
            continue
        root, changed = found
        bound = [d for d in site.scope.bound.get(root, ()) if d.order < site.order]
        here = cell(statement.lineno)
        own = [d for d in bound if not d.keeps and cell(getattr(d.node, "lineno", 0)) == here]
        if bound and not own:
            yield Rerun(statement, changed)


def _changes(statement: ast.stmt) -> tuple[str, str] | None:
    """Return (name, what of it is changed) if a statement computes something from its own old value."""
    match statement:
        case ast.AugAssign(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div(), target=target):
            root = _root(target)
            return (root, ast.unparse(target)) if root else None
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return (name, name) if _built_on(value, ast.dump(ast.Name(name, ast.Load()))) else None
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name)) as target], value=value):
            own = ast.dump(target).replace("Store()", "Load()")
            return (name, ast.unparse(target)) if _built_on(value, own) else None
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=method, value=held)) as call):
            root = _root(held)
            if root and (method in _GROWING or (_changes_again(call) and _in_place(call))):
                return root, ast.unparse(held)
    return None


def _built_on(value: ast.expr, own: str) -> bool:
    """Whether a value is its own old one, changed: by arithmetic, or by a method that adds up."""
    match value:
        case ast.BinOp(op=op) if isinstance(op, _ARITHMETIC):
            return any(
                ast.dump(side) == own or _built_on(side, own) for side in (value.left, value.right)
            )
        case ast.Call(func=ast.Attribute(attr=method, value=held), args=args):
            if method in ("concat", "merge", "append", "get_dummies"):
                parts = [p for a in args for p in (getattr(a, "elts", None) or [a])]
                if any(ast.dump(part) == own for part in parts):
                    return True
            steps, inner = [value], held
            while isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
                steps.append(inner)
                inner = inner.func.value
            return ast.dump(inner) == own and any(_changes_again(step) for step in steps)
    return False


def _changes_again(call: ast.Call) -> bool:
    """Whether a method, run on its own result, changes that once more."""
    dropped = any(
        k.arg == "drop" and getattr(k.value, "value", None) is True for k in call.keywords
    )
    return getattr(call.func, "attr", "") in _CHANGING and not dropped


def _in_place(call: ast.Call) -> bool:
    return any(
        k.arg == "inplace" and isinstance(k.value, ast.Constant) and k.value.value is True
        for k in call.keywords
    )


def _root(node: ast.AST) -> str | None:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
