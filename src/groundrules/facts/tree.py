"""Expressions on demand: parents, scopes and calls of the statements that somebody asks about.

Most statements of a file have nothing to say to any rule. A statement is indexed
when it holds a word that is looked for, or when a definition in it is followed.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from groundrules.facts import columns
from groundrules.facts.bindings import Definition, Scope, Site
from groundrules.facts.skeleton import Column, Skeleton

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

_WORD = re.compile(r"\w+")
_SPACED = bytes(code if code > 127 or _WORD.match(chr(code)) else 32 for code in range(256))
"""The bytes of UTF-8, with spaces for what is in no word."""
COMPREHENSIONS = frozenset([ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp])
_SCALARS = frozenset([
    "ctx", "id", "attr", "n", "s", "kind", "op", "ops", "arg", "conversion", "name", "names",
    "module", "level", "type_comment", "is_async", "simple",
])  # fmt: skip
FIELDS: dict[type[ast.AST], tuple[str, ...]] = {
    kind: tuple(name for name in kind._fields if name not in _SCALARS)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
FIELDS |= {ast.Constant: (), ast.Name: ()}
# Of a compound statement, what stands before its body; the body's statements stand for themselves.
FIELDS |= {
    ast.FunctionDef: ("decorator_list", "args", "returns"),
    ast.AsyncFunctionDef: ("decorator_list", "args", "returns"),
    ast.ClassDef: ("decorator_list", "bases", "keywords"),
    ast.For: ("target", "iter"),
    ast.AsyncFor: ("target", "iter"),
    ast.While: ("test",),
    ast.If: ("test",),
    ast.With: ("items",),
    ast.AsyncWith: ("items",),
    ast.Try: (),
    ast.TryStar: (),
    ast.ExceptHandler: ("type",),
    ast.Match: ("subject",),
}


class Tree(Skeleton):
    """A module's skeleton and, where asked for, what stands in its statements."""

    def __init__(self, module: ast.Module, text: str) -> None:
        super().__init__(module)
        self.text = text
        self.calls_by_name: dict[str, list[ast.Call]] = {}
        self.names_by_id: dict[str, list[ast.Name]] = {}
        self.takes_by_name: dict[str, list[ast.Attribute | ast.Subscript]] = {}
        """Attributes by their name, and what is indexed by a string by that string."""
        self.compares: list[ast.Compare] = []
        self._starts = [_first_line(statement) for statement in self.statements]
        self._line_offsets: list[int] | None = None
        self._indexed: set[ast.stmt] = set()
        self._mentioned: set[str] = set()
        self._inline: dict[ast.AST, Scope] = {}
        self._by_column: dict[str, list[Column]] | None = None
        if ":=" in text:
            self.mention(":=")

    # -- what is indexed ----------------------------------------------------

    def ensure(self, statement: ast.AST) -> None:
        """Index a statement, its body left out."""
        if statement in self._indexed or not isinstance(statement, ast.stmt):
            return
        self._indexed.add(statement)
        parents, stack = self.parents, [statement]
        calls, names, compares = self.calls_by_name, self.names_by_id, self.compares
        takes = self.takes_by_name
        pop, push = stack.pop, stack.append
        while stack:
            node: ast.AST = pop()
            kind = node.__class__
            for field in FIELDS[kind]:
                child = getattr(node, field)
                if child.__class__ is list:
                    for item in child:
                        if item is not None:
                            parents[item] = node
                            push(item)
                elif child is not None:
                    parents[child] = node
                    push(child)
            if kind is ast.Name:
                names.setdefault(node.id, []).append(node)  # type: ignore[arg-type,attr-defined]
            elif kind is ast.Attribute:
                takes.setdefault(node.attr, []).append(node)  # type: ignore[arg-type,attr-defined]
            elif kind is ast.Subscript:
                for key in _string_keys(node.slice):  # type: ignore[attr-defined]
                    takes.setdefault(key, []).append(node)  # type: ignore[arg-type]
            elif kind is ast.Call:
                func = node.func  # type: ignore[attr-defined]
                name = getattr(func, "attr", None) or getattr(func, "id", "")
                calls.setdefault(name, []).append(node)  # type: ignore[arg-type]
            elif kind is ast.Compare:
                compares.append(node)  # type: ignore[arg-type]
            elif kind is ast.NamedExpr:
                self._walrus(node, statement)  # type: ignore[arg-type]

    @property
    def names(self) -> Iterator[ast.Name]:
        """The names that are indexed so far, in no order."""
        return (node for nodes in self.names_by_id.values() for node in nodes)

    def uses_of(self, name: str) -> list[ast.Name]:
        """Return every occurrence of a name, in file order."""
        self.mention(name)
        found = self.names_by_id.get(name, ())
        return sorted(found, key=lambda node: (node.lineno, node.col_offset))

    def takes_of(self, name: str) -> list[ast.Attribute | ast.Subscript]:
        """Return every `x.name` and `x["name"]`, in file order."""
        self.mention(name)
        found = self.takes_by_name.get(name, ())
        return sorted(found, key=lambda node: (node.lineno, node.col_offset))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the text."""
        # Several times faster than the expression, which is asked only of what is not ASCII.
        spaced = self.text.encode(errors="replace").translate(_SPACED).decode()
        found = set(spaced.split())
        for word in [word for word in found if not word.isascii()]:
            found.update(_WORD.findall(word))
        return frozenset(found)

    def ensure_all(self) -> None:
        """Index every statement."""
        for statement in self.statements:
            self.ensure(statement)

    def mention(self, word: str) -> None:
        """Index the statements on whose lines a word stands."""
        if word in self._mentioned:
            return
        self._mentioned.add(word)
        if word.isidentifier() and word not in self.words:
            return
        text, at, size = self.text, self.text.find(word), len(word)
        whole = word.isidentifier()
        while at >= 0:
            end = at + size
            if not whole or not (_in_word(text[at - 1 : at]) or _in_word(text[end : end + 1])):
                self._ensure_line(self._line_of(at))
            at = text.find(word, end)

    def calls_named(self, names: Iterable[str]) -> list[ast.Call]:
        """Return the calls of functions or methods with these last names, aliases included."""
        found: list[ast.Call] = []
        wanted = self.words.intersection(names)
        for name in wanted.intersection(self.aliases):
            wanted |= self.aliases[name]
        for name in wanted:
            self.mention(name)
            found.extend(self.calls_by_name.get(name, ()))
        return sorted(found, key=lambda call: (call.lineno, call.col_offset, call.end_lineno))

    def comparisons(self) -> list[ast.Compare]:
        """Return the comparisons by order (`<`, `<=`, `>`, `>=`), in file order."""
        self.mention("<")
        self.mention(">")
        return sorted(self.compares, key=lambda node: (node.lineno, node.col_offset))

    def _ensure_line(self, line: int) -> None:
        last = bisect_right(self._starts, line) - 1
        if last < 0:
            return
        start = self._starts[last]
        for place in range(bisect_left(self._starts, start), last + 1):
            self.ensure(self.statements[place])

    def _line_of(self, offset: int) -> int:
        return bisect_right(self._offsets(), offset)

    def _offsets(self) -> list[int]:
        if self._line_offsets is None:
            sizes = map(len, self.text.split("\n"))
            self._line_offsets = list(accumulate(map((1).__add__, sizes), initial=0))[:-1]
        return self._line_offsets

    def lines(self, first: int, last: int) -> str:
        """Return the text of some lines, counted from 1, the last one included."""
        offsets = self._offsets()
        end = offsets[last] if last < len(offsets) else len(self.text)
        return self.text[offsets[first - 1] : end]

    # -- where an expression stands -----------------------------------------

    def statement_of(self, node: ast.AST) -> ast.AST:
        """Return the statement that an indexed expression is part of."""
        while node not in self.sites:
            node = self.parents[node]
        return node

    def site(self, node: ast.AST) -> Site | None:
        """Return where an expression stands, None where it was never indexed."""
        statement: ast.AST | None = node
        inner = False
        while statement is not None and statement not in self.sites:
            inner = (
                inner or statement.__class__ in COMPREHENSIONS or statement.__class__ is ast.Lambda
            )
            statement = self.parents.get(statement)
        if statement is None:
            return None
        site = self.sites[statement]
        return Site(self._scope_of(node), site.order, site.path) if inner else site

    def _scope_of(self, node: ast.AST) -> Scope:
        child, parent = node, self.parents[node]
        while True:
            if parent in self.sites:
                return self.sites[parent].scope
            if isinstance(parent, ast.comprehension):
                whole = self.parents[parent]
                # The first iterable is evaluated outside.
                if whole.generators[0] is parent and child is parent.iter:  # type: ignore[attr-defined]
                    parent = whole
                else:
                    return self._inline_scope(whole)
            elif parent.__class__ in COMPREHENSIONS or (
                isinstance(parent, ast.Lambda) and child is parent.body
            ):
                return self._inline_scope(parent)
            child, parent = parent, self.parents[parent]

    def _inline_scope(self, node: ast.AST) -> Scope:
        found = self._inline.get(node)
        if found is None:
            found = self._inline[node] = self.new_scope(node, self._scope_of(node))
            site = self.sites[self.statement_of(node)]
            if isinstance(node, ast.Lambda):
                self.parameters(node, found, site.order)
            elif isinstance(node, Comprehension):
                for generator in node.generators:
                    _bind_targets(found, generator.target, generator, None, site)
        return found

    def _walrus(self, node: ast.NamedExpr, statement: ast.stmt) -> None:
        scope = self._scope_of(node)
        while scope.node.__class__ in COMPREHENSIONS and scope.parent:
            scope = scope.parent  # PEP 572: it binds outside the comprehension
        site = self.sites[statement]
        name = node.target.id
        scope.bound.setdefault(name, []).append(
            Definition(name, "assign", statement, node.value, None, site.order, site.path, scope)
        )

    # -- columns and returns ------------------------------------------------

    @property
    def columns(self) -> dict[str, list[Column]]:
        """The columns that the file computes, by name, in the order of their statements."""
        if self._by_column is None:
            found = list(self._columns)
            for call in self.calls_named(columns.DEFINING):
                found.extend(self._columns_of_call(call))
            by_name: dict[str, list[Column]] = {}
            for column in sorted(found, key=lambda column: column.order):
                by_name.setdefault(column.name, []).append(column)
            self._by_column = by_name
        return self._by_column

    def _columns_of_call(self, call: ast.Call) -> Iterable[Column]:
        func = call.func
        if not isinstance(func, ast.Attribute):
            return
        statement = self.statement_of(call)
        assert isinstance(statement, ast.stmt)
        order = self.sites[statement].order
        for name, value in columns.defined(call):
            yield Column(name, func.value, value, order, statement)

    def returns_of(self, function: ast.AST) -> list[ast.expr]:
        """Return what a function or lambda returns."""
        if isinstance(function, ast.Lambda):
            return [function.body]
        found = self.returns.get(function, [])
        for value in found:
            if value not in self.parents:
                self._ensure_line(value.lineno)
        return found


def _bind_targets(
    scope: Scope, target: ast.expr, node: ast.comprehension, index: int | None, site: Site
) -> None:
    if isinstance(target, ast.Name):
        scope.bound.setdefault(target.id, []).append(
            Definition(
                target.id, "loop", node, node.iter, index, site.order, site.path, scope, "", False
            )
        )
    elif isinstance(target, ast.Tuple | ast.List):
        for number, element in enumerate(target.elts):
            _bind_targets(scope, element, node, number, site)
    elif isinstance(target, ast.Starred):
        _bind_targets(scope, target.value, node, index, site)


def _string_keys(place: ast.expr) -> Iterator[str]:
    """Yield the string that an index is, or holds: `["a"]`, `[rows, "a"]`."""
    for part in place.elts if isinstance(place, ast.Tuple) else (place,):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _first_line(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", None)
    return decorators[0].lineno if decorators else statement.lineno


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"
