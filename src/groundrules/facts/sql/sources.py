"""What a SELECT reads and gives: tables, CTEs and subqueries by alias; projections by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from groundrules.facts.sql.node import Node

_SET_OPERATIONS = ("union", "intersect", "except")
_DEEP = 40


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """One thing that FROM or JOIN names. `body` is the query behind a CTE, subquery or made table."""

    alias: str
    """In lower case."""
    node: Node
    join: Node | None
    body: Node | None = None

    @property
    def table(self) -> str:
        """The whole name of a table that no query here defines, else nothing."""
        plain = self.node.kind == "table" and self.body is None
        return self.node.dotted.lower() if plain else ""

    @property
    def side(self) -> str:
        """LEFT, RIGHT, FULL or nothing."""
        return self.join.word("side") if self.join else ""

    @property
    def filters(self) -> bool:
        """Whether it is only looked up (semi, anti): its rows never multiply others."""
        return self.join is not None and self.join.word("kind") in ("SEMI", "ANTI")

    @property
    def unfolds(self) -> bool:
        """Whether it is an array or a function of another's row, not a table."""
        plain = self.node.kind in ("table", "subquery")
        inner = self.node.get("this") if self.node.kind == "table" else None
        return not plain or (inner is not None and inner.kind != "identifier")


@dataclass(frozen=True, slots=True, eq=False)
class Output:
    """One column that a query gives: its name in lower case and the expression behind it."""

    name: str
    value: Node


@dataclass(slots=True)
class Outputs:
    """The columns of a query, in order. `open`: there are more, of tables whose columns are unknown."""

    columns: list[Output] = field(default_factory=list)
    open: bool = False
    stars: list[Relation] = field(default_factory=list)
    """The relations of unknown columns that a star takes whole."""

    def named(self, name: str) -> list[Output]:
        """Return the columns of a name."""
        return [one for one in self.columns if one.name == name]


def relations(select: Node) -> list[Relation]:
    """Return what a SELECT reads, FROM first, then its joins and lateral views in order."""
    found: list[Relation] = []
    first = select.get("from_")
    head = first.get("this") if first is not None else None
    if head is not None:
        found += _nested(head, None)
    for join in select.parts("joins"):
        table = join.get("this")
        if table is not None:
            found += _nested(table, join)
    found += [Relation(view.alias.lower(), view, None) for view in select.parts("laterals")]
    return found


def _nested(table: Node, join: Node | None) -> Iterator[Relation]:
    """Yield a relation, and those that parentheses join to it."""
    if table.kind == "paren" and (inner := table.get("this")):
        table = inner
    yield Relation(table.alias.lower(), table, join, body_of(table))
    for inner_join in table.parts("joins"):
        right = inner_join.get("this")
        if right is not None:
            yield from _nested(right, inner_join)


def body_of(table: Node) -> Node | None:
    """Return the query behind a table: a subquery's, a CTE's, or that of a CREATE before it."""
    if table.kind == "subquery":
        inner = table.get("this")
        while inner is not None and inner.kind in ("subquery", "paren"):
            inner = inner.get("this")
        return inner if inner is not None and inner.kind in ("select", *_SET_OPERATIONS) else None
    if table.kind != "table":
        return None
    if not table.qualifier_path:
        found, inner = _cte(table)
        if found:
            return inner
    return table.query.made(table.dotted)


def _cte(table: Node) -> tuple[bool, Node | None]:
    """Return (whether the name is a CTE in sight, its body); a recursive one has no body to read."""
    name, inside = table.name.lower(), table.expression
    node = table.expression.parent
    while node is not None:
        listed = node.args.get("with_")
        if listed is not None and listed is not inside:
            for cte in reversed(listed.expressions):
                if cte.alias.lower() == name:
                    body = Node(cte.this, table.query)
                    return True, body if body.kind in ("select", *_SET_OPERATIONS) else None
        if node.key == "with":
            found = _earlier(node, inside, name, table)
            if found is not None:
                return found
        inside, node = node, node.parent
    return False, None


def _earlier(
    listed: object, inside: object, name: str, table: Node
) -> tuple[bool, Node | None] | None:
    """Look a name up among the CTEs before the one that a table stands in."""
    earlier = []
    for cte in listed.expressions:  # type: ignore[attr-defined]
        if cte is inside:
            if listed.args.get("recursive") and cte.alias.lower() == name:  # type: ignore[attr-defined]
                return True, None
            break
        earlier.append(cte)
    for cte in reversed(earlier):
        if cte.alias.lower() == name:
            return True, Node(cte.this, table.query)
    return None


def branches(body: Node | None) -> list[Node]:
    """Return the SELECTs of a query: itself, or the branches of its set operations."""
    if body is None:
        return []
    if body.kind == "select":
        return [body]
    if body.kind in ("subquery", "paren"):
        return branches(body.get("this"))
    if body.kind in _SET_OPERATIONS:
        found: list[Node] = []
        stack = [body]
        while stack:
            node = stack.pop()
            if node.kind in _SET_OPERATIONS:
                stack += [part for part in (node.get("expression"), node.get("this")) if part]
            else:
                found += branches(node)
        return found
    return []


def outputs(body: Node | None, depth: int = 0) -> Outputs:
    """Return the columns of a query, stars of known queries written out; a union's first branch's."""
    found = Outputs(open=body is None or depth > _DEEP)
    selects = branches(body)
    if found.open or not selects:
        found.open = True
        return found
    select = selects[0]
    for projection in select.parts("expressions"):
        star = _star(projection)
        if star is None:
            found.columns.append(Output(projection.alias.lower(), projection.value()))
            continue
        dropped = {part.name.lower() for part in star.parts("except_")}
        qualifier = projection.qualifier.lower() if projection.kind == "column" else ""
        for relation in relations(select):
            if qualifier in ("", relation.alias) and not relation.filters:
                if relation.node.kind == "values":
                    found.columns += [Output(name, relation.node) for name in _listed(relation)]
                    continue
                below = outputs(relation.body, depth + 1) if relation.body else Outputs(open=True)
                found.columns += [c for c in below.columns if c.name not in dropped]
                found.open |= below.open
                if relation.body is None and not dropped:
                    found.stars.append(relation)
                else:
                    found.stars += [] if dropped else below.stars
    return found


def _listed(relation: Relation) -> list[str]:
    """Return the names that an alias gives the columns of a VALUES list."""
    alias = relation.node.get("alias")
    return [name.name.lower() for name in alias.parts("columns")] if alias is not None else []


def _star(projection: Node) -> Node | None:
    if projection.kind == "star":
        return projection
    inner = projection.get("this") if projection.kind == "column" else None
    return inner if inner is not None and inner.kind == "star" else None


def owner(column: Node, read: list[Relation]) -> Relation | None:
    """Return which of some relations a column belongs to; None where that cannot be told.

    A bare name that one query gives is that query's: of a second table with it the name would be ambiguous.
    """
    qualifier = column.qualifier.lower()
    if qualifier:
        return next((one for one in read if one.alias == qualifier), None)
    if len(read) == 1:
        return read[0]
    name = column.name.lower()
    known = [(one, outputs(one.body)) for one in read]
    has = [one for one, columns in known if columns.named(name)]
    return has[0] if len(has) == 1 else None


def origins(value: Node, depth: int = 0) -> list[Node]:
    """Follow a column through CTEs and subqueries to what it stands for: one node for each branch.

    What is no column is its own origin. A column of a table is itself the end.
    """
    bare = value.bare()
    if bare.kind != "column" or depth > _DEEP:
        return [bare]
    select = bare.parent("select")
    if select is None:
        return [bare]
    relation = owner(bare, relations(select))
    if relation is None or relation.body is None:
        return [bare]
    found: list[Node] = []
    name = bare.name.lower()
    columns = outputs(relation.body)
    places = [place for place, one in enumerate(columns.columns) if one.name == name]
    if not places:
        return [bare]
    for number, select in enumerate(branches(relation.body)):
        own = columns if number == 0 else outputs(select)
        if places[0] < len(own.columns):
            found += origins(own.columns[places[0]].value, depth + 1)
    return found or [bare]


def reads(relation: Relation, table: str) -> bool:
    """Whether a relation is a table of that name, or a SELECT of its rows alone."""
    node, body = relation.node, relation.body
    if node.kind == "table" and (
        node.dotted.lower() == table or node.name.lower() == table.rpartition(".")[2]
    ):
        return True
    inner = relations(body) if body is not None and body.kind == "select" else []
    return len(inner) == 1 and reads(inner[0], table)
