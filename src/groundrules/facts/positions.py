"""Columns of two tables that are put side by side by row number."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundrules.facts import columns
from groundrules.facts.rows import row_origins

if TYPE_CHECKING:
    from groundrules.facts.code import Code
    from groundrules.facts.flow import Flow
    from groundrules.facts.values import Value

_FRAME = "pandas.DataFrame"
_BARE = frozenset(["to_numpy", "tolist", "to_list"])
_FRAMES = (_FRAME, "polars.DataFrame")
_LABELLING = frozenset(["set_index", "sort_index", "reindex", "align"])


@dataclass(frozen=True, slots=True)
class PositionalPair:
    """Two frames from different tables whose rows are matched by number."""

    at: Value
    left: Value
    right: Value


def positional_pairs(code: Code) -> list[PositionalPair]:
    """Return the places where bare values of one table become a column of another, in file order."""
    flow = code.flow
    found: list[PositionalPair] = []
    for at, left, right in (*_assigned(flow), *_concatenated(flow)):
        if _apart(flow, left, right):
            found.append(PositionalPair(code.value(at), code.value(left), code.value(right)))
    return sorted(found, key=lambda pair: pair.at.span)


def _assigned(flow: Flow) -> Iterator[tuple[ast.AST, ast.expr, ast.expr]]:
    """Yield `left["x"] = right["y"].values`."""
    for word in ("values", *_BARE):
        if word in flow.tree.text:
            flow.tree.mention(word)
    for statement in flow.tree.statements:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            continue
        target = statement.targets[0]
        if statement.end_lineno != statement.lineno:
            continue  # the triggers of rules look at one line
        bare = _bare(statement.value)
        if bare is None or not isinstance(target, ast.Subscript | ast.Attribute):
            continue
        flow.tree.ensure(statement)
        if flow.column_name(target) is not None and flow.type_of(target.value) == _FRAME:
            frame = _frame_of(flow, bare)
            if frame is not None and isinstance(target.value, ast.Name):
                yield statement, target.value, frame


def _bare(node: ast.AST) -> ast.expr | None:
    """Return the column whose labels are taken off: `x.values`, `x.to_numpy()`, `list(x)`."""
    if isinstance(node, ast.Attribute) and node.attr == "values":
        return node.value
    if isinstance(node, ast.Call):
        func = node.func
        if isinstance(func, ast.Attribute) and func.attr in _BARE and not node.args:
            return func.value
        if isinstance(func, ast.Name) and func.id == "list" and len(node.args) == 1:
            return node.args[0]
    return None


def _frame_of(flow: Flow, column: ast.expr) -> ast.expr | None:
    if isinstance(column, ast.Subscript | ast.Attribute) and flow.column_name(column) is not None:
        return column.value if flow.type_of(column.value) == _FRAME else None
    grouped = flow.type_of(column) in (_FRAME, "pandas.Series")
    return column if grouped and isinstance(column, ast.Name) else None


def _concatenated(flow: Flow) -> Iterator[tuple[ast.AST, ast.expr, ast.expr]]:
    """Yield `pd.concat([left, right], axis=1)`."""
    for call in flow.tree.calls_named(["concat"]):
        name = flow.qualified(call.func)
        way = columns.argument_of(call, 1, "axis" if name == "pandas.concat" else "how")
        wide = isinstance(way, ast.Constant) and way.value in (1, "columns", "horizontal")
        if not wide or name not in ("pandas.concat", "polars.concat") or not call.args:
            continue
        parts = flow.elements(call.args[0])
        if len(parts) == 2 and all(flow.type_of(part) in _FRAMES for part in parts):
            yield call, parts[0], parts[1]


def _apart(flow: Flow, left: ast.AST, right: ast.AST) -> bool:
    """Whether two frames are read from different tables, and neither is ordered or labelled."""
    if flow.lineage(left) & flow.lineage(right):
        return False
    sides = [list(row_origins(flow, side, own=True)) for side in (left, right)]
    if any(not _is_read(flow, origins) for origins in sides):
        return False
    orders = [_order(origins) for origins in sides]
    if orders[0] is not None and orders[0] == orders[1]:
        return False  # put into one order before
    names = [
        {node.id for node in origins if isinstance(node, ast.Name) and not _is_module(flow, node)}
        for origins in sides
    ]
    return not names[0] & names[1]


def _order(origins: list[ast.AST]) -> str | None:
    """Return what rows are sorted by, as written."""
    for node in origins:
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("sort_values", "sort"):
            return ", ".join(ast.unparse(argument) for argument in node.args)
    return None


def _is_read(flow: Flow, origins: list[ast.AST]) -> bool:
    """Whether rows come from a table that is read or written out, without labels of their own."""
    calls = [node for node in origins if isinstance(node, ast.Call)]
    if any(getattr(call.func, "attr", "") in _LABELLING for call in calls):
        return False
    if any(columns.keyword_of(call, "index_col") for call in calls):
        return False
    if any("stack_rows" in flow.meanings(call) for call in calls):
        return False  # put together of parts that cannot all be seen
    return any("unordered_read" in flow.meanings(call) or _is_literal(call) for call in calls)


def _is_module(flow: Flow, node: ast.Name) -> bool:
    return any(definition.kind == "import" for definition in flow.definitions(node))


def _is_literal(call: ast.Call) -> bool:
    data = columns.argument_of(call, 0, "data")
    return getattr(call.func, "attr", "") == "DataFrame" and isinstance(data, ast.Dict)
