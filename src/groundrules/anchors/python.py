"""The statement around a place, as a text that tells its syntax and nothing of its layout."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from groundrules.files.source import Source

_PARTS = frozenset({"body", "orelse", "finalbody", "handlers", "cases", "decorator_list"})
# What Python versions add, and what follows from the rest.
_SILENT = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
_Block = ast.stmt | ast.excepthandler


def statement(source: Source, module: ast.Module, line: int, offset: int) -> str | None:
    """Return the innermost statement at a place; None where none is, or where it is a magic's stand-in."""
    found: _Block | None = None
    inner: Iterable[_Block] = module.body
    while (deeper := _at(source, inner, line, offset)) is not None:
        found, inner = deeper, _children(deeper)
    if found is None:
        return None
    value = getattr(found, "value", None) if isinstance(found, ast.Expr) else None
    if isinstance(value, ast.Constant) and not isinstance(value.value, str):
        return None
    for decorator in getattr(found, "decorator_list", ()):
        if decorator.lineno <= line <= decorator.end_lineno:
            return _told(decorator)
    return _told(found, _PARTS)


def _at(source: Source, blocks: Iterable[_Block], line: int, offset: int) -> _Block | None:
    """Return the one that a place is in; of several on its line the last that begins at or before it."""
    around = [one for one in blocks if _first(one) <= line <= (one.end_lineno or one.lineno)]
    before = [
        one
        for one in around
        if one.lineno < line or source.index.offset_of_byte(line, one.col_offset) <= offset
    ]
    return before[-1] if before else next(iter(around), None)


def _first(block: _Block) -> int:
    decorators = getattr(block, "decorator_list", ())
    return min([block.lineno, *(one.lineno for one in decorators)])


def _children(block: _Block) -> Iterator[_Block]:
    for name in ("body", "handlers", "orelse", "finalbody"):
        yield from getattr(block, name, ())
    for case in getattr(block, "cases", ()):
        yield from case.body


def _told(node: ast.AST, without: frozenset[str] = frozenset()) -> str:
    """Return a tree as text, the same from every version of Python; `without` are fields of its root."""
    words: list[str] = []
    todo: list[object] = [(node, without)]
    while todo:  # no recursion: expressions may be deeper than Python's stack
        item = todo.pop()
        if isinstance(item, tuple):
            tree, left_out = item
            words.append(type(tree).__name__)
            todo.extend(reversed(list(_fields(tree, left_out))))
        elif isinstance(item, ast.AST):
            todo.append((item, frozenset()))
        elif isinstance(item, list):
            todo += ["]", *reversed(item), "["]
        else:
            words.append(str(item))
    return " ".join(words)


def _fields(node: ast.AST, without: frozenset[str]) -> Iterator[object]:
    if isinstance(node, ast.Constant):
        yield _constant(node.value)
        return
    for name in node._fields:
        value = getattr(node, name, None)
        if value is None or value == [] or name in _SILENT or name in without:
            continue
        if isinstance(node, ast.Delete):  # `del (a, b)` is `del a, b`
            value = [e for one in node.targets for e in getattr(one, "elts", [one])]
        yield f".{name}"
        yield value if isinstance(value, ast.AST | list) else ascii(value)


def _constant(value: object) -> str:
    """Return a constant; of a string without its layout, which formatters change in docstrings."""
    if isinstance(value, str):
        return ascii(" ".join(value.split()))
    if isinstance(value, int) and not isinstance(value, bool):
        return hex(value)  # a decimal of thousands of digits is refused
    return ascii(value)
