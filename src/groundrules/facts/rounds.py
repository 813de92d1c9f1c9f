"""Loops that do one thing again and again: their rounds differ in nothing but their number."""

from __future__ import annotations

import ast

from groundrules.facts import loops
from groundrules.facts.flow import Flow

_BARS = frozenset(["tqdm", "trange", "track", "progress_bar", "prange"])
_SHOWN = frozenset(
    ["print", "info", "debug", "warning", "write", "set_description", "set_postfix", "log"]
)
_SPELLS = frozenset(["str", "repr", "format", "round", "int", "float"])


def only_counts(flow: Flow, loop: ast.AST) -> bool:
    """Whether a loop runs over numbers that it only shows, or stores its results at."""
    if isinstance(loop, ast.While):
        return True
    if isinstance(loop, ast.For | ast.AsyncFor):
        iterables, bodies = [loop.iter], [*loop.body]
    elif isinstance(loop, loops.COMPREHENSIONS):
        iterables = [loop.generators[-1].iter]
        bodies = [loop.value if isinstance(loop, ast.DictComp) else loop.elt]  # type: ignore[list-item]
    else:
        return False
    names = loops.targets(loop)
    return all(_is_range(one) for one in iterables) and not any(
        isinstance(node, ast.Name) and node.id in names and not _is_idle(flow, node, loop)
        for body in bodies
        for node in ast.walk(body)
    )


def _is_range(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
    if name in _BARS and node.args:
        return name == "trange" or name == "prange" or _is_range(node.args[0])
    return name in ("range", "repeat")


def _is_idle(flow: Flow, node: ast.Name, loop: ast.AST) -> bool:
    """Whether a use of the loop's number changes nothing of what the round does."""
    if isinstance(node.ctx, ast.Store):
        return True
    flow.tree.mention(node.id)
    child: ast.AST = node
    parent = flow.tree.parents.get(node)
    while parent is not None and parent is not loop:
        if isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Store):
            return child is not parent.value
        if isinstance(parent, ast.If) and child is parent.test:
            return True  # every hundredth round is shown
        if isinstance(parent, ast.Call):
            name = getattr(parent.func, "attr", None) or getattr(parent.func, "id", "")
            if name in _SHOWN:
                return True
            if name not in _SPELLS:
                return False  # what is shown, or stored at, is made of it: `print(fitted(k))`
        child, parent = parent, flow.tree.parents.get(parent)
    return False
