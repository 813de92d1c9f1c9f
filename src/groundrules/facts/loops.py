"""The loops around an expression: statements, comprehensions, and functions applied to each row."""

from __future__ import annotations

import ast

from groundrules.facts.flow import Flow

STATEMENTS = ast.For | ast.AsyncFor | ast.While
COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


_APPLIERS = frozenset([
    "map", "imap", "imap_unordered", "starmap", "agg", "aggregate", "transform", "applymap", "map_elements",
    "map_groups",
])  # fmt: skip


def enclosing(flow: Flow, node: ast.AST, levels: int = 2) -> list[ast.AST]:
    """Return the loops around a node, innermost first; through calls of its function too."""
    found: list[ast.AST] = []
    child: ast.AST = node
    parent = flow.tree.parents.get(node)
    while parent is not None:
        if isinstance(parent, STATEMENTS) and child is not getattr(parent, "iter", None):
            found.append(parent)
        elif isinstance(parent, COMPREHENSIONS):
            first = parent.generators[0]
            if child is not first or not within(flow, node, first.iter):
                found.append(parent)
        elif isinstance(parent, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef):
            found.extend(applied(flow, parent))
            if levels:
                for call in flow.call_sites(parent):
                    outer = enclosing(flow, call, levels - 1)
                    found.extend(loop for loop in outer if loop not in found)
            if not isinstance(parent, ast.Lambda):
                break
        child, parent = parent, flow.tree.parents.get(parent)
    return found


def within(flow: Flow, node: ast.AST, outer: ast.AST) -> bool:
    """Whether a node stands in another, by syntax."""
    current: ast.AST | None = node
    while current is not None and current is not outer:
        current = flow.tree.parents.get(current)
    return current is outer


def applied(flow: Flow, function: ast.AST) -> list[ast.AST]:
    """Return the `.apply(f)` calls that run a function once a row or group."""
    found: list[ast.AST] = []
    for argument in flow.passed(function):
        parent = flow.tree.parents.get(argument)
        if isinstance(parent, ast.keyword):
            parent = flow.tree.parents.get(parent)
        if not isinstance(parent, ast.Call):
            continue
        name = getattr(parent.func, "attr", None) or getattr(parent.func, "id", "")
        if name in _APPLIERS or "apply_each" in flow.meanings(parent):
            found.append(parent)
        elif name == "delayed":  # Parallel()(delayed(f)(x) for x in xs)
            found.extend(enclosing(flow, parent, 0))
    return found


def targets(node: ast.AST) -> frozenset[str]:
    """Return the names that change with each round."""
    if isinstance(node, ast.For | ast.AsyncFor):
        holders: list[ast.AST] = [node.target]
    elif isinstance(node, COMPREHENSIONS):
        holders = [generator.target for generator in node.generators]
    elif isinstance(node, ast.While):  # `while i < n: …; i += 1`
        holders = [
            inner.target
            for inner in ast.walk(node)
            if isinstance(inner, ast.AugAssign) and isinstance(inner.value, ast.Constant)
        ]
    else:
        holders = []
    names = (inner for holder in holders for inner in ast.walk(holder))
    return frozenset(name.id for name in names if isinstance(name, ast.Name))
