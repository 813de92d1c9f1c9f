"""Where the rows of a value come from, back to the split that cut them or to their source.

Helpers are entered through the call that is followed, so that what is done to the
test part is not taken for what is done to the training part. Columns are followed
by name: what is written into one column says nothing of another.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.flow import Flow
from groundrules.facts.learning.bound import DEPTH, Bindings, cross
from groundrules.facts.learning.indices import by_rows
from groundrules.facts.learning.learners import Learners, argument
from groundrules.facts.learning.parts import Part
from groundrules.facts.learning.places import Context, Mode, Place, Trace
from groundrules.facts.learning.selection import ALL, Columns, chooser, dropped, strings, taken
from groundrules.facts.learning.splits import Splits
from groundrules.facts.learning.tables import (
    DEFINING,
    defined_columns,
    in_place_whole,
    is_whole,
    written,
)
from groundrules.facts.learning.words import (
    BUILTINS,
    KEEP_COLUMNS,
    NOT_ROWS,
    ends_rows,
    is_group_table,
)

_LIMIT = 1500  # rows that come this far explain nothing
_ALL = Mode()
TABLES_ALONE = Mode(changes=False)
TABLES_THROUGH = Mode(changes=False, through=True)
THROUGH = Mode(through=True)
SAME_ROWS = Mode(through=True, groups=False)


class Rows(Bindings):
    """Follows rows backwards through one file; every answer is kept."""

    def __init__(self, flow: Flow, learners: Learners, splits: Splits) -> None:
        super().__init__(flow, splits)
        self.learners = learners
        self._traces: dict[tuple[Place, Mode], Trace] = {}

    def trace(self, place: Place, mode: Mode = _ALL) -> Trace:
        """Return where rows come from."""
        key = (place, mode)
        if key in self._traces:
            return self._traces[key]
        found = self._traces[key] = Trace()
        seen: set[Place] = set()
        queue = [place]
        while queue and len(seen) < _LIMIT:
            current = queue.pop(0)
            if current in seen or current.columns.empty:
                continue
            seen.add(current)
            found.places.setdefault(current.node, []).append(current)
            queue.extend(self._feeds(current, found, mode))
        return found

    # -- one step back ------------------------------------------------------

    def _feeds(self, place: Place, found: Trace, mode: Mode) -> Iterator[Place]:
        node, context, columns = place.node, place.context, place.columns
        part = self.splits.by_value.get(node)
        if part is not None:
            yield from cross(part, place, found, mode)
            return
        match node:
            case ast.Name():
                yield from self._name(node, place, found, mode)
            case ast.Attribute():
                yield from self._attribute(node, place, found, mode)
            case ast.Subscript():
                yield from self._subscript(node, place, found, mode)
            case ast.Call():
                yield from self._call(node, place, found, mode)
            case ast.Constant() | ast.JoinedStr() | ast.Slice():
                return
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                yield Place(node.elt, context)
            case ast.DictComp():
                yield Place(node.value, context)
            case ast.Lambda():
                yield Place(node.body, context)
            case ast.IfExp():
                yield Place(node.body, context, columns)
                yield Place(node.orelse, context, columns)
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        yield Place(child, context, columns)

    def _name(self, node: ast.Name, place: Place, found: Trace, mode: Mode) -> Iterator[Place]:
        columns = place.columns
        for column in self.tables.removed(node):
            columns = columns.drop([column])
        for change in self.tables.elsewhere(node) if mode.changes else ():
            names = change.columns
            if names is None or any(columns.may_hold(name) for name in names):
                context = (*place.context, change.call) if change.call else place.context
                yield Place(change.value, context[-DEPTH:], columns if change.whole else ALL)
        site = self.flow.tree.site(node)
        for definition in self.flow.definitions(node):
            if definition.kind == "mutation":
                names = written(self.flow, definition)
                if mode.changes and (names is None or any(columns.may_hold(n) for n in names)):
                    found.definitions.add(self.way(definition, place.context))
                    if definition.value is not None:
                        whole = in_place_whole(definition)
                        yield Place(definition.value, place.context, columns if whole else ALL)
                always = site is not None and definition.path == site.path[: len(definition.path)]
                if names and always and is_whole(definition):
                    columns = columns.drop(names)
                continue
            own = Place(node, place.context, columns)
            yield from self.definition(definition, own, found, mode)

    def _attribute(
        self, node: ast.Attribute, place: Place, found: Trace, mode: Mode
    ) -> Iterator[Place]:
        if node.attr in NOT_ROWS:
            return
        definitions = self.flow.attribute_definitions(node)
        owned = [d for d in definitions if d.name.count(":")]  # self.x of a class
        if owned:
            for definition in owned:
                yield from self.definition(definition, place, found, mode)
            for change in self.tables.own(node) if mode.changes else ():
                if change.columns is None or any(map(place.columns.may_hold, change.columns)):
                    yield Place(change.value, place.context)
            return
        column = self.flow.column_name(node)
        if column is not None:
            picked = place.columns.pick([column])
            for definition in definitions:
                found.definitions.add(self.way(definition, place.context))
                if definition.value is not None:
                    yield Place(definition.value, place.context)
            yield Place(node.value, place.context, picked)
            return
        yield Place(node.value, place.context, place.columns)

    def _subscript(
        self, node: ast.Subscript, place: Place, found: Trace, mode: Mode
    ) -> Iterator[Place]:
        part = self.splits.of_index(node) or by_rows(
            node, lambda index: self._single(Place(index, place.context))
        )
        if part is not None:
            yield from cross(part, place, found, mode)
            return
        columns = taken(self.flow, node, place.columns)
        if choice := chooser(node):
            found.choices.append((choice, place))
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if key is not None:
            for value in self._entries(node.value, key):
                yield Place(value, place.context)
                return
        yield Place(node.value, place.context, columns)

    def _entries(self, node: ast.AST, key: object) -> Iterator[ast.expr]:
        """Yield what a dict literal of the file holds under a key."""
        values: list[ast.expr | None] = [node] if isinstance(node, ast.Dict) else []
        if isinstance(node, ast.Name):
            values = [d.value for d in self.flow.definitions(node) if d.kind == "assign"]
        for holder in values:
            if isinstance(holder, ast.Dict):
                for name, value in zip(holder.keys, holder.values, strict=True):
                    if isinstance(name, ast.Constant) and name.value == key:
                        yield value

    def _single(self, place: Place) -> Part | None:
        parts = self.trace(place, TABLES_ALONE).parts
        return next(iter(parts)) if len(parts) == 1 else None

    def _call(self, node: ast.Call, place: Place, found: Trace, mode: Mode) -> Iterator[Place]:
        context, columns, func = place.context, place.columns, node.func
        called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if node in self.splits.by_node and self.splits.by_node[node].kind == "holdout":
            return
        function = self.flow.function_of(node)
        if function is not None and node not in context and len(context) < DEPTH:
            returned = self.flow.tree.returns_of(function)
            for value in returned:
                yield Place(value, (*context, node), columns)
            if returned:
                return
        if isinstance(func, ast.Name) and func.id in BUILTINS:
            return
        if self.learners.constructions(node):
            return  # a learner is no rows
        receiver = func.value if isinstance(func, ast.Attribute) else None
        if receiver is not None and self.learners.constructions(receiver):
            rows = argument(node, 0, "X", "dataset", "df", "texts", "data", "x")
            if called != "fit" and rows is not None:
                yield Place(rows, context, columns.unsure())
            if called in ("fit_resample", "fit_sample") and (y := argument(node, 1, "y")):
                yield Place(y, context)
            return
        if ends_rows(node) or (not mode.groups and is_group_table(node)):
            return
        if called == "drop":
            names, plain = dropped(self.flow, node)
            columns = columns.drop(names) if plain or names else columns.unsure()
            if not names and (gone := argument(node, 0, "columns", "labels")):
                found.choices.append((gone, place))
        elif called in ("rename", "set_axis", "pivot", "pivot_table", "melt", "agg"):
            columns = columns.unsure()
        elif called in DEFINING:
            yield from self._defining(node, place)
            return
        if receiver is not None and not self.is_module(receiver):
            yield Place(receiver, context, columns)
        for argument_ in (*node.args, *(k.value for k in node.keywords)):
            inner = argument_.value if isinstance(argument_, ast.Starred) else argument_
            yield from self._given(inner, called, context, columns)

    def _defining(self, node: ast.Call, place: Place) -> Iterator[Place]:
        """Yield the table whose method defines columns, and what is computed for those wanted."""
        columns, receiver = place.columns, getattr(node.func, "value", None)
        names = [strings(self.flow, a) for a in node.args]
        if node.args and not node.keywords and None not in names:  # select("a", "b")
            columns = columns.pick(name for some in names for name in some or ())
        if receiver is not None:
            yield Place(receiver, place.context, columns)
        for name, value in defined_columns(self.flow, node):
            if name is None or columns.may_hold(name):
                yield Place(value, place.context)

    def _given(
        self, node: ast.expr, called: str, context: Context, columns: Columns
    ) -> Iterator[Place]:
        if isinstance(node, ast.Name):
            for definition in self.flow.definitions(node):
                if definition.kind == "function":  # df.apply(f), df.pipe(f)
                    for value in self.flow.tree.returns_of(definition.node):
                        yield Place(value, context)
                    return
        yield Place(node, context, columns if called in KEEP_COLUMNS else ALL.unsure())
