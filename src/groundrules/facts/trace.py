"""The way back from a column to what it was computed from, step by step.

`trace(flow, node)` starts at a column (`df["x"]`, `pl.col("x")`, a name bound to one) and yields
each expression that its values pass through on the way from where they were computed:

- `pass`: the values come through it (a filter, a `fillna`, a join, a rename),
- `define`: an expression computes the values anew (`a / b`, a function of the file); the way ends,
- `aggregate`: the column is the result of an aggregation; the way ends,
- `source`: the column is read, or nothing in the file says where it comes from; the way ends.
"""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from groundrules.facts import columns, grouping
from groundrules.facts.divisions import unscaled
from groundrules.facts.grouping import FRAMES, GROUPS
from groundrules.facts.keeping import KEEPING, WRAPPERS
from groundrules.facts.mutations import change, made_on
from groundrules.facts.reducing import REDUCING, outputs
from groundrules.facts.shown import shown

if TYPE_CHECKING:
    from groundrules.facts.bindings import Definition
    from groundrules.facts.flow import Flow

Kind = Literal["pass", "define", "aggregate", "source"]
_LIMIT = 300
_SERIES = ("pandas.Series", "polars.Series", "polars.Expr", "pyspark.sql.Column", "numpy.ndarray")


@dataclass(frozen=True, slots=True)
class Step:
    """One expression on the way: what it does to the values, and the name that they have there."""

    kind: Kind
    node: ast.AST
    column: str | None


def trace(flow: Flow, start: ast.AST, column: str | None = None) -> Iterator[Step]:
    """Yield the steps from a column, or from column `column` of a frame, back to its makers."""
    return _Trace(flow).run(start, column)


class _Trace:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._queue: deque[tuple[ast.AST, str | None]] = deque()
        self._seen: set[tuple[ast.AST, str | None]] = set()

    def run(self, start: ast.AST, column: str | None) -> Iterator[Step]:
        self._queue.append((start, column))
        while self._queue:
            place = self._queue.popleft()
            if place in self._seen or len(self._seen) > _LIMIT:
                continue
            self._seen.add(place)
            yield from self._visit(*place)

    def _holds(self, node: ast.AST) -> bool:
        """Whether an index takes an element of a dict or list of this file: `groups["control"]`."""
        if not isinstance(node, ast.Subscript) or self._flow.type_of(node.value) is not None:
            return False
        return isinstance(node.value, ast.Name) and bool(self._flow.elements(node.value))

    def _push(self, node: ast.AST | None, column: str | None) -> None:
        if node is not None:
            self._queue.append((node, column))

    def _visit(self, node: ast.AST, column: str | None) -> Iterator[Step]:
        if column is None:
            name = self._flow.column_name(node)
            if name is not None and not self._holds(node):
                frame = getattr(node, "value", None)
                if isinstance(node, ast.Call):
                    frame = grouping.frame_of_reference(self._flow, node)
                if frame is None:
                    yield Step("source", node, name)
                else:
                    yield Step("pass", node, name)
                    self._push(frame, name)
                return
        match node:
            case ast.Name():
                yield from self._named(node, column)
            case ast.Attribute():
                yield from self._attribute(node, column)
            case ast.Subscript():
                yield from self._subscript(node, column)
            case ast.IfExp():
                self._push(node.body, column)
                self._push(node.orelse, column)
            case ast.NamedExpr() | ast.Await() | ast.Starred():
                self._push(node.value, column)
            case ast.Call():
                yield from self._call(node, column)
            case ast.Dict() | ast.DictComp() | ast.List() | ast.Tuple() | ast.ListComp():
                yield from self._literal(node, column)
            case ast.Lambda() if column is None:
                self._push(node.body, None)
            case ast.BinOp() if column is None and unscaled(node) is not node:
                yield Step("pass", node, None)
                self._push(unscaled(node), None)
            case _:
                yield Step("define" if column is None else "source", node, column)

    # -- names --------------------------------------------------------------

    def _named(self, node: ast.Name, column: str | None) -> Iterator[Step]:
        definitions = self._flow.definitions(node)
        if not definitions:
            yield Step("source", node, column)
        for definition in definitions:
            if definition.kind == "mutation":
                made = change(self._flow, definition, column)
                column = made.before
                self._push(made.source, made.source_column)
                if made.through is not None:
                    yield Step("pass", made.through, column)
                if made.ends:
                    return
            else:
                yield from self._bound(definition, node, column)

    def _bound(self, definition: Definition, node: ast.Name, column: str | None) -> Iterator[Step]:
        value = definition.value
        if definition.kind == "parameter":
            given = self._flow.arguments_for(definition)
            for argument in given:
                self._push(argument, column)
            if not given:
                yield Step("source", node, column)
        elif definition.keeps and value is not None:  # total += part
            yield Step("pass", value, column)
        elif definition.kind == "loop" and value is not None:
            yield from self._looped(value, definition.index, column)
        elif value is not None and definition.index is not None:
            yield from self._unpacked(value, definition.index, column)
        elif value is not None and definition.kind in ("assign", "with"):
            self._push(value, column)
        else:
            yield Step("source", node, column)

    def _unpacked(self, value: ast.expr, index: int, column: str | None) -> Iterator[Step]:
        function = self._flow.function_of(value) if isinstance(value, ast.Call) else None
        found = False
        for returned in self._flow.tree.returns_of(function) if function else ():
            if isinstance(returned, ast.Tuple) and index < len(returned.elts):
                found = True
                self._push(returned.elts[index], column)
        if not found and isinstance(value, ast.Call) and "split" in self._flow.meanings(value):
            found = index // 2 < len(value.args)
            self._push(value.args[index // 2] if found else None, column)
        if not found:
            yield Step("source", value, column)

    def _looped(self, value: ast.expr, index: int | None, column: str | None) -> Iterator[Step]:
        if self._flow.type_of(value) in GROUPS:
            if index == 1:
                yield Step("pass", value, column)
                self._push(value, column)
            return
        elements = self._flow.elements(value)[:8]
        for element in elements:
            part: ast.AST = element
            if index is not None and isinstance(element, ast.Tuple) and index < len(element.elts):
                part = element.elts[index]
            self._push(part, column)
        if not elements:
            yield Step("source", value, column)

    # -- other expressions --------------------------------------------------

    def _attribute(self, node: ast.Attribute, column: str | None) -> Iterator[Step]:
        made = made_on(self._flow, node, column)
        if made is not None:
            yield Step("pass", made.statement, column)
            self._push(made.value, None)
            return
        definitions = self._flow.attribute_definitions(node)
        for definition in definitions:
            if definition.value is not None and definition.index is None:
                self._push(definition.value, column)
        if definitions:
            return
        if node.attr in ("loc", "iloc", "T", "values", "at", "na", "dt", "str"):
            self._push(node.value, column)
        else:
            yield Step("source", node, column)

    def _subscript(self, node: ast.Subscript, column: str | None) -> Iterator[Step]:
        name = columns.text(node.slice)
        if self._flow.type_of(node.value) is None and not isinstance(node.slice, ast.Slice):
            held = self._flow.elements(node.value)  # frames["a"] of a dict or list of frames
            if held:
                for element in held[:8]:
                    self._push(element, column)
                return
        if column is not None and name is not None and name != column:
            # A column of a grouping or of a frame, and then its one column by another name.
            yield Step("pass", node, column)
            self._push(node.value, name)
            return
        yield Step("pass", node, column)
        self._push(node.value, column)

    def _literal(self, node: ast.AST, column: str | None) -> Iterator[Step]:
        if column is None:
            if isinstance(node, ast.ListComp):
                self._push(node.elt, None)
            elif not isinstance(node, ast.List) or node.elts:
                yield Step("define", node, None)
            return
        found = False
        for element in [node, *self._flow.elements(node)[:8]]:
            for key, value in columns.entries(element) if isinstance(element, ast.expr) else ():
                if key == column:
                    found = True
                    self._push(value, None)
        if not found:
            yield Step("source", node, column)

    # -- calls --------------------------------------------------------------

    def _call(self, node: ast.Call, column: str | None) -> Iterator[Step]:
        flow = self._flow
        function = flow.function_of(node)
        if function is not None:
            yield Step("pass", node, column)
            for value in flow.tree.returns_of(function):
                self._push(value, column)
            return
        if getattr(node.func, "attr", getattr(node.func, "id", "")) in REDUCING:
            output = outputs(flow, node, column)
            if output is not None:
                yield Step("aggregate" if output else "pass", node, column)
                if not output and isinstance(node.func, ast.Attribute):
                    self._push(node.func.value, column)
                return
        choices = columns.choices(node) if column is None else []
        if choices:
            yield Step("pass", node, None)
            for choice in choices:
                self._push(choice, None)
            return
        meanings = flow.meanings(node)
        if "join" in meanings or "nearest_join" in meanings or "stack_rows" in meanings:
            yield Step("pass", node, column)
            self._sides(node, column)
            return
        yield from self._method(node, column)

    def _sides(self, node: ast.Call, column: str | None) -> None:
        sides: list[ast.expr] = list(node.args[:2])
        sides += [k.value for k in node.keywords if k.arg in ("left", "right", "other", "objs")]
        kind = None
        if isinstance(node.func, ast.Attribute):
            kind = self._flow.type_of(node.func.value)
            if kind is not None:
                sides.insert(0, node.func.value)
        parts = [p for side in sides for p in self._flow.elements(side)[:8] or [side]]
        parts = [
            part
            for part in parts
            if self._flow.type_of(part) is not None or isinstance(part, ast.Name | ast.Call)
        ]
        for part in self._holding(parts, column):
            self._push(part, column)

    def _holding(self, parts: list[ast.expr], column: str | None) -> list[ast.expr]:
        """Return the sides that are shown to have a column; all that may, where none is."""
        if column is None or len(parts) < 2:
            return parts
        has = [shown(self._flow, part) for part in parts]
        found = [p for p, one in zip(parts, has, strict=True) if column in one.names]
        return found or [p for p, one in zip(parts, has, strict=True) if not one.complete]

    def _method(self, node: ast.Call, column: str | None) -> Iterator[Step]:
        receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
        kind = self._flow.type_of(receiver) if receiver is not None else None
        method = getattr(node.func, "attr", getattr(node.func, "id", ""))
        made = dict(columns.defined(node)) if column is not None else {}
        if column is not None and receiver is not None and columns.names_series(node) == column:
            yield Step("pass", node, column)  # counts.reset_index(name="n")
            self._push(receiver, None)
        elif column is not None and column in made:
            yield Step("pass", node, column)
            self._push(made[column], None)
        elif kind in (*FRAMES, *GROUPS) and (column is not None or method in KEEPING):
            yield Step("pass", node, column)
            self._push(receiver, columns.renamed(node).get(column or "", column))
        elif kind in _SERIES and receiver is not None and method in KEEPING:
            yield Step("pass", node, column)
            self._push(receiver, None)
        elif method == "DataFrame" and column is not None:
            data = columns.argument_of(node, 0, "data")
            yield Step("pass", node, column)
            self._push(data, column)
        elif column is None and method in WRAPPERS and node.args:
            yield Step("pass", node, column)
            self._push(node.args[0], None)
        elif (
            receiver is not None and kind is None and method in ("append", "items", "values", "get")
        ):
            self._push(receiver, column)
        else:
            yield Step("define" if column is None else "source", node, column)
