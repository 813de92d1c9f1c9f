"""Figures computed from rows and put back into rows: means that fill gaps, moments that scale."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from groundrules.facts.learning.learners import argument
from groundrules.facts.learning.places import Context
from groundrules.facts.learning.selection import strings
from groundrules.facts.learning.standing import Modelling
from groundrules.facts.learning.tables import column_place
from groundrules.facts.learning.words import FIGURES

_FILLS = ("fillna", "fill_null", "fill_nan", "replace", "where", "mask", "fill")
_CENTRES = frozenset([
    "mean", "median", "mode", "nanmean", "nanmedian", "average", "quantile", "percentile",
    "value_counts", "idxmax", "avg",
])  # fmt: skip
_MOMENTS = frozenset([
    "mean", "std", "min", "max", "median", "var", "nanmean", "nanstd", "quantile", "percentile",
    "amin", "amax", "ptp", "mad",
])  # fmt: skip
_SPREADS = frozenset(
    ["std", "nanstd", "var", "max", "amax", "ptp", "mad", "quantile", "percentile"]
)
_THROUGH = frozenset(
    ["round", "int", "float", "abs", "item", "to_dict", "iloc", "array", "dict", "reset_index"]
)
_STRATEGIES = frozenset(["mean", "median", "min", "max", "mode", "most_frequent"])


@dataclass(frozen=True, eq=False, slots=True)
class Figure:
    """A figure of rows that is put into rows."""

    node: ast.AST
    kind: str
    """`imputed` or `scaled`."""
    name: str
    data: ast.expr
    """The rows that the figure is of."""
    carrier: ast.AST
    shaped: ast.expr
    """The rows that it is put into."""


class Figures:
    """Finds the figures that one file puts back into rows."""

    def __init__(self, modelling: Modelling) -> None:
        self.modelling = modelling
        self.flow = modelling.flow

    def all(self) -> Iterator[Figure]:
        """Yield the figures that fill gaps, then those that scale."""
        yield from self._filled()
        yield from self._assigned()
        yield from self._scaled()

    # -- gaps ---------------------------------------------------------------

    def _filled(self) -> Iterator[Figure]:
        for call in self.flow.tree.calls_named(_FILLS):
            func = call.func
            if not isinstance(func, ast.Attribute):
                continue
            found = self._fill_value(call, func)
            if found is None:
                continue
            shaped, value = found
            frame = self._expression_frame(call) or shaped
            if isinstance(value, ast.Constant) and value.value in _STRATEGIES:
                yield Figure(call, "imputed", str(value.value), frame, call, frame)
                continue
            for name, data in self.of(value):
                if name in _CENTRES and self._same(shaped, data, value):
                    data = self._expression_frame(call) or data
                    yield Figure(call, "imputed", name, data, call, frame)
                    break

    def _fill_value(self, call: ast.Call, func: ast.Attribute) -> tuple[ast.expr, ast.expr] | None:
        """Return the rows that are filled and what fills them."""
        given = {k.arg: k.value for k in call.keywords}
        args = call.args
        if func.attr == "where" and self.modelling.rows.is_module(
            func.value
        ):  # np.where(gap, v, x)
            if len(args) != 3:
                return None
            if any(name in _CENTRES for name, _ in self.of(args[1])):
                return args[2], args[1]
            return args[1], args[2]
        if func.attr == "replace":
            value = given.get("value") or (args[1] if len(args) > 1 else None)
        elif func.attr in ("where", "mask"):
            value = given.get("other") or (args[1] if len(args) > 1 else None)
        else:
            value = given.get("value") or given.get("strategy") or (args[0] if args else None)
        receiver = func.value
        if func.attr == "fill":  # df.na.fill({…})
            if not (isinstance(receiver, ast.Attribute) and receiver.attr == "na"):
                return None
            receiver = receiver.value
        return (receiver, value) if value is not None else None

    def _assigned(self) -> Iterator[Figure]:
        """Yield `df.loc[df.x.isnull(), "x"] = df.x.mean()`."""
        for word in ("isnull", "isna"):
            self.flow.tree.mention(word)
        for statement in self.flow.tree.statements:
            if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.expr):
                continue
            target = statement.targets[0]
            if not isinstance(target, ast.Subscript) or not _asks_for_gaps(target.slice):
                continue
            self.flow.tree.ensure(statement)
            for name, data in self.of(statement.value):
                columns = strings(self.flow, column_place(target))
                other = self.modelling.column(data)
                if columns is not None and other is not None and other not in columns:
                    continue
                if name in _CENTRES:
                    frame = target.value
                    frame = frame.value if isinstance(frame, ast.Attribute) else frame
                    yield Figure(statement, "imputed", name, data, statement.value, frame)
                    break

    def _same(self, shaped: ast.expr, data: ast.expr, value: ast.expr | None = None) -> bool:
        """Whether a figure is of the very column, or table, that it fills."""
        table = self._table(value)
        if isinstance(table, ast.DictComp):
            return True
        if isinstance(table, ast.Dict):  # df.fillna({"x": df["x"].mean()})
            name = self.modelling.column(data)
            keys = [n for key in table.keys for n in strings(self.flow, key) or ()]
            return name is not None and name in keys
        one, other = self.modelling.column(shaped), self.modelling.column(data)
        if one is not None or other is not None:
            return one == other
        if ast.dump(shaped) == ast.dump(data):
            return True
        names = [_root(node) for node in (shaped, data)]
        return isinstance(shaped, ast.Name | ast.Attribute) and names[0] == names[1] is not None

    def _table(self, value: ast.expr | None) -> ast.expr | None:
        """Return the dict that says what each column is filled with."""
        if isinstance(value, ast.Name):
            values = [d.value for d in self.flow.definitions(value) if d.kind == "assign"]
            value = values[0] if len(values) == 1 else None
        return value if isinstance(value, ast.Dict | ast.DictComp) else None

    def _expression_frame(self, call: ast.Call) -> ast.expr | None:
        """Return df of `df.with_columns(pl.col("x").fill_null(…))`."""
        node: ast.AST = call
        parent = self.flow.tree.parents.get(node)
        while isinstance(parent, ast.expr | ast.keyword):
            if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
                method = parent.func.attr
                if method in ("with_columns", "withColumn", "select") and node is not parent.func:
                    return parent.func.value
            node, parent = parent, self.flow.tree.parents.get(parent)
        return None

    # -- scale --------------------------------------------------------------

    def _scaled(self) -> Iterator[Figure]:
        """Yield `(x - x.mean()) / x.std()` and `(x - x.min()) / (x.max() - x.min())`."""
        for call in self.flow.tree.calls_named(_SPREADS):
            quotient = self._quotient(call)
            if quotient is None:
                continue
            top = quotient.left
            if not isinstance(top, ast.BinOp) or not isinstance(top.op, ast.Sub):
                continue
            figures = [f for f in self.of(quotient.right) if f[0] in _SPREADS]
            shifts = [f for f in self.of(top.right) if f[0] in _MOMENTS]
            if figures and shifts and self._column_same(top.left, shifts[0][1]):
                yield Figure(quotient, "scaled", shifts[0][0], shifts[0][1], quotient, top.left)

    def _column_same(self, shaped: ast.expr, data: ast.expr) -> bool:
        if not self._same(shaped, data):
            return False
        rows = self.modelling.place(shaped)
        return bool(rows.definitions & self.modelling.place(data).definitions)

    def _quotient(self, call: ast.Call) -> ast.BinOp | None:
        """Return the division that a figure stands in, or in which a name bound to it stands."""
        for start in [call, *self._names_of(call)]:
            node: ast.AST | None = start
            while isinstance(node, ast.expr):
                if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                    return node
                node = self.flow.tree.parents.get(node)
        return None

    def _names_of(self, call: ast.Call) -> list[ast.AST]:
        statement = self.flow.tree.statement_of(call)
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            return []
        name = getattr(statement.targets[0], "id", None)
        if name is None:
            return []
        return [
            use
            for use in self.flow.tree.uses_of(name)
            if isinstance(use.ctx, ast.Load)
            and any(d.node is statement for d in self.flow.definitions(use))
        ]

    # -- what a figure is of ------------------------------------------------

    def of(self, node: ast.expr, context: Context = ()) -> list[tuple[str, ast.expr]]:
        """Return (name, rows) of the figures that a value is made of, nearest first."""
        found: list[tuple[str, ast.expr]] = []
        queue: list[ast.AST] = [node]
        seen: set[ast.AST] = set()
        while queue and len(seen) < 60:
            current = queue.pop(0)
            if current in seen:
                continue
            seen.add(current)
            match current:
                case ast.Name():
                    for definition in self.flow.definitions(current):
                        queue.extend(self.flow.feeds_of(definition))
                case ast.BinOp():
                    queue.extend([current.left, current.right])
                case ast.UnaryOp() | ast.Starred():
                    queue.append(getattr(current, "operand", None) or current.value)  # type: ignore[union-attr]
                case ast.Subscript() | ast.Attribute():
                    queue.append(current.value)
                case ast.Dict():
                    queue.extend(current.values)
                case ast.DictComp():
                    queue.append(current.value)
                case ast.IfExp():
                    queue.extend([current.body, current.orelse])
                case ast.Call():
                    figure = self._figure(current)
                    if figure is not None:
                        found.append(figure)
                    else:
                        queue.extend(self._through(current))
        return found

    def _figure(self, call: ast.Call) -> tuple[str, ast.expr] | None:
        func = call.func
        called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if called in ("transform", "agg", "aggregate") and call.args:
            first = call.args[0]
            if isinstance(first, ast.Constant) and first.value in FIGURES:
                return str(first.value), func.value  # type: ignore[attr-defined]
        if called not in FIGURES and called != "value_counts":
            return None
        axis = argument(call, None, "axis")
        if isinstance(axis, ast.Constant) and axis.value in (1, "columns"):
            return None  # of each row by itself
        if isinstance(func, ast.Attribute) and not self.modelling.rows.is_module(func.value):
            return called, func.value
        return (called, call.args[0]) if call.args else None

    def _through(self, call: ast.Call) -> Iterator[ast.expr]:
        func = call.func
        called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if isinstance(func, ast.Attribute):
            yield func.value
        if called in _THROUGH or called == "map":
            yield from call.args
        function = self.flow.function_of(call)
        if function is not None:
            yield from self.flow.tree.returns_of(function)


def _asks_for_gaps(node: ast.expr) -> bool:
    return any(
        isinstance(inner, ast.Attribute) and inner.attr in ("isnull", "isna")
        for inner in ast.walk(node)
    )


def _root(node: ast.AST) -> str | None:
    """Return the name that an expression starts from: `df` of `df[cols].mean()`."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None
