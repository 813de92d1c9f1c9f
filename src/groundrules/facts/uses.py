"""What a value flows into: the expressions around it, the names and columns that it is bound to."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator

from groundrules.facts.bindings import Definition
from groundrules.facts.flow import Flow

_LIMIT = 500  # a value that flows into more than this explains nothing


def uses(flow: Flow, start: ast.AST) -> Iterator[ast.AST]:
    """Yield the expressions and statements that a value flows into, nearest first."""
    queue: deque[ast.AST] = deque([start])
    seen: set[ast.AST] = set()
    while queue and len(seen) < _LIMIT:
        node = queue.popleft()
        if node in seen:
            continue
        seen.add(node)
        if node is not start:
            yield node
        parent = flow.tree.parents.get(node)
        if parent is None or isinstance(node, ast.stmt):
            continue
        if isinstance(parent, ast.keyword | ast.comprehension | ast.FormattedValue):
            parent = flow.tree.parents[parent]
        queue.append(parent)
        if isinstance(parent, ast.Call):
            queue.extend(parameter_uses(flow, parent, node))
            queue.extend(_held_uses(flow, parent))
        if isinstance(parent, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.For | ast.AsyncFor):
            queue.extend(bound_uses(flow, parent))
        elif isinstance(parent, ast.Return):
            function = flow.tree.sites[parent].scope.node
            queue.extend(flow.call_sites(function))


def _held_uses(flow: Flow, call: ast.Call) -> Iterator[ast.AST]:
    """Yield the uses of a list or set that a call puts its argument into."""
    statement = flow.tree.parents.get(call)
    match call.func:
        case ast.Attribute(attr="append" | "add" | "extend", value=ast.Name(id=name)):
            if isinstance(statement, ast.Expr):
                yield from name_uses(flow, name, statement)


def bound_uses(flow: Flow, statement: ast.AST) -> Iterator[ast.AST]:
    """Yield the uses of the names, attributes and columns that a statement binds."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]  # type: ignore[attr-defined]
    for target in targets:
        for node in ast.walk(target):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield from name_uses(flow, node.id, statement)
        if isinstance(target, ast.Attribute):
            yield from _attribute_uses(flow, target, statement)
        if isinstance(target, ast.Subscript):
            column = flow.column_name(target)
            if column:
                yield from _column_uses(flow, column, target)


def _attribute_uses(flow: Flow, target: ast.Attribute, statement: ast.AST) -> Iterator[ast.AST]:
    """Yield the loads of `self.x`, or of `x` of a named object, that an assignment may reach."""
    for use in flow.tree.takes_of(target.attr):
        if (
            isinstance(use, ast.Attribute)
            and isinstance(use.ctx, ast.Load)
            and any(d.node is statement for d in flow.attribute_definitions(use))
        ):
            yield use


def name_uses(flow: Flow, name: str, statement: ast.AST) -> Iterator[ast.AST]:
    """Yield the loads of a name that a statement's binding may reach, in file order."""
    for use in flow.tree.uses_of(name):
        if isinstance(use.ctx, ast.Load) and any(
            definition.node is statement for definition in flow.definitions(use)
        ):
            yield use


def _column_uses(flow: Flow, column: str, target: ast.Subscript) -> Iterator[ast.AST]:
    frames = flow.lineage(target.value)
    order = site.order if (site := flow.tree.site(target)) else 0
    for node in flow.tree.takes_of(column):
        if isinstance(node.ctx, ast.Store):
            continue
        if flow.column_name(node) == column and frames & flow.lineage(node.value):
            place = flow.tree.site(node)
            if place is not None and place.order >= order:
                yield node


def parameter_uses(flow: Flow, call: ast.Call, argument: ast.AST) -> Iterator[ast.AST]:
    """Yield the uses of the parameter that an argument becomes."""
    function = flow.function_of(call)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    for name, definitions in _parameters(flow, function).items():
        for definition in definitions:
            if definition.kind == "parameter" and argument in flow.arguments_for(definition):
                for use in flow.tree.uses_of(name):
                    if definition in flow.definitions(use):
                        yield use


def _parameters(
    flow: Flow, function: ast.FunctionDef | ast.AsyncFunctionDef
) -> dict[str, list[Definition]]:
    return flow.tree.sites[function.body[0]].scope.bound
