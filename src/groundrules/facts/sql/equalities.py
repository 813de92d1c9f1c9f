"""The conditions of a SELECT's joins and filters, as equalities and the rest."""

from __future__ import annotations

from dataclasses import dataclass, field

from groundrules.facts.sql import sources
from groundrules.facts.sql.node import Node
from groundrules.facts.sql.sources import Relation

Place = tuple[str, str]
"""(alias of the relation, column), in lower case."""


@dataclass(slots=True)
class Conditions:
    """What holds between the relations of one SELECT."""

    equal: list[tuple[frozenset[Place], frozenset[Place], bool]] = field(default_factory=list)
    """(places of one side, places of the other, whether both sides are bare columns or constants)."""
    loose: list[frozenset[Place]] = field(default_factory=list)
    """The places of conditions that are no equality and could narrow a relation to one row."""
    opaque: bool = False
    """Whether a condition names a column that cannot be placed."""


def conditions(select: Node, read: list[Relation]) -> Conditions:
    """Return the conditions of a SELECT, WHERE and QUALIFY included."""
    found = Conditions()
    for relation in read:
        join = relation.join
        if join is None:
            continue
        if join.word("method") in ("NATURAL", "ASOF") or join.word("kind") == "ASOF":
            found.opaque = True
        for name in join.parts("using"):
            _using(found, name.name.lower(), relation, read)
        on = join.get("on")
        for part in on.conjuncts() if on is not None else ():
            _add(found, part.bare(), read)
    for clause in (select.get("where"), select.get("qualify")):
        for part in clause.conjuncts() if clause is not None else ():
            _add(found, part.bare(), read)
    return found


def _using(found: Conditions, name: str, relation: Relation, read: list[Relation]) -> None:
    here = frozenset([(relation.alias, name)])
    for other in read:
        if other is relation:
            return
        if not other.filters:
            found.equal.append((frozenset([(other.alias, name)]), here, True))


def _add(found: Conditions, part: Node, read: list[Relation]) -> None:
    sides = [part.get("this"), part.get("expression")] if part.kind in ("eq", "nullsafeeq") else []
    if len(sides) == 2 and sides[0] is not None and sides[1] is not None:
        left, right = _places(sides[0], read), _places(sides[1], read)
        if left is None or right is None:
            found.opaque = True
        else:
            plain = all(_plain(side.bare()) for side in sides if side is not None)
            found.equal.append((left, right, plain))
        return
    places = _places(part, read)
    if places is None:
        found.opaque = True
    elif len({alias for alias, _ in places}) > 1 or part.kind in _NARROWING or _null_test(part):
        found.loose.append(places)


# `is_current`, `NOT deleted`, `valid_to IS NULL` and alternatives may leave one row of many.
_NARROWING = frozenset({"column", "not", "or", "exists", "boolean", "anonymous", "in"})


def _null_test(part: Node) -> bool:
    right = part.get("expression") if part.kind == "is" else None
    return right is not None and right.kind in ("null", "boolean")


def _plain(node: Node) -> bool:
    return node.kind == "column" or not node.columns()


def _places(node: Node, read: list[Relation]) -> frozenset[Place] | None:
    """Return the places of the columns in an expression; None where one cannot be told."""
    found: set[Place] = set()
    for column in node.columns():
        relation = sources.owner(column, read)
        if relation is None:
            if column.qualifier:
                continue  # of a query around it: fixed for all rows here
            return None
        found.add((relation.alias, column.name.lower()))
    return frozenset(found)


def places(node: Node, read: list[Relation]) -> frozenset[Place] | None:
    """Return (alias, column) of each column in an expression; None where one cannot be told."""
    return _places(node, read)
