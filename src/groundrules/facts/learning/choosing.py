"""Where the best of several figures is chosen: a maximum, a sort, a comparison with the best so far."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator

from groundrules.facts.flow import Flow
from groundrules.facts.uses import name_uses, parameter_uses

_PICKS = frozenset([
    "max", "min", "argmax", "argmin", "nanargmax", "nanargmin", "idxmax", "idxmin", "nlargest",
    "nsmallest", "sorted", "sort_values", "sort", "argsort", "amax", "amin",
])  # fmt: skip
_ADDS = frozenset(["append", "extend", "add", "insert", "setdefault", "update"])
_LIMIT = 200


def chosen(flow: Flow, start: ast.AST) -> ast.AST | None:
    """Return the expression that picks one of several figures, the one at `start` among them."""
    queue: deque[ast.AST] = deque([start])
    seen: set[ast.AST] = set()
    while queue and len(seen) < _LIMIT:
        node = queue.popleft()
        parent = flow.tree.parents.get(node)
        if node in seen or parent is None:
            continue
        seen.add(node)
        while isinstance(parent, ast.keyword | ast.Starred | ast.comprehension):
            node, parent = parent, flow.tree.parents[parent]
        if isinstance(parent, ast.Call):
            if _called(parent) in _PICKS:
                return parent
            queue.extend(_into(flow, parent, node))
        elif isinstance(parent, ast.Compare) and _keeps_best(flow, parent):
            return parent
        elif isinstance(parent, ast.stmt):
            queue.extend(_bound(flow, parent))
        elif isinstance(parent, ast.expr) and not isinstance(
            parent, ast.JoinedStr | ast.FormattedValue
        ):
            queue.append(parent)
    return None


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _into(flow: Flow, call: ast.Call, node: ast.AST) -> Iterator[ast.AST]:
    yield call
    yield from parameter_uses(flow, call, node)
    func = call.func
    if isinstance(func, ast.Attribute) and func.attr in _ADDS and node is not func:
        yield from _loads(flow, func.value, call)


def _bound(flow: Flow, statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield the uses of what a statement binds, changes or returns."""
    if isinstance(statement, ast.Return):
        yield from flow.call_sites(flow.tree.sites[statement].scope.node)
        return
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    for target in targets:
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        for part in parts:
            if isinstance(part, ast.Name):
                yield from name_uses(flow, part.id, statement)
            elif isinstance(part, ast.Subscript | ast.Attribute):
                yield from _loads(flow, part.value, statement)


def _loads(flow: Flow, holder: ast.AST, where: ast.AST) -> Iterator[ast.AST]:
    """Yield the loads of a list, dict or table after a place that adds to it."""
    while isinstance(holder, ast.Attribute | ast.Subscript):
        holder = holder.value
    site = flow.tree.site(where)
    if not isinstance(holder, ast.Name) or site is None:
        return
    flow.tree.mention(holder.id)
    for use in flow.tree.names:
        if use.id == holder.id and isinstance(use.ctx, ast.Load):
            place = flow.tree.site(use)
            if place is not None and place.scope is site.scope and place.order > site.order:
                yield use


def _keeps_best(flow: Flow, compare: ast.Compare) -> bool:
    """Whether a branch on `score > best` binds what is best so far."""
    if len(compare.ops) != 1 or not isinstance(compare.ops[0], ast.Lt | ast.Gt | ast.LtE | ast.GtE):
        return False
    if isinstance(compare.comparators[0], ast.Constant) or isinstance(compare.left, ast.Constant):
        return False
    branch = flow.tree.parents.get(compare)
    while isinstance(branch, ast.BoolOp):
        branch = flow.tree.parents.get(branch)
    if not isinstance(branch, ast.If):
        return False
    return any(isinstance(step, ast.Assign) for step in branch.body)
