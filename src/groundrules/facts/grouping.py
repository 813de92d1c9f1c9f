"""The frames and keys behind a grouping: `df.groupby("k")["x"]` is column x of df by k."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from groundrules.facts import columns

if TYPE_CHECKING:
    from groundrules.facts.flow import Flow

FRAMES = ("pandas.DataFrame", "polars.DataFrame", "polars.LazyFrame", "pyspark.sql.DataFrame")
GROUPS = ("pandas.GroupBy", "polars.GroupBy", "pyspark.sql.GroupedData")


class Key(NamedTuple):
    """One thing that rows are grouped by: its column's name where it has one, and its expression."""

    name: str | None
    node: ast.AST
    is_time: bool


def split(flow: Flow, node: ast.AST) -> tuple[ast.AST, tuple[Key, ...]]:
    """Return the frame whose rows an expression groups, and the keys; no keys where it groups none."""
    group = group_of(flow, node)
    if group is None or not isinstance(group.func, ast.Attribute):
        return node, ()
    return group.func.value, tuple(_keys(flow, group))


def group_of(flow: Flow, node: ast.AST, levels: int = 12) -> ast.Call | None:
    """Return the call that groups the rows which an expression is about to aggregate."""
    for _ in range(levels):
        if isinstance(node, ast.Call):
            if "group_rows" in flow.meanings(node):
                return node
            if not isinstance(node.func, ast.Attribute) or flow.type_of(node) not in GROUPS:
                return None
            node = node.func.value
        elif isinstance(node, ast.Attribute | ast.Subscript):
            if flow.type_of(node) not in GROUPS:
                return None
            node = node.value
        elif isinstance(node, ast.Name):
            bound = [d for d in flow.definitions(node) if d.kind == "assign"]
            if not bound or bound[0].value is None or bound[0].index is not None:
                return None
            node = bound[0].value
        else:
            return None
    return None


def selected(flow: Flow, node: ast.AST) -> tuple[tuple[str, ...] | None, ast.AST]:
    """Return (columns, frame or grouping) of `frame[["a", "b"]]`, `grouping["a"]`, `frame.a`."""
    if isinstance(node, ast.Name) and flow.type_of(node) in GROUPS:
        bound = [d for d in flow.definitions(node) if d.kind == "assign"]
        if bound and bound[0].value is not None and bound[0].index is None:
            node = bound[0].value
    if isinstance(node, ast.Subscript):
        names = columns.names_in(node.slice)
        if names is not None:
            return names, node.value
    if isinstance(node, ast.Attribute):
        name = flow.column_name(node)
        if name is not None:
            return (name,), node.value
    return None, node


def frame_of_reference(flow: Flow, node: ast.AST) -> ast.AST | None:
    """Return the frame that `pl.col("x")` or `F.avg("x")` refers to: the receiver around it."""
    inner, parent = node, flow.tree.parents.get(node)
    while parent is not None and not isinstance(parent, ast.stmt):
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
            kind = flow.type_of(parent.func.value)
            if inner is not parent.func and kind in (*FRAMES, *GROUPS):
                return parent.func.value
        inner, parent = parent, flow.tree.parents.get(parent)
    return None


def is_windowed(flow: Flow, call: ast.AST) -> bool:
    """Whether an aggregate is spread over its rows again: `F.avg("x").over(w)`."""
    parent = flow.tree.parents.get(call)
    while isinstance(parent, ast.Attribute):
        outer = flow.tree.parents.get(parent)
        if parent.attr == "over":
            return True
        parent = flow.tree.parents.get(outer) if isinstance(outer, ast.Call) else None
    return False


def alias_of(flow: Flow, call: ast.AST) -> str | None:
    """Return the name that `pl.col("x").mean().alias("m")` or `select(m=…)` gives its result."""
    node, parent = call, flow.tree.parents.get(call)
    while isinstance(parent, ast.Attribute):
        outer = flow.tree.parents.get(parent)
        if not isinstance(outer, ast.Call) or outer.func is not parent:
            return None
        if parent.attr == "alias" and outer.args:
            return columns.text(outer.args[0])
        node, parent = outer, flow.tree.parents.get(outer)
    return parent.arg if isinstance(parent, ast.keyword) and parent.value is node else None


def keys_in(flow: Flow, node: ast.expr) -> Iterator[Key]:
    """Yield the keys of an argument: a name, an expression, or a list of them."""
    if isinstance(node, ast.Starred):
        node = node.value
    elements = flow.elements(node)
    if isinstance(node, ast.Name) and not elements:
        bound = flow.definitions(node)
        if bound and bound[0].kind == "assign" and columns.text(bound[0].value) is not None:
            elements = [bound[0].value] if bound[0].value is not None else []
    for part in elements or [node]:
        name = columns.text(part) if isinstance(part, ast.expr) else None
        yield Key(name or flow.column_name(part), part, name is None and _is_time(flow, part))


def _keys(flow: Flow, group: ast.Call) -> Iterator[Key]:
    method = group.func.attr if isinstance(group.func, ast.Attribute) else ""
    if method == "resample":
        yield Key(columns.text(columns.keyword_of(group, "on")), group, True)
        return
    if method == "group_by_dynamic":
        yield Key(columns.text(group.args[0]) if group.args else None, group, True)
        by = columns.keyword_of(group, "group_by") or columns.keyword_of(group, "by")
        yield from keys_in(flow, by) if by is not None else ()
        return
    pandas = (flow.qualified(group.func) or "").startswith("pandas")
    given = columns.argument_of(group, 0, "by", "level")
    for node in ([given] if given is not None else []) if pandas else group.args:
        if isinstance(node, ast.expr):
            yield from keys_in(flow, node)


# Accessors and methods that turn a moment into its period.
_PERIODS = frozenset(
    ["date", "day", "week", "month", "year", "hour", "quarter", "to_period", "floor", "normalize", "isocalendar",
     "dayofweek", "weekday", "day_name", "month_name", "truncate", "strftime"]
)  # fmt: skip


def _is_time(flow: Flow, node: ast.AST) -> bool:
    """Whether a key is a period of time: `df.t.dt.date`, `pd.Grouper(freq="D")`, `F.window(…)`."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and inner.attr in _PERIODS:
            base = inner.value
            if isinstance(base, ast.Attribute) and base.attr in ("dt", "index"):
                return True
        if isinstance(inner, ast.Call) and "group_by_time" in flow.meanings(inner):
            return True
    return False
