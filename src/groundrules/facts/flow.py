"""Where values come from: qualified names, types, meanings, backward slices."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.bindings import Definition, Scope, Site, reaching
from groundrules.facts.tree import Tree
from groundrules.facts.vocabulary import Vocabulary

GLOBAL = "<global>"  # a name that nothing binds, such as `spark` in a managed notebook


class Flow:
    """Answers questions about one tree; every answer is kept."""

    def __init__(self, tree: Tree, vocabulary: Vocabulary) -> None:
        self.tree = tree
        self.vocabulary = vocabulary
        self._names: dict[ast.AST, str | None] = {}
        self._types: dict[ast.AST, str | None] = {}
        self._call_sites: dict[str, list[ast.Call]] | None = None
        self._globals: frozenset[str] | None = None

    # -- definitions --------------------------------------------------------

    def definitions(self, node: ast.Name) -> list[Definition]:
        """Return the definitions that may reach a use of a name, latest first."""
        site = self.tree.sites.get(node)
        return reaching(node.id, site) if site else []

    def globals(self) -> frozenset[str]:
        """Return names that some function declares `global`."""
        if self._globals is None:
            self._globals = frozenset(
                name
                for node in ast.walk(self.tree.module)
                if isinstance(node, ast.Global)
                for name in node.names
            )
        return self._globals

    def call_sites(self, function: ast.AST) -> list[ast.Call]:
        """Return the calls in this file of one of its functions, told by name."""
        if self._call_sites is None:
            self._call_sites = {}
            for call in self.tree.calls:
                func = call.func
                name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
                self._call_sites.setdefault(name, []).append(call)
        name = getattr(function, "name", "")
        return [c for c in self._call_sites.get(name, ()) if self.function_of(c) is function]

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
        if isinstance(func, ast.Attribute) and getattr(func.value, "id", "") in ("self", "cls"):
            return self._method(func.attr, self.tree.sites[call].scope)
        return None

    def _method(self, name: str, scope: Scope | None) -> ast.AST | None:
        """Return the method of the class around a scope."""
        while scope is not None:
            if isinstance(scope.node, ast.ClassDef):
                for definition in scope.bound.get(name, ()):
                    if definition.kind == "function":
                        return definition.node
            scope = scope.parent
        return None

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
        parent = self.tree.parents.get(function)
        if isinstance(function, ast.Lambda) and parent is not None:
            call_node = self.tree.parents.get(parent) if isinstance(parent, ast.keyword) else parent
            if isinstance(call_node, ast.Call) and isinstance(call_node.func, ast.Attribute):
                found.append(call_node.func.value)  # df.assign(x=lambda d: …): d is df
        return found[:8]

    # -- names and types ----------------------------------------------------

    def qualified(self, node: ast.AST) -> str | None:
        """Return the dotted name of what a node refers to, aliases and objects resolved."""
        if node not in self._names:
            self._names[node] = None  # a cycle ends here
            self._names[node] = self._qualified(node)
        return self._names[node]

    def _qualified(self, node: ast.AST) -> str | None:
        if isinstance(node, ast.Attribute):
            base = self.qualified(node.value)
            kind = self.type_of(node.value)
            if kind:
                return f"{kind}.{node.attr}"
            return f"{base}.{node.attr}" if base else None
        if isinstance(node, ast.Name):
            definitions = self.definitions(node)
            if not definitions:
                return f"{GLOBAL}.{node.id}"
            for definition in definitions:
                if definition.kind == "import":
                    return definition.target
                if (
                    definition.kind == "assign"
                    and definition.index is None
                    and isinstance(definition.value, ast.Name | ast.Attribute)
                    and self.type_of(definition.value) is None
                ):
                    return self.qualified(definition.value)
                return None
        return None

    def meanings(self, call: ast.Call) -> frozenset[str]:
        """Return what a call means, by the vocabulary."""
        return self.vocabulary.of(self.qualified(call.func))

    def type_of(self, node: ast.AST) -> str | None:
        """Return the vocabulary's type of an expression, where it is tracked."""
        if node not in self._types:
            self._types[node] = None
            self._types[node] = self._type_of(node)
        return self._types[node]

    def _type_of(self, node: ast.AST) -> str | None:
        match node:
            case ast.Name():
                for definition in self.definitions(node):
                    if found := self._type_bound(definition):
                        return found
                return None
            case ast.Call():
                return self._type_called(node)
            case ast.Subscript():
                kind = self.vocabulary.types.get(self.type_of(node.value) or "")
                if kind is None:
                    return None
                place = node.slice
                if isinstance(place, ast.Tuple) and len(place.elts) == 2:
                    place = place.elts[1]
                one = isinstance(place, ast.Constant) and isinstance(place.value, str)
                return kind.column if one else kind.rows
            case ast.Attribute():
                name = self.type_of(node.value)
                if isinstance(node.value, ast.Name) and name is None:
                    for definition in self.tree.attributes.get(f"{node.value.id}.{node.attr}", ()):
                        if definition.value is not None and definition.index is None:
                            return self.type_of(definition.value)
                kind = self.vocabulary.types.get(name or "")
                if kind is None:
                    return None
                if returned := self.vocabulary.returns.get(f"{name}.{node.attr}"):
                    return returned
                known = node.attr in kind.members or node.attr in kind.same
                return None if known else kind.column
            case ast.BinOp():
                return self.type_of(node.left) or self.type_of(node.right)
            case ast.UnaryOp():
                return self.type_of(node.operand)
            case ast.Compare():
                return self.type_of(node.left)
            case ast.IfExp():
                return self.type_of(node.body) or self.type_of(node.orelse)
            case ast.Await() | ast.NamedExpr():
                return self.type_of(node.value)
        return None

    def _type_bound(self, definition: Definition) -> str | None:
        value, index = definition.value, definition.index
        if definition.kind == "parameter":
            annotation = getattr(definition.node, "annotation", None)
            if annotation is not None:
                named = self.qualified(annotation)
                if named in self.vocabulary.types:
                    return named
            for argument in self.arguments_for(definition):
                if found := self.type_of(argument):
                    return found
            return None
        if value is None or definition.kind == "mutation":
            return None
        if definition.kind == "loop":
            kind = self.vocabulary.types.get(self.type_of(value) or "")
            if kind is None or not kind.items:
                return None
            place = index if index is not None else 0
            return (kind.items[place] or None) if place < len(kind.items) else None
        if index is None:
            return self.type_of(value)
        if isinstance(value, ast.Call) and "split" in self.meanings(value):
            return self.type_of(value.args[index // 2]) if index // 2 < len(value.args) else None
        return None

    def _type_called(self, node: ast.Call) -> str | None:
        name = self.qualified(node.func)
        if name and name in self.vocabulary.returns:
            return self.vocabulary.returns[name]
        if isinstance(node.func, ast.Attribute):
            base = self.type_of(node.func.value)
            kind = self.vocabulary.types.get(base or "")
            if kind and node.func.attr in kind.same:
                return base
        if name and not name.startswith(GLOBAL) and "." in name:
            owner, _, last = name.rpartition(".")
            if last[:1].isupper() and owner not in self.vocabulary.types:
                return name  # a constructor
        function = self.function_of(node)
        for value in self.tree.returns.get(function, ()) if function else ():
            if found := self.type_of(value):
                return found
        return None

    # -- slices -------------------------------------------------------------

    def origins(self, node: ast.AST, site: Site | None = None) -> Iterator[ast.AST]:
        """Yield every expression that `node` is computed from, itself first, nearest first."""
        seen: set[ast.AST] = set()
        queue: list[ast.AST] = [node]
        while queue:
            current = queue.pop(0)
            if current in seen:
                continue
            seen.add(current)
            yield current
            queue.extend(self._feeds(current))
            if len(seen) > 4000:  # generated code; a slice this long explains nothing
                return

    def _feeds(self, node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.Name):
            for definition in self.definitions(node):
                yield from self.feeds_of(definition)
            return
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield child
            elif isinstance(child, ast.keyword | ast.comprehension):
                yield from (c for c in ast.iter_child_nodes(child) if isinstance(c, ast.expr))
        if isinstance(node, ast.Call):
            function = self.function_of(node)
            if function is not None:
                yield from self.tree.returns.get(function, ())
        yield from self.column_values(node)

    def feeds_of(self, definition: Definition) -> Iterator[ast.AST]:
        """Yield what flows into a definition: its value, or what is passed for a parameter."""
        if definition.kind == "parameter":
            yield from self.arguments_for(definition)
        elif definition.value is not None:
            yield definition.value

    def column_name(self, node: ast.AST) -> str | None:
        """Return the column that an expression takes from a frame: `f["x"]`, tracked `f.x`."""
        if isinstance(node, ast.Subscript):
            place = node.slice
            if isinstance(place, ast.Tuple) and len(place.elts) == 2:
                place = place.elts[1]
            if isinstance(place, ast.Constant) and isinstance(place.value, str):
                return place.value
        if isinstance(node, ast.Attribute):
            name = self.type_of(node.value)
            kind = self.vocabulary.types.get(name or "")
            if kind and kind.column and node.attr not in kind.members | kind.same:
                parent = self.tree.parents.get(node)
                if not (isinstance(parent, ast.Call) and parent.func is node):
                    return node.attr
        if isinstance(node, ast.Call) and "column_reference" in self.meanings(node) and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                return first.value
        return None

    def column_values(self, node: ast.AST) -> list[ast.expr]:
        """Return what this file computes the named column of this very frame from."""
        name = self.column_name(node)
        columns = self.tree.columns.get(name or "", ())
        if not columns:
            return []
        frame = getattr(node, "value", None)
        wanted = self.lineage(frame) if frame is not None else None
        order = self.tree.sites[node].order if node in self.tree.sites else 0
        module_level = node in self.tree.sites and self.tree.sites[node].scope.parent is None
        found = [
            column
            for column in columns
            if (wanted is None or wanted & self.lineage(column.frame))
            and (column.order <= order or not module_level)
        ]
        return [column.value for column in found[-1:]]

    def lineage(self, frame: ast.AST) -> frozenset[str]:
        """Return the variables that a frame is, or is cut out of."""
        names: set[str] = set()
        queue: list[ast.AST] = [frame]
        seen: set[ast.AST] = set()
        while queue and len(seen) < 200:
            node = queue.pop()
            if node in seen:
                continue
            seen.add(node)
            while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
                if isinstance(node, ast.Call):
                    function = self.function_of(node)
                    if function is not None:
                        queue.extend(node.args)
                        queue.extend(self.tree.returns.get(function, ()))
                    if not isinstance(node.func, ast.Attribute):
                        break
                    node = node.func
                node = node.value
            if isinstance(node, ast.Name):
                definitions = self.definitions(node)
                if not any(definition.kind == "import" for definition in definitions):
                    names.add(node.id)
                for definition in definitions:
                    if definition.kind != "mutation":
                        queue.extend(self.feeds_of(definition))
        return frozenset(names)
