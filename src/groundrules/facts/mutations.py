"""What a change in place does to one column of a frame, or to a list of values."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from groundrules.facts import columns
from groundrules.facts.grouping import FRAMES

if TYPE_CHECKING:
    from groundrules.facts.bindings import Definition
    from groundrules.facts.flow import Flow
    from groundrules.facts.skeleton import Column


class Change(NamedTuple):
    """`through` is the expression that values pass, `source` what else they come from, and by which name.

    `before` is the column's name before the change; `ends` says that nothing older is left of it.
    """

    through: ast.AST | None
    source: ast.AST | None
    source_column: str | None
    before: str | None
    ends: bool


def change(flow: Flow, definition: Definition, column: str | None) -> Change:
    """Return what a mutation of a name does to one of its columns."""
    statement, value = definition.node, definition.value
    nothing = Change(None, None, None, column, False)
    if value is None:
        return nothing
    if isinstance(statement, ast.Expr):
        call = statement.value
        return _called(flow, call, column) if isinstance(call, ast.Call) else nothing
    if column is None:
        return nothing
    for target in columns.targets_of(statement):
        whole = columns.targets_column(target, column)
        if whole is None:
            continue
        part = column if _is_frame_part(flow, value, target) else None
        ends = whole and not isinstance(statement, ast.AugAssign)
        return Change(statement, value, part, column, ends)
    return nothing


def made_on(flow: Flow, node: ast.Attribute, column: str | None) -> Column | None:
    """Return the latest definition of a column on the same attribute: `self.df["x"] = …`."""
    owner = node.value
    if column is None or not isinstance(owner, ast.Name):
        return None
    for made in reversed(flow.tree.columns.get(column, [])):
        frame = made.frame
        if not isinstance(frame, ast.Attribute) or frame.attr != node.attr:
            continue
        if isinstance(frame.value, ast.Name) and frame.value.id == owner.id:
            flow.tree.ensure(made.statement)
            return made
    return None


def _called(flow: Flow, call: ast.Call, column: str | None) -> Change:
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    if column is None and isinstance(receiver, ast.Name) and columns.appends(call):
        return Change(None, call.args[0], None, None, False)
    if isinstance(receiver, ast.Subscript | ast.Attribute):  # df["x"].fillna(0, inplace=True)
        hit = column is not None and flow.column_name(receiver) == column
        return Change(call if hit else None, None, None, column, False)
    made = dict(columns.defined(call))
    if column is not None and column in made:
        return Change(None, made[column], None, column, True)
    before = columns.renamed(call).get(column or "", column)
    return Change(call, None, None, before, False)


def _is_frame_part(flow: Flow, value: ast.expr, target: ast.expr) -> bool:
    """Whether columns are set from those of a frame: `df[["a", "b"]] = other[["a", "b"]]`."""
    place = target.slice if isinstance(target, ast.Subscript) else None
    if isinstance(place, ast.Tuple) and len(place.elts) == 2:
        place = place.elts[1]
    return isinstance(place, ast.List) and flow.type_of(value) in FRAMES
