"""Where counts became shares: divided by their total, averaged, or normalised."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts import columns
from groundrules.facts.bindings import Definition
from groundrules.facts.divisions import quotient
from groundrules.facts.flow import Flow
from groundrules.facts.thresholds import literal

_SAME = frozenset([
    "round", "to_numpy", "astype", "fillna", "reset_index", "sort_index", "unstack", "stack", "sort_values",
    "tolist", "to_list", "copy", "transpose", "reindex", "rename", "head", "reshape", "set_index", "drop",
    "to_frame", "squeeze", "mul", "multiply", "abs", "dropna", "rename_axis", "values", "items",
])  # fmt: skip
_WRAPPERS = frozenset(
    [
        "array",
        "asarray",
        "DataFrame",
        "list",
        "tuple",
        "round",
        "float",
        "Series",
        "around",
        "vstack",
    ]
)
_MEANS = frozenset(["mean", "nanmean", "average"])
_NORMALISED = frozenset(["crosstab", "value_counts"])
_SCALES = frozenset([100, 100.0, 1000, 1])


def shares(flow: Flow, start: ast.AST) -> ast.AST | None:
    """Return the expression that makes shares of what a table holds, None where it holds counts.

    Shares that are multiplied by a number of units again are counts.
    """
    queue: list[ast.AST] = [start]
    seen: set[ast.AST] = set()
    while queue and len(seen) < 200:
        node = queue.pop(0)
        if node in seen:
            continue
        seen.add(node)
        if _is_share(flow, node):
            return node
        queue.extend(_behind(flow, node))
    return None


def _is_share(flow: Flow, node: ast.AST) -> bool:
    match node:
        case ast.List() | ast.Tuple():
            return _adds_up(flow, node)
        case ast.Call():
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            if name in _NORMALISED:
                given = columns.keyword_of(node, "normalize")
                return given is not None and literal(flow, given) not in (False, None)
            if name in _MEANS:
                return True
            if name in ("pivot_table", "agg", "aggregate"):
                how = columns.keyword_of(node, "aggfunc") or (node.args[0] if node.args else None)
                return columns.text(how) == "mean"
    return quotient(node) is not None


def _adds_up(flow: Flow, node: ast.List | ast.Tuple) -> bool:
    """Whether it is written out as shares: fractions that add up to 1 or to 100."""
    figures = [literal(flow, element) for element in node.elts]
    if len(figures) < 2 or not any(isinstance(f, float) and f % 1 for f in figures):
        return False
    numbers = [f for f in figures if isinstance(f, int | float)]
    return len(numbers) == len(figures) and any(
        abs(sum(numbers) - total) < 0.006 * total for total in (1, 100)
    )


def _behind(flow: Flow, node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Name():
            for definition in flow.definitions(node):
                yield from _bound(flow, definition)
        case ast.List() | ast.Tuple():
            yield from node.elts
        case ast.ListComp() | ast.GeneratorExp():
            yield node.elt
        case ast.Dict():
            yield from node.values
        case ast.Starred() | ast.NamedExpr():
            yield node.value
        case ast.Attribute():
            yield from flow.column_values(node) or [node.value]
        case ast.Subscript():
            yield from _of_subscript(flow, node)
        case ast.BinOp(op=ast.Mult()):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if literal(flow, other) in _SCALES:
                    yield one
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            if isinstance(node.left, ast.Constant) or isinstance(node.right, ast.Constant):
                yield from (node.left, node.right)
        case ast.Call():
            yield from _of_call(flow, node)


def _bound(flow: Flow, definition: Definition) -> Iterator[ast.AST]:
    if definition.kind == "parameter":
        yield from flow.arguments_for(definition)
    elif definition.value is None:
        return
    elif definition.kind == "mutation":
        whole = isinstance(definition.node, ast.Expr)  # rows.append([…])
        if whole:
            yield definition.value
    elif definition.index is None and definition.kind in ("assign", "loop"):
        yield definition.value


def _of_subscript(flow: Flow, node: ast.Subscript) -> Iterator[ast.AST]:
    values = flow.column_values(node)
    if values:
        yield from values
        return
    names = columns.names_in(node.slice) if isinstance(node.slice, ast.List) else None
    for name in names or ():
        for column in flow.tree.columns.get(name, ()):
            if flow.lineage(node.value) & flow.column_frames(column):
                yield column.value
    yield node.value


def _of_call(flow: Flow, node: ast.Call) -> Iterator[ast.AST]:
    function = flow.function_of(node)
    if function is not None:
        yield from flow.tree.returns_of(function)
        return
    name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
    if name in ("mul", "multiply") and not (node.args and literal(flow, node.args[0]) in _SCALES):
        return
    if name in _SAME and isinstance(node.func, ast.Attribute):
        yield node.func.value
    elif name in ("apply", "transform", "map") and isinstance(node.func, ast.Attribute):
        yield from (a.body for a in node.args if isinstance(a, ast.Lambda))
        yield node.func.value
    if name in _WRAPPERS:
        yield from node.args[:1]
