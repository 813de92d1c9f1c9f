"""One step back from a name: to what it is bound to, unpacked from, or passed as."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.bindings import Definition
from groundrules.facts.flow import Flow
from groundrules.facts.learning.parts import Part
from groundrules.facts.learning.places import Context, Mode, Place, Trace
from groundrules.facts.learning.selection import Columns
from groundrules.facts.learning.splits import Splits
from groundrules.facts.learning.tables import Tables, written

DEPTH = 4
"""How many calls deep helpers are entered."""


class Bindings:
    """Follows what is bound, within the helper that was entered."""

    def __init__(self, flow: Flow, splits: Splits) -> None:
        self.flow = flow
        self.splits = splits
        self.tables = Tables(flow)

    def way(self, definition: Definition, context: Context) -> tuple[Definition, Context]:
        """Return a binding and the calls through which its function was entered."""
        function = definition.scope.node
        inline = isinstance(function, ast.Lambda)
        return definition, context if inline else self.entered(function, context)

    def left(self, node: ast.Name, columns: Columns) -> Columns:
        """Return which of some columns a table still has where it is used, after drops in place."""
        columns = columns.drop(self.tables.removed(node))
        for definition in self.flow.definitions(node):
            call = getattr(definition.node, "value", None)
            drops = isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "drop"
            if definition.kind == "mutation" and isinstance(definition.node, ast.Expr) and drops:
                names = written(self.flow, definition)
                columns = columns.drop(names) if names else columns.unsure()
        return columns

    def definition(
        self, definition: Definition, place: Place, found: Trace, mode: Mode
    ) -> Iterator[Place]:
        part = self.splits.of_definition(definition)
        if part is not None:
            yield from cross(part, place, found, mode)
            return
        found.definitions.add(self.way(definition, place.context))
        if definition.kind == "parameter":
            yield from self.parameter(definition, place)
            return
        value, index = definition.value, definition.index
        if value is None or definition.kind not in ("assign", "loop", "with"):
            return
        if isinstance(definition.node, ast.AugAssign):
            yield Place(value, place.context)
            return
        yield from self.unpacked(value, index, place, looped=definition.kind == "loop")

    def unpacked(
        self, value: ast.expr, index: int | None, place: Place, *, looped: bool = False
    ) -> Iterator[Place]:
        """Yield what one place of a value holds."""
        if isinstance(value, ast.Call):
            func = value.func
            called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
            function = self.flow.function_of(value)
            if function is not None and index is not None and value not in place.context:
                for returned in self.flow.tree.returns_of(function):
                    whole = not isinstance(returned, ast.Tuple) or index >= len(returned.elts)
                    inner = returned if whole else returned.elts[index]  # type: ignore[attr-defined]
                    yield Place(inner, (*place.context, value)[-DEPTH:], place.columns)
                return
            if called in ("fit_resample", "fit_sample") and index is not None:
                yield Place(value, place.context, place.columns)
                return
            if called == "zip" and index is not None and index < len(value.args):
                value, index = value.args[index], None
            elif called == "enumerate" and index == 1 and value.args:
                value, index = value.args[0], None
        if looped:
            elements = self.flow.elements(value)
            for element in elements:
                picked = element
                if index is not None and isinstance(element, ast.Tuple | ast.List):
                    picked = element.elts[min(index, len(element.elts) - 1)]
                yield Place(picked, place.context, place.columns)
            if elements:
                return
        yield Place(value, place.context, place.columns)

    def parameter(self, definition: Definition, place: Place) -> Iterator[Place]:
        function = definition.scope.node
        context = self.entered(function, place.context)
        if context:
            argument = self.passed(context[-1], definition)
            if argument is not None:
                yield Place(argument, context[:-1], place.columns)
            return
        # A lambda runs where it stands, within the helper that was entered.
        outer = place.context if isinstance(function, ast.Lambda) else ()
        for argument in self.flow.arguments_for(definition):
            yield Place(argument, outer, place.columns)
        owner = self.flow.tree.parents.get(function)
        if definition.index == 0 and isinstance(
            owner, ast.ClassDef
        ):  # self holds what it was made of
            for call in self.flow.tree.calls_named([owner.name]):
                yield Place(call, ())

    def entered(self, function: ast.AST, context: Context) -> Context:
        """Return the calls up to the one that entered a function; none where it was not entered."""
        while context and self.flow.function_of(context[-1]) is not function:
            context = context[:-1]
        return context

    def passed(self, call: ast.Call, definition: Definition) -> ast.expr | None:
        """Return what a call passes for a parameter."""
        for keyword in call.keywords:
            if keyword.arg == definition.name:
                return keyword.value
        place = definition.index
        method = isinstance(self.flow.tree.parents.get(definition.scope.node), ast.ClassDef)
        if place is not None and method and isinstance(call.func, ast.Attribute):
            place -= 1
        return call.args[place] if place is not None and 0 <= place < len(call.args) else None

    def is_module(self, node: ast.expr) -> bool:
        """Whether an expression is an imported module, not rows."""
        while isinstance(node, ast.Attribute):
            node = node.value
        if not isinstance(node, ast.Name):
            return False
        return any(d.kind == "import" for d in self.flow.definitions(node))


def cross(part: Part, place: Place, found: Trace, mode: Mode) -> Iterator[Place]:
    """Note the part of a split; yield what was cut, where rows are followed past splits."""
    found.parts.add(part)
    if mode.through and part.source is not None:
        yield Place(part.source, (), place.columns)
