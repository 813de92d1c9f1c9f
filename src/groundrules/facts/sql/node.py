"""A part of an SQL statement: a small typed view over sqlglot's tree, with positions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundrules.spans import Span

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

    from groundrules.facts.query import Query


_PLAIN = frozenset({str, bool, int})
_CLAUSES = ("paren", "where", "having", "qualify")


@dataclass(frozen=True, eq=False)
class Node:
    """A part of a statement. `kind` is sqlglot's name for it in lower case: select, join, count…"""

    expression: Expr
    query: Query

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and other.expression is self.expression

    def __hash__(self) -> int:
        return id(self.expression)

    @property
    def kind(self) -> str:
        """What it is: `select`, `join`, `count`, `case`, `between`, `column`, `literal`…"""
        return str(self.expression.key)

    @property
    def name(self) -> str:
        """The name of a column, table or alias; the text of a literal."""
        return str(self.expression.name)

    @property
    def alias(self) -> str:
        """The name that a table or projection is known by."""
        return str(self.expression.alias_or_name)

    @property
    def qualifier(self) -> str:
        """The table part of a column, empty where it has none."""
        return str(getattr(self.expression, "table", "") or "")

    @property
    def qualifier_path(self) -> str:
        """The schema and catalogue part of a table, empty where it has none."""
        parts = (self.expression.args.get("catalog"), self.expression.args.get("db"))
        return ".".join(str(part.name) for part in parts if part is not None)

    @property
    def dotted(self) -> str:
        """The whole name of a table: `schema.table`."""
        return f"{self.qualifier_path}.{self.name}".lstrip(".")

    @property
    def is_string(self) -> bool:
        """Whether it is a string literal."""
        return bool(getattr(self.expression, "is_string", False))

    @property
    def text(self) -> str:
        """Its source, on one line."""
        start, end = self.extent()
        return " ".join(self.query.source_text(start, end).split())

    @property
    def sql(self) -> str:
        """The statement's part written anew, for what keeps no position, such as a type."""
        return str(self.expression.sql(comments=False))

    @property
    def span(self) -> Span:
        """Where it stands in the host file."""
        return self.query.span(*self.extent())

    @property
    def lead_text(self) -> str:
        """The source right before it: the words JOIN or FROM, or a comma."""
        start = self.extent()[0]
        return " ".join(self.query.source_text(max(start - 40, 0), start).split())[-12:]

    def get(self, part: str) -> Node | None:
        """Return one named part, as sqlglot names it (`this`, `default`, `high`…)."""
        found = self.expression.args.get(part)
        return Node(found, self.query) if found is not None and hasattr(found, "key") else None

    def has(self, part: str) -> bool:
        """Whether a named part is there."""
        return bool(self.expression.args.get(part))

    def word(self, part: str) -> str:
        """Return a part that is a keyword, in capitals: the `side` of a join, say."""
        found = self.expression.args.get(part)
        return str(found).upper() if found else ""

    def parts(self, part: str) -> list[Node]:
        """Return a part that is a list: `expressions`, `joins`, `ifs`…"""
        found = self.expression.args.get(part) or ()
        return [Node(item, self.query) for item in found if hasattr(item, "key")]

    def walk(self, into: Callable[[Node], bool] | None = None) -> Iterator[Node]:
        """Yield itself and everything below it, not descending where `into` says no."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if into is None or into(node):
                stack.extend(Node(child, self.query) for child in children(node.expression))

    def find(self, *kinds: str) -> Iterator[Node]:
        """Yield what is of one of `kinds`, itself included, in source order."""
        stack = [self.expression]
        while stack:
            expression = stack.pop()
            if expression.key in kinds:
                yield Node(expression, self.query)
            stack.extend(children(expression))

    def columns(self) -> list[Node]:
        """Return the columns in it, those of subqueries left out."""
        inner = self.walk(lambda node: node == self or node.kind not in ("select", "subquery"))
        return [node for node in inner if node.kind == "column"]

    def parent(self, *kinds: str) -> Node | None:
        """Return the nearest enclosing node, or the nearest of one of `kinds`."""
        node = self.expression.parent
        while node is not None and kinds and node.key not in kinds:
            node = node.parent
        return Node(node, self.query) if node is not None else None

    def tables(self) -> list[Node]:
        """Return what the FROM of a SELECT and then its joins name: tables, subqueries, functions."""
        holders = [self.get("from_") or self.get("from"), *self.parts("joins")]
        named = (holder.get("this") for holder in holders if holder is not None)
        return [table for table in named if table is not None]

    def conjuncts(self) -> list[Node]:
        """Split a condition at its ANDs."""
        if self.kind == "and":
            left, right = self.get("this"), self.get("expression")
            return [*(left.conjuncts() if left else []), *(right.conjuncts() if right else [])]
        inner = self.get("this") if self.kind in _CLAUSES else None
        return inner.conjuncts() if inner else [self]

    def bare(self) -> Node:
        """Take the parentheses off."""
        node = self
        while node.kind == "paren" and (inner := node.get("this")):
            node = inner
        return node

    def value(self) -> Node:
        """Return what a projection gives: the part below its alias."""
        inner = self.get("this") if self.kind == "alias" else None
        return inner if inner is not None else self

    def called(self) -> str:
        """The name of a function, in capitals, known to sqlglot or not."""
        if self.kind == "anonymous":
            return self.name.upper()
        names = getattr(self.expression, "sql_names", None)
        return str(names()[0]).upper() if names else self.kind.upper()

    def extent(self) -> tuple[int, int]:
        """Return the offsets in the statement at which it starts and ends."""
        places = [
            (start, end + 1)
            for node in self.expression.walk()
            if (meta := node._meta)
            and (start := meta.get("start")) is not None
            and (end := meta.get("end")) is not None
        ]
        if not places:
            parent = self.expression.parent
            return Node(parent, self.query).extent() if parent is not None else self.query.extent
        start, end = min(start for start, _ in places), max(end for _, end in places)
        return start, self._closed(start, end)

    def _closed(self, start: int, end: int) -> int:
        """Return the end with the parentheses that open in the part and close after it."""
        text = self.query.source_text(start, end)
        missing = text.count("(") - text.count(")")
        if missing <= 0:
            return end
        tail = self.query.source_text(end, min(end + 400, self.query.extent[1]))
        for place, char in enumerate(tail):
            missing += {"(": 1, ")": -1}.get(char, 0)
            if missing == 0:
                return end + place + 1
        return end


def children(expression: Expr) -> list[Expr]:
    """Return the parts of a tree's node, last first, as a stack wants them."""
    found: list[Expr] = []
    for value in expression.args.values():
        if value.__class__ is list:
            for item in value:
                if hasattr(item, "args"):
                    found.append(item)
        elif value is not None and value.__class__ not in _PLAIN and hasattr(value, "args"):
            found.append(value)
    found.reverse()
    return found
