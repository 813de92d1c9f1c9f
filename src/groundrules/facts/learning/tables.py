"""How tables change in place: columns written and removed, by statements, loops and helpers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from groundrules.facts.bindings import Definition
from groundrules.facts.flow import Flow
from groundrules.facts.learning.selection import dropped, strings

DEFINING = frozenset(["assign", "with_columns", "withColumn", "withColumns", "select"])
"""Methods of tables whose arguments define columns."""


_ADDS = frozenset(["append", "extend", "add", "insert", "update", "setdefault", "pop", "remove"])


@dataclass(frozen=True, eq=False, slots=True)
class Change:
    """A value written into a table: into which columns (None: unknown or all), through which call."""

    columns: list[str] | None
    value: ast.expr
    call: ast.Call | None = None
    whole: bool = False
    """Whether the whole table is put in its own place, as by `df.dropna(inplace=True)`."""


class Tables:
    """The changes in place of one file that no binding of the table's name shows."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._own: dict[str, list[tuple[ast.stmt, ast.Subscript, ast.expr]]] | None = None
        self._removed: dict[str, list[tuple[str, ast.AST]]] | None = None
        self._loops: dict[str, list[tuple[ast.AST, str]]] | None = None
        self._helpers: dict[str, list[ast.Expr]] | None = None

    def elsewhere(self, node: ast.Name) -> Iterator[Change]:
        """Yield what `df.x = …`, a loop over tables and a helper wrote into a table before a place."""
        site = self.flow.tree.site(node)
        if site is None:
            return
        for key, definitions in self._attributes_of(node.id):
            for definition in definitions:
                if definition.scope is site.scope and definition.order < site.order:
                    self.flow.tree.ensure(definition.node)
                    if definition.value is not None:
                        yield Change([key], definition.value)
        for loop, name in self._looped(node.id):
            for definition in site.scope.bound.get(name, ()):
                inside = any(step is loop for step, _ in definition.path)
                if definition.kind == "mutation" and inside and definition.order < site.order:
                    self.flow.tree.ensure(definition.node)
                    if definition.value is not None:
                        whole = in_place_whole(definition)
                        columns = written(self.flow, definition)
                        yield Change(columns, definition.value, None, whole)
        for statement in self._helped(node.id):
            place = self.flow.tree.sites[statement]
            if place.scope is site.scope and place.order < site.order:
                yield from self._by_helper(statement, node.id)

    def own(self, node: ast.Attribute) -> Iterator[Change]:
        """Yield what a class writes into a table that it keeps as `self.x`."""
        if self._own is None:
            self._own = {}
            for statement in self.flow.tree.statements:
                for target, value in _writes(statement):
                    name = _own_table(target.value)
                    if name is not None:
                        self._own.setdefault(name, []).append((statement, target, value))
        for statement, target, value in self._own.get(node.attr, ()):
            self.flow.tree.ensure(statement)
            if self.flow.class_around(target) is self.flow.class_around(node):
                yield Change(strings(self.flow, column_place(target)), value)

    def removed(self, node: ast.Name) -> Iterator[str]:
        """Yield the columns that `pop` and `del` took out of a table before a place."""
        if self._removed is None:
            self._removed = {}
            for call in self.flow.tree.calls_named(["pop"]):
                func = call.func
                if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
                    for column in strings(self.flow, call.args[0] if call.args else None) or ():
                        self._removed.setdefault(func.value.id, []).append((column, call))
            for statement in self.flow.tree.statements:
                for target in statement.targets if isinstance(statement, ast.Delete) else ():
                    match target:
                        case ast.Subscript(
                            value=ast.Name(id=name), slice=ast.Constant(value=str() as column)
                        ):
                            self._removed.setdefault(name, []).append((column, statement))
        if node.id in self._removed:
            here = self.flow.tree.site(node)
            for column, where in self._removed[node.id]:
                site = self.flow.tree.site(where)
                if here and site and site.scope is here.scope and site.order < here.order:
                    yield column

    def _attributes_of(self, name: str) -> Iterator[tuple[str, list[Definition]]]:
        for key, definitions in self.flow.tree.attributes.items():
            owner, _, attribute = key.rpartition(".")
            if owner == name:
                yield attribute, definitions

    def _looped(self, name: str) -> list[tuple[ast.AST, str]]:
        """Return the loops that run over some tables, this one among them, and their variable."""
        if self._loops is None:
            self._loops = {}
            for loop in self.flow.tree.loops:
                if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name):
                    self.flow.tree.ensure(loop)
                    for element in self.flow.elements(loop.iter):
                        if isinstance(element, ast.Name):
                            self._loops.setdefault(element.id, []).append((loop, loop.target.id))
        return self._loops.get(name, [])

    def _helped(self, name: str) -> list[ast.Expr]:
        """Return the statements that hand a table to a function of this file, and drop its result."""
        if self._helpers is None:
            self._helpers = {}
            for statement in self.flow.tree.statements:
                match statement:
                    case ast.Expr(value=ast.Call(func=ast.Name(id=called)) as call):
                        if called in self.flow.tree.functions:
                            for argument in call.args:
                                if isinstance(argument, ast.Name):
                                    self._helpers.setdefault(argument.id, []).append(statement)
        return self._helpers.get(name, [])

    def _by_helper(self, statement: ast.Expr, name: str) -> Iterator[Change]:
        self.flow.tree.ensure(statement)
        call = statement.value
        function = self.flow.function_of(call) if isinstance(call, ast.Call) else None
        if not isinstance(function, ast.FunctionDef) or not isinstance(call, ast.Call):
            return
        bound = self.flow.tree.sites[function.body[0]].scope.bound
        for place, argument in enumerate(call.args[: len(function.args.args)]):
            if isinstance(argument, ast.Name) and argument.id == name:
                for definition in bound.get(function.args.args[place].arg, ()):
                    if definition.kind == "mutation" and definition.value is not None:
                        self.flow.tree.ensure(definition.node)
                        whole = in_place_whole(definition)
                        columns = written(self.flow, definition)
                        yield Change(columns, definition.value, call, whole)


def defined_columns(flow: Flow, call: ast.Call) -> Iterator[tuple[str | None, ast.expr]]:
    """Yield (column, expression) of `assign(x=…)`, `with_columns(….alias("x"))`; None if unnamed."""
    method = getattr(call.func, "attr", "")
    if method == "withColumn" and len(call.args) == 2:
        names = strings(flow, call.args[0])
        yield (names[0] if names else None), call.args[1]
        return
    for keyword in call.keywords:
        inner = keyword.value
        if keyword.arg is None and isinstance(inner, ast.Dict):
            for key, value in zip(inner.keys, inner.values, strict=True):
                names = strings(flow, key)
                yield (names[0] if names else None), value
        else:
            yield keyword.arg, inner
    for argument in call.args:
        yield from _aliased(flow, argument)


def _aliased(flow: Flow, node: ast.expr) -> Iterator[tuple[str | None, ast.expr]]:
    match node:
        case ast.Starred(value=inner):
            yield from _aliased(flow, inner)
        case ast.List() | ast.Tuple():
            for element in node.elts:
                yield from _aliased(flow, element)
        case ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner):
            yield from _aliased(flow, inner)
        case ast.Call(func=ast.Attribute(attr="alias", value=inner), args=[name, *_]):
            names: list[str] | list[None] = strings(flow, name) or [None]
            yield from ((one, inner) for one in names)
        case ast.Constant():
            return
        case _:
            yield None, node


def written(flow: Flow, definition: Definition) -> list[str] | None:
    """Return the columns that a change writes; None where they cannot be read, or all are."""
    statement = definition.node
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AugAssign | ast.AnnAssign):
        targets = [statement.target]
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        func = statement.value.func
        if isinstance(func, ast.Attribute):
            if func.attr == "drop":
                return dropped(flow, statement.value)[0] or None
            targets = [func.value]
    found: list[str] = []
    for target in targets:
        if isinstance(target, ast.Subscript):
            names = strings(flow, column_place(target))
            if names is None:
                return None
            found.extend(names)
        elif isinstance(target, ast.Attribute):
            found.append(target.attr)
    return found or None


def in_place_whole(definition: Definition) -> bool:
    """Whether a change is a method that puts the whole table in its own place."""
    call = getattr(definition.node, "value", None)
    func = call.func if isinstance(call, ast.Call) else None
    in_place = isinstance(definition.node, ast.Expr) and isinstance(func, ast.Attribute)
    return in_place and isinstance(func.value, ast.Name) and func.attr not in _ADDS  # type: ignore[union-attr]


def is_whole(definition: Definition) -> bool:
    """Whether a change replaces or removes whole columns, for all rows."""
    statement = definition.node
    if isinstance(statement, ast.Assign):
        return all(
            isinstance(target, ast.Subscript) and not isinstance(target.slice, ast.Tuple)
            for target in statement.targets
        )
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return getattr(statement.value.func, "attr", "") == "drop"
    return False


def _writes(statement: ast.stmt) -> Iterator[tuple[ast.Subscript, ast.expr]]:
    """Yield what a statement writes into a subscript: by assignment, or in place by a call."""
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Subscript):
                yield target, statement.value
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        func = statement.value.func
        in_place = any(keyword.arg == "inplace" for keyword in statement.value.keywords)
        if in_place and isinstance(func, ast.Attribute) and isinstance(func.value, ast.Subscript):
            yield func.value, statement.value


def _own_table(node: ast.AST) -> str | None:
    """Return x of `self.x`, `self.x.loc`, …"""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "self":
            return node.attr
        node = node.func if isinstance(node, ast.Call) else node.value
    return None


def column_place(target: ast.Subscript) -> ast.expr:
    """Return what names the columns in the target of an assignment."""
    place: ast.expr = target.slice
    if isinstance(place, ast.Tuple) and len(place.elts) == 2:
        place = place.elts[1]
    return place
