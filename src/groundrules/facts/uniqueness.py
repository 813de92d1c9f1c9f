"""Whether a frame's rows differ in some columns, as far as the code proves it.

`unique`: a deduplication, a grouping, a check or a literal makes each key stand once.
`repeated`: the code shows that keys stand several times (grouped by more columns than the key,
exploded, melted, or grouped by the key somewhere else). `unknown`: nothing says.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from groundrules.facts import columns, grouping
from groundrules.facts.sqltext import query_text

if TYPE_CHECKING:
    from groundrules.facts.flow import Flow

Uniqueness = Literal["unique", "repeated", "unknown"]
Keys = frozenset[str] | None
"""The names of key columns; None for an index, or where they cannot be read."""

_FIRSTS = frozenset(["first", "last", "nth", "sample", "idxmax", "idxmin"])
_DEDUPLICATORS = frozenset(["drop_duplicates", "dropDuplicates", "unique", "distinct"])
_DISTINCT_SQL = re.compile(r"\bgroup\s+by\b|\bdistinct\b|\bqualify\b|row_number", re.I)
_ONCE = frozenset(
    ["range", "arange", "date_range", "period_range", "unique", "set", "linspace", "Index", "keys"]
)


def uniqueness(flow: Flow, node: ast.AST, keys: Keys, depth: int = 12) -> Uniqueness:
    """Return whether each value of `keys` stands once in a frame."""
    if depth == 0:
        return "unknown"
    match node:
        case ast.Name():
            return _named(flow, node, keys, depth)
        case ast.Call():
            return _called(flow, node, keys, depth)
        case ast.Subscript() | ast.Attribute():
            return _part(flow, node, keys, depth)
        case ast.IfExp():
            return _all([uniqueness(flow, n, keys, depth - 1) for n in (node.body, node.orelse)])
    return "unknown"


def _all(found: list[Uniqueness]) -> Uniqueness:
    if "repeated" in found:
        return "repeated"
    return "unique" if found and all(one == "unique" for one in found) else "unknown"


def _named(flow: Flow, node: ast.Name, keys: Keys, depth: int) -> Uniqueness:
    found: list[Uniqueness] = []
    for definition in flow.definitions(node):
        if definition.kind == "mutation":
            call = definition.value
            if isinstance(definition.node, ast.Expr) and isinstance(call, ast.Call):
                one = _own(flow, call, keys)
                if one is not None:
                    return one
        elif definition.kind in ("assign", "parameter") and definition.index is None:
            values = list(flow.feeds_of(definition))
            found += [uniqueness(flow, value, keys, depth - 1) for value in values]
            if not values:
                return "unknown"
        elif definition.kind == "parameter":
            values = flow.arguments_for(definition)
            found += [uniqueness(flow, value, keys, depth - 1) for value in values] or ["unknown"]
        else:
            return "unknown"
    return _all(found)


def _part(flow: Flow, node: ast.Subscript | ast.Attribute, keys: Keys, depth: int) -> Uniqueness:
    if isinstance(node, ast.Attribute):
        values = [d.value for d in flow.attribute_definitions(node) if d.value is not None]
        if values:
            return _all([uniqueness(flow, value, keys, depth - 1) for value in values])
    elif _first_rows(node):
        return "unique"
    return uniqueness(flow, node.value, keys, depth - 1)


def _first_rows(node: ast.Subscript) -> bool:
    """Whether rows are kept by a row number of one, or by `~df.duplicated(key)`."""
    return any(
        isinstance(inner, ast.Attribute)
        and inner.attr in ("duplicated", "is_first_distinct", "idxmax", "idxmin")
        for inner in ast.walk(node.slice)
    )


def _called(flow: Flow, node: ast.Call, keys: Keys, depth: int) -> Uniqueness:
    function = flow.function_of(node)
    if function is not None:
        values = flow.tree.returns_of(function)
        return _all([uniqueness(flow, value, keys, depth - 1) for value in values])
    own = _own(flow, node, keys)
    if own is not None:
        return own
    meanings = flow.meanings(node)
    func = node.func
    if "stack_rows" in meanings:
        return "unknown"
    if "join" in meanings:
        return "unknown"
    if isinstance(func, ast.Attribute) and flow.type_of(func.value) is not None:
        if keys is not None:
            back = columns.renamed(node)
            keys = frozenset(back.get(key, key) for key in keys)
        return uniqueness(flow, func.value, keys, depth - 1)
    return "unknown"


def _own(flow: Flow, node: ast.Call, keys: Keys) -> Uniqueness | None:
    """Return what one call says of the rows that it returns; None where it leaves them as they were."""
    method = getattr(node.func, "attr", getattr(node.func, "id", ""))
    name = flow.qualified(node.func) or ""
    if method in _DEDUPLICATORS and isinstance(node.func, ast.Attribute):
        return _deduplicated(flow, node, keys)
    if method in ("value_counts", "get_dummies_by") or columns.keyword_of(node, "verify_integrity"):
        return "unique"
    if "multiply_rows" in flow.meanings(node):
        return _multiplied(node, keys, method)
    if method == "DataFrame":
        data = columns.argument_of(node, 0, "data")
        if data is not None and flow.type_of(data) is not None:
            return uniqueness(flow, data, keys, 8)
        return _literal(data, keys)
    if name.startswith(("pandas.pivot", "pandas.crosstab")) or method in (
        "pivot_table",
        "pivot",
        "dissolve",
    ):
        return _grouped(flow, _pivot_keys(flow, node), keys)
    if "sql_sink" in flow.meanings(node) or method.startswith("read_sql"):
        return "unique" if _DISTINCT_SQL.search(query_text(flow, node)) else None
    if isinstance(node.func, ast.Attribute) and flow.type_of(node.func.value) in grouping.GROUPS:
        return _of_group(flow, node, node.func.value, keys, method)
    return None


def _of_group(
    flow: Flow, node: ast.Call, group: ast.expr, keys: Keys, method: str
) -> Uniqueness | None:
    call = grouping.group_of(flow, group)
    if call is None or method in (
        "transform",
        "shift",
        "filter",
        "rank",
        "cumcount",
        "ffill",
        "bfill",
    ):
        return None
    if method in ("head", "tail"):
        count = node.args[0] if node.args else columns.keyword_of(node, "n")
        if not (isinstance(count, ast.Constant) and count.value == 1):
            return "repeated"
    _, by = grouping.split(flow, group)
    return _grouped(flow, [key.name for key in by], keys)


def _grouped(flow: Flow, by: list[str | None], keys: Keys) -> Uniqueness:
    if keys is None or None in by or not by:
        return "unique"  # the benefit of the doubt: a grouping is there
    names = frozenset(name for name in by if name is not None)
    if names <= keys or not names & keys:  # keys that share nothing were renamed on the way
        return "unique"
    return "repeated" if names > keys else "unknown"


def _deduplicated(flow: Flow, node: ast.Call, keys: Keys) -> Uniqueness | None:
    assert isinstance(node.func, ast.Attribute)
    given = columns.argument_of(node, 0, "subset", "cols")
    if given is not None:
        found = [key.name for key in grouping.keys_in(flow, given)]
        by = frozenset(name for name in found if name is not None)
        if keys is None or None in found or by <= keys:
            return "unique"
        return "unknown"
    names, _ = grouping.selected(flow, node.func.value)
    if keys is None or names is None:
        return "unique" if keys is None or _selects_keys(flow, node.func.value, keys) else None
    return "unique" if frozenset(names) <= keys else None


def _selects_keys(flow: Flow, node: ast.AST, keys: frozenset[str]) -> bool:
    """Whether `.select("k")` leaves only key columns."""
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "select":
        found = [key.name for argument in node.args for key in grouping.keys_in(flow, argument)]
        return bool(found) and all(name in keys for name in found)
    return False


def _multiplied(node: ast.Call, keys: Keys, method: str) -> Uniqueness:
    if method in ("melt", "unpivot") and keys is not None:
        names = columns.names_in(
            columns.keyword_of(node, "id_vars") or columns.keyword_of(node, "index")
        )
        if names is not None and not keys <= frozenset(names):
            return "unknown"
        return "repeated" if names is not None else "unknown"
    if method in ("explode", "explode_outer") and keys is not None:
        named = columns.names_in(columns.argument_of(node, 0, "column", "columns"))
        if named is not None and not keys & frozenset(named):
            return "repeated"
    return "unknown"


def _pivot_keys(flow: Flow, node: ast.Call) -> list[str | None]:
    shift = 1 if (flow.qualified(node.func) or "").startswith("pandas.pivot") else 0
    index = columns.keyword_of(node, "index") or columns.keyword_of(node, "by")
    if index is None and len(node.args) > 1 + shift:
        index = node.args[1 + shift]
    return [key.name for key in grouping.keys_in(flow, index)] if index is not None else [None]


def _literal(data: ast.expr | None, keys: Keys) -> Uniqueness | None:
    """Read `DataFrame({"k": [1, 2, 2]})`."""
    if data is None or keys is None or len(keys) != 1:
        return None
    for name, value in columns.entries(data):
        if name in keys:
            return _values_once(value)
    return None


def _values_once(value: ast.expr) -> Uniqueness:
    if isinstance(value, ast.List | ast.Tuple):
        parts = [ast.dump(part) for part in value.elts]
        constant = all(isinstance(part, ast.Constant) for part in value.elts)
        return (
            ("unique" if len(set(parts)) == len(parts) else "repeated") if constant else "unknown"
        )
    words: Iterator[str] = (
        getattr(inner, "attr", getattr(inner, "id", "")) for inner in ast.walk(value)
    )
    return "unique" if any(word in _ONCE for word in words) else "unknown"
