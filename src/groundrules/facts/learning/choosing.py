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


Path = tuple[object, ...]
"""Where a figure is within what holds it: an item of a list (ANY), then a place or key."""
ANY = object()


def chosen(flow: Flow, start: ast.AST) -> ast.AST | None:
    """Return the expression that picks one of several figures, the one at `start` among them.

    A figure that is put beside others, in a tuple or a dict, is followed by its place or key.
    """
    queue: deque[tuple[ast.AST, Path]] = deque([(start, ())])
    seen: set[ast.AST] = set()
    while queue and len(seen) < _LIMIT:
        node, path = queue.popleft()
        parent = flow.tree.parents.get(node)
        if node in seen or parent is None:
            continue
        seen.add(node)
        while isinstance(parent, ast.keyword | ast.Starred | ast.comprehension):
            node, parent = parent, flow.tree.parents[parent]
        if isinstance(parent, ast.Call):
            if _called(parent) in _PICKS:
                if _picks(parent, path):
                    return parent
                continue
            queue.extend(_into(flow, parent, node, path))
        elif isinstance(parent, ast.Compare):
            if not path and _keeps_best(flow, parent):
                return parent
        elif isinstance(parent, ast.stmt):
            queue.extend(_bound(flow, parent, path))
        elif isinstance(parent, ast.expr):
            queue.extend(_outwards(parent, node, path))
    return None


def _outwards(parent: ast.expr, node: ast.AST, path: Path) -> Iterator[tuple[ast.AST, Path]]:
    """Yield the expression around a value, and where the value is in it."""
    match parent:
        case ast.JoinedStr() | ast.FormattedValue():
            return
        case ast.Tuple() | ast.List() if len(parent.elts) > 1:
            yield parent, (parent.elts.index(node), *path)  # type: ignore[arg-type]
        case ast.Dict():
            for name, value in zip(parent.keys, parent.values, strict=True):
                if value is node and isinstance(name, ast.Constant):
                    yield parent, (name.value, *path)
        case ast.ListComp() | ast.GeneratorExp() | ast.DictComp():
            own = node in (getattr(parent, "elt", None), getattr(parent, "value", None))
            if own or not path:
                yield parent, (ANY, *path) if own else path
        case ast.Subscript(slice=index) if path:
            said = index.value if isinstance(index, ast.Constant) else None
            if path[0] is ANY and len(path) > 1 and isinstance(said, str):
                if said == path[1]:  # a column of a table made of dicts
                    yield parent, (ANY, *path[2:])
            elif path[0] is ANY or path[0] == said:
                yield parent, path[1:]
        case _:
            yield parent, path


def _picks(call: ast.Call, path: Path) -> bool:
    """Whether a pick goes by the figure: `max(scores)`, `max(rows, key=lambda row: row[1])`."""
    keys = [step for step in path if step is not ANY]
    if not keys or (path == (*keys,) and len(keys) == 1 and not call.keywords):
        return True
    arguments = (*call.args, *(keyword.value for keyword in call.keywords))
    return any(
        isinstance(inner, ast.Constant)
        and inner.value == keys[0]
        and not isinstance(inner.value, bool)
        for argument in arguments
        for inner in ast.walk(argument)
    )


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _into(flow: Flow, call: ast.Call, node: ast.AST, path: Path) -> Iterator[tuple[ast.AST, Path]]:
    func = call.func
    if isinstance(func, ast.Attribute) and func.attr in _ADDS and node is not func:
        step = () if func.attr == "extend" else (ANY,)
        yield from ((use, (*step, *path)) for use in _loads(flow, func.value, call))
        return
    yield call, path
    yield from ((use, path) for use in parameter_uses(flow, call, node))


def _bound(flow: Flow, statement: ast.stmt, path: Path) -> Iterator[tuple[ast.AST, Path]]:
    """Yield the uses of what a statement binds, changes or returns."""
    if isinstance(statement, ast.Return):
        calls = flow.call_sites(flow.tree.sites[statement].scope.node)
        yield from ((call, path) for call in calls)
        return
    if isinstance(statement, ast.For) and path and path[0] is ANY:
        path = path[1:]
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    for target in targets:
        inner, parts = path, [target]
        if isinstance(target, ast.Tuple | ast.List):
            place = path[0] if path else None
            known = isinstance(place, int) and place < len(target.elts)
            parts = target.elts[place : place + 1] if isinstance(place, int) else target.elts
            inner = path[1:] if known else path
        for part in parts:
            if isinstance(part, ast.Name):
                yield from ((use, inner) for use in name_uses(flow, part.id, statement))
            elif isinstance(part, ast.Subscript | ast.Attribute):
                step = (ANY,) if isinstance(part, ast.Subscript) else ()
                yield from ((use, (*step, *inner)) for use in _loads(flow, part.value, statement))


def _loads(flow: Flow, holder: ast.AST, where: ast.AST) -> Iterator[ast.AST]:
    """Yield the loads of a list, dict or table after a place that adds to it."""
    while isinstance(holder, ast.Attribute | ast.Subscript):
        holder = holder.value
    site = flow.tree.site(where)
    if not isinstance(holder, ast.Name) or site is None:
        return
    for use in flow.tree.uses_of(holder.id):
        if isinstance(use.ctx, ast.Load):
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
