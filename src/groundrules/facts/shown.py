"""Which columns the code shows a frame to have, and whether those are all."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from groundrules.facts import columns, grouping
from groundrules.facts.reducing import reductions

if TYPE_CHECKING:
    from groundrules.facts.flow import Flow


class Shown(NamedTuple):
    """Names of columns; `complete` where the frame can have no others."""

    names: frozenset[str]
    complete: bool


_NOTHING = Shown(frozenset(), False)


def shown(flow: Flow, node: ast.AST, depth: int = 12) -> Shown:
    """Return the columns that a frame is shown to have: by selection, grouping, literal or use."""
    if depth == 0:
        return _NOTHING
    match node:
        case ast.Name():
            return _named(flow, node, depth)
        case ast.Subscript():
            names = columns.names_in(node.slice)
            return Shown(frozenset(names), True) if names else shown(flow, node.value, depth - 1)
        case ast.Attribute(attr="loc" | "iloc"):
            return shown(flow, node.value, depth - 1)
        case ast.Call():
            return _called(flow, node, depth)
    return _NOTHING


def _named(flow: Flow, node: ast.Name, depth: int) -> Shown:
    names: set[str] = set()
    found: list[Shown] = []
    definitions = flow.definitions(node)
    for definition in definitions:
        if definition.kind == "mutation":
            for target in columns.targets_of(definition.node):
                place = target.slice if isinstance(target, ast.Subscript) else None
                names.update(columns.names_in(place) or ())
        elif definition.kind in ("assign", "parameter"):
            found += [shown(flow, value, depth - 1) for value in flow.feeds_of(definition)]
    for one in found:
        names |= one.names
    names |= _used(flow, node)
    return Shown(frozenset(names), bool(found) and all(one.complete for one in found))


def _used(flow: Flow, node: ast.Name) -> set[str]:
    """Return the columns that other uses of the same binding of a name take from it."""
    bound = [d for d in flow.definitions(node) if d.kind != "mutation"]
    names: set[str] = set()
    for use in flow.tree.uses_of(node.id):
        if use is node:
            continue
        parent = flow.tree.parents.get(use)
        if not isinstance(parent, ast.Subscript) or parent.value is not use:
            continue
        taken = columns.names_in(parent.slice)
        if taken and any(d in bound for d in flow.definitions(use)):
            names.update(taken)
    return names


def _called(flow: Flow, node: ast.Call, depth: int) -> Shown:
    function = flow.function_of(node)
    if function is not None:
        found = [shown(flow, value, depth - 1) for value in flow.tree.returns_of(function)]
        names = frozenset().union(*(one.names for one in found))
        return Shown(names, bool(found) and all(one.complete for one in found))
    func = node.func
    method = getattr(func, "attr", "")
    if method == "DataFrame":
        data = columns.argument_of(node, 0, "data")
        if data is not None and flow.type_of(data) is not None:
            return shown(flow, data, depth - 1)
        named = frozenset(name for name, _ in columns.entries(data)) if data is not None else None
        return Shown(named, True) if named else _NOTHING
    if method.startswith("read_"):
        listed = columns.names_in(columns.keyword_of(node, "usecols"))
        return Shown(frozenset(listed), True) if listed else _NOTHING
    if not isinstance(func, ast.Attribute):
        return _NOTHING
    found_here = reductions(flow, node)
    if found_here:
        outputs = {one.output for one in found_here} | {
            key.name for one in found_here for key in one.keys
        }
        names = frozenset(name for name in outputs if name is not None)
        return Shown(names, None not in outputs)
    return _method(flow, node, func.value, method, depth)


def _method(flow: Flow, node: ast.Call, receiver: ast.expr, method: str, depth: int) -> Shown:
    made = frozenset(name for name, _ in columns.defined(node))
    if method in ("select", "agg"):
        plain = [key.name for argument in node.args for key in grouping.keys_in(flow, argument)]
        names = frozenset(name for name in plain if name is not None) | made
        return Shown(names, bool(names) and len(plain) <= len(names))
    before = shown(flow, receiver, depth - 1)
    if "join" in flow.meanings(node):
        sides = [before, *(shown(flow, argument, depth - 1) for argument in node.args[:2])]
        return Shown(frozenset().union(*(side.names for side in sides)), False)
    if flow.type_of(receiver) is None:
        return _NOTHING
    if method == "drop":
        dropped = columns.names_in(columns.argument_of(node, 0, "columns", "labels")) or ()
        return Shown(before.names - frozenset(dropped), before.complete)
    if method in ("reset_index", "to_frame") and columns.names_series(node):
        made |= {columns.names_series(node) or ""}
    renamed = columns.renamed(node)
    names = (before.names - frozenset(renamed.values())) | frozenset(renamed) | made
    keeps = method in _KEEPING
    return Shown(names, before.complete and keeps)


_KEEPING = frozenset([
    "rename", "assign", "drop_duplicates", "dropna", "fillna", "query", "filter", "sort_values", "sort_index", "copy",
    "head", "tail", "sample", "astype", "replace", "withColumn", "withColumnRenamed", "dropDuplicates", "distinct",
    "where", "orderBy", "unique", "sort", "with_columns", "drop_nulls", "fill_null", "reset_index", "set_index", "cast",
    "limit", "collect", "lazy", "cache", "alias", "persist", "drop",
])  # fmt: skip
