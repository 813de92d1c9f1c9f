"""Whether the top level may use a name before anything binds it: a quick look before the exact one."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from groundrules.facts.tree import COMPREHENSIONS, FIELDS

_BODIES = ("body", "orelse", "handlers", "finalbody", "cases")
_LATER = (ast.Lambda, ast.GeneratorExp)  # what stands in them does not run in place


def may_use_unbound(statements: Iterable[ast.stmt], known: frozenset[str]) -> bool:
    """Whether some statement loads a name that no statement above it binds."""
    return _block(statements, set(known))


def _block(statements: Iterable[ast.AST], bound: set[str]) -> bool:
    for statement in statements:
        if _header(statement, bound):
            return True
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        for part in _BODIES:
            inner = getattr(statement, part, None)
            if inner and _block(inner, bound):
                return True
    return False


def _header(statement: ast.AST, bound: set[str]) -> bool:
    """Check the loads of a statement, then add what it binds to `bound`."""
    stores: list[str] = []
    loads: list[str] = []
    inner: set[str] = set()
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        kind = node.__class__
        if kind is ast.Name:
            (loads if node.ctx.__class__ is ast.Load else stores).append(node.id)  # type: ignore[attr-defined]
            continue
        if kind in COMPREHENSIONS:
            for generator in node.generators:  # type: ignore[attr-defined]
                names = ast.walk(generator.target)
                inner.update(name.id for name in names if isinstance(name, ast.Name))
        if kind in _LATER:
            continue
        for field in FIELDS[kind]:
            child = getattr(node, field)
            if child.__class__ is list:
                stack.extend(item for item in child if item is not None)
            elif child is not None:
                stack.append(child)
    for name in loads:
        if name not in bound and name not in inner:
            return True
    bound.update(stores)
    match statement:
        case ast.Import() | ast.ImportFrom():
            bound.update(a.asname or a.name.partition(".")[0] for a in statement.names)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.ExceptHandler():
            bound.add(statement.name or "")
        case ast.match_case():
            for pattern in ast.walk(statement.pattern):
                captured = (getattr(pattern, part, None) for part in ("name", "rest"))
                bound.update(word for word in captured if isinstance(word, str))
    return False
