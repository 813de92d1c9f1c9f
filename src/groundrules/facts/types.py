"""What names and expressions are: qualified names, types, meanings."""

from __future__ import annotations

import ast
import re

from groundrules.facts.bindings import Definition, Scope
from groundrules.facts.names import Names
from groundrules.facts.tree import Tree
from groundrules.facts.vocabulary import Vocabulary

_TAKEN = re.compile(
    r"(?<![\w.])([A-Za-z_]\w*)\s*(\[\s*(?:'[^'\n]*'|\"[^\"\n]*\")\s*\])?\s*\.\s*(\w+)"
)
_BINDS_OBJECTS = ("parameter", "assign", "with", "loop")
GLOBAL = "<global>"  # a name that nothing binds, such as `spark` in a managed notebook


class Types(Names):
    """Adds what the vocabulary knows of the libraries that a file uses."""

    def __init__(self, tree: Tree, vocabulary: Vocabulary) -> None:
        super().__init__(tree)
        self.vocabulary = vocabulary
        self._names: dict[ast.AST, str | None] = {}
        self._types: dict[ast.AST, str | None] = {}
        self._read: dict[ast.AST, dict[str, tuple[set[str], set[str]]]] = {}
        self._used: dict[tuple[ast.AST, str], str | None] = {}

    # -- names and types ----------------------------------------------------

    def qualified(self, node: ast.AST) -> str | None:
        """Return the dotted name of what a node refers to, aliases and objects resolved."""
        if node not in self._names:
            self._names[node] = None  # a cycle ends here
            self._names[node] = self._qualified(node)
        return self._names[node]

    def _qualified(self, node: ast.AST) -> str | None:
        if isinstance(node, ast.Attribute):
            kind = self.type_of(node.value)
            if kind:
                return f"{kind}.{node.attr}"
            base = self.qualified(node.value)
            return f"{base}.{node.attr}" if base else None
        if isinstance(node, ast.Name):
            definitions = self.definitions(node)
            if not definitions:
                return self._starred(node.id) or f"{GLOBAL}.{node.id}"
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

    def _starred(self, name: str) -> str | None:
        """Return the name that `from module import *` brings, where the vocabulary knows it."""
        for definition in self.tree.scope.bound.get("*", ()):
            found = definition.target.removesuffix("*") + name
            if found in self.vocabulary.meanings or found in self.vocabulary.returns:
                return found
        return None

    def meanings(self, call: ast.Call) -> frozenset[str]:
        """Return what a call means, by the vocabulary."""
        found = self.vocabulary.of(self.qualified(call.func))
        if found or not isinstance(call.func, ast.Name):
            return found
        return frozenset().union(
            *(self.vocabulary.of(self.qualified(one)) for one in self.looped(call.func))
        )

    def looped(self, node: ast.Name) -> list[ast.expr]:
        """Return the functions that a name takes: `for test in (ttest_ind, ranksums)`, or as an argument."""
        found: list[ast.expr] = []
        for definition in self.definitions(node):
            values = definition.value
            if definition.kind == "parameter":
                given = self.arguments_for(definition)
                found.extend(a for a in given if isinstance(a, ast.Name | ast.Attribute))
            if definition.kind == "loop" and values is not None:
                for element in self._looped_over(values):
                    if definition.index is not None and isinstance(element, ast.Tuple):
                        element = element.elts[min(definition.index, len(element.elts) - 1)]
                    if isinstance(element, ast.Name | ast.Attribute):
                        found.append(element)
        return found

    def _looped_over(self, values: ast.expr) -> list[ast.expr]:
        match values:
            case ast.Call(func=ast.Attribute(attr="items" | "values", value=inner)):
                return self.elements(inner)
        return self.elements(values)

    def type_of(self, node: ast.AST) -> str | None:
        """Return the vocabulary's type of an expression, where it is tracked."""
        if node not in self._types:
            self._types[node] = None
            self._types[node] = self._type_of(node)
        return self._types[node]

    def _type_of(self, node: ast.AST) -> str | None:
        match node:
            case ast.Name():
                return self._type_named(node)
            case ast.Call():
                return self._type_called(node)
            case ast.Subscript():
                return self._type_indexed(node)
            case ast.Attribute():
                return self._type_attribute(node)
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

    def _type_named(self, node: ast.Name) -> str | None:
        definitions = self.definitions(node)
        for definition in definitions:
            if found := self._type_bound(definition):
                return found
        bound = [d for d in definitions if d.kind != "mutation"]
        if bound and all(d.kind in _BINDS_OBJECTS and self._opaque(d) for d in bound):
            return self._type_by_use(node.id, bound[0].scope)
        return None

    def _opaque(self, definition: Definition) -> bool:
        """Whether nothing in this file says what a definition holds."""
        if definition.kind == "parameter":
            return True
        value = definition.value
        if isinstance(value, ast.Call):
            name = self.qualified(value.func)
            # What a library's function returns is the vocabulary's to say.
            return name is None or not self.vocabulary.knows(name)
        return isinstance(value, ast.Name | ast.Attribute | ast.Subscript)

    def _type_by_use(self, name: str, scope: Scope) -> str | None:
        """Tell an unknown object by methods that only one type has, where its library is imported."""
        key = (scope.node, name)
        if key not in self._used:
            self._used[key] = None
            used, of_columns = self._attributes_used(name, scope.node)
            for kind, type_ in self.vocabulary.types.items():
                told = used & type_.evidence or of_columns & type_.column_evidence
                if told and kind.partition(".")[0] in self.tree.imported:
                    self._used[key] = kind
                    break
        return self._used[key]

    def _attributes_used(self, name: str, where: ast.AST) -> tuple[set[str], set[str]]:
        """Return what is read of a name, and of what it holds by names: `x.head`, `x["a"].head`."""
        if where not in self._read:
            text = self.tree.text
            if not isinstance(where, ast.Module):
                text = self.tree.lines(getattr(where, "lineno", 1), getattr(where, "end_lineno", 1))
            read: dict[str, tuple[set[str], set[str]]] = {}
            for owner, indexed, taken in _TAKEN.findall(text):
                read.setdefault(owner, (set(), set()))[bool(indexed)].add(taken)
            self._read[where] = read
        return self._read[where].get(name, (set(), set()))

    def _type_indexed(self, node: ast.Subscript) -> str | None:
        kind = self.vocabulary.types.get(self.type_of(node.value) or "")
        if kind is None:
            for element in self.elements(node.value):
                if found := self.type_of(element):
                    return found
            return None
        place = node.slice
        if isinstance(place, ast.Tuple) and len(place.elts) == 2:
            place = place.elts[1]
        return kind.column if self._is_text(place) else kind.rows

    def _is_text(self, node: ast.AST) -> bool:
        """Whether an index is one column's name: a string, or a loop variable over strings."""
        if isinstance(node, ast.JoinedStr):
            return True
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str)
        if isinstance(node, ast.Name):
            for definition in self.definitions(node)[:1]:
                value = definition.value
                if definition.kind == "loop" and isinstance(value, ast.List | ast.Tuple | ast.Set):
                    return bool(value.elts) and all(self._is_text(e) for e in value.elts)
                if definition.kind == "loop" and isinstance(value, ast.Attribute):
                    return value.attr == "columns"  # for column in df.columns
                if definition.kind == "loop" and isinstance(value, ast.Name):
                    return any(self._is_text(e) for e in self.elements(value)[:1])
                if definition.kind == "assign" and definition.index is None and value is not None:
                    return not isinstance(value, ast.Name) and self._is_text(value)
        return False

    def _type_attribute(self, node: ast.Attribute) -> str | None:
        name = self.type_of(node.value)
        if name is None:
            values = [d.value for d in self.attribute_definitions(node) if d.index is None]
            return next((t for v in values if v is not None and (t := self.type_of(v))), None)
        kind = self.vocabulary.types.get(name or "")
        if kind is None:
            return None
        if returned := self.vocabulary.returns.get(f"{name}.{node.attr}"):
            return returned
        if node.attr in kind.same:
            return name if node.attr in ("loc", "iloc", "T") else None
        return None if node.attr in kind.members else kind.column

    def _type_bound(self, definition: Definition) -> str | None:
        value, index = definition.value, definition.index
        if definition.kind == "parameter":
            annotation = getattr(definition.node, "annotation", None)
            if annotation is not None:
                self.tree.ensure(definition.scope.node)
                named = self._annotated(annotation)
                if named in self.vocabulary.types:
                    return named
            for argument in self.arguments_for(definition):
                if found := self.type_of(argument):
                    return self._item(found, definition) or found
            return None
        if value is None or definition.kind == "mutation":
            return None
        if definition.kind == "loop":
            return self._type_looped(value, index)
        if index is None:
            return self.type_of(value)
        if isinstance(value, ast.Call):
            meanings = self.meanings(value)
            if "split" in meanings:
                first = value.args[index // 2] if index // 2 < len(value.args) else None
                return self.type_of(first) if first is not None else None
            function = self.function_of(value)
            for returned in self.tree.returns_of(function) if function else ():
                parts = returned.elts if isinstance(returned, ast.Tuple) else []
                if index < len(parts) and (found := self.type_of(parts[index])):
                    return found
        return None

    def _annotated(self, annotation: ast.expr) -> str | None:
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            root, _, rest = annotation.value.partition(".")
            for definition in self.tree.scope.bound.get(root, ()):
                if definition.kind == "import":
                    return f"{definition.target}.{rest}" if rest else definition.target
            return None
        if isinstance(annotation, ast.BinOp):
            return self._annotated(annotation.left)
        if isinstance(annotation, ast.Subscript):  # Optional[pd.DataFrame]
            return self._annotated(annotation.slice)
        name = self.qualified(annotation)
        return self.vocabulary.aliases.get(name or "", name)

    def _item(self, kind: str, definition: Definition) -> str | None:
        """Return the type of a group where a function is applied to each of a grouping."""
        items = self.vocabulary.types[kind].items if kind in self.vocabulary.types else ()
        return items[-1] if items else None

    def _type_looped(self, value: ast.expr, index: int | None) -> str | None:
        kind = self.vocabulary.types.get(self.type_of(value) or "")
        if kind is not None and kind.items:
            number = index if index is not None else 0
            return (kind.items[number] or None) if number < len(kind.items) else None
        match value:
            case ast.Call(func=ast.Attribute(attr="items", value=inner)) if index == 1:
                value, index = inner, None
            case ast.Call(func=ast.Attribute(attr="values", value=inner)):
                value = inner
        for element in self.elements(value)[:3]:
            part = element
            if index is not None and isinstance(element, ast.Tuple) and element.elts:
                part = element.elts[min(index, len(element.elts) - 1)]
            if found := self.type_of(part):
                return found
        return None

    def _type_called(self, node: ast.Call) -> str | None:
        name = self.qualified(node.func)
        if name and name in self.vocabulary.returns:
            return None if _is_several(node) else self.vocabulary.returns[name]
        if isinstance(node.func, ast.Attribute):
            base = self.type_of(node.func.value)
            kind = self.vocabulary.types.get(base or "")
            if kind and node.func.attr in kind.same:
                return base
        if name and not name.startswith(GLOBAL) and "." in name:
            owner, _, last = name.rpartition(".")
            if last[:1].isupper() and owner not in self.vocabulary.types:
                return self.vocabulary.aliases.get(name, name)  # a constructor
        function = self.function_of(node) or self.folded(node)
        for value in self.tree.returns_of(function) if function else ():
            if found := self.type_of(value):
                return found
        return None


def _is_several(call: ast.Call) -> bool:
    """Whether a reader may return a dict or an iterator of frames: several sheets, or parts of a file."""
    for keyword in call.keywords:
        value = keyword.value
        if keyword.arg == "sheet_name":  # a name may be bound to a list of sheets
            return not (isinstance(value, ast.Constant) and value.value is not None)
        if keyword.arg in ("chunksize", "iterator"):
            return not (isinstance(value, ast.Constant) and value.value in (None, False))
    return False
