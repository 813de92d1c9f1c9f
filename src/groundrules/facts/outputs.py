"""What a file shows to its reader: printed, logged, displayed, written as a table."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from typing import NamedTuple

from groundrules.facts.flow import Flow

# Methods of a table that only say how it is shown.
_FORMATS = frozenset([
    "to_string", "to_markdown", "to_html", "to_latex", "to_csv", "to_excel", "style", "head", "round", "format",
    "sort_values", "sort_index", "reset_index", "set_index", "transpose", "rename", "show", "hide", "tail",
    "background_gradient", "set_caption", "assign",
])  # fmt: skip
_WRITERS = ("to_csv", "to_excel", "to_markdown", "to_html", "to_latex", "show")


_MARK = re.compile(r"^# (?:%%|COMMAND -+)", re.M)


class Output(NamedTuple):
    """An expression that shows something, and what it shows."""

    node: ast.AST
    values: tuple[ast.expr, ...]


def marked_cells(text: str) -> list[int]:
    """Return the lines that begin the cells of a Python file, by its `# %%` or `# COMMAND` lines."""
    if "# %%" not in text and "# COMMAND -" not in text:
        return []
    return [1, *(text.count("\n", 0, found.end()) + 1 for found in _MARK.finditer(text))]


def last_expressions(module: ast.Module, starts: list[int]) -> list[ast.Expr]:
    """Return the expressions that end the cells which start at these lines; each shows its value."""
    last = {bisect_right(starts, node.lineno): node for node in module.body} if starts else {}
    return [node for node in last.values() if isinstance(node, ast.Expr)]


def outputs(flow: Flow, last: list[ast.Expr]) -> list[Output]:
    """Return what a file shows, in order; `last` are expressions that show their own value."""
    names = flow.vocabulary.last_names("output")
    found: dict[ast.AST, Output] = {}
    for call in flow.tree.calls_named(names):
        if "output" in flow.meanings(call):
            values = [*call.args, *(k.value for k in call.keywords if k.arg not in ("sep", "end"))]
            found[call] = Output(call, tuple(table(value) for value in values))
    for call in flow.tree.calls_named(_WRITERS):
        if call not in found and isinstance(call.func, ast.Attribute):
            found[call] = Output(call, (table(call),))
    for statement in last:
        value = statement.value
        if value not in found and not isinstance(value, ast.Constant):
            flow.tree.ensure(statement)
            found[value] = Output(value, (table(value),))
    return sorted(found.values(), key=lambda out: (out.node.lineno, out.node.col_offset))  # type: ignore[attr-defined]


def table(node: ast.expr) -> ast.expr:
    """Return the table whose formatting an expression is: `t` of `t.round(2).to_string()`."""
    while True:
        match node:
            case ast.Call(func=ast.Attribute(attr=name, value=inner)) if name in _FORMATS:
                node = inner
            case ast.Attribute(attr="style" | "T", value=inner):
                node = inner
            case ast.Starred(value=inner):
                node = inner
            case _:
                return node
