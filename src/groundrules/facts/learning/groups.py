"""Whether a unit, such as a user, has several rows in a table that is split."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.learning.parts import Split
from groundrules.facts.learning.places import Trace
from groundrules.facts.learning.selection import strings
from groundrules.facts.learning.standing import Modelling
from groundrules.facts.learning.words import FIGURES

_SIGNS = (
    "groupby", "groupBy", "group_by", "partitionBy", "over", "nunique", "value_counts", "duplicated",
    "sort_values", "sort", "orderBy", "melt", "explode", "merge", "join", "countDistinct", "count_distinct",
    "approx_count_distinct", "n_unique",
)  # fmt: skip
_KEEPING = frozenset(
    ["transform", "shift", "cumcount", "cumsum", "rolling", "rank", "diff", "apply", "ffill"]
)


def repeats(modelling: Modelling, split: Split, unit: str) -> ast.AST | None:
    """Return what shows that a unit has several rows in what is split; None where nothing does."""
    if not split.inputs or _is_one_each(modelling, modelling.source(split.inputs[0]), unit):
        return None
    trace = modelling.same_rows(split.inputs[0])
    for call in modelling.flow.tree.calls_named(_SIGNS):
        func = call.func
        if not isinstance(func, ast.Attribute) or not _names(modelling, call, unit):
            continue
        inside = call in trace.places
        if func.attr in ("merge", "join") and not (inside and _multiplies(call)):
            continue
        rows = modelling.same_rows(_table(modelling, call, func))
        if rows.definitions & trace.definitions:
            return call
    return None


def _table(modelling: Modelling, call: ast.Call, func: ast.Attribute) -> ast.expr:
    """Return the table that a method is called on; of a function of columns, the one that selects it."""
    if not modelling.rows.is_module(func.value):
        return func.value
    parent = modelling.flow.tree.parents.get(call)
    while isinstance(parent, ast.expr | ast.keyword):
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
            return parent.func.value
        parent = modelling.flow.tree.parents.get(parent)
    return func.value


def _names(modelling: Modelling, call: ast.Call, unit: str) -> bool:
    """Whether a call says the unit: as its key, or as the column that it is called on."""
    func = call.func
    assert isinstance(func, ast.Attribute)
    said = [*call.args, *(k.value for k in call.keywords)]
    if any(unit in (strings(modelling.flow, argument) or ()) for argument in said):
        return True
    keys = [modelling.flow.column_name(node) for node in (*said, func.value)]
    return unit in keys


def _multiplies(call: ast.Call) -> bool:
    """Whether a join by the unit says that one side has several rows for it."""
    for keyword in call.keywords:
        if keyword.arg == "validate" and isinstance(keyword.value, ast.Constant):
            return keyword.value.value not in ("1:1", "one_to_one")
    return False


def _is_one_each(modelling: Modelling, trace: Trace, unit: str) -> bool:
    """Whether the rows were reduced to one for each unit, or are checked to be so."""
    for node in trace.places:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method = node.func.attr
            if method in ("drop_duplicates", "unique", "dropDuplicates"):
                said = [n for a in node.args for n in strings(modelling.flow, a) or ()]
                if not said or unit in said:
                    return True
            if (method in FIGURES or method == "agg") and unit in _keys(modelling, node):
                return True
            if method == "pivot_table" and _names(modelling, node, unit):
                return True
    checked = modelling.flow.tree.text
    return f'{unit}"].is_unique' in checked or f"{unit}'].is_unique" in checked


def _keys(modelling: Modelling, call: ast.Call) -> Iterator[str]:
    """Yield the keys by which the table of an aggregate is grouped."""
    node: ast.AST = call.func
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(node, ast.Call):
            if getattr(node.func, "attr", "") in _KEEPING:
                return
            if getattr(node.func, "attr", "") in ("groupby", "groupBy", "group_by"):
                yield from (n for a in node.args for n in strings(modelling.flow, a) or ())
                return
            node = node.func
        else:
            node = node.value
