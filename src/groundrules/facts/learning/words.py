"""What calls do to rows, told by their names: hand them on, make figures of them, read them."""

from __future__ import annotations

import ast

# What is said of rows, not rows.
NOT_ROWS = frozenset([
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
KEEP_COLUMNS = frozenset([
    "concat", "append", "hstack", "vstack", "concatenate", "array", "asarray", "DataFrame", "get_dummies",
    "csr_matrix", "DMatrix", "Dataset", "Pool", "deepcopy", "copy", "shuffle", "resample", "merge", "join",
    "from_pandas", "union", "unionByName", "list", "nan_to_num",
])  # fmt: skip
_GROUPINGS = frozenset(["groupby", "groupBy", "group_by", "resample"])
_WINDOWS = frozenset(["rolling", "expanding", "ewm", "transform", "shift"])
_GROUPS = _GROUPINGS | {"rolling", "expanding", "ewm"}
BUILTINS = frozenset(
    ["len", "range", "print", "type", "isinstance", "int", "str", "open", "getattr", "id"]
)


def is_grouped(node: ast.expr) -> bool:
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


def called(call: ast.Call) -> str:
    """Return the last part of the name that is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def ends_rows(call: ast.Call) -> bool:
    """Whether what comes out of a call is no rows: a figure, a size, what is read from a source."""
    name = called(call)
    if name in NOT_ROWS or (name in FIGURES and not is_grouped(call)):
        return True
    return name.startswith(_READS) or name in ("table", "sql", "connect")


def is_group_table(call: ast.Call) -> bool:
    """Whether a call makes one row of each group; windows keep the rows."""
    if called(call) not in FIGURES and called(call) not in _AGGREGATES:
        return False
    words = {n.attr for n in ast.walk(call.func) if isinstance(n, ast.Attribute)}
    return bool(words & _GROUPINGS) and words.isdisjoint(_WINDOWS)
