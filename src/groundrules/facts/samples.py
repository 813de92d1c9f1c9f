"""What a sample is cut out of: its frame, its column, and the conditions on its rows.

`df.loc[df["arm"] == "A", "revenue"].dropna()` is column `revenue` of `df` under the condition
`arm == 'A'`. The way back leads through names, helpers of the file, groupings and containers.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from groundrules.facts import columns, conditions
from groundrules.facts.bindings import Definition
from groundrules.facts.conditions import Condition
from groundrules.facts.flow import Flow

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
_GROUPERS = frozenset(["groupby", "group_by", "groupBy"])
_AGGREGATES = frozenset([
    "sum", "mean", "count", "size", "agg", "aggregate", "median", "max", "min", "nunique", "first", "last",
    "any", "avg", "n_unique", "std", "var", "all", "len",
])  # fmt: skip
_TOTALS = frozenset(
    ["len", "sum", "mean", "nansum", "nanmean", "median", "nanmedian", "average", "fmean", "std"]
)
GROUP = "a group of "
_FAR = 60  # steps; a longer way explains nothing

Given = Mapping[Definition, ast.expr]
"""What a call passes for the parameters of a function of the file."""


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


def sample_arguments(flow: Flow, call: ast.Call) -> list[ast.expr]:
    """Return the samples that a test is given, by the vocabulary; those of its receiver's constructor too."""
    names = flow.vocabulary.samples.get(flow.qualified(call.func) or "")
    if names is None and isinstance(call.func, ast.Attribute):
        made = _made(flow, call.func.value)
        return sample_arguments(flow, made) if made is not None else []
    if names is None and isinstance(call.func, ast.Name):
        names = next((n for f in flow.looped(call.func) if (n := _row(flow, f)) is not None), None)
    if names is None:
        return []
    if names == ("*",):
        return list(_spread(flow, call.args))
    spread = list(_spread(flow, call.args))
    found = [_passed(call, spread, place, name) for place, name in enumerate(names)]
    passed = [argument for argument in found if argument is not None]
    if names == ("count", "nobs"):  # two counts, and out of how many
        return [part for argument in passed for part in _listed(flow, argument)]
    return passed


def _listed(flow: Flow, node: ast.expr) -> list[ast.expr]:
    """Return the elements of a list, an array of one too; else the expression itself."""
    while (
        isinstance(node, ast.Call)
        and node.args
        and getattr(node.func, "attr", "") in ("array", "asarray")
    ):
        node = node.args[0]
    return flow.elements(node) or [node]


def _row(flow: Flow, function: ast.expr) -> tuple[str, ...] | None:
    return flow.vocabulary.samples.get(flow.qualified(function) or "")


def _made(flow: Flow, node: ast.AST) -> ast.Call | None:
    """Return the constructor's call behind an object, or the call that makes it."""
    if isinstance(node, ast.Call):
        return node
    if isinstance(node, ast.Name):
        for definition in flow.definitions(node):
            if definition.kind == "assign" and isinstance(definition.value, ast.Call):
                return definition.value
    return None


def _spread(flow: Flow, arguments: list[ast.expr]) -> Iterator[ast.expr]:
    for argument in arguments:
        if isinstance(argument, ast.Starred):
            yield from flow.elements(argument.value)
        else:
            yield argument


def _passed(call: ast.Call, spread: list[ast.expr], place: int, name: str) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return spread[place] if place < len(spread) else None


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
            kind = "row" if _is_row(definition) else "name"
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
        if self._is_grouping(value) and index == 1:
            return value  # the grouping adds its own condition
        match value:
            case ast.Call(func=ast.Attribute(attr="items", value=inner)) if index == 1:
                held = self._flow.elements(inner)
                if len(held) == 1:
                    self._condition(definition.name)
                    return held[0]
        return None

    def _unpacked(self, value: ast.expr, index: int) -> ast.AST | None:
        if isinstance(value, ast.Call) and (made := self._returned(value)) is not None:
            if isinstance(made, ast.Tuple) and index < len(made.elts):
                return made.elts[index]
            return None
        held = self._flow.elements(value)
        if isinstance(value, ast.ListComp | ast.GeneratorExp) and held:
            self._condition(f"part {index}")
            return held[0]
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
            self._flow.column_name(node) is not None or self._may_be_column(node)
        ):
            self._cut.column = node.attr
            return node.value
        self._cut.root = ("attribute", ast.unparse(node))
        return None

    def _may_be_column(self, node: ast.Attribute) -> bool:
        """Whether an attribute of an object that nothing tells is taken for a column of it."""
        root: ast.AST = node.value
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        return (
            isinstance(root, ast.Name)
            and root.id not in ("self", "cls")
            and not self._is_module(root)
            and self._flow.type_of(node.value) is None
            and bool(self._flow.definitions(root))
        )

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
        held = self._held(base)
        key = place.value if isinstance(place, ast.Constant) else None
        match held:
            case ast.Dict():
                for name, value in zip(held.keys, held.values, strict=True):
                    if isinstance(name, ast.Constant) and name.value == key and key is not None:
                        return value
                return held.values[0] if key is None and len(held.values) == 1 else None
            case ast.List() | ast.Tuple() if isinstance(key, int) and abs(key) < len(held.elts):
                return held.elts[key]
            case ast.DictComp() | ast.ListComp():
                self._condition(ast.unparse(place))
                return held.value if isinstance(held, ast.DictComp) else held.elt
        return None

    def _held(self, base: ast.expr) -> ast.AST:
        node: ast.AST = base
        for _ in range(4):
            if not isinstance(node, ast.Name):
                break
            found = [d for d in self._flow.definitions(node) if d.kind == "assign"]
            if len(found) != 1 or found[0].index is not None or found[0].value is None:
                break
            node = found[0].value
        return node

    def _column(self, place: ast.expr) -> None:
        place = self._passed(place)
        if self._cut.column is not None:
            self._condition(ast.unparse(place))  # a label of a grouping, or a second level
        elif isinstance(place, ast.List) and len(place.elts) == 1:
            self._column(place.elts[0])
        else:
            self._cut.column = columns.text(place) or f"<{ast.unparse(place)}>"

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
        if name in _GROUPERS and receiver is not None:
            keys = columns.names_in(columns.argument_of(node, 0, "by"))
            if not self._cut.grouped:
                for key in keys or (None,):
                    self._condition(f"{GROUP}{key}", key)
            return receiver
        if name in _AGGREGATES and receiver is not None and self._is_grouping(receiver):
            keys = self._keys(receiver)
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
            and (receiver is None or self._is_module(receiver))
        ):
            self._cut.totals.append(name)
            return node.args[0]
        if name in _SAME and receiver is not None and not self._is_module(receiver):
            return receiver
        return None

    def _is_module(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and any(
            definition.kind == "import" for definition in self._flow.definitions(node)
        )

    def _is_grouping(self, node: ast.AST) -> bool:
        return self._keys_call(node) is not None

    def _keys_call(self, node: ast.AST) -> ast.Call | None:
        for _ in range(6):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _GROUPERS:
                return node
            if isinstance(node, ast.Name):
                found = self._flow.definitions(node)
                if len(found) != 1 or found[0].kind != "assign" or found[0].value is None:
                    return None
                node = found[0].value
            elif isinstance(node, ast.Subscript | ast.Attribute):
                node = node.value
            else:
                return None
        return None

    def _keys(self, node: ast.AST) -> tuple[str, ...] | None:
        call = self._keys_call(node)
        if call is None:
            return None
        if len(call.args) > 1:  # polars and Spark: group_by("a", "b")
            several = [columns.text(argument) for argument in call.args]
            return tuple(n for n in several if n is not None)
        return columns.names_in(columns.argument_of(call, 0, "by"))


def _is_row(definition: Definition) -> bool:
    """Whether a name is one row of a frame at a time, whose fields are no samples of it."""
    source = definition.value if definition.kind == "loop" else None
    method = getattr(getattr(source, "func", None), "attr", "")
    return method in ("iterrows", "itertuples", "iter_rows", "to_dict", "rows", "collect")


def given(flow: Flow, function: ast.AST, call: ast.Call) -> dict[Definition, ast.expr]:
    """Return what a call passes for each parameter of a function of the file."""
    found: dict[Definition, ast.expr] = {}
    body = getattr(function, "body", None)
    if isinstance(function, ast.Lambda) or not isinstance(body, list):
        return found
    bound = flow.tree.sites[body[0]].scope.bound
    method = isinstance(flow.tree.parents.get(function), ast.ClassDef)
    for name, definitions in bound.items():
        for definition in definitions:
            if definition.kind != "parameter":
                continue
            place = definition.index
            if place is not None and method and isinstance(call.func, ast.Attribute):
                place -= 1
            if place is not None and 0 <= place < len(call.args):
                found[definition] = call.args[place]
            for keyword in call.keywords:
                if keyword.arg == name:
                    found[definition] = keyword.value
    return found
