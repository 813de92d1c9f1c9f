"""Columns that look back or ahead in time, on the way of rows to a split or a model."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.learning.learners import argument
from groundrules.facts.learning.places import Trace
from groundrules.facts.learning.standing import Modelling

# Methods that only tables have, and one that arrays share.
_LOOKS_BACK = frozenset([
    "shift", "rolling", "pct_change", "ewm", "expanding", "rolling_mean", "rolling_sum", "rolling_std",
    "rolling_max", "rolling_min",
])  # fmt: skip
_DIFFERENCES = frozenset(["diff", "lag", "cumsum"])
_BACKFILLS = frozenset(["bfill", "backfill"])
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
    if name == "shift":
        return not is_ahead(call)
    if name in _LOOKS_BACK:
        return True
    kind = modelling.flow.type_of(func.value) or ""
    return name == "diff" and kind.startswith(("pandas", "polars"))


def is_ahead(call: ast.Call) -> bool:
    """Whether a shift takes later rows: `shift(-1)`, `lead(…)`."""
    func = call.func
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if name == "lead":
        return True
    periods = argument(call, 0, "periods", "n")
    return name == "shift" and isinstance(periods, ast.UnaryOp) and isinstance(periods.op, ast.USub)


def looks_ahead(modelling: Modelling, trace: Trace) -> Iterator[tuple[ast.Call, str]]:
    """Yield (call, what it is) where rows are computed from later rows, nearest first."""
    ordered = any(_orders(modelling, node) for node in trace.places)
    for node in trace.places:
        if not isinstance(node, ast.Call):
            continue
        func = node.func
        name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if name in ("shift", "lead") and is_ahead(node):
            spark = (modelling.flow.qualified(func) or "").startswith("pyspark")
            if spark or (
                isinstance(func, ast.Attribute) and not modelling.rows.is_module(func.value)
            ):
                yield node, "takes values of later rows"
        elif name.startswith("rolling") and _is_true(argument(node, None, "center")):
            yield node, "has a window that is centred, so half of it lies ahead"
        elif ordered and (name in _BACKFILLS or _fills_back(node, name)):
            yield node, "fills gaps with later values"


def _fills_back(call: ast.Call, name: str) -> bool:
    method = argument(call, None, "method", "strategy")
    said = method.value if isinstance(method, ast.Constant) else None
    return name in ("fillna", "fill_null") and said in ("bfill", "backfill", "backward")


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
