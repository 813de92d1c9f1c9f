"""Cuts of the first rows of a table: `df.head(1000)`, `df[:1000]`, `read_csv(…, nrows=1000)`."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from groundrules.facts import columns

if TYPE_CHECKING:
    from groundrules.facts.bindings import Definition
    from groundrules.facts.flow import Flow

_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_FRAMES = ("pandas.DataFrame", "polars.DataFrame", "polars.LazyFrame", "pyspark.sql.DataFrame")


def first_rows(flow: Flow, node: ast.AST) -> int | None:
    """Return how many of a frame's first rows an expression keeps, if it does just that."""
    if isinstance(node, ast.Call):
        return _called(flow, node)
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Slice | ast.Tuple):
        return None
    frame, place = node.value, node.slice
    if isinstance(frame, ast.Attribute) and frame.attr in ("iloc", "loc"):
        frame = frame.value
        if isinstance(place, ast.Tuple) and place.elts:
            first = place.elts[0]
            place = first if isinstance(first, ast.Slice) else place
    if not isinstance(place, ast.Slice) or place.step is not None or place.upper is None:
        return None
    if place.lower is not None and _number(flow, place.lower) != 0:
        return None
    return _number(flow, place.upper) if flow.type_of(frame) in _FRAMES else None


def splits_rows(flow: Flow, node: ast.AST) -> bool:
    """Whether the file takes the rest too: a slice that starts where this one ends."""
    place = node.slice if isinstance(node, ast.Subscript) else None
    if isinstance(place, ast.Tuple):
        place = place.elts[0]
    end = place.upper if isinstance(place, ast.Slice) else None
    if isinstance(node, ast.Call) and node.args:
        end = node.args[0]
    if end is None:
        return False
    start = re.escape(ast.unparse(end))
    return re.search(rf"\[\s*{start}\s*:|\btail\(", flow.tree.text) is not None


def _called(flow: Flow, node: ast.Call) -> int | None:
    method = getattr(node.func, "attr", "")
    if method in ("head", "limit") and isinstance(node.func, ast.Attribute):
        count = columns.argument_of(node, 0, "n", "num")
        known = flow.type_of(node.func.value) in _FRAMES
        return _number(flow, count) if known and count is not None else None
    rows = columns.keyword_of(node, "nrows")
    if rows is not None and (flow.qualified(node.func) or "").startswith("pandas.read_"):
        return _number(flow, rows)
    return None


def _default(definition: Definition) -> ast.expr | None:
    """Return the default of a parameter."""
    function = definition.scope.node
    if definition.kind != "parameter" or not isinstance(function, _FUNCTIONS):
        return None
    given = function.args
    places = [*given.posonlyargs, *given.args]
    for one, value in zip(reversed(places), reversed(given.defaults), strict=False):
        if one.arg == definition.name:
            return value
    pairs = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    return next((value for one, value in pairs if one.arg == definition.name), None)


def _number(flow: Flow, node: ast.expr) -> int | None:
    """Return the whole number of a constant or of a name bound to one."""
    if isinstance(node, ast.Name):
        bound = flow.definitions(node)
        if len(bound) != 1:
            return None
        value = bound[0].value if bound[0].kind == "assign" else _default(bound[0])
        return _number(flow, value) if isinstance(value, ast.Constant) else None
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return int(node.value)
    return None
