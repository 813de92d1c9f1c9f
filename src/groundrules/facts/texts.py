"""The words that code says: string literals, f-strings whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def texts(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield (literal, its text) below a node; `{}` stands for what an f-string puts in.

    Docstrings and the keys of subscripts and dicts are left out: nobody reads them as words.
    """
    stack: list[ast.AST] = [node]
    while stack:
        current = stack.pop()
        text = said(current)
        if text is not None and isinstance(current, ast.expr):
            yield current, text
            continue
        match current:
            case ast.Expr(value=ast.Constant()):
                pass
            case ast.Subscript():
                stack.append(current.value)
                if not isinstance(current.slice, ast.Constant):
                    stack.append(current.slice)
            case ast.Dict():
                stack.extend(reversed(current.values))
            case _:
                stack.extend(reversed(list(ast.iter_child_nodes(current))))


def said(node: ast.AST) -> str | None:
    """Return what a string literal says, `{}` for what is put in; None where it is none."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_part(part) for part in parts)
    return None


def _part(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "{}"
