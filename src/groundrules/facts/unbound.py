"""Names that are used before anything binds them, in the order in which a notebook runs."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

from groundrules.facts.bindings import Scope, reaching, runs_in_place
from groundrules.facts.flow import Flow
from groundrules.facts.tree import COMPREHENSIONS, FIELDS

_KNOWN = (
    frozenset(dir(builtins))
    | {
        "__file__", "__doc__", "__name__", "__builtins__", "__annotations__", "__path__",
        "__spec__", "__class__", "WindowsError", "__loader__", "__package__",
    }
    | {"get_ipython", "display", "In", "Out", "exit", "quit"}
    | {"spark", "sc", "dbutils", "sqlContext"}
)  # fmt: skip

_COMMANDS = frozenset(["pwd", "ls", "ll", "cd", "who", "whos", "history", "clear"])
_BODIES = ("body", "orelse", "handlers", "finalbody", "cases")
_LATER = (ast.Lambda, ast.GeneratorExp)  # what stands in them does not run in place


def unbound(flow: Flow) -> Iterator[ast.Name]:
    """Yield the uses that fail for want of a name when a file runs from top to bottom.

    At the top level that is a name which nothing before it binds. In a function that the
    top level calls, it is a name which nothing in the file binds, used in every call.
    """
    tree = flow.tree
    if any(True for _ in tree.calls_named(["exec"])):
        return  # it may bind any name
    if _block(tree.module.body, set(_KNOWN)):
        tree.ensure_all()
        for node in _loads(flow):
            site = tree.site(node)
            if site and runs_in_place(site.scope) and not reaching(node.id, site):
                yield node
    yield from _in_called(flow)


def _in_called(flow: Flow) -> Iterator[ast.Name]:
    tree = flow.tree
    called = [f for fs in tree.functions.values() for f in fs if _runs(flow, f)]
    for function in called:
        for statement in function.body:
            tree.ensure(statement)
    for node in _loads(flow) if called else ():
        site = tree.site(node)
        if site is None or site.path or _anywhere(node.id, site.scope):
            continue
        if site.scope.node in called and not _left_before(site.scope.node, node):
            yield node


def _left_before(function: ast.AST, node: ast.Name) -> bool:
    """Whether some branch of a function returns or raises above a node."""
    return any(
        isinstance(inner, ast.Return | ast.Raise) and (inner.end_lineno or 0) < node.lineno
        for inner in ast.walk(function)
    )


def _runs(flow: Flow, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the top level calls a function of its own, come what may."""
    if flow.tree.parents.get(function) is not flow.tree.module or function.decorator_list:
        return False
    for call in flow.call_sites(function):
        site = flow.tree.site(call)
        if site and site.scope.parent is None and not site.path:
            return True
    return False


def _anywhere(name: str, scope: Scope | None) -> bool:
    while scope is not None:
        if name in scope.bound:
            return True
        scope = scope.parent
    return False


def _loads(flow: Flow) -> list[ast.Name]:
    """Return the loads that could fail, in file order."""
    found = [
        node
        for node in flow.tree.names
        if isinstance(node.ctx, ast.Load)
        and node.id not in _KNOWN
        and node.id not in flow.tree.globals
        and not node.id.startswith("_")  # Out[] history and throw-away names
    ]
    found = [n for n in found if not (_is_command(flow, n) or _in_message(flow, n))]
    in_order = sorted(found, key=lambda node: (node.lineno, node.col_offset))
    return [node for node in in_order if not _tried(flow, node)]


def _is_command(flow: Flow, node: ast.Name) -> bool:
    """Whether a name stands alone on its line, as `pwd` and `ls` may in IPython."""
    return node.id in _COMMANDS and isinstance(flow.tree.parents.get(node), ast.Expr)


def _in_message(flow: Flow, node: ast.AST) -> bool:
    """Whether it is part of what an assertion says when it fails."""
    child, parent = node, flow.tree.parents.get(node)
    while parent is not None and not isinstance(parent, ast.stmt):
        child, parent = parent, flow.tree.parents.get(parent)
    return isinstance(parent, ast.Assert) and parent.msg is child


def _tried(flow: Flow, node: ast.AST) -> bool:
    parent: ast.AST | None = node
    while parent is not None:
        parent = flow.tree.parents.get(parent)
        if isinstance(parent, ast.Try):
            return True
    return False


def _block(statements: Iterable[ast.AST], bound: set[str]) -> bool:
    for statement in statements:
        if _header(statement, bound):
            return True
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        for part in _BODIES:
            inner = getattr(statement, part, None)
            if inner and _block(inner, bound):
                return True
    return False


def _header(statement: ast.AST, bound: set[str]) -> bool:
    """Check the loads of a statement, then add what it binds to `bound`."""
    stores: list[str] = []
    loads: list[str] = []
    inner: set[str] = set()
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        kind = node.__class__
        if kind is ast.Name:
            (loads if node.ctx.__class__ is ast.Load else stores).append(node.id)  # type: ignore[attr-defined]
            continue
        if kind in COMPREHENSIONS:
            for generator in node.generators:  # type: ignore[attr-defined]
                names = ast.walk(generator.target)
                inner.update(name.id for name in names if isinstance(name, ast.Name))
        if kind in _LATER:
            continue
        for field in FIELDS[kind] if kind is not ast.comprehension else ("iter", "ifs"):
            child = getattr(node, field)
            if child.__class__ is list:
                stack.extend(item for item in child if item is not None)
            elif child is not None:
                stack.append(child)
    for name in loads:
        if name not in bound and name not in inner:
            return True
    bound.update(stores)
    match statement:
        case ast.Import() | ast.ImportFrom():
            bound.update(a.asname or a.name.partition(".")[0] for a in statement.names)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.ExceptHandler():
            bound.add(statement.name or "")
        case ast.match_case():
            for pattern in ast.walk(statement.pattern):
                captured = (getattr(pattern, part, None) for part in ("name", "rest"))
                bound.update(word for word in captured if isinstance(word, str))
    return False
