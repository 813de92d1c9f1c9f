"""Where a value is held to a significance level: comparisons, methods, queries."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from groundrules.facts import columns
from groundrules.facts.containers import Path
from groundrules.facts.flow import Flow

_ORDER = ast.Lt | ast.LtE | ast.Gt | ast.GtE
_METHODS = frozenset(["lt", "le", "gt", "ge"])
_FUNCTIONS = frozenset(["less", "less_equal", "greater", "greater_equal"])
_LEVELS = ("alpha", "signif", "sig_level", "p_thresh", "pval_thresh", "p_cut", "p_value_thresh")
_LOWEST, _HIGHEST = 1e-4, 0.2  # what lies outside is none that an experiment is tested at


@dataclass(frozen=True, slots=True)
class Threshold:
    """What is compared with a level: `path` of `tested`."""

    node: ast.AST
    tested: ast.AST
    path: Path
    level: ast.AST
    less: bool
    """Whether it holds where what is tested is below the level."""


def thresholds(flow: Flow) -> list[Threshold]:
    """Return where a file holds something to a level of significance, in order."""
    found = [t for node in flow.tree.comparisons() for t in _of_comparison(flow, node)]
    for call in flow.tree.calls_named((*_METHODS, *_FUNCTIONS, "query", "filter", "where")):
        found.extend(_of_call(flow, call))
    return sorted(found, key=lambda t: (t.node.lineno, t.node.col_offset))  # type: ignore[attr-defined]


def sides(flow: Flow, node: ast.Compare) -> tuple[ast.expr, ast.expr] | None:
    """Return (tested, level) of a comparison by order with a level; the last pair of a chain."""
    if not isinstance(node.ops[-1], _ORDER):
        return None
    left = node.comparators[-2] if len(node.comparators) > 1 else node.left
    right = node.comparators[-1]
    for tested, level in ((left, right), (right, left)):
        if is_level(flow, level):
            return tested, level
    return None


def is_level(flow: Flow, node: ast.AST) -> bool:
    """Whether an expression is a significance level: a figure in [0.0001, 0.2], or a name that says so."""
    figure = literal(flow, node)
    if figure is not None:
        return isinstance(figure, float) and _LOWEST <= figure <= _HIGHEST
    last = ""
    if isinstance(node, ast.Name):
        last = node.id
    elif isinstance(node, ast.Attribute):
        last = node.attr
    elif isinstance(node, ast.Subscript):
        last = columns.text(node.slice) or ""
    return any(word in last.lower() for word in _LEVELS)


def literal(flow: Flow, node: ast.AST | None) -> object:
    """Return the value of a constant, or of a name or a parameter's default that is bound to one."""
    for _ in range(4):
        if isinstance(node, ast.Constant):
            return node.value
        if not isinstance(node, ast.Name):
            return None
        bound = flow.definitions(node)
        if len(bound) != 1 or bound[0].kind != "assign" or bound[0].index is not None:
            return None
        node = bound[0].value
    return None


def _of_comparison(flow: Flow, node: ast.Compare) -> Iterator[Threshold]:
    found = sides(flow, node)
    if found is not None:
        less = isinstance(node.ops[-1], ast.Lt | ast.LtE) is (found[1] is node.comparators[-1])
        yield Threshold(node, found[0], (), found[1], less)


def _of_call(flow: Flow, call: ast.Call) -> Iterator[Threshold]:
    name = getattr(call.func, "attr", None) or getattr(call.func, "id", "")
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    if name in _METHODS and receiver is not None and len(call.args) == 1:
        if is_level(flow, call.args[0]):
            yield Threshold(call, receiver, (), call.args[0], name[0] == "l")
    elif name in _FUNCTIONS and len(call.args) >= 2:
        for tested, level in (call.args[:2], call.args[1::-1]):
            if is_level(flow, level):
                less = name.startswith("less") is (tested is call.args[0])
                yield Threshold(call, tested, (), level, less)
                return
    elif name in ("query", "filter", "where") and receiver is not None and call.args:
        yield from _of_text(call, receiver)


def _of_text(call: ast.Call, receiver: ast.expr) -> Iterator[Threshold]:
    text = columns.text(call.args[0])
    try:
        parsed = ast.parse(
            (text or "").replace("@", "").replace("`", "").strip() or "0", mode="eval"
        )
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(parsed):
        if isinstance(node, ast.Compare) and isinstance(node.ops[-1], _ORDER):
            for tested, level in (
                (node.left, node.comparators[-1]),
                (node.comparators[-1], node.left),
            ):
                named = isinstance(level, ast.Name) and any(w in level.id.lower() for w in _LEVELS)
                figure = level.value if isinstance(level, ast.Constant) else None
                held = isinstance(figure, float) and _LOWEST <= figure <= _HIGHEST
                if isinstance(tested, ast.Name) and (named or held):
                    less = isinstance(node.ops[-1], ast.Lt | ast.LtE) is (tested is node.left)
                    yield Threshold(call, receiver, (tested.id,), call.args[0], less)
                    break
