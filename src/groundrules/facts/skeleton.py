"""The statements of a Python module: scopes, bindings, loops, returns. Expressions come later.

One walk over the statements alone, which are about a tenth of the nodes. What
stands inside an expression is indexed by `Tree`, and only where somebody asks.
Order numbers follow evaluation, statement by statement.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from groundrules.facts.bindings import Definition, Kind, Path, Scope, Site

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Loop = ast.For | ast.AsyncFor | ast.While

_MUTATORS = frozenset(
    ["append", "extend", "add", "insert", "update", "appendleft", "setdefault", "pop", "remove"]
)


@dataclass(slots=True, eq=False)
class Column:
    """A column that code defines: `frame["name"] = value` and its like."""

    name: str
    frame: ast.expr
    value: ast.expr
    order: int
    statement: ast.stmt


class Skeleton:
    """What one walk over the statements finds."""

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self.parents: dict[ast.AST, ast.AST] = {}
        self.sites: dict[ast.AST, Site] = {}
        self.statements: list[ast.stmt] = []
        """All of them, nested ones too, in the order of their first lines."""
        self.loops: list[Loop] = []
        self.returns: dict[ast.AST, list[ast.expr]] = {}
        self.attributes: dict[str, list[Definition]] = {}
        self.functions: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = {}
        self.globals: set[str] = set()
        """Names that some function declares `global`."""
        self.imported: set[str] = set()
        """The top packages that the file imports."""
        self.aliases: dict[str, set[str]] = {}
        """Other names under which the file calls a function, by its own last name."""
        self._columns: list[Column] = []
        self._order = 0
        self._path: Path = ()
        self._scopes: list[Scope] = []
        self._scope = self.new_scope(module, None)
        self.scope = self._scope
        self._class: ast.ClassDef | None = None
        self._block(module.body, module)

    def new_scope(self, node: ast.AST, parent: Scope | None) -> Scope:
        """Return a scope with nothing bound in it."""
        scope = Scope(node, parent)
        self._scopes.append(scope)
        return scope

    def release(self) -> None:
        """Forget what is bound: scopes and definitions refer to each other in circles."""
        for scope in self._scopes:
            scope.bound.clear()

    # -- statements ---------------------------------------------------------

    def _block(self, body: Iterable[ast.stmt], parent: ast.AST) -> None:
        sites, parents, scope, path = self.sites, self.parents, self._scope, self._path
        for node in body:
            self._order += 1
            parents[node] = parent
            sites[node] = Site(scope, self._order, path)
            self.statements.append(node)
            handler = _HANDLERS.get(node.__class__)
            if handler is not None:
                handler(self, node)

    def _arm(self, node: ast.AST, arm: str, body: Iterable[ast.stmt]) -> None:
        before = self._path
        self._path = (*before, (node, arm))
        self._block(body, node)
        self._path = before

    def _expr(self, node: ast.Expr) -> None:
        call = node.value
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            return
        target = call.func.value
        if isinstance(target, ast.Name):
            if call.func.attr in _MUTATORS and call.args:
                self._bind(target.id, "mutation", node, call.args[-1], keeps=True)
            elif _is_in_place(call):
                self._bind(target.id, "mutation", node, call, keeps=True)
        elif isinstance(target, ast.Subscript) and _is_in_place(call):
            self._subscript_target(target, node, call)  # df["x"].fillna(0, inplace=True)

    def _assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self._target(target, node, node.value)
            self._alias(node.value, target)

    def _alias(self, value: ast.expr, target: ast.expr) -> None:
        """Note that calls of `target` may be calls of `value`: `test = stats.ttest_ind`."""
        if isinstance(target, ast.Name) and isinstance(value, ast.Name | ast.Attribute):
            name = value.attr if isinstance(value, ast.Attribute) else value.id
            if name != target.id:
                self.aliases.setdefault(name, set()).add(target.id)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if node.value:
            self._target(node.target, node, node.value)

    def _augmented(self, node: ast.AugAssign) -> None:
        self._target(node.target, node, node.value, keeps=True)

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self.loops.append(node)
        before = self._path
        self._path = (*before, (node, "body"))
        self._target(node.target, node, node.iter, kind="loop")
        for element in getattr(node.iter, "elts", ()):
            targets = node.target.elts if isinstance(node.target, ast.Tuple) else [node.target]
            values = element.elts if isinstance(element, ast.Tuple) else [element]
            for target, value in zip(targets, values, strict=False):
                self._alias(value, target)
        self._path = before
        self._arm(node, "body", node.body)
        self._arm(node, "orelse", node.orelse)

    def _while(self, node: ast.While) -> None:
        self.loops.append(node)
        # The test sees what the body binds.
        self.sites[node] = Site(self._scope, self._order, (*self._path, (node, "test")))
        self._arm(node, "body", node.body)
        self._arm(node, "orelse", node.orelse)

    def _if(self, node: ast.If) -> None:
        self._arm(node, "body", node.body)
        self._arm(node, "orelse", node.orelse)

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            if item.optional_vars:
                self._target(item.optional_vars, node, item.context_expr, kind="with")
        self._block(node.body, node)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        self._arm(node, "try", node.body)
        for handler in node.handlers:
            self.parents[handler] = node
            if handler.name:
                self._bind(handler.name, "other", node, None)
            before = self._path
            self._path = (*before, (node, "except"))
            self._block(handler.body, handler)
            self._path = before
        self._arm(node, "else", node.orelse)
        self._block(node.finalbody, node)

    def _match(self, node: ast.Match) -> None:
        for number, case in enumerate(node.cases):
            for pattern in ast.walk(case.pattern):
                captured = getattr(pattern, "name", None) or getattr(pattern, "rest", None)
                if isinstance(captured, str):
                    self._bind(captured, "other", node, node.subject)
            self._arm(node, f"case{number}", case.body)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._bind(node.name, "function", node, None)
        self.functions.setdefault(node.name, []).append(node)
        scope, path = self._scope, self._path
        self._scope, self._path = self.new_scope(node, scope), ()
        self.parameters(node, self._scope, self._order)
        self._block(node.body, node)
        self._scope, self._path = scope, path

    def _define_class(self, node: ast.ClassDef) -> None:
        self._bind(node.name, "class", node, None)
        scope, path, outer = self._scope, self._path, self._class
        self._scope, self._path, self._class = self.new_scope(node, scope), (), node
        self._block(node.body, node)
        self._scope, self._path, self._class = scope, path, outer

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            root = alias.name.partition(".")[0]
            self.imported.add(root)
            bound = alias.asname or root
            target = alias.name if alias.asname else bound
            self._bind(bound, "import", node, None, target=target)

    def _import_from(self, node: ast.ImportFrom) -> None:
        self.imported.add((node.module or "").partition(".")[0])
        for alias in node.names:
            if alias.asname:
                self.aliases.setdefault(alias.name, set()).add(alias.asname)
            dotted = f"{'.' * node.level}{node.module or ''}.{alias.name}"
            self._bind(alias.asname or alias.name, "import", node, None, target=dotted)

    def _return(self, node: ast.Return) -> None:
        if node.value:
            self.returns.setdefault(self._scope.node, []).append(node.value)

    def _global(self, node: ast.Global) -> None:
        self.globals.update(node.names)

    # -- bindings -----------------------------------------------------------

    def _bind(
        self,
        name: str,
        kind: Kind,
        node: ast.AST,
        value: ast.expr | None,
        *,
        index: int | None = None,
        target: str = "",
        keeps: bool = False,
    ) -> None:
        self._order += 1
        definition = Definition(
            name, kind, node, value, index, self._order, self._path, self._scope, target, keeps
        )
        self._scope.bound.setdefault(name, []).append(definition)

    def parameters(self, node: Function, scope: Scope, order: int) -> None:
        """Bind the parameters of a function or lambda in its own scope."""
        arguments = node.args
        places = [*enumerate((*arguments.posonlyargs, *arguments.args))]
        named = (*arguments.kwonlyargs, arguments.vararg, arguments.kwarg)
        for number, argument in [*places, *((None, one) for one in named if one)]:
            scope.bound.setdefault(argument.arg, []).append(
                Definition(
                    argument.arg, "parameter", argument, None, number, order, (), scope, "", False
                )
            )

    def _target(
        self,
        target: ast.expr,
        node: ast.stmt,
        value: ast.expr,
        *,
        kind: Kind = "assign",
        index: int | None = None,
        keeps: bool = False,
    ) -> None:
        if isinstance(target, ast.Name):
            self._bind(target.id, kind, node, value, index=index, keeps=keeps)
        elif isinstance(target, ast.Tuple | ast.List):
            values = value.elts if isinstance(value, ast.Tuple | ast.List) else ()
            matched = kind == "assign" and len(values) == len(target.elts)
            for number, element in enumerate(target.elts):
                inner = element.value if isinstance(element, ast.Starred) else element
                if matched:
                    self._target(inner, node, values[number], kind=kind, keeps=keeps)
                else:
                    self._target(inner, node, value, kind=kind, index=number, keeps=keeps)
        elif isinstance(target, ast.Subscript):
            self._subscript_target(target, node, value)
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            self._order += 1
            key = self.attribute_key(target.value.id, target.attr, self._class)
            definition = Definition(
                key, kind, node, value, index, self._order, self._path, self._scope
            )
            self.attributes.setdefault(key, []).append(definition)
            if target.value.id not in ("self", "cls"):  # frame.column = value
                self._columns.append(Column(target.attr, target.value, value, self._order, node))

    def attribute_key(self, name: str, attribute: str, owner: ast.ClassDef | None) -> str:
        """Return the key of `attributes`: `self.x` is told apart by its class."""
        if name in ("self", "cls") and owner is not None:
            return f"{owner.name}:{owner.lineno}.{attribute}"
        return f"{name}.{attribute}"

    def _subscript_target(self, target: ast.Subscript, node: ast.stmt, value: ast.expr) -> None:
        place, frame = target.slice, target.value
        if isinstance(place, ast.Tuple) and len(place.elts) == 2:  # df.loc[mask, "x"] = …
            place = place.elts[1]
            frame = frame.value if isinstance(frame, ast.Attribute) else frame
        self._order += 1
        if isinstance(place, ast.Constant) and isinstance(place.value, str):
            self._columns.append(Column(place.value, frame, value, self._order, node))
        elif isinstance(place, ast.List):  # df[["a", "b"]] = …
            for element in place.elts:
                if isinstance(element, ast.Constant) and isinstance(element.value, str):
                    self._columns.append(Column(element.value, frame, value, self._order, node))
        root = frame
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        if isinstance(root, ast.Name):
            self._bind(root.id, "mutation", node, value, keeps=True)


def _is_in_place(call: ast.Call) -> bool:
    return any(
        keyword.arg == "inplace"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for keyword in call.keywords
    )


_HANDLERS: dict[type[ast.AST], Callable[[Skeleton, Any], None]] = {
    ast.Expr: Skeleton._expr,
    ast.Assign: Skeleton._assign,
    ast.AnnAssign: Skeleton._annotated,
    ast.AugAssign: Skeleton._augmented,
    ast.For: Skeleton._for,
    ast.AsyncFor: Skeleton._for,
    ast.While: Skeleton._while,
    ast.If: Skeleton._if,
    ast.With: Skeleton._with,
    ast.AsyncWith: Skeleton._with,
    ast.Try: Skeleton._try,
    ast.TryStar: Skeleton._try,
    ast.Match: Skeleton._match,
    ast.FunctionDef: Skeleton._function,
    ast.AsyncFunctionDef: Skeleton._function,
    ast.ClassDef: Skeleton._define_class,
    ast.Import: Skeleton._import,
    ast.ImportFrom: Skeleton._import_from,
    ast.Return: Skeleton._return,
    ast.Global: Skeleton._global,
}
