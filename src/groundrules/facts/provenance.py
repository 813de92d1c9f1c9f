"""What a sample is cut out of: its frame, its column, and the conditions on its rows.

`df.loc[df["arm"] == "A", "revenue"].dropna()` is column `revenue` of `df` under the condition
`arm == 'A'`. The way back leads through names, helpers of the file, groupings and containers.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from groundrules.facts import columns, conditions
from groundrules.facts.bindings import Definition
from groundrules.facts.conditions import Condition
from groundrules.facts.flow import Flow
from groundrules.facts.samples import Given, given
from groundrules.facts.untyped import (
    GROUPERS,
    held,
    is_grouping,
    is_module,
    is_row,
    keys_of,
    may_be_column,
)

# Methods that return the same rows, some of them, or another form of them.
_SAME = frozenset([
    "dropna", "to_numpy", "tolist", "to_list", "astype", "fillna", "copy", "reset_index", "set_index",
    "sort_values", "sort_index", "clip", "round", "to_pandas", "squeeze", "ravel", "flatten", "drop_nulls",
    "cast", "to_series", "collect", "toPandas", "rename", "replace", "head", "tail", "sample", "compute",
    "drop", "lazy", "to_frame", "sort", "transpose", "reshape", "assign", "merge", "join", "with_columns",
    "withColumn", "cache", "persist", "fill_null", "pipe", "array", "limit", "alias", "abs", "eval",
    "infer_objects", "convert_dtypes", "sort_by", "reindex", "get_column", "drop_duplicates",
])  # fmt: skip
# Functions that return the values of their first argument, changed one by one at most.
_WRAPPERS = frozenset([
    "array", "asarray", "list", "tuple", "Series", "to_numeric", "log", "log1p", "sqrt", "log2", "log10",
    "sorted", "float", "nan_to_num", "ravel", "squeeze", "DescrStatsW", "exp", "int",
])  # fmt: skip
_AGGREGATES = frozenset([
    "sum", "mean", "count", "size", "agg", "aggregate", "median", "max", "min", "nunique", "first", "last",
    "any", "avg", "n_unique", "std", "var", "all", "len",
])  # fmt: skip
_TOTALS = frozenset(
    ["len", "sum", "mean", "nansum", "nanmean", "median", "nanmedian", "average", "fmean", "std"]
)
GROUP = "a group of "
_FAR = 60  # steps; a longer way explains nothing


@dataclass(slots=True)
class Cut:
    """What a sample is, as far as the file says."""

    root: tuple[object, ...] = ()
    """Two samples with the same root are cut out of the same thing."""
    end: ast.AST | None = None
    """Where the way back ends."""
    frame: str | None = None
    """The name of what it is cut out of, nearest first, for messages."""
    column: str | None = None
    columns: int = 1
    """How many columns it takes, where they are written out."""
    conditions: list[Condition] = field(default_factory=list)
    grouped: list[frozenset[str] | None] = field(default_factory=list)
    """The keys by which rows were aggregated, nearest first; None where they cannot be read."""
    totals: list[str] = field(default_factory=list)
    """What sums it up as a whole: `mean`, `sum`."""
    methods: list[str] = field(default_factory=list)
    parameters: list[Definition] = field(default_factory=list)
    """Parameters of the file's functions that it ends at."""


def cut(flow: Flow, node: ast.AST, given: Given | None = None) -> Cut:
    """Return what an expression is cut out of."""
    return _Walk(flow, dict(given or {})).run(node)


class _Walk:
    def __init__(self, flow: Flow, given: dict[Definition, ast.expr]) -> None:
        self._flow = flow
        self._given = given
        self._cut = Cut()

    def run(self, node: ast.AST) -> Cut:
        current: ast.AST | None = node
        for _ in range(_FAR):
            assert current is not None
            self._cut.end = current
            current = self._step(current)
            if current is None:
                break
        if not self._cut.root:
            assert self._cut.end is not None
            self._cut.root = ("node", self._cut.end)
        return self._cut

    def _step(self, node: ast.AST) -> ast.AST | None:
        match node:
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Subscript():
                return self._subscript(node)
            case ast.Call():
                return self._call(node)
            case ast.NamedExpr() | ast.Starred() | ast.Await():
                return node.value
        return None

    # -- names --------------------------------------------------------------

    def _name(self, node: ast.Name) -> ast.AST | None:
        found = [d for d in self._flow.definitions(node) if d.kind != "mutation" and not d.keeps]
        if self._cut.frame is None or found:
            self._cut.frame = node.id
        if len(found) != 1:
            self._cut.root = ("name", node.id, *found)
            return None
        definition = found[0]
        following = self._bound(definition)
        if following is None:
            kind = "row" if is_row(definition) else "name"
            self._cut.root = (kind, node.id, definition)
        return following

    def _bound(self, definition: Definition) -> ast.AST | None:
        if definition.kind == "parameter":
            if definition in self._given:
                return self._given.pop(definition)
            self._cut.parameters.append(definition)
            return None
        value, index = definition.value, definition.index
        if value is None or definition.kind not in ("assign", "loop", "with"):
            return None
        if definition.kind == "loop":
            return self._looped(definition, value, index)
        if index is None:
            return value
        return self._unpacked(value, index)

    def _looped(self, definition: Definition, value: ast.expr, index: int | None) -> ast.AST | None:
        if is_grouping(self._flow, value) and index == 1:
            return value  # the grouping adds its own condition
        match value:
            case ast.Call(func=ast.Attribute(attr="items", value=inner)) if index == 1:
                parts = self._flow.elements(inner)
                if len(parts) == 1:
                    self._condition(definition.name)
                    return parts[0]
        return None

    def _unpacked(self, value: ast.expr, index: int) -> ast.AST | None:
        if isinstance(value, ast.Call) and (made := self._returned(value)) is not None:
            if isinstance(made, ast.Tuple) and index < len(made.elts):
                return made.elts[index]
            return None
        parts = self._flow.elements(value)
        if isinstance(value, ast.ListComp | ast.GeneratorExp) and parts:
            self._condition(f"part {index}")
            return parts[0]
        return None

    def _returned(self, call: ast.Call) -> ast.expr | None:
        """Return what a function of the file returns, its parameters given, if that is one thing."""
        function = self._flow.function_of(call)
        values = self._flow.tree.returns_of(function) if function is not None else []
        if function is None or len(values) != 1:
            return None
        self._given.update(given(self._flow, function, call))
        return values[0]

    # -- attributes and indexes ---------------------------------------------

    def _attribute(self, node: ast.Attribute) -> ast.AST | None:
        if node.attr in ("loc", "iloc", "values", "T", "str", "at"):
            return node.value
        own = self._flow.attribute_definitions(node)
        made = self._flow.property_values(node)
        if len(made) == 1:
            return made[0]
        if own:
            whole = [d.value for d in own if d.value is not None and d.index is None]
            if len(own) == 1 and whole:
                return whole[0]
            self._cut.frame = ast.unparse(node)
            self._cut.root = ("attribute", *own)
            return None
        if self._cut.column is None and (
            self._flow.column_name(node) is not None or may_be_column(self._flow, node)
        ):
            self._cut.column = node.attr
            return node.value
        self._cut.root = ("attribute", ast.unparse(node))
        return None

    def _subscript(self, node: ast.Subscript) -> ast.AST | None:
        place, base = node.slice, node.value
        located = isinstance(base, ast.Attribute) and base.attr in ("loc", "iloc", "at")
        if isinstance(base, ast.Attribute) and located:
            base = base.value
        if isinstance(place, ast.Tuple) and len(place.elts) == 2:
            self._rows(place.elts[0])
            self._column(place.elts[1])
            return base
        if not located:
            inner = self._element(base, place)
            if inner is not None:
                return inner
        if columns.text(place) is not None and not located:
            self._column(place)
        else:
            self._rows(place)
        return base

    def _element(self, base: ast.expr, place: ast.expr) -> ast.AST | None:
        """Return the element that an index takes of a list or dict of the file."""
        whole = held(self._flow, base)
        key = place.value if isinstance(place, ast.Constant) else None
        match whole:
            case ast.Dict():
                for name, value in zip(whole.keys, whole.values, strict=True):
                    if isinstance(name, ast.Constant) and name.value == key and key is not None:
                        return value
                return whole.values[0] if key is None and len(whole.values) == 1 else None
            case ast.List() | ast.Tuple() if isinstance(key, int) and abs(key) < len(whole.elts):
                return whole.elts[key]
            case ast.DictComp() | ast.ListComp():
                self._condition(ast.unparse(place))
                return whole.value if isinstance(whole, ast.DictComp) else whole.elt
        return None

    def _column(self, place: ast.expr) -> None:
        place = self._passed(place)
        if self._cut.column is not None:
            self._condition(ast.unparse(place))  # a label of a grouping, or a second level
        elif isinstance(place, ast.List) and len(place.elts) == 1:
            self._column(place.elts[0])
        else:
            self._cut.column = columns.text(place) or f"<{ast.unparse(place)}>"
            listed = self._flow.elements(place) if columns.text(place) is None else []
            self._cut.columns = max(1, len(listed))

    def _passed(self, place: ast.expr) -> ast.expr:
        """Return what a name of a column stands for: what is passed for a parameter, or a constant."""
        if not isinstance(place, ast.Name):
            return place
        found = self._flow.definitions(place)
        if len(found) != 1:
            return place
        definition = found[0]
        if definition.kind == "parameter":
            self._cut.parameters.append(definition)
            return self._given.get(definition, place)
        if definition.kind == "assign" and definition.index is None:
            return definition.value if columns.text(definition.value) is not None else place  # type: ignore[return-value]
        return place

    def _rows(self, place: ast.expr) -> None:
        """Note what an index says of the rows, or that it names a column."""
        found = list(conditions.of_mask(self._flow, place))
        if found:
            self._cut.conditions.extend(found)
        elif isinstance(place, ast.Name | ast.List | ast.Attribute | ast.JoinedStr):
            self._column(place)
        elif not (isinstance(place, ast.Slice) and place.lower is place.upper is place.step):
            self._condition(ast.unparse(place))

    def _condition(self, text: str, column: str | None = None) -> None:
        self._cut.conditions.append(Condition(column, text, self._cut.end))

    # -- calls --------------------------------------------------------------

    def _call(self, node: ast.Call) -> ast.AST | None:
        made = self._returned(node)
        if made is not None:
            return made
        name = str(getattr(node.func, "attr", None) or getattr(node.func, "id", ""))
        receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
        self._cut.methods.append(name)
        if name in GROUPERS and receiver is not None:
            keys = columns.names_in(columns.argument_of(node, 0, "by"))
            if not self._cut.grouped:
                for key in keys or (None,):
                    self._condition(f"{GROUP}{key}", key)
            return receiver
        if name in _AGGREGATES and receiver is not None and is_grouping(self._flow, receiver):
            keys = keys_of(self._flow, receiver)
            said = (
                n for n in ast.walk(node) if isinstance(n, ast.Constant)
            )  # agg(n=("id", "nunique"))
            self._cut.methods.extend(n.value for n in said if isinstance(n.value, str))
            self._cut.grouped.append(frozenset(keys) if keys is not None else None)
            return receiver
        if name in _AGGREGATES and receiver is not None and not node.args:
            self._cut.totals.append(name)
            return receiver
        if name in ("query", "filter", "where") and receiver is not None:
            self._cut.conditions.extend(conditions.of_call(self._flow, node))
            return receiver
        if name == "dropna" and receiver is not None:
            for column in columns.names_in(columns.keyword_of(node, "subset")) or ():
                self._cut.conditions.append(Condition(column, f"{column} is not null", node))
            return receiver
        if name in ("get_group", "xs") and receiver is not None and node.args:
            self._condition(ast.unparse(node.args[0]))
            return receiver
        if name == "select" and receiver is not None and len(node.args) == 1:
            self._column(node.args[0])
            return receiver
        if name in _WRAPPERS and node.args:
            return node.args[0]
        if (
            name in _TOTALS
            and len(node.args) == 1
            and (receiver is None or is_module(self._flow, receiver))
        ):
            self._cut.totals.append(name)
            return node.args[0]
        if name in _SAME and receiver is not None and not is_module(self._flow, receiver):
            return receiver
        return None
