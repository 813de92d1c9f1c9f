"""What a call aggregates: which function, of which column of which frame, by which keys.

`reductions(flow, call)` reads every form in which pandas, polars, PySpark and numpy aggregate:
methods (`.mean()`), names (`.agg("mean")`), tables (`.agg({"x": "mean"})`, `.agg(m=("x", "mean"))`),
functions (`np.mean(x)`, `F.avg("x")`, `.agg(np.mean)`, `.agg(lambda s: s.mean())`), pivot tables.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from groundrules.facts import columns, grouping
from groundrules.facts.functions import BY_WORD, functions, table, words

if TYPE_CHECKING:
    from groundrules.facts.flow import Flow

Kind = Literal["reduce", "transform", "window"]

CONTAINERS = ("agg", "aggregate", "transform", "pivot_table", "describe", "summary", "over")
REDUCING = frozenset(BY_WORD) | {"agg", "aggregate", "describe", "summary", "pivot_table"}
_DESCRIBED = ("count", "mean", "std", "min", "max", "median", "quantile")
_MODULES = frozenset(["numpy", "statistics", "math", "scipy.stats"])
_VALUES = (
    "pandas.Series",
    "polars.Series",
    "polars.Expr",
    "numpy.ndarray",
    "pandas.Rolling",
    "pyspark.sql.Column",
)


@dataclass(frozen=True, slots=True)
class Reduction:
    """One function applied to one column, or to all columns (`column` None), of some rows."""

    call: ast.Call
    function: str
    column: str | None
    value: ast.AST | None
    """The expression aggregated, such as `df["x"]`; None where columns are named by strings."""
    frame: ast.AST | None
    """The frame whose rows are aggregated, its own grouping left out; None where unknown."""
    keys: tuple[grouping.Key, ...]
    output: str | None
    """The name of the resulting column; None where the library derives none."""
    kind: Kind = "reduce"
    weighted: bool = False


class _Of(NamedTuple):
    """What an aggregate is called on: frame, keys, selected columns (None: all)."""

    frame: ast.AST | None
    keys: tuple[grouping.Key, ...]
    names: tuple[str, ...] | None


def reductions(flow: Flow, call: ast.Call) -> list[Reduction]:
    """Return what a call aggregates; nothing where it is no aggregate of tracked data."""
    found: list[Reduction] | None = flow.memo.get(("reductions", call))
    if found is None:
        flow.memo["reductions", call] = []  # a cycle ends here
        found = flow.memo["reductions", call] = list(_reductions(flow, call))
    return found


def outputs(flow: Flow, call: ast.Call, column: str | None) -> bool | None:
    """Whether a call's result holds `column` as an aggregate; False for a key, None if it does neither."""
    found = reductions(flow, call)
    if not found:
        return None
    if column is None:
        return True
    if any(key.name == column for one in found for key in one.keys):
        return False
    if any(one.output == column for one in found):
        return True
    return True if any(one.output is None and one.column is None for one in found) else None


def making(flow: Flow, call: ast.Call, column: str | None) -> list[Reduction]:
    """Return the reductions of a call that make one column of its result."""
    found = reductions(flow, call)
    named = [one for one in found if column is not None and one.output == column]
    return named or [one for one in found if column is None or one.output is None]


def _reductions(flow: Flow, call: ast.Call) -> Iterator[Reduction]:
    name = flow.qualified(call.func) or ""
    owner, _, last = name.rpartition(".")
    word = BY_WORD.get(last)
    if _is_row_wise(call):
        return
    if owner in _MODULES or (owner in ("<global>", "builtins") and last in ("sum", "len")):
        if word and call.args:
            weighted = columns.keyword_of(call, "weights") is not None
            yield from _of_value(flow, call, word, call.args[0], weighted)
    elif owner in ("pyspark.sql.functions", "polars"):
        if word:
            yield from _of_reference(flow, call, word)
    elif name == "pandas.pivot_table" or (owner == "pandas.DataFrame" and last == "pivot_table"):
        yield from _pivoted(flow, call, name == "pandas.pivot_table")
    elif isinstance(call.func, ast.Attribute):
        receiver = call.func.value
        if owner in _VALUES:
            yield from _of_column(flow, call, last, receiver)
        elif owner in grouping.FRAMES or owner in grouping.GROUPS:
            yield from _of_frame(flow, call, last, receiver)


def _is_row_wise(call: ast.Call) -> bool:
    axis = columns.keyword_of(call, "axis")
    return isinstance(axis, ast.Constant) and axis.value in (1, "columns")


# -- one column -------------------------------------------------------------


def _of_value(
    flow: Flow, call: ast.Call, word: str, value: ast.AST, weighted: bool = False
) -> Iterator[Reduction]:
    kind: Kind = "window" if word == "cumsum" else "reduce"
    if flow.type_of(value) == "pandas.Rolling" or grouping.is_windowed(flow, call):
        kind = "window"
    column = flow.column_name(value)
    frame = getattr(value, "value", None) if column is not None else None
    if isinstance(value, ast.Call) and column is not None:
        frame = grouping.frame_of_reference(flow, call)
    keys: tuple[grouping.Key, ...] = ()
    if frame is not None:
        frame, keys = grouping.split(flow, frame)
    output = (grouping.alias_of(flow, call) if frame is not None else None) or column
    yield Reduction(call, word, column, value, frame, keys, output, kind, weighted)


def _of_column(flow: Flow, call: ast.Call, last: str, value: ast.expr) -> Iterator[Reduction]:
    """`df["x"].mean()`, `df["x"].agg("mean")`, `pl.col("x").mean()`, `df["x"].describe()`."""
    if last in ("agg", "aggregate"):
        for _, word in functions(flow, call):
            yield from _of_value(flow, call, word, value)
    elif last == "describe":
        for word in _DESCRIBED:
            yield from _of_value(flow, call, word, value)
    elif last in BY_WORD and last != "size":
        yield from _of_value(flow, call, BY_WORD[last], value)


def _of_reference(flow: Flow, call: ast.Call, word: str) -> Iterator[Reduction]:
    """`F.avg("x")`, `F.sum(F.col("x"))`, `pl.mean("x")`, `pl.len()`."""
    frame = grouping.frame_of_reference(flow, call)
    of = _receiver(flow, frame)
    kind: Kind = "window" if grouping.is_windowed(flow, call) else "reduce"
    value = call.args[0] if call.args else None
    name = columns.text(value)
    if name is not None:
        value = None
    elif value is not None:
        name = flow.column_name(value)
    output = grouping.alias_of(flow, call) or name
    yield Reduction(call, word, name, value, of.frame, of.keys, output, kind)


# -- frames and groups ------------------------------------------------------


def _of_frame(flow: Flow, call: ast.Call, last: str, receiver: ast.expr) -> Iterator[Reduction]:
    of = _receiver(flow, receiver)
    if last in ("agg", "aggregate", "transform"):
        kind: Kind = "transform" if last == "transform" else "reduce"
        for column, how, named in table(flow, call):
            for name in (column,) if column else of.names or (None,):
                yield Reduction(call, how, name, None, of.frame, of.keys, named or name, kind)
        return
    applied = _DESCRIBED if last in ("describe", "summary") else (BY_WORD.get(last),)
    spark = (flow.type_of(receiver) or "").startswith("pyspark")
    for word in applied:
        if word is None or (last == "count" and spark and not of.keys):
            continue
        if last == "size" and not of.keys:
            continue
        names = of.names or _taken(flow, call)
        if spark and call.args:
            names = columns.names_in(ast.List(call.args, ast.Load()))
        for name in names or (None,):
            output = f"{last}({name})" if spark and name else name
            if last in ("size", "len") or (spark and last == "count"):
                output = "count" if spark else "len" if last == "len" else "size"
            kind = "window" if word == "cumsum" else "reduce"
            yield Reduction(call, word, name, None, of.frame, of.keys, output, kind)


def _taken(flow: Flow, call: ast.Call) -> tuple[str, ...] | None:
    """Return the columns that are taken of a result at once: `df.groupby("k").mean()["x"]`."""
    parent = flow.tree.parents.get(call)
    if isinstance(parent, ast.Subscript) and parent.value is call:
        return columns.names_in(parent.slice)
    return None


def _receiver(flow: Flow, node: ast.AST | None) -> _Of:
    if node is None:
        return _Of(None, (), None)
    names, base = grouping.selected(flow, node)
    frame, keys = grouping.split(flow, base)
    return _Of(frame, keys, names)


def _pivoted(flow: Flow, call: ast.Call, function: bool) -> Iterator[Reduction]:
    shift = 1 if function else 0
    frame = call.args[0] if function and call.args else columns.keyword_of(call, "data")
    if not function and isinstance(call.func, ast.Attribute):
        frame = call.func.value
    keys = tuple(
        key
        for place, name in ((1, "index"), (2, "columns"))
        if (node := columns.argument_of(call, place + shift, name)) is not None
        for key in grouping.keys_in(flow, node)
    )
    values = columns.names_in(columns.argument_of(call, shift, "values")) or (None,)
    how = columns.argument_of(call, 3 + shift, "aggfunc")
    chosen = ["mean"] if how is None else [word for _, word in words(flow, how)]
    for word in chosen:
        for name in values:
            yield Reduction(call, word, name, None, frame, keys, name)
