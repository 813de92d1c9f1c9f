"""Comparisons with missing values by `==` and `!=`, which never find one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundrules.facts import loops

if TYPE_CHECKING:
    from groundrules.facts.code import Code
    from groundrules.facts.flow import Flow
    from groundrules.facts.values import Value

_NAN = frozenset(
    f"{module}.{name}"
    for module, names in (
        ("numpy", ("nan", "NaN", "NAN")),
        ("math", ("nan",)),
        ("pandas", ("NA", "NaT")),
    )
    for name in names
)
_COLUMNS = ("pandas.Series", "polars.Series", "polars.Expr", "pyspark.sql.Column")


@dataclass(frozen=True, slots=True)
class NullComparison:
    """`other == null` or `other != null`. `library` is the column's, empty where it is no column."""

    at: Value
    other: Value
    null: Value
    is_equal: bool
    library: str


def null_comparisons(code: Code) -> list[NullComparison]:
    """Return the comparisons of anything with NaN, and of columns with None, in file order."""
    flow = code.flow
    flow.tree.mention("==")
    flow.tree.mention("!=")
    found: list[NullComparison] = []
    nodes: list[ast.expr] = [*flow.tree.compares, *flow.tree.calls_named(("eq", "ne"))]
    for node in nodes:
        for left, right, equal in _sides(node):
            if _is_nan(flow, left) and _is_nan(flow, right):
                continue  # shown for its own sake
            for other, null in ((left, right), (right, left)):
                library = _library(flow, other)
                if _is_nan(flow, null) or (
                    library and _is_none(null) and not _is_cell(flow, other)
                ):
                    values = code.value(node), code.value(other), code.value(null)
                    found.append(NullComparison(*values, equal, library))
    return sorted(found, key=lambda one: one.at.span)


def _sides(node: ast.expr) -> Iterator[tuple[ast.expr, ast.expr, bool]]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        if isinstance(node.ops[0], ast.Eq | ast.NotEq):
            yield node.left, node.comparators[0], isinstance(node.ops[0], ast.Eq)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
        yield node.func.value, node.args[0], node.func.attr == "eq"


def _is_nan(flow: Flow, node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        first = node.args[0] if len(node.args) == 1 else None
        named = isinstance(first, ast.Constant) and str(first.value).lower() == "nan"
        return named and getattr(node.func, "id", "") == "float"
    return isinstance(node, ast.Name | ast.Attribute) and flow.qualified(node) in _NAN


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _library(flow: Flow, node: ast.expr) -> str:
    kind = flow.type_of(node)
    return kind.partition(".")[0] if kind in _COLUMNS and kind is not None else ""


def _is_cell(flow: Flow, node: ast.AST) -> bool:
    """Whether a value is that of one row: of a parameter of a function that is applied to rows."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if not isinstance(node, ast.Name):
        return False
    for definition in flow.definitions(node)[:1]:
        if definition.kind == "parameter":
            return bool(loops.applied(flow, definition.scope.node))
        return definition.kind == "loop"
    return False
