"""The facts of one SQL statement, as rules read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from groundrules.facts.sql import (
    closure,
    dialects,
    grain,
    grouping,
    nulls,
    numbered,
    sources,
    whole,
)
from groundrules.facts.sql.closure import Key
from groundrules.facts.sql.declared import Declared
from groundrules.facts.sql.node import Node, children
from groundrules.facts.sql.sources import Output, Outputs, Relation
from groundrules.spans import Span

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

__all__ = ["Key", "Node", "Output", "Outputs", "Query", "Relation", "Window"]


@dataclass(frozen=True, slots=True)
class Window:
    """What OVER says: the keys of the partition, the order, the frame."""

    partition: list[Node]
    order: Node | None
    frame: Node | None


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a statement that is no part of its tree."""

    span: Span
    text: str


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
        candidates: frozenset[str] = dialects.ALL,
        declared: Callable[[], Declared] = Declared,
        made: Callable[[str], Node | None] = lambda name: None,
        model: bool = False,
    ) -> None:
        self.path = path
        self.extent = extent
        self.span = span
        self.source_text = source_text
        self.settings = settings or {}
        self.candidates = candidates
        """The dialects that it can be in; one where it is configured or certain."""
        self.made = made
        """The query of the table or view that an earlier statement of the file creates."""
        self.is_model = model
        """Whether its rows are stored by a tool around it (a dbt model)."""
        self.root = Node(expression, self)
        self._declared = declared
        self._kinds: dict[str, list[Node]] = {}
        self._keys: dict[int, frozenset[Key]] = {}

    # -- parts -------------------------------------------------------------------

    def find(self, *kinds: str) -> Iterator[Node]:
        """Yield every part of one of `kinds`; the tree is walked once for all rules."""
        if not self._kinds:
            stack = [self.root.expression]
            while stack:
                expression = stack.pop()
                self._kinds.setdefault(expression.key, []).append(Node(expression, self))
                stack.extend(children(expression))
        for kind in kinds:
            yield from self._kinds.get(kind, ())

    def selects(self) -> Iterator[Node]:
        """Yield every SELECT, subqueries and CTEs included."""
        return self.find("select")

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

    # -- dialect -----------------------------------------------------------------

    @property
    def dialect(self) -> str | None:
        """The dialect that it is in, where that is configured or certain."""
        return next(iter(self.candidates)) if len(self.candidates) == 1 else None

    @property
    def divides_integers(self) -> bool:
        """Whether `/` of integers drops the fraction in every dialect that it can be in."""
        return self.candidates <= dialects.INTEGER_DIVISION

    @property
    def divides_by_zero_to_null(self) -> bool:
        """Whether a division by zero gives NULL in every dialect that it can be in."""
        return self.candidates <= dialects.SAFE_DIVISION

    @property
    def frames_end_at_the_row(self) -> bool:
        """Whether an ordered window without a frame ends at the current row, LAST_VALUE's too."""
        shown = self.candidates != dialects.ALL  # nothing points to those that differ
        return not (shown and self.candidates & dialects.WHOLE_DEFAULT_FRAME)

    # -- sources and lineage -------------------------------------------------------

    def relations(self, select: Node) -> list[Relation]:
        """Return what a SELECT reads: tables, CTEs, subqueries, arrays, in order."""
        return sources.relations(select)

    def sources(self, select: Node) -> Iterator[tuple[str, Node]]:
        """Yield (alias in lower case, body) of the SELECTs behind the names that a SELECT reads."""
        for relation in sources.relations(select):
            for branch in sources.branches(relation.body):
                yield relation.alias, branch

    def branches(self, body: Node | None) -> list[Node]:
        """Return the SELECTs of a query: itself, or the branches of its set operations."""
        return sources.branches(body)

    def outputs(self, body: Node | None) -> Outputs:
        """Return the columns that a query gives, stars over known queries written out."""
        return sources.outputs(body)

    def owner(self, column: Node, select: Node | None = None) -> Relation | None:
        """Return what a column belongs to, of the SELECT around it; None where it cannot be told."""
        select = select or column.parent("select")
        return sources.owner(column, sources.relations(select)) if select is not None else None

    def origins(self, value: Node) -> list[Node]:
        """Follow a column down through CTEs and subqueries to the expressions that it stands for."""
        return sources.origins(value)

    # -- grain ---------------------------------------------------------------------

    def keys(self, relation: Relation) -> frozenset[Key]:
        """Return the sets of columns that are known to identify a row of a relation."""
        return grain.relation_keys(relation)

    def body_keys(self, body: Node) -> frozenset[Key]:
        """Return the keys of a query's rows, by the names of its columns."""
        found = self._keys.get(id(body.expression))
        if found is None:
            self._keys[id(body.expression)] = frozenset()  # a circle knows nothing
            found = self._keys[id(body.expression)] = grain.body_keys(body)
        return found

    def multipliers(
        self, select: Node, relation: Relation, within: list[Node]
    ) -> list[tuple[Relation, Key]]:
        """Return what a SELECT joins to a relation so that one row of it comes out several times.

        `within` are the expressions that are fixed, such as those of GROUP BY. Only what is proven by a
        known key that the join does not cover is returned, with that key.
        """
        return closure.multipliers(select, relation, within)

    def group_values(self, select: Node) -> list[Node]:
        """Return the expressions of a GROUP BY, positions and aliases replaced by what they stand for."""
        return grouping.group_values(select)

    def fixes(self, select: Node, values: list[Node], relation: Relation) -> bool:
        """Whether a SELECT's relation has one row at most for each combination of some values."""
        return closure.fixes(select, values, relation)

    def tells_apart(self, select: Node, values: list[Node]) -> bool:
        """Whether some values are known to tell all rows that a SELECT reads apart."""
        return closure.tells_apart(select, values)

    def grain_known(self, select: Node) -> bool:
        """Whether a key is known of everything that a SELECT reads."""
        read = [one for one in self.relations(select) if not one.filters]
        return bool(read) and all(self.keys(one) for one in read)

    def by_individual(self, select: Node) -> bool:
        """Whether a SELECT is grouped by the id of single users, visits and the like."""
        unit = str(self.settings.get("unit", "")).lower()
        names = [value.bare().name.lower() for value in grouping.group_values(select)]
        return any(name == unit or grouping.INDIVIDUAL.search(name) for name in names if name)

    def fixes_groups(self, select: Node, values: list[Node]) -> bool:
        """Whether some values determine the group of a grouped SELECT, so that groups share none."""
        return closure.fixes_groups(select, values)

    def unsettled(self, select: Node, relation: Relation) -> list[Relation]:
        """Return what a SELECT joins to a relation without a key that says: one row at most."""
        return closure.unsettled(select, relation)

    def first_rows(self, select: Node) -> list[Node]:
        """Return the ROW_NUMBER windows of which a SELECT keeps number 1."""
        return numbered.picked(select)

    def is_whole(self, value: Node) -> bool:
        """Whether a value is a whole number of an integer type, by what it is computed from."""
        return whole.is_whole(value)

    def reads(self, relation: Relation, table: str) -> bool:
        """Whether a relation is a table of that name, or a SELECT of its rows alone."""
        return sources.reads(relation, table.lower())

    @property
    def declared(self) -> Declared:
        """What the configuration, dbt's YAML files and the DDL of the file say of tables."""
        return self._declared()

    def type_of(self, value: Node) -> str:
        """Return the type of a value in capitals, where a cast or the DDL in sight says it."""
        for origin in self.origins(value):
            to = origin.get("to") if origin.kind in ("cast", "trycast") else None
            if to is not None:
                return to.sql.upper()
            if origin.kind in ("date", "tsordstodate", "currentdate", "todate"):
                return "DATE"
            owner = self.owner(origin) if origin.kind == "column" else None
            if owner is not None and owner.table:
                return self.declared.type_of(owner.table, origin.name.lower())
        return ""

    def between(self, left: Node, right: Node) -> Place:
        """Return where the words between two parts stand, such as the UNION of two branches."""
        start, end = left.extent()[1], right.extent()[0]
        words = self.source_text(start, end)
        found = re.search(r"[A-Za-z][^()]*[A-Za-z]", words)
        at = (start + found.start(), start + found.end()) if found else (start, end)
        return Place(self.span(*at), found[0] if found else words)

    def never_null(self, column: Node) -> bool:
        """Whether a column is declared or proven to hold no NULL."""
        return nulls.never_null(column)

    def rejects_null(self, select: Node, value: Node) -> bool:
        """Whether the conditions of a SELECT keep only rows in which an expression is not NULL."""
        return nulls.rejects_null(select, value)

    def partitions(self, table: Node) -> list[str]:
        """Return the configured partition columns of a table, none where it has none."""
        for name, columns in self.settings.get("partitions", {}).items():
            if str(name).lower() == table.dotted.lower():
                return [columns] if isinstance(columns, str) else [str(one) for one in columns]
        return []
