"""Which definitions, functions and containers of a file an expression refers to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from groundrules.facts.bindings import Definition, reaching
from groundrules.facts.memo import kept
from groundrules.facts.tree import Tree


class Names:
    """Follows names through one tree; every answer is kept."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._definitions: dict[ast.Name, list[Definition]] = {}
        self.memo: dict[tuple[object, ...], Any] = {}
        """Answers that other facts keep, by the fact's name and what they were asked."""

    # -- definitions --------------------------------------------------------

    def definitions(self, node: ast.Name) -> list[Definition]:
        """Return the definitions that may reach a use of a name, latest first."""
        found = self._definitions.get(node)
        if found is None:
            site = self.tree.site(node)
            found = self._definitions[node] = reaching(node.id, site) if site else []
            for definition in found:
                if definition.value is not None and definition.value not in self.tree.parents:
                    self.tree.ensure(definition.node)
        return found

    def attribute_definitions(self, node: ast.Attribute) -> list[Definition]:
        """Return what the file assigns to `name.attribute`; `self.x` within its class, from outside too."""
        if not isinstance(node.value, ast.Name):
            return []
        owner = self.class_around(node) if node.value.id in ("self", "cls") else None
        key = self.tree.attribute_key(node.value.id, node.attr, owner)
        found = self.tree.attributes.get(key, [])
        if not found and owner is None and (made := self._class_of(node.value)) is not None:
            return self.instance_attribute(made, node.attr)
        for definition in found:
            self.tree.ensure(definition.node)
        return found

    def instance_attribute(self, owner: ast.ClassDef, attribute: str) -> list[Definition]:
        """Return what the methods of a class of this file assign to `self.attribute`."""
        found = self.tree.attributes.get(self.tree.attribute_key("self", attribute, owner), [])
        for definition in found:
            self.tree.ensure(definition.node)
        return found

    def attribute_puts(self, node: ast.Attribute) -> list[tuple[ast.expr, ast.expr]]:
        """Return (target, value) of what a class of this file puts into `self.x`: items, appended values."""
        own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        owner = self.class_around(node) if own else self._class_of(node.value)
        if owner is None:
            return []
        key = ("attribute_puts", owner, node.attr)
        if key not in self.memo:
            self.memo[key] = list(self._attribute_puts(owner, node.attr))
        found: list[tuple[ast.expr, ast.expr]] = self.memo[key]
        return found

    def _attribute_puts(
        self, owner: ast.ClassDef, attribute: str
    ) -> Iterator[tuple[ast.expr, ast.expr]]:
        for function in owner.body:
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            bound = self.tree.sites[function.body[0]].scope.bound
            for definition in bound.get("self", ()):
                if definition.kind != "mutation" or definition.value is None:
                    continue
                self.tree.ensure(definition.node)
                for target in getattr(definition.node, "targets", ()):
                    if _root_attribute(target) == attribute:
                        yield target, definition.value
        for call in self.tree.calls_named(("append", "extend", "add")):
            target = call.func.value if isinstance(call.func, ast.Attribute) else None
            if target is None or not call.args or _root_attribute(target) != attribute:
                continue
            if self.class_around(call) is owner:
                yield target, call

    def property_values(self, node: ast.Attribute) -> list[ast.expr]:
        """Return what a property of a class of this file returns, where an attribute is one."""
        own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        owner = self.class_around(node) if own else self._class_of(node.value)
        function = self._method(node.attr, owner)
        decorators = getattr(function, "decorator_list", ())
        names = {getattr(d, "attr", getattr(d, "id", "")) for d in decorators}
        if function is None or not names & {"property", "cached_property"}:
            return []
        return self.tree.returns_of(function)

    def class_called(self, call: ast.Call) -> ast.ClassDef | None:
        """Return the class of this file that a call makes an instance of."""
        return self._class_of(call) if isinstance(call.func, ast.Name) else None

    def class_around(self, node: ast.AST) -> ast.ClassDef | None:
        """Return the class whose body a node stands in."""
        scope = site.scope if (site := self.tree.site(node)) else None
        while scope is not None:
            if isinstance(scope.node, ast.ClassDef):
                return scope.node
            scope = scope.parent
        return None

    # -- functions of the file ----------------------------------------------

    @kept
    def call_sites(self, function: ast.AST) -> list[ast.Call]:
        """Return the calls in this file of one of its functions, told by name."""
        name = getattr(function, "name", "")
        if not name:
            return []
        calls = self.tree.calls_named([name])
        return [call for call in calls if self.function_of(call) is function]

    @kept
    def function_of(self, call: ast.Call) -> ast.AST | None:
        """Return the function or lambda of this file that a call runs, if it is one."""
        func = call.func
        if isinstance(func, ast.Lambda):
            return func
        if isinstance(func, ast.Name):
            for definition in self.definitions(func):
                if definition.kind == "function":
                    return definition.node
                if isinstance(definition.value, ast.Lambda) and definition.index is None:
                    return definition.value
        if isinstance(func, ast.Attribute):
            if getattr(func.value, "id", "") in ("self", "cls"):
                return self._method(func.attr, self.class_around(call))
            owner = self._class_of(func.value)
            if owner is not None:
                return self._method(func.attr, owner)
        return None

    def folded(self, call: ast.Call) -> ast.AST | None:
        """Return the function or lambda of this file that `reduce(f, items)` runs."""
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name != "reduce" or not call.args:
            return None
        first = call.args[0]
        if isinstance(first, ast.Lambda):
            return first
        for definition in self.definitions(first) if isinstance(first, ast.Name) else ():
            if definition.kind == "function":
                return definition.node
        return None

    def _class_of(self, node: ast.AST) -> ast.ClassDef | None:
        """Return the class of this file that an expression is an instance of."""
        if isinstance(node, ast.Name):
            for definition in self.definitions(node)[:1]:
                if definition.kind == "assign" and isinstance(definition.value, ast.Call):
                    return self._class_of(definition.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            for definition in self.definitions(node.func)[:1]:
                if isinstance(definition.node, ast.ClassDef):
                    return definition.node
        return None

    def _method(self, name: str, owner: ast.ClassDef | None) -> ast.AST | None:
        if owner is None:
            return None
        for function in self.tree.functions.get(name, ()):
            if self.tree.parents.get(function) is owner:
                return function
        return None

    @kept
    def arguments_for(self, definition: Definition) -> list[ast.expr]:
        """Return what this file passes for a parameter (one level), or what it is applied to."""
        function = definition.scope.node
        found: list[ast.expr] = []
        method = isinstance(self.tree.parents.get(function), ast.ClassDef)
        for call in self.call_sites(function):
            place = definition.index
            if place is not None and method and isinstance(call.func, ast.Attribute):
                place -= 1
            if place is not None and 0 <= place < len(call.args):
                found.append(call.args[place])
            found.extend(k.value for k in call.keywords if k.arg == definition.name)
        if not found and definition.index == 0:
            found.extend(self._applied_to(function))
        return found[:8]

    def _applied_to(self, function: ast.AST) -> Iterator[ast.expr]:
        """Yield the frames whose rows, groups or self `.apply(f)` and `.assign(x=f)` pass to f."""
        for argument in self.passed(function):
            parent = self.tree.parents.get(argument)
            call = self.tree.parents.get(parent) if isinstance(parent, ast.keyword) else parent
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
                yield call.func.value

    def passed(self, function: ast.AST) -> list[ast.expr]:
        """Return where a function or lambda of this file is handed to a call, not called itself."""
        if isinstance(function, ast.Lambda):
            return [function]
        name = getattr(function, "name", "")
        if not name:
            return []
        return [
            node
            for node in self.tree.uses_of(name)
            if isinstance(self.tree.parents.get(node), ast.Call | ast.keyword)
            and getattr(self.tree.parents[node], "func", None) is not node
            and any(d.node is function for d in self.definitions(node))
        ]

    def appended(self, definition: Definition) -> list[tuple[ast.expr, ast.expr]]:
        """Return (target, value) of what is appended to the lists that a dict of this file holds.

        `found["p"].append(p)` puts p into `found["p"]`.
        """
        if definition.kind != "assign" or not _makes_a_dict(definition.value):
            return []
        key = ("appended", definition)
        if key not in self.memo:
            self.memo[key] = list(self._appended(definition))
        found: list[tuple[ast.expr, ast.expr]] = self.memo[key]
        return found

    def _appended(self, definition: Definition) -> Iterator[tuple[ast.expr, ast.expr]]:
        for call in self.tree.calls_named(("append", "extend", "add")):
            target = call.func.value if isinstance(call.func, ast.Attribute) else None
            if not isinstance(target, ast.Subscript) or not call.args:
                continue
            root: ast.expr = target
            while isinstance(root, ast.Subscript):
                root = root.value
            if not isinstance(root, ast.Name) or root.id != definition.name:
                continue
            if definition in self.definitions(root):
                yield target, call.args[-1]

    def elements(self, node: ast.AST) -> list[ast.expr]:
        """Return what a list, tuple or dict of this file holds, comprehensions included."""
        match node:
            case ast.List() | ast.Tuple() | ast.Set():
                return node.elts
            case ast.Dict():
                return node.values
            case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
                return [node.elt]
            case ast.DictComp():
                return [node.value]
            case ast.Name():
                found: list[ast.expr] = []
                for definition in self.definitions(node):
                    value = definition.value
                    if value is None or definition.index is not None:
                        continue
                    if definition.kind == "mutation":
                        found.append(value)
                    elif definition.kind == "assign" and not isinstance(value, ast.Name):
                        found.extend(self.elements(value))
                return found
        return []


def _makes_a_dict(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return name in ("dict", "defaultdict", "OrderedDict")
    return isinstance(node, ast.Dict | ast.DictComp)


def _root_attribute(node: ast.AST) -> str | None:
    """Return x of `self.x["a"]["b"]`."""
    while isinstance(node, ast.Subscript):
        node = node.value
    own = isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "self"
    return node.attr if own and isinstance(node, ast.Attribute) else None
