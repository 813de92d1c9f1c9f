"""Changes of a selection of a frame that do not reach the frame."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundrules.facts import columns

if TYPE_CHECKING:
    from groundrules.facts.code import Code
    from groundrules.facts.flow import Flow
    from groundrules.facts.values import Value

_FRAME = "pandas.DataFrame"
_PLACES = ("loc", "iloc", "at", "iat", "ix")


@dataclass(frozen=True, slots=True)
class ChainedChange:
    """A change of `part`, which was selected from `frame` before."""

    at: Value
    frame: Value
    part: Value
    always: bool
    """Whether the frame stays as it was in every version of the library, not in the newest alone."""
    in_place: bool
    """Whether a method with `inplace=True` changes it, not an assignment."""


def chained_changes(code: Code) -> list[ChainedChange]:
    """Return the assignments and in-place methods on selections of pandas frames, in order."""
    flow = code.flow
    found: list[ChainedChange] = []
    for statement in flow.tree.statements:
        for at, part in _parts(flow, statement):
            chosen = _selection(flow, part)
            if chosen is not None:
                frame, always = chosen
                values = code.value(at), code.value(frame), code.value(part)
                found.append(ChainedChange(*values, always, isinstance(at, ast.Call)))
    return found


def _parts(flow: Flow, statement: ast.stmt) -> Iterator[tuple[ast.AST, ast.expr]]:
    """Yield (place, what is changed) of a statement that changes a selection."""
    for target in columns.targets_of(statement):
        part = target.value if isinstance(target, ast.Subscript) else None
        if isinstance(part, ast.Attribute) and part.attr in _PLACES:
            part = part.value
        if isinstance(part, ast.Subscript | ast.Attribute):
            flow.tree.ensure(statement)
            yield target, part
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        call = statement.value
        inplace = columns.keyword_of(call, "inplace")
        if isinstance(inplace, ast.Constant) and inplace.value is True:
            part = call.func.value if isinstance(call.func, ast.Attribute) else None
            if isinstance(part, ast.Subscript | ast.Attribute):
                flow.tree.ensure(statement)
                yield call, part


def _selection(flow: Flow, part: ast.expr) -> tuple[ast.expr, bool] | None:
    """Return (frame, whether its copy is certain) if `part` is selected from a pandas frame."""
    if isinstance(part, ast.Attribute):
        if flow.type_of(part.value) == _FRAME and flow.column_name(part) is not None:
            return part.value, False
        return None
    if not isinstance(part, ast.Subscript):
        return None
    frame, place = part.value, part.slice
    if isinstance(frame, ast.Attribute) and frame.attr in _PLACES:
        frame = frame.value
        if isinstance(place, ast.Tuple):
            place = place.elts[0]
    if flow.type_of(frame) != _FRAME or _is_part(flow, frame):
        return None
    return frame, isinstance(place, ast.Compare | ast.List | ast.BinOp | ast.UnaryOp)


def _is_part(flow: Flow, frame: ast.AST) -> bool:
    """Whether a frame is held by a container: `frames["a"]["x"] = 1` sets a column of one of them."""
    return isinstance(frame, ast.Subscript) and flow.type_of(frame.value) is None
