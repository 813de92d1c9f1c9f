"""Where the rows of a value come from, back to the split that cut them or to their source.

Helpers are entered through the call that is followed, so that what is done to the
test part is not taken for what is done to the training part. Columns are followed
by name: what is written into one column says nothing of another.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from groundrules.facts.bindings import Definition
from groundrules.facts.flow import Flow
from groundrules.facts.learning.learners import Learners, argument
from groundrules.facts.learning.places import Context, Mode, Place, Trace
from groundrules.facts.learning.selection import ALL, Columns, chooser, dropped, strings, taken
from groundrules.facts.learning.splits import Part, Splits
from groundrules.facts.learning.tables import (
    DEFINING,
    Tables,
    defined_columns,
    in_place_whole,
    is_whole,
    written,
)

_LIMIT = 1500  # rows that come this far explain nothing
_DEPTH = 4
# What is said of rows, not rows.
_NOT_ROWS = frozenset([
    "shape", "columns", "dtypes", "dtype", "size", "ndim", "index", "empty", "feature_names",
    "target_names", "classes_", "name", "names", "nunique", "unique", "value_counts", "describe",
    "info", "get_feature_names", "get_feature_names_out", "keys", "isin", "n_features", "len",
])  # fmt: skip
FIGURES = frozenset([
    "mean", "median", "mode", "std", "var", "min", "max", "sum", "quantile", "nanmean", "nanmedian",
    "nanstd", "nanmin", "nanmax", "average", "percentile", "nanpercentile", "amin", "amax", "ptp",
    "count", "corr", "cov", "corrwith", "skew", "kurt", "mad", "sem", "idxmax", "idxmin", "all", "any",
    "argmax", "argmin", "corrcoef", "collect", "first", "head_count",
])  # fmt: skip
"""Calls that make one figure, or a few, of many rows."""
_AGGREGATES = frozenset(["agg", "aggregate", "size", "nunique", "n_unique", "len"])
_READS = ("read_", "load_", "fetch_", "open")
# Functions whose argument's columns are those of their result.
_KEEP_COLUMNS = frozenset([
    "concat", "append", "hstack", "vstack", "concatenate", "array", "asarray", "DataFrame", "get_dummies",
    "csr_matrix", "DMatrix", "Dataset", "Pool", "deepcopy", "copy", "shuffle", "resample", "merge", "join",
    "from_pandas", "union", "unionByName", "list", "nan_to_num",
])  # fmt: skip
_GROUPS = frozenset(["groupby", "groupBy", "group_by", "resample", "rolling", "expanding", "ewm"])
_BUILTINS = frozenset(
    ["len", "range", "print", "type", "isinstance", "int", "str", "open", "getattr", "id"]
)


_ALL = Mode()
TABLES_ALONE = Mode(changes=False)
TABLES_THROUGH = Mode(changes=False, through=True)
THROUGH = Mode(through=True)
SAME_ROWS = Mode(through=True, groups=False)


class Rows:
    """Follows rows backwards through one file; every answer is kept."""

    def __init__(self, flow: Flow, learners: Learners, splits: Splits) -> None:
        self.flow = flow
        self.learners = learners
        self.splits = splits
        self.tables = Tables(flow)
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
            yield from _cross(part, place, found, mode)
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
                yield Place(change.value, context[-_DEPTH:], columns if change.whole else ALL)
        site = self.flow.tree.site(node)
        for definition in self.flow.definitions(node):
            if definition.kind == "mutation":
                names = written(self.flow, definition)
                if mode.changes and (names is None or any(columns.may_hold(n) for n in names)):
                    found.definitions.add(self._way(definition, place.context))
                    if definition.value is not None:
                        whole = in_place_whole(definition)
                        yield Place(definition.value, place.context, columns if whole else ALL)
                always = site is not None and definition.path == site.path[: len(definition.path)]
                if names and always and is_whole(definition):
                    columns = columns.drop(names)
                continue
            own = Place(node, place.context, columns)
            yield from self._definition(definition, own, found, mode)

    def _way(self, definition: Definition, context: Context) -> tuple[Definition, Context]:
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

    def _definition(
        self, definition: Definition, place: Place, found: Trace, mode: Mode
    ) -> Iterator[Place]:
        part = self.splits.of_definition(definition)
        if part is not None:
            yield from _cross(part, place, found, mode)
            return
        found.definitions.add(self._way(definition, place.context))
        if definition.kind == "parameter":
            yield from self._parameter(definition, place)
            return
        value, index = definition.value, definition.index
        if value is None or definition.kind not in ("assign", "loop", "with"):
            return
        if isinstance(definition.node, ast.AugAssign):
            yield Place(value, place.context)
            return
        yield from self._unpacked(value, index, place, looped=definition.kind == "loop")

    def _unpacked(
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
                    yield Place(inner, (*place.context, value)[-_DEPTH:], place.columns)
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

    def _parameter(self, definition: Definition, place: Place) -> Iterator[Place]:
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

    def _attribute(
        self, node: ast.Attribute, place: Place, found: Trace, mode: Mode
    ) -> Iterator[Place]:
        if node.attr in _NOT_ROWS:
            return
        definitions = self.flow.attribute_definitions(node)
        owned = [d for d in definitions if d.name.count(":")]  # self.x of a class
        if owned:
            for definition in owned:
                yield from self._definition(definition, place, found, mode)
            for change in self.tables.own(node) if mode.changes else ():
                if change.columns is None or any(map(place.columns.may_hold, change.columns)):
                    yield Place(change.value, place.context)
            return
        column = self.flow.column_name(node)
        if column is not None:
            picked = place.columns.pick([column])
            for definition in definitions:
                found.definitions.add(self._way(definition, place.context))
                if definition.value is not None:
                    yield Place(definition.value, place.context)
            yield Place(node.value, place.context, picked)
            return
        yield Place(node.value, place.context, place.columns)

    def _subscript(
        self, node: ast.Subscript, place: Place, found: Trace, mode: Mode
    ) -> Iterator[Place]:
        part = self.splits.of_index(node) or self._part_by_rows(node, place.context)
        if part is not None:
            yield from _cross(part, place, found, mode)
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

    def _part_by_rows(self, node: ast.Subscript, context: Context) -> Part | None:
        """Return the part that `X[train]`, `df.loc[X_train.index]`, `df[df.id.isin(train_ids)]` cut."""
        index = (
            node.slice.elts[0]
            if isinstance(node.slice, ast.Tuple) and node.slice.elts
            else node.slice
        )
        if isinstance(index, ast.Constant | ast.Slice | ast.List):
            return None
        match index:
            case ast.Attribute(attr="index", value=other):
                return self._single(Place(other, context))
            case ast.Call(
                func=ast.Attribute(attr="isin"), args=[ast.Attribute(attr="index", value=other)]
            ):
                return self._single(Place(other, context))
            case ast.Call(func=ast.Attribute(attr="isin"), args=[other]):
                return self._single(Place(other, context))
            case ast.Name():
                part = self._single(Place(index, context))
                if part is not None and _are_indices(part.split.inputs, part):
                    return replace(part, source=node.value)
        return None

    def _single(self, place: Place) -> Part | None:
        parts = self.trace(place, TABLES_ALONE).parts
        return next(iter(parts)) if len(parts) == 1 else None

    def _call(self, node: ast.Call, place: Place, found: Trace, mode: Mode) -> Iterator[Place]:
        context, columns, func = place.context, place.columns, node.func
        called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if node in self.splits.by_node and self.splits.by_node[node].kind == "holdout":
            return
        function = self.flow.function_of(node)
        if function is not None and node not in context and len(context) < _DEPTH:
            returned = self.flow.tree.returns_of(function)
            for value in returned:
                yield Place(value, (*context, node), columns)
            if returned:
                return
        if isinstance(func, ast.Name) and func.id in _BUILTINS:
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
        if called in _NOT_ROWS or (called in FIGURES and not _is_grouped(node)):
            return
        if called.startswith(_READS) or called in ("table", "sql", "connect"):
            return  # a source: its paths and connections are no rows
        if not mode.groups and (called in FIGURES or called in _AGGREGATES) and _is_grouped(node):
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
        yield Place(node, context, columns if called in _KEEP_COLUMNS else ALL.unsure())

    def is_module(self, node: ast.expr) -> bool:
        """Whether an expression is an imported module, not rows."""
        while isinstance(node, ast.Attribute):
            node = node.value
        if not isinstance(node, ast.Name):
            return False
        return any(d.kind == "import" for d in self.flow.definitions(node))


def _cross(part: Part, place: Place, found: Trace, mode: Mode) -> Iterator[Place]:
    """Note the part of a split; yield what was cut, where rows are followed past splits."""
    found.parts.add(part)
    if mode.through and part.source is not None:
        yield Place(part.source, (), place.columns)


def _are_indices(inputs: list[ast.expr], part: Part) -> bool:
    """Whether what a split cuts are row numbers or identifiers, not rows."""
    if part.split.kind == "folds":
        return True
    for node in inputs[:1]:
        match node:
            case ast.Attribute(attr="index"):
                return True
            case ast.Call(func=ast.Attribute(attr="arange" | "unique" | "tolist" | "keys")):
                return True
            case ast.Call(func=ast.Name(id="range" | "list" | "sorted")):
                return True
            case ast.Name():
                return bool(re.search(r"id(?:s|x)?$|ind(?:ex|ices)", node.id))
    return False


def _is_grouped(node: ast.expr) -> bool:
    """Whether an aggregate is one of groups: then a table of groups comes out."""
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        if isinstance(node, ast.Call):
            func = node.func
            if isinstance(func, ast.Attribute) and func.attr in _GROUPS:
                return True
            node = func
        else:
            node = node.value
    return False
