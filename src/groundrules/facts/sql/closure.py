"""Which rows of joined relations one row determines, and which joins repeat rows for certain."""

from __future__ import annotations

import re
from dataclasses import dataclass

from groundrules.facts.sql import sources
from groundrules.facts.sql.equalities import Conditions, Place, conditions, places
from groundrules.facts.sql.grouping import group_values
from groundrules.facts.sql.node import Node
from groundrules.facts.sql.sources import Relation

# A constant for such a column may leave one row of many: the current address, the first visit.
_CHOOSES = re.compile(
    r"^is_|current|latest|last|first|primary|main|rank|seq|number|version|active|type|kind|role|key|name|metric|^rn$"
)


@dataclass(frozen=True, slots=True)
class Key:
    """Columns that together identify a row; none where there is one row at most."""

    columns: frozenset[str]
    proof: str
    """`declared`, `grouped`, `distinct`, `picked` (ROW_NUMBER() = 1) or `single` (one row)."""


def _keys(relation: Relation) -> frozenset[Key]:
    return relation.node.query.keys(relation)


def constant(left: frozenset[Place], right: frozenset[Place], plain: bool) -> frozenset[Place]:
    if not plain or (left and right):
        return frozenset()
    return left or right


def constants(known: Conditions) -> set[Place]:
    return {p for left, right, plain in known.equal for p in constant(left, right, plain)}


def closure(
    read: list[Relation],
    known: Conditions,
    start: set[str],
    fixed: set[Place],
    *,
    trusting: bool,
) -> tuple[set[str], set[Place]]:
    """Return (aliases of which one row is determined, places that are) given a row of `start`.

    `trusting` takes what is not known to repeat rows for something that does not.
    """
    aliases, settled = set(start), set(fixed)
    changed = True
    while changed:
        changed = False
        for left, right, _ in known.equal:
            for one, other in ((left, right), (right, left)):
                if all(place[0] in aliases or place in settled for place in one):
                    new = {place for place in other if place[0] not in aliases} - settled
                    if new:
                        settled |= new
                        changed = True
        for relation in read:
            if relation.alias in aliases:
                continue
            mine = {column for alias, column in settled if alias == relation.alias}
            keys = _keys(relation)
            if any(key.columns <= mine for key in keys) or (
                trusting and _trusted(relation, keys, known, aliases, mine)
            ):
                aliases.add(relation.alias)
                changed = True
    return aliases, settled


def _trusted(
    relation: Relation, keys: frozenset[Key], known: Conditions, aliases: set[str], mine: set[str]
) -> bool:
    """Whether nothing proves that a joined relation has several rows for one of the others."""
    if relation.filters or relation.unfolds:
        return True
    fixed = constants(known)
    for group in known.loose:
        if any(alias == relation.alias for alias, _ in group):
            return True
    if any(
        (relation.alias, column) in fixed and _CHOOSES.search(column)
        for column in mine
        if not any(column in key.columns for key in keys)
    ):
        return True  # `AND o.kind = 'first'` may leave one row of many
    return bool(mine) and not keys


def rest(read: list[Relation], found: tuple[set[str], set[Place]]) -> list[Relation]:
    return [one for one in read if one.alias not in found[0]]


def multipliers(select: Node, relation: Relation, within: list[Node]) -> list[tuple[Relation, Key]]:
    """Return the relations that provably repeat a row of one, with the key that proves it."""
    read = [one for one in sources.relations(select) if not one.filters]
    if len({one.alias for one in read}) < len(read):
        return []
    known = conditions(select, read)
    if known.opaque:
        return []
    fixed = set(constants(known))
    for value in within:
        found = places(value, read)
        if found is None:
            return []
        fixed |= found
    reached = closure(read, known, {relation.alias}, fixed, trusting=True)
    repeated = []
    for other in rest(read, reached):
        keys = _keys(other)
        tied = {column for alias, column in reached[1] if alias == other.alias}
        if read.index(other) < read.index(_same(read, relation)):
            back = closure(read, known, {other.alias}, fixed, trusting=True)
            if relation.alias in back[0]:
                continue  # looked up for each row of the other, as a price for each line
        if keys and tied:
            key = min(keys, key=lambda one: (len(one.columns - tied), sorted(one.columns)))
            if _proves(key, tied, other):
                repeated.append((other, key))
    return repeated


def _proves(key: Key, tied: set[str], relation: Relation) -> bool:
    """Whether a key that a join leaves open means several rows, and not only that it names more.

    A declared key names nothing that it does not need; but where the join is by what is by its name a key of the
    relation too, or the key is a made-up one, there may be two. GROUP BY often names what depends on the rest:
    it proves something where it is by time too, by the id of what the relation is named after, or by one
    more column that describes no other.
    """
    if key.proof == "declared":
        return not (len(key.columns) == 1 and _has_another_key(key, tied, relation))
    left = key.columns - tied
    by_day = _CALENDAR.search(relation.node.name.lower()) is not None
    dated = any(by_day or _PERIOD.search(column) for column in tied & key.columns)
    if any((_WITHIN_DAYS if dated else _PERIOD).search(column) for column in left):
        return True  # the first day of a month depends on the month
    name = re.sub(r"(?:ies|s)$", "", relation.node.name.lower().rpartition("_")[2])
    if len(name) > 2 and any(
        re.fullmatch(rf"{name}\w{{0,2}}_?(?:id|key|uuid)", column) for column in left
    ):
        return True
    stems = {re.sub(r"_?(id|key|code|uuid)$", "", column) for column in tied & key.columns}
    depends = any(
        _DEPENDS.search(c) or any(s and s in c for s in stems) or (dated and _PERIOD.search(c))
        for c in left
    )
    return len(left) == 1 and len(key.columns) == 2 and not depends


def _has_another_key(key: Key, tied: set[str], relation: Relation) -> bool:
    name = relation.node.name.lower()
    stems = {name, re.sub(r"ies$", "y", name), re.sub(r"e?s$", "", name), re.sub(r"s$", "", name)}
    own = {f"{stem}{end}" for stem in stems for end in ("_id", "id", "_key", "_code", "_uuid")}
    last = {column for column in tied if any(one.endswith(f"_{column}") for one in own)}
    return bool(tied & own or last) or any(map(_MADE_UP.search, key.columns))


_MADE_UP = re.compile(r"(?:^|_)(?:unique_key|surrogate_key|sk|hash\w*|hk|row_key)$")
_PERIOD = re.compile(
    r"date|day|week|month|quarter|year|hour|period|_at$|^dt$|^ds$|time|interval|_on$|seq|line_no"
)
_CALENDAR = re.compile(
    r"^(?:dim_)?(?:calendar|date|day|week|month|quarter|year|period)s?(?:_dim)?$"
)
_WITHIN_DAYS = re.compile(r"hour|minute|(?:^|_)seq|line_no")
_DEPENDS = re.compile(
    r"name|label|title|desc|email|country|currency|created|start|version|url|price|amount|total"
)


def _same(read: list[Relation], relation: Relation) -> Relation:
    return next(one for one in read if one.alias == relation.alias)


def fixes(select: Node, values: list[Node], relation: Relation) -> bool:
    """Whether a relation has one row at most for each combination of some values."""
    reached = _from_values(select, values)
    return reached is not None and relation.alias in reached[1][0]


def tells_apart(select: Node, values: list[Node]) -> bool:
    """Whether some values are known to tell all rows that a SELECT reads apart."""
    reached = _from_values(select, values)
    return reached is not None and not rest(reached[0], reached[1])


def fixes_groups(select: Node, values: list[Node]) -> bool:
    """Whether some values determine every expression that a SELECT is grouped by."""
    reached = _from_values(select, values)
    if reached is None:
        return False
    read, (aliases, settled) = reached
    for value in group_values(select):
        found = places(value, read)
        if found is None or not all(p[0] in aliases or p in settled for p in found):
            return False
    return True


def unsettled(select: Node, relation: Relation) -> list[Relation]:
    """Return the other relations of which one row of a relation may meet several."""
    read = [one for one in sources.relations(select) if not one.filters]
    known = conditions(select, read)
    return rest(read, closure(read, known, {relation.alias}, constants(known), trusting=False))


def _from_values(
    select: Node, values: list[Node]
) -> tuple[list[Relation], tuple[set[str], set[Place]]] | None:
    read = [one for one in sources.relations(select) if not one.filters]
    known = conditions(select, read)
    fixed = constants(known)
    for value in values:
        bare = value.bare()
        found = places(bare, read)
        if found is None:
            return None
        if bare.kind == "column" or len(found) == 0:
            fixed |= found
    return read, closure(read, known, set(), fixed, trusting=False)
