"""Where values come from: backward slices, columns, and the frames that they are cut out of."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Iterator

from groundrules.facts.bindings import Definition
from groundrules.facts.memo import kept
from groundrules.facts.skeleton import Column
from groundrules.facts.types import GLOBAL, Types

__all__ = ["GLOBAL", "Flow"]


class Flow(Types):
    """Adds the slices: everything that an expression is computed from."""

    def origins(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield every expression that `node` is computed from, itself first, nearest first."""
        seen: set[ast.AST] = set()
        queue: deque[ast.AST] = deque([node])
        while queue:
            current = queue.popleft()
            if current in seen:
                continue
            seen.add(current)
            yield current
            queue.extend(self._feeds(current))
            if len(seen) > 4000:  # generated code; a slice this long explains nothing
                return

    @kept
    def _feeds(self, node: ast.AST) -> list[ast.AST]:
        return list(self._fed_by(node))

    def _fed_by(self, node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.Name):
            for definition in self.definitions(node):
                yield from self.feeds_of(definition)
                yield from (value for _, value in self.appended(definition))
            return
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                yield child
            elif isinstance(child, ast.keyword | ast.comprehension):
                yield from (c for c in ast.iter_child_nodes(child) if isinstance(c, ast.expr))
        if isinstance(node, ast.Call):
            function = self.function_of(node)
            if function is not None:
                yield from self.tree.returns_of(function)
        if isinstance(node, ast.Attribute):
            for definition in self.attribute_definitions(node):
                if definition.value is not None:
                    yield definition.value
            yield from self.property_values(node)
        yield from self.column_values(node)

    def feeds_of(self, definition: Definition) -> Iterator[ast.expr]:
        """Yield what flows into a definition: its value, or what is passed for a parameter."""
        if definition.kind == "parameter":
            yield from self.arguments_for(definition)
        elif definition.value is not None:
            yield definition.value

    # -- columns ------------------------------------------------------------

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

    @kept
    def column_values(self, node: ast.AST) -> list[ast.expr]:
        """Return what this file computes the named column of this very frame from."""
        name = self.column_name(node)
        if name is None:
            return []
        columns = self.tree.columns.get(name)
        if not columns:
            return []
        found = self._column(columns, node)
        if found is None:
            return []
        self.tree.ensure(found.statement)
        return [found.value]

    def _column(self, columns: list[Column], node: ast.AST) -> Column | None:
        """Return the latest of a column's definitions that can hold where a node stands."""
        frame = node.value if isinstance(node, ast.Subscript | ast.Attribute) else None
        wanted = self.lineage(frame) if frame is not None else None
        site = self.tree.site(node)
        latest = site.order if site is not None and site.scope.parent is None else None
        for column in reversed(columns):
            if latest is not None and column.order > latest:
                continue
            if wanted is None or wanted & self.column_frames(column):
                return column
        return None

    @kept
    def column_frames(self, column: Column) -> frozenset[str]:
        """Return the variables that hold a column once it is defined."""
        self.tree.ensure(column.statement)
        names = self.lineage(column.frame)
        statement = column.statement
        if isinstance(statement, ast.Assign):  # wide = df.assign(x=…): wide has it
            names |= {t.id for t in statement.targets if isinstance(t, ast.Name)}
        return names

    @kept
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
                if isinstance(node, ast.Attribute):
                    for definition in self.attribute_definitions(node):
                        names.add(definition.name)
                        if definition.value is not None:
                            queue.append(definition.value)
                if isinstance(node, ast.Call):
                    function = self.function_of(node)
                    if function is not None:
                        queue.extend(node.args)
                        queue.extend(self.tree.returns_of(function))
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
            else:
                queue.extend(self.elements(node))
        return frozenset(names)
