"""What an expression stands for where no type tells: a grouping, a module, a container, a row, a column."""

from __future__ import annotations

import ast

from groundrules.facts import columns
from groundrules.facts.bindings import Definition
from groundrules.facts.flow import Flow

GROUPERS = frozenset(["groupby", "group_by", "groupBy"])
_ROWS = frozenset(["iterrows", "itertuples", "iter_rows", "to_dict", "rows", "collect"])


def is_module(flow: Flow, node: ast.AST) -> bool:
    """Whether a name is an import."""
    return isinstance(node, ast.Name) and any(
        definition.kind == "import" for definition in flow.definitions(node)
    )


def is_row(definition: Definition) -> bool:
    """Whether a name is one row of a frame at a time, whose fields are no samples of it."""
    source = definition.value if definition.kind == "loop" else None
    return getattr(getattr(source, "func", None), "attr", "") in _ROWS


def may_be_column(flow: Flow, node: ast.Attribute) -> bool:
    """Whether an attribute of an object that nothing tells is taken for a column of it."""
    root: ast.AST = node.value
    while isinstance(root, ast.Attribute | ast.Subscript):
        root = root.value
    return (
        isinstance(root, ast.Name)
        and root.id not in ("self", "cls")
        and not is_module(flow, root)
        and flow.type_of(node.value) is None
        and bool(flow.definitions(root))
    )


def held(flow: Flow, base: ast.expr) -> ast.AST:
    """Return what a name is bound to, where that is one thing; else the expression itself."""
    node: ast.AST = base
    for _ in range(4):
        if not isinstance(node, ast.Name):
            break
        found = [d for d in flow.definitions(node) if d.kind == "assign"]
        if len(found) != 1 or found[0].index is not None or found[0].value is None:
            break
        node = found[0].value
    return node


def is_grouping(flow: Flow, node: ast.AST) -> bool:
    """Whether an expression is a grouping of rows, told by its method alone."""
    return _grouping(flow, node) is not None


def keys_of(flow: Flow, node: ast.AST) -> tuple[str, ...] | None:
    """Return the keys of a grouping, where they are all columns by name."""
    call = _grouping(flow, node)
    if call is None:
        return None
    if len(call.args) > 1:  # polars and Spark: group_by("a", "b")
        several = [columns.text(argument) for argument in call.args]
        return tuple(name for name in several if name is not None)
    return columns.names_in(columns.argument_of(call, 0, "by"))


def _grouping(flow: Flow, node: ast.AST) -> ast.Call | None:
    for _ in range(6):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in GROUPERS:
            return node
        if isinstance(node, ast.Name):
            bound = held(flow, node)
            if bound is node:
                return None
            node = bound
        elif isinstance(node, ast.Subscript | ast.Attribute):
            node = node.value
        else:
            return None
    return None
