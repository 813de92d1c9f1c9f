"""Columns that look back or ahead in time, on the way of rows to a split or a model."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from groundrules.facts.learning.learners import argument
from groundrules.facts.learning.places import Trace
from groundrules.facts.learning.selection import numbers
from groundrules.facts.learning.standing import Modelling
from groundrules.facts.learning.words import called

# Methods that only tables have, and one that arrays share.
_LOOKS_BACK = frozenset([
    "shift", "rolling", "pct_change", "ewm", "expanding", "rolling_mean", "rolling_sum", "rolling_std",
    "rolling_max", "rolling_min",
])  # fmt: skip
_DIFFERENCES = frozenset(["diff", "lag", "cumsum"])
_CALENDAR = re.compile(r"day|week|month|year|season|holiday|calendar|schedule|planned|school", re.I)
_BACKFILLS = frozenset(["bfill", "backfill", "backward"])
_FORWARDS = frozenset(["ffill", "pad", "forward"])
_ORDERS = frozenset(["resample", "asfreq", "date_range"])


def looks_back(modelling: Modelling, trace: Trace) -> Iterator[ast.Call]:
    """Yield the lags, differences and windows among what some rows come from, nearest first."""
    for node in trace.places:
        if isinstance(node, ast.Call) and _is_lag(modelling, node):
            yield node


def _is_lag(modelling: Modelling, call: ast.Call) -> bool:
    func = call.func
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if name == "lag":  # pyspark.sql.functions.lag("x")
        return (modelling.flow.qualified(func) or "").startswith("pyspark")
    if not isinstance(func, ast.Attribute) or modelling.rows.is_module(func.value):
        return False
    axis = argument(call, None, "axis")
    if isinstance(axis, ast.Constant) and axis.value in (1, "columns"):
        return False  # from column to column of one row
    if name == "shift":
        return not is_ahead(modelling, call)
    if name in _LOOKS_BACK:
        return True
    kind = modelling.flow.type_of(func.value) or ""
    return name == "diff" and kind.startswith(("pandas", "polars"))


def is_ahead(modelling: Modelling, call: ast.Call) -> bool:
    """Whether a shift takes later rows: `shift(-1)`, `lead(…)`, in some round of a loop."""
    func = call.func
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if name == "lead":
        return True
    periods = argument(call, 0, "periods", "n")
    if name != "shift":
        return False
    minus = isinstance(periods, ast.UnaryOp) and isinstance(periods.op, ast.USub)
    return minus or any(number < 0 for number in numbers(modelling.flow, periods))


def looks_ahead(modelling: Modelling, trace: Trace) -> Iterator[tuple[ast.Call, str]]:
    """Yield (call, what it is) where rows are computed from later rows, nearest first."""
    ordered = any(_orders(modelling, node) for node in trace.places)
    backwards = any(_newest_first(node) for node in trace.places)
    # After a forward fill only the first gaps are left to a back-fill.
    carried = any(isinstance(n, ast.Call) and _fills(n, _FORWARDS) for n in trace.places)
    for node in trace.places:
        if not isinstance(node, ast.Call):
            continue
        func = node.func
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if not backwards and name in ("shift", "lead") and is_ahead(modelling, node):
            spark = (modelling.flow.qualified(func) or "").startswith("pyspark")
            table = isinstance(func, ast.Attribute) and not modelling.rows.is_module(func.value)
            if (spark or table) and not _is_calendar(modelling, node):
                yield node, "takes values of later rows"
        elif name.startswith("rolling") and _is_true(argument(node, None, "center")):
            yield node, "has a window that is centred, so half of it lies ahead"
        elif ordered and not carried and _fills(node, _BACKFILLS):
            yield node, "fills gaps with later values"


def _is_calendar(modelling: Modelling, call: ast.Call) -> bool:
    """Whether what is shifted is known in advance: the type of a day, a holiday, a month."""
    func = call.func
    name = modelling.flow.column_name(func.value) if isinstance(func, ast.Attribute) else None
    return bool(name and _CALENDAR.search(name))


def _fills(call: ast.Call, words: frozenset[str]) -> bool:
    """Whether a call fills gaps in one of some ways: by its own name, or by its method."""
    name = called(call)
    method = argument(call, None, "method", "strategy")
    said = method.value if isinstance(method, ast.Constant) else None
    return name in words or (name in ("fillna", "fill_null") and said in words)


def _newest_first(node: ast.AST) -> bool:
    """Whether rows are sorted downwards, so that the row below is the earlier one."""
    match node:
        case ast.Call():
            rising = argument(node, None, "ascending")
            falling = argument(node, None, "descending", "reverse")
            values = rising.elts if isinstance(rising, ast.List) else [rising]
            return _is_true(falling) or any(
                isinstance(v, ast.Constant) and v.value in (False, 0) for v in values
            )
        case ast.Subscript(slice=ast.Slice(step=ast.UnaryOp(op=ast.USub()))):
            return True
    return False


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _orders(modelling: Modelling, node: ast.AST) -> bool:
    """Whether rows are put in the order of time here, or are lagged, so that they are in it."""
    if not isinstance(node, ast.Call):
        return False
    func = node.func
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if name in _ORDERS or _is_lag(modelling, node):
        return True
    if name not in ("sort_values", "set_index", "sort", "orderBy", "read_csv"):
        return False
    texts = [
        n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    ]
    if name == "read_csv":
        return any(keyword.arg == "parse_dates" for keyword in node.keywords)
    return any(
        word in text.lower()
        for text in texts
        for word in ("date", "time", "day", "month", "week", "hour")
    )
