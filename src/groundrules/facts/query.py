"""The facts of one SQL statement: a small typed view over sqlglot's tree, with positions."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from groundrules.spans import Span

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

# Tried in this order where no dialect is configured.
_DIALECTS = ("", "spark", "bigquery", "postgres", "snowflake", "tsql", "mysql", "oracle")


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
        start, end = self._extent()
        return " ".join(self.query.source_text(start, end).split())

    @property
    def sql(self) -> str:
        """The statement's part written anew, for what keeps no position, such as a type."""
        return str(self.expression.sql(comments=False))

    @property
    def span(self) -> Span:
        """Where it stands in the host file."""
        return self.query.span(*self._extent())

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
        yield self
        if into is not None and not into(self):
            return
        for child in self.expression.iter_expressions():
            yield from Node(child, self.query).walk(into)

    def find(self, *kinds: str) -> Iterator[Node]:
        """Yield what is of one of `kinds`, itself included, in source order."""
        return (node for node in self.walk() if node.kind in kinds)

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
        inner = self.get("this") if self.kind in ("paren", "where", "having") else None
        return inner.conjuncts() if inner else [self]

    def bare(self) -> Node:
        """Take the parentheses off."""
        node = self
        while node.kind == "paren" and (inner := node.get("this")):
            node = inner
        return node

    def _extent(self) -> tuple[int, int]:
        places = [
            (node.meta["start"], node.meta["end"] + 1)
            for node in self.expression.walk()
            if node._meta and "start" in node._meta
        ]
        if not places:
            parent = self.expression.parent
            return Node(parent, self.query)._extent() if parent is not None else self.query.extent
        return min(start for start, _ in places), max(end for _, end in places)


@dataclass(frozen=True, slots=True)
class Window:
    """What OVER says: the keys of the partition, the order, the frame."""

    partition: list[Node]
    order: Node | None
    frame: Node | None


class Query:
    """One parsed statement and where it stands."""

    def __init__(
        self,
        path: str,
        expression: Expr,
        extent: tuple[int, int],
        span: Callable[[int, int], Span],
        source_text: Callable[[int, int], str],
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        self.path = path
        self.extent = extent
        self.span = span
        self.source_text = source_text
        self.settings = settings or {}
        self.root = Node(expression, self)

    def find(self, *kinds: str) -> Iterator[Node]:
        """Yield every part of one of `kinds`."""
        return self.root.find(*kinds)

    def selects(self) -> Iterator[Node]:
        """Yield every SELECT, subqueries and CTEs included."""
        return self.find("select")

    def sources(self, select: Node) -> Iterator[tuple[str, Node]]:
        """Yield (alias in lower case, body) of the subqueries and CTEs that a SELECT reads."""
        for table in select.tables():
            if table.kind == "subquery":
                body = table.get("this")
            else:
                body = self.cte(table.name) if table.kind == "table" else None
            if body is not None and body.kind == "select":
                yield table.alias.lower(), body

    def partitions(self, table: Node) -> list[str]:
        """Return the configured partition columns of a table, none where it has none."""
        for name, columns in self.settings.get("partitions", {}).items():
            if str(name).lower() == table.dotted.lower():
                return [columns] if isinstance(columns, str) else [str(one) for one in columns]
        return []

    def window(self, node: Node) -> Window:
        """Return what a window function's OVER says, a named window's own words included."""
        partition, order, frame = node.parts("partition_by"), node.get("order"), node.get("spec")
        name = node.word("alias").lower()
        select = node.parent("select")
        for other in select.parts("windows") if select is not None and name else ():
            if other.name.lower() == name:
                partition = partition or other.parts("partition_by")
                order, frame = order or other.get("order"), frame or other.get("spec")
        return Window(partition, order, frame)

    def cte(self, name: str) -> Node | None:
        """Return the body of a common table expression."""
        for node in self.find("cte"):
            if node.alias.lower() == name.lower():
                return node.get("this")
        return None


@dataclass(frozen=True, slots=True)
class Failure:
    """A statement that no dialect parses: what the parser says, and at which offset."""

    offset: int
    message: str


def parse(sql: str, dialect: str | None) -> Iterator[tuple[Expr, int, int] | Failure]:
    """Yield (tree, start, end) of each statement, or a failure; one does not stop the next."""
    import sqlglot

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    dialects = (dialect,) if dialect else _likely(sql)
    first_failure: Failure | None = None
    for name in dialects:
        engine = sqlglot.Dialect.get_or_raise(name)
        try:
            tokens = engine.tokenize(sql)
        except Exception as error:
            first_failure = first_failure or Failure(0, _plain(str(error)))
            continue
        break
    else:
        yield first_failure or Failure(0, "it cannot be split into words")
        return
    chunk: list[Any] = []
    for token in [*tokens, None]:
        if token is not None and token.token_type.name != "SEMICOLON":
            chunk.append(token)
            continue
        if chunk:
            start, end = chunk[0].start, chunk[-1].end + 1
            failure: Failure | None = None
            for name in dialects:
                engine = sqlglot.Dialect.get_or_raise(name)
                try:
                    words = chunk if name == dialects[0] else _tokens(engine, sql, start, end)
                    trees = engine.parser(error_level=sqlglot.ErrorLevel.IMMEDIATE).parse(
                        words, sql
                    )
                except Exception as error:  # on odd input ValueError and others come out too
                    failure = failure or Failure(_offset(error, sql, start), _plain(str(error)))
                    continue
                failure = None
                yield from ((tree, start, end) for tree in trees if tree is not None)
                break
            if failure:
                yield failure
        chunk = []


def _likely(sql: str) -> tuple[str, ...]:
    """Order the dialects by what only some of them can read."""
    if re.search(r"\$\w*\$|::|\bplpgsql\b", sql, re.I):
        return ("postgres", *(name for name in _DIALECTS if name != "postgres"))
    if "`" in sql:
        return ("spark", "bigquery", *(n for n in _DIALECTS if n not in ("spark", "bigquery")))
    return _DIALECTS


def _tokens(engine: Any, sql: str, start: int, end: int) -> list[Any]:
    """Tokenize one statement at unchanged offsets."""
    before = "".join("\n" if char == "\n" else " " for char in sql[:start])
    return list(engine.tokenize(before + sql[start:end]))


def _offset(error: Exception, sql: str, start: int) -> int:
    for found in getattr(error, "errors", ()):
        line, column = int(found.get("line") or 0), int(found.get("col") or 0)
        if line and column:
            lines = sql.split("\n")
            words = str(found.get("highlight") or "")
            return min(
                sum(len(text) + 1 for text in lines[: line - 1]) + max(column - len(words), 0),
                len(sql),
            )
    return start


def _plain(message: str) -> str:
    first = message.split("\n", 1)[0]
    return first.split(". Line ")[0].rstrip(".")
