"""Results of calls that nothing takes: `df.dropna()` as a statement of its own."""

from __future__ import annotations

import ast
import itertools
import re
from typing import TYPE_CHECKING

from groundrules.facts import columns

if TYPE_CHECKING:
    from groundrules.facts.code import Code
    from groundrules.facts.values import Call

_MARKER = re.compile(r"\s*#\s*(?:%%|#{1,4}\s|In\[|COMMAND\b|MAGIC\b|<codecell>|\+|-\s*$)")
_TRIES = ast.Try | ast.TryStar | ast.With | ast.AsyncWith


def discarded(code: Code) -> list[Call]:
    """Return the calls whose result is neither used nor shown, in file order.

    Left out are those that change in place, the last one of a cell, which is shown, those in `try` and
    `with`, which may be there to see whether they fail, and those that are tried out: the next
    statement calls the same method of the same thing again.
    """
    tree = code.flow.tree
    found: list[Call] = []
    if _shows_all(code):
        return found
    for place, statement in enumerate(tree.statements):
        if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
            continue
        if not isinstance(statement.value.func, ast.Attribute):
            continue
        following = tree.statements[place + 1] if place + 1 < len(tree.statements) else None
        if _is_tried(code, statement) or _is_shown(code, statement, following):
            continue
        if _is_tried_out(statement.value, following):
            continue
        inplace = columns.keyword_of(statement.value, "inplace")
        if inplace is not None and not (
            isinstance(inplace, ast.Constant) and inplace.value is False
        ):
            continue
        tree.ensure(statement)
        found.append(code.call(statement.value))
    return found


def _shows_all(code: Code) -> bool:
    """Whether every expression of a cell is shown, not the last alone: names stand on lines of their own."""
    tree = code.flow.tree
    if "ast_node_interactivity" in tree.text:
        return True
    if not code.is_notebook:
        return False
    body = tree.module.body
    return any(
        isinstance(one, ast.Expr)
        and isinstance(one.value, ast.Name)
        and code.cell_of(one.lineno) == code.cell_of(other.lineno)
        for one, other in itertools.pairwise(body)
    )


def _is_tried(code: Code, statement: ast.stmt) -> bool:
    parent: ast.AST | None = code.flow.tree.parents.get(statement)
    while parent is not None:
        if isinstance(parent, _TRIES):
            return True
        parent = code.flow.tree.parents.get(parent)
    return False


def _is_tried_out(call: ast.Call, following: ast.stmt | None) -> bool:
    again = getattr(following, "value", None)
    if not isinstance(following, ast.Expr | ast.Assign) or not isinstance(again, ast.Call):
        return False
    own, other = _links(call), _links(again)
    texts = isinstance(following, ast.Expr) and "str" in own and "str" in other
    return own[0] == other[0] and (own[-1] in other or texts)


def _links(node: ast.expr) -> list[str]:
    """Return the name that a chain begins with and the attributes after it, as far as it is one."""
    links: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            links.insert(0, node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return [node.id if isinstance(node, ast.Name) else "", *links]


def _is_shown(code: Code, statement: ast.stmt, following: ast.stmt | None) -> bool:
    """Whether a statement is the last of its cell, at the top level."""
    if not isinstance(code.flow.tree.parents.get(statement), ast.Module):
        return False
    end = statement.end_lineno or statement.lineno
    cell = code.cell_of(statement.lineno)
    if cell is not None:
        after = code.cell_of(following.lineno) if following is not None else None
        return after is None or after.number != cell.number
    return _ends_script_cell(code.flow.tree.text, end, following)


def _ends_script_cell(text: str, end: int, following: ast.stmt | None) -> bool:
    """Whether only blanks stand between a line of a script and the mark of its next cell."""
    lines = text.splitlines()
    last = following.lineno - 1 if following is not None else len(lines)
    if following is None and any(_MARKER.match(line) for line in lines):
        return True
    if "jupytext" in text and not "".join(lines[end : end + 1]).strip():
        return True  # its paragraphs are cells
    if len(lines) > end and not "".join(lines[end : end + 3]).strip():
        return True  # a notebook that was written out with gaps between its cells
    return any(_MARKER.match(line) for line in lines[end:last])
