"""Which tests a value is the p-value of: through names, unpacking, lists, helpers, formatting."""

from __future__ import annotations

import ast
from collections.abc import Callable

from groundrules.facts.flow import Flow

Path = tuple[str | int, ...]
"""Attribute names and indexes that are still to be taken of a value."""

_UNWRAP = {
    "round", "float", "min", "max", "abs", "sorted", "list", "tuple", "str", "format",
    "array", "asarray", "Series", "DataFrame",
}  # fmt: skip


def p_tests(flow: Flow, node: ast.AST, meanings: frozenset[str]) -> set[ast.Call]:
    """Return the test calls whose p-value an expression is, or holds."""
    search = _Search(flow, meanings)
    search._into(node, ())
    return search.found


class _Search:
    def __init__(self, flow: Flow, meanings: frozenset[str]) -> None:
        self._flow = flow
        self._meanings = meanings
        self._seen: set[tuple[ast.AST, Path]] = set()
        self.found: set[ast.Call] = set()

    def _into(
        self,
        node: ast.AST,
        path: Path,
    ) -> None:
        """Follow `path` (attribute names and indexes still to be taken) into `node`."""
        if (node, path) in self._seen or len(path) > 3:
            return
        self._seen.add((node, path))

        def follow(inner: ast.AST, inner_path: Path = path) -> None:
            self._into(inner, inner_path)

        match node:
            case ast.Name():
                for definition in self._flow.definitions(node):
                    if definition.kind == "parameter":
                        for argument in self._flow.arguments_for(definition):
                            follow(argument)
                    elif definition.value is not None:
                        more = () if definition.index is None else (definition.index,)
                        follow(definition.value, (*more, *path))
            case ast.Attribute():
                follow(node.value, (node.attr, *path))
            case ast.Subscript():
                place = node.slice
                if isinstance(place, ast.Constant) and isinstance(place.value, int | str):
                    follow(node.value, (place.value, *path))
                follow(node.value)
            case ast.Tuple() | ast.List():
                if (
                    path
                    and isinstance(path[0], int)
                    and -len(node.elts) <= path[0] < len(node.elts)
                ):
                    follow(node.elts[path[0]], path[1:])
                else:
                    for element in node.elts:
                        follow(element)
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
                follow(node.elt)
            case ast.Dict():
                for key, element in zip(node.keys, node.values, strict=True):
                    named = isinstance(key, ast.Constant)
                    if path and named and isinstance(key, ast.Constant) and key.value == path[0]:
                        follow(element, path[1:])
                    elif not (path and named and isinstance(path[0], str)):
                        follow(element)
            case ast.BinOp():
                follow(node.left)
                follow(node.right)
            case ast.IfExp():
                follow(node.body)
                follow(node.orelse)
            case ast.FormattedValue() | ast.NamedExpr() | ast.Starred():
                follow(node.value)
            case ast.JoinedStr():
                for part in node.values:
                    follow(part)
            case ast.Call():
                self._call(node, path, follow)

    def _call(self, node: ast.Call, path: Path, follow: Callable[[ast.AST], None]) -> None:
        name = self._flow.qualified(node.func) or ""
        if self._meanings & self._flow.vocabulary.of(name):
            places = self._flow.vocabulary.p_at.get(name, ("pvalue", 1))
            if any(step in places for step in path) or not places:
                self.found.add(node)
            return
        function = self._flow.function_of(node)
        if function is not None:
            for value in self._flow.tree.returns_of(function):
                follow(value)
        last = name.rpartition(".")[2]
        if not last and isinstance(node.func, ast.Attribute):
            last = node.func.attr  # "…".format(p)
        if last in _UNWRAP:
            for argument in node.args:
                follow(argument)
