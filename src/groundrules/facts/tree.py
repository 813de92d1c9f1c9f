"""One walk over a Python module: parents, sites, scopes, definitions, calls, columns."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from groundrules.facts.bindings import Definition, Kind, Path, Scope, Site

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

_MUTATORS = {"append", "extend", "add", "insert", "update", "appendleft", "setdefault"}


@dataclass(slots=True, eq=False)
class Column:
    """A column that code defines: `frame["name"] = value` and its like."""

    name: str
    frame: ast.expr
    value: ast.expr
    order: int


class Tree:
    """What one walk finds. Order numbers follow evaluation, roughly, statement by statement."""

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self.parents: dict[ast.AST, ast.AST] = {}
        self.sites: dict[ast.AST, Site] = {}
        self.calls: list[ast.Call] = []
        self.compares: list[ast.Compare] = []
        self.loops: list[ast.For | ast.AsyncFor | ast.While] = []
        self.names: list[ast.Name] = []
        self.columns: dict[str, list[Column]] = {}
        self.returns: dict[ast.AST, list[ast.expr]] = {}
        self.attributes: dict[str, list[Definition]] = {}
        self._order = 0
        self._path: Path = ()
        self._scope = Scope(module, None)
        self.scope = self._scope
        self._statements(module.body)

    # -- statements ---------------------------------------------------------

    def _statements(self, body: Iterable[ast.stmt], parent: ast.AST | None = None) -> None:
        for statement in body:
            self.parents[statement] = parent or self.module
            self._statement(statement)

    def _arm(self, node: ast.AST, arm: str, body: Iterable[ast.stmt]) -> None:
        before = self._path
        self._path = (*before, (node, arm))
        self._statements(body, node)
        self._path = before

    def _statement(self, node: ast.stmt) -> None:
        self._order += 1
        self.sites[node] = Site(self._scope, self._order, self._path)
        match node:
            case ast.Assign():
                self._expression(node.value, node)
                for target in node.targets:
                    self._target(target, node, node.value)
            case ast.AnnAssign():
                if node.value:
                    self._expression(node.value, node)
                    self._target(node.target, node, node.value)
            case ast.AugAssign():
                self._expression(node.value, node)
                self._target(node.target, node, node.value, keeps=True)
            case ast.For() | ast.AsyncFor():
                self.loops.append(node)
                self._expression(node.iter, node)
                before = self._path
                self._path = (*before, (node, "body"))
                self._target(node.target, node, node.iter, kind="loop")
                self._path = before
                self._arm(node, "body", node.body)
                self._arm(node, "orelse", node.orelse)
            case ast.While():
                self.loops.append(node)
                before = self._path
                self._path = (*before, (node, "test"))  # the test sees what the body binds
                self._expression(node.test, node)
                self._path = before
                self._arm(node, "body", node.body)
                self._arm(node, "orelse", node.orelse)
            case ast.If():
                self._expression(node.test, node)
                self._arm(node, "body", node.body)
                self._arm(node, "orelse", node.orelse)
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    self._expression(item.context_expr, node)
                    if item.optional_vars:
                        self._target(item.optional_vars, node, item.context_expr, kind="with")
                self._statements(node.body, node)
            case ast.Try() | ast.TryStar():
                self._arm(node, "try", node.body)
                for handler in node.handlers:
                    self.parents[handler] = node
                    if handler.name:
                        self._bind(handler.name, "other", handler, None)
                    self._arm(node, "except", handler.body)
                self._arm(node, "else", node.orelse)
                self._statements(node.finalbody, node)
            case ast.Match():
                self._expression(node.subject, node)
                for number, case in enumerate(node.cases):
                    for pattern in ast.walk(case.pattern):
                        captured = getattr(pattern, "name", None)
                        if isinstance(captured, str):
                            self._bind(captured, "other", pattern, node.subject)
                    self._arm(node, f"case{number}", case.body)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                for expression in (*node.decorator_list, *node.args.defaults):
                    self._expression(expression, node)
                for default in node.args.kw_defaults:
                    if default:
                        self._expression(default, node)
                self._bind(node.name, "function", node, None)
                self._function(node)
            case ast.ClassDef():
                for expression in (*node.decorator_list, *node.bases):
                    self._expression(expression, node)
                self._bind(node.name, "class", node, None)
                self._scoped(node, lambda: self._statements(node.body, node))
            case ast.Import():
                for alias in node.names:
                    bound = alias.asname or alias.name.partition(".")[0]
                    self._bind(
                        bound, "import", node, None, target=alias.name if alias.asname else bound
                    )
            case ast.ImportFrom():
                for alias in node.names:
                    dotted = f"{'.' * node.level}{node.module or ''}.{alias.name}"
                    self._bind(alias.asname or alias.name, "import", node, None, target=dotted)
            case ast.Return():
                if node.value:
                    self._expression(node.value, node)
                    self.returns.setdefault(self._scope.node, []).append(node.value)
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self._expression(child, node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        def walk() -> None:
            self._parameters(node)
            self._statements(node.body, node)

        self._scoped(node, walk)

    def _parameters(self, node: Function) -> None:
        arguments = node.args
        for number, argument in enumerate((*arguments.posonlyargs, *arguments.args)):
            self._bind(argument.arg, "parameter", argument, None, index=number)
        for named in (*arguments.kwonlyargs, arguments.vararg, arguments.kwarg):
            if named:
                self._bind(named.arg, "parameter", named, None)

    def _scoped(self, node: ast.AST, walk: Callable[[], None]) -> None:
        before, path = self._scope, self._path
        self._scope, self._path = Scope(node, before), ()
        walk()
        self._scope, self._path = before, path

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

    def _target(
        self,
        target: ast.expr,
        node: ast.AST,
        value: ast.expr,
        *,
        kind: Kind = "assign",
        index: int | None = None,
        keeps: bool = False,
    ) -> None:
        self.parents[target] = node
        self.sites[target] = Site(self._scope, self._order, self._path)
        match target:
            case ast.Name():
                self._bind(target.id, kind, node, value, index=index, keeps=keeps)
            case ast.Tuple() | ast.List():
                for number, element in enumerate(target.elts):
                    inner = element.value if isinstance(element, ast.Starred) else element
                    if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
                        self._target(inner, node, value.elts[number], kind=kind, keeps=keeps)
                    else:
                        self._target(inner, node, value, kind=kind, index=number, keeps=keeps)
            case ast.Subscript():
                self._expression(target.value, target)
                self._expression(target.slice, target)
                self._subscript_target(target, node, value)
            case ast.Attribute():
                self._expression(target.value, target)
                if isinstance(target.value, ast.Name):
                    self._order += 1
                    key = f"{target.value.id}.{target.attr}"
                    definition = Definition(
                        key, kind, node, value, index, self._order, self._path, self._scope
                    )
                    self.attributes.setdefault(key, []).append(definition)

    def _subscript_target(self, target: ast.Subscript, node: ast.AST, value: ast.expr) -> None:
        place = target.slice
        frame = target.value
        if isinstance(place, ast.Tuple) and len(place.elts) == 2:  # df.loc[mask, "x"] = …
            place = place.elts[1]
            frame = frame.value if isinstance(frame, ast.Attribute) else frame
        if isinstance(place, ast.Constant) and isinstance(place.value, str):
            self.column(place.value, frame, value)
        root = frame
        while isinstance(root, ast.Attribute | ast.Subscript):
            root = root.value
        if isinstance(root, ast.Name):
            self._bind(root.id, "mutation", node, value, keeps=True)

    def column(self, name: str, frame: ast.expr, value: ast.expr) -> None:
        """Record that `frame` has a column `name` computed by `value`."""
        self._order += 1
        self.columns.setdefault(name, []).append(Column(name, frame, value, self._order))

    # -- expressions --------------------------------------------------------

    def _expression(self, node: ast.expr, parent: ast.AST) -> None:
        self.parents[node] = parent
        self.sites[node] = Site(self._scope, self._order, self._path)
        match node:
            case ast.Name():
                self.names.append(node)
            case ast.Constant():
                pass
            case ast.Call():
                self._expression(node.func, node)
                for argument in node.args:
                    self._expression(argument, node)
                for keyword in node.keywords:
                    self.parents[keyword] = node
                    self._expression(keyword.value, keyword)
                self.calls.append(node)
                self._call_effects(node)
            case ast.Lambda():

                def walk() -> None:
                    self._parameters(node)
                    self._expression(node.body, node)

                self.returns[node] = [node.body]
                path = self._path
                self._scoped(node, walk)
                self._path = path
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                self._comprehension(node)
            case ast.NamedExpr():
                self._expression(node.value, node)
                inner, outer = self._scope, self._scope
                while isinstance(outer.node, Comprehension) and outer.parent:
                    outer = outer.parent  # PEP 572: it binds outside the comprehension
                self._scope = outer
                self._target(node.target, node, node.value)
                self._scope = inner
            case _:
                if isinstance(node, ast.Compare):
                    self.compares.append(node)
                self._children(node)

    def _children(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._expression(child, node)

    def _comprehension(self, node: Comprehension) -> None:
        before = self._scope
        scope = Scope(node, before)
        for number, generator in enumerate(node.generators):
            self.parents[generator] = node
            self._scope = before if number == 0 else scope
            self._expression(generator.iter, generator)
            self._scope = scope
            self._target(generator.target, generator, generator.iter, kind="loop")
            for condition in generator.ifs:
                self._expression(condition, generator)
        elements = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        for element in elements:
            self._expression(element, node)
        self._scope = before

    def _call_effects(self, node: ast.Call) -> None:
        """Record what a call binds: a list that grows, a column that appears."""
        func = node.func
        if not isinstance(func, ast.Attribute):
            return
        if func.attr in _MUTATORS and isinstance(func.value, ast.Name) and node.args:
            self._bind(func.value.id, "mutation", node, node.args[-1], keeps=True)
        elif func.attr == "assign":
            for keyword in node.keywords:
                if keyword.arg:
                    self.column(keyword.arg, func.value, keyword.value)
        elif func.attr in ("withColumn", "insert") and len(node.args) >= 2:
            name = node.args[-2]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                self.column(name.value, func.value, node.args[-1])
        elif func.attr in ("with_columns", "select"):
            for argument in node.args:
                self._aliased(argument, func.value)
            for keyword in node.keywords:
                if keyword.arg:
                    self.column(keyword.arg, func.value, keyword.value)

    def _aliased(self, node: ast.expr, frame: ast.expr) -> None:
        if isinstance(node, ast.List | ast.Tuple):
            for element in node.elts:
                self._aliased(element, frame)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "alias"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            self.column(node.args[0].value, frame, node.func.value)
