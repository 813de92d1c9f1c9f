"""Which columns a call defines, renames or selects, read off its arguments alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

DEFINING = frozenset(
    [
        "assign",
        "withColumn",
        "withColumns",
        "insert",
        "with_columns",
        "select",
        "agg",
        "eval",
        "with_columns_seq",
        "select_seq",
    ]
)
"""Methods whose arguments may define columns of what they return (or, of `insert`, of their frame)."""

_EVAL = re.compile(r"^\s*([A-Za-z_]\w*)\s*=(?!=)\s*(.+?)\s*$", re.M)


def defined(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Yield (column, expression) for each column that a call of a frame's method defines."""
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if method in ("withColumn", "insert") and len(call.args) >= 2:
        named = text(call.args[-2])
        if named is not None:
            yield named, call.args[-1]
    elif method in ("assign", "with_columns", "with_columns_seq", "select", "select_seq"):
        for keyword in call.keywords:
            if keyword.arg:
                yield keyword.arg, keyword.value
            elif isinstance(keyword.value, ast.Dict):  # assign(**{"a b": …})
                yield from entries(keyword.value)
    elif method == "withColumns" and call.args and isinstance(call.args[0], ast.Dict):
        yield from entries(call.args[0])
    elif method == "eval" and call.args:
        yield from _evaluated(call)
    if method in ("with_columns", "with_columns_seq", "select", "select_seq", "agg"):
        for argument in call.args:
            yield from aliased(argument)


def aliased(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield (name, expression) of `….alias("name")`, in lists and tuples too."""
    if isinstance(node, ast.List | ast.Tuple):
        for element in node.elts:
            yield from aliased(element)
    elif isinstance(node, ast.Starred):
        yield from aliased(node.value)
    elif (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "alias"
        and node.args
    ):
        name = text(node.args[0])
        if name is not None:
            yield name, node.func.value
    else:
        name = _root_column(node)
        if name is not None:
            yield name, node


def _root_column(node: ast.expr) -> str | None:
    """Return the column that `pl.col("x").fill_null(0)` changes, which keeps its name."""
    changed = False
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "col" and len(node.args) == 1 and not node.keywords:
            return text(node.args[0]) if changed else None
        node, changed = node.func.value, True
    return None


def entries(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Yield the entries of a dict literal whose keys are strings, or of `dict(a=…)`."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, value
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "dict":
        yield from ((k.arg, k.value) for k in node.keywords if k.arg)


def renamed(call: ast.Call) -> dict[str, str]:
    """Return {new name: old name} of a call of `rename`, `withColumnRenamed` and their like."""
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if method == "withColumnRenamed" and len(call.args) == 2:
        old, new = text(call.args[0]), text(call.args[1])
        return {new: old} if old is not None and new is not None else {}
    if method not in ("rename", "withColumnsRenamed"):
        return {}
    table = keyword_of(call, "columns") or keyword_of(call, "mapping")
    if table is None and call.args:
        table = call.args[0]
    found: dict[str, str] = {}
    for old, value in entries(table) if table is not None else ():
        new = text(value)
        if new is not None:
            found[new] = old
    return found


def names_series(call: ast.Call) -> str | None:
    """Return the name that `reset_index(name="n")`, `to_frame("n")`, `rename("n")` give a series."""
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if method == "reset_index":
        return text(keyword_of(call, "name"))
    if method in ("to_frame", "rename"):
        return text(argument_of(call, 0, "name", "index"))
    return None


def names_in(node: ast.expr | None) -> tuple[str, ...] | None:
    """Return the strings of a constant, list or tuple; None where something else is among them."""
    if node is None:
        return None
    parts = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else [node]
    found = [text(part) for part in parts]
    return tuple(n for n in found if n is not None) if None not in found else None


def text(node: ast.expr | None) -> str | None:
    """Return the string of a string constant."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def keyword_of(call: ast.Call, name: str) -> ast.expr | None:
    """Return the argument that a call passes by a name."""
    return next((k.value for k in call.keywords if k.arg == name), None)


def argument_of(call: ast.Call, place: int, *names: str) -> ast.expr | None:
    """Return the argument that a call passes by a place or by one of some names."""
    for keyword in call.keywords:
        if keyword.arg in names:
            return keyword.value
    return call.args[place] if place < len(call.args) else None


def targets_column(target: ast.AST, column: str) -> bool | None:
    """Whether an assignment's target is this column: True for all rows, False for some, None if not."""
    if isinstance(target, ast.Tuple | ast.List):
        found = [targets_column(element, column) for element in target.elts]
        return next((one for one in found if one is not None), None)
    if isinstance(target, ast.Attribute):
        return True if target.attr == column else None
    if not isinstance(target, ast.Subscript):
        return None
    place, whole = target.slice, True
    if isinstance(place, ast.Tuple) and len(place.elts) == 2:
        rows = place.elts[0]
        whole = isinstance(rows, ast.Slice) and rows.lower is None and rows.upper is None
        place = place.elts[1]
    elif column_of_masked(target, column):
        return False
    named = names_in(place)
    return whole if named is not None and column in named else None


def column_of_masked(target: ast.Subscript, column: str) -> bool:
    """Whether a target is `frame["x"][mask]`, which sets some rows of `x`."""
    inner = target.value
    if isinstance(inner, ast.Attribute) and inner.attr in ("loc", "iloc"):
        inner = inner.value
    if isinstance(inner, ast.Subscript):
        return text(inner.slice) == column
    return isinstance(inner, ast.Attribute) and inner.attr == column


def appends(call: ast.Call) -> bool:
    """Whether a call is `values.append(x)`."""
    return getattr(call.func, "attr", "") == "append" and len(call.args) == 1


def choices(node: ast.Call) -> list[ast.expr]:
    """Return what a call picks its values from: `np.where(c, a, b)`, `when(c).then(a).otherwise(b)`."""
    func = node.func
    method = getattr(func, "attr", getattr(func, "id", ""))
    before = (
        [func.value] if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Call) else []
    )
    if method == "where" and len(node.args) == 3:
        return node.args[1:]
    if method in ("otherwise", "then") and len(node.args) == 1:
        return [*node.args, *before]
    if method == "when":
        return [*node.args[1:2], *before]
    return []


def targets_of(statement: ast.AST) -> Iterable[ast.expr]:
    """Return the targets of an assignment."""
    if isinstance(statement, ast.Assign):
        return statement.targets
    if isinstance(statement, ast.AnnAssign | ast.AugAssign):
        return (statement.target,)
    return ()


class _OfFrame(ast.NodeTransformer):
    """Makes the names of an evaluated text columns of its frame, placed where the text stands."""

    def __init__(self, frame: ast.expr, place: ast.expr) -> None:
        self._frame, self._place = frame, place

    def visit_Name(self, node: ast.Name) -> ast.expr:
        column = ast.Subscript(self._frame, ast.Constant(node.id), ast.Load())
        return ast.copy_location(column, self._place)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        return super().generic_visit(ast.copy_location(node, self._place))


def _evaluated(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Yield the columns of `frame.eval("ctr = clicks / shown")`."""
    assert isinstance(call.func, ast.Attribute)
    place = call.args[0]
    for name, body in _EVAL.findall(text(place) or ""):
        try:
            parsed = ast.parse(body, mode="eval").body
        except SyntaxError:
            continue
        yield name, _OfFrame(call.func.value, place).visit(parsed)
