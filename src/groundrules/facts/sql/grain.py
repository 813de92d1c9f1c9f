"""Which columns identify a row, of tables and of queries, and which joins repeat rows.

Keys come from declarations, GROUP BY, DISTINCT, ROW_NUMBER() = 1, UNION and LIMIT 1, and are carried
through joins by what the conditions determine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from groundrules.facts.sql import sources
from groundrules.facts.sql.equalities import Conditions, Place, conditions, places
from groundrules.facts.sql.node import Node
from groundrules.facts.sql.numbered import picked
from groundrules.facts.sql.sources import Output, Outputs, Relation


@dataclass(frozen=True, slots=True)
class Key:
    """Columns that together identify a row; none where there is one row at most."""

    columns: frozenset[str]
    proof: str
    """`declared`, `grouped`, `distinct`, `picked` (ROW_NUMBER() = 1) or `single` (one row)."""


_ONE_ROW = Key(frozenset(), "single")
_AGGREGATES = frozenset(
    [
        "count",
        "sum",
        "avg",
        "min",
        "max",
        "median",
        "stddev",
        "stddevpop",
        "stddevsamp",
        "variance",
        "variancepop",
        "quantile",
        "countif",
        "approxdistinct",
        "arrayagg",
        "groupconcat",
        "logicalor",
        "logicaland",
        "anyvalue",
        "approxquantile",
        "percentilecont",
        "percentiledisc",
        "corr",
        "covarsamp",
        "covarpop",
        "arrayuniqueagg",
        "jsonarrayagg",
        "jsonobjectagg",
        "hll",
    ]
)
_SEVERAL = frozenset(
    {"explode", "posexplode", "unnest", "generateseries", "inline", "explodingenerateseries"}
)
# A constant for such a column may leave one row of many: the current address, the first visit.
_CHOOSES = re.compile(
    r"^is_|current|latest|last|first|primary|main|rank|seq|number|version|active|type|kind|role|key|name|metric|^rn$"
)
INDIVIDUAL = re.compile(
    r"(?:user|client|visit|visitor|session|customer|account|device|member|patient|subject|person|profile|cookie|stay"
    r"|admission|household|server|host|instance|subscriber|player|employee|student)s?_?(?:id|identifier|uuid|key|hash|sk|pk)$"
    r"|^(?:user|uid|userid|hadm_id|icustay_id)$"
)
"""Names of columns that tell single units apart."""
_NOT_KEYS = ("rollup", "cube", "grouping_sets", "totals")


def relation_keys(relation: Relation) -> frozenset[Key]:
    """Return the keys of one relation, by its own columns' names."""
    query = relation.node.query
    if relation.body is not None:
        return query.body_keys(relation.body)
    if not relation.table:
        return frozenset()
    return frozenset(Key(key, "declared") for key in query.declared.keys_of(relation.table))


def body_keys(body: Node) -> frozenset[Key]:
    """Return the keys of a query, by the names of its columns."""
    if body.kind == "select":
        return _select_keys(body)
    if body.kind in ("union", "except", "intersect"):
        columns = sources.outputs(body)
        whole = not columns.open and (body.kind != "union" or body.has("distinct"))
        names = frozenset(one.name for one in columns.columns)
        return frozenset({Key(names, "distinct")}) if whole and names else frozenset()
    return frozenset()


def _select_keys(select: Node) -> frozenset[Key]:
    columns = sources.outputs(select)
    read = [one for one in sources.relations(select) if not one.filters]
    found: set[Key] = set()
    known = conditions(select, read)
    fixed = {place for left, right, plain in known.equal for place in _constant(left, right, plain)}
    group, distinct = select.get("group"), select.get("distinct")
    if group is not None:
        found |= _grouped(select, group, columns, read, fixed)
    elif aggregates(select):
        return frozenset({_ONE_ROW})
    elif not read:
        several = any(True for part in select.parts("expressions") for _ in part.find(*_SEVERAL))
        return frozenset() if several else frozenset({_ONE_ROW})
    elif not any(
        True for p in select.parts("expressions") for _ in p.find("explode", "unnest", "posexplode")
    ):
        found |= _inherited(read, known, columns, fixed)
    found |= _picked(select, columns, read)
    if distinct is not None:
        on = distinct.get("on")
        names = _names(on.parts("expressions") or [on.bare()], columns, read) if on else None
        if on is None and not columns.open:
            names = frozenset(one.name for one in columns.columns)
        if names:
            found.add(Key(names, "picked" if on else "distinct"))
    limit = select.get("limit")
    count = limit.get("expression") if limit is not None else None
    if count is not None and count.kind == "literal" and count.name == "1":
        found.add(_ONE_ROW)
    return frozenset(found)


def aggregates(select: Node) -> bool:
    """Whether a SELECT without GROUP BY gives one row: an aggregate that is no window function."""
    if select.has("group"):
        return False
    into = lambda node: node.kind not in ("window", "select", "subquery")  # noqa: E731
    return any(
        node.kind in _AGGREGATES for part in select.parts("expressions") for node in part.walk(into)
    )


def group_values(select: Node) -> list[Node]:
    """Return the expressions of a GROUP BY, positions and aliases replaced by what they stand for."""
    group = select.get("group")
    if group is None:
        return []
    projections = select.parts("expressions")
    if group.has("all"):
        return [p.value() for p in projections if not any(n.kind in _AGGREGATES for n in p.walk())]
    named = {p.alias.lower(): p.value() for p in projections if p.kind == "alias"}
    found = []
    for part in group.parts("expressions"):
        bare = part.bare()
        if (
            bare.kind == "literal"
            and bare.name.isdigit()
            and 0 < int(bare.name) <= len(projections)
        ):
            found.append(projections[int(bare.name) - 1].value())
        elif bare.kind == "column" and not bare.qualifier and bare.name.lower() in named:
            found.append(named[bare.name.lower()])
        elif bare.kind == "tuple":
            found += bare.parts("expressions")
        else:
            found.append(bare)
    return found


def _grouped(
    select: Node, group: Node, columns: Outputs, read: list[Relation], fixed: set[Place]
) -> set[Key]:
    if any(group.has(part) for part in _NOT_KEYS):
        return set()
    values = [value for value in group_values(select) if value.bare().columns()]
    values = [value for value in values if not _is_fixed(value, read, fixed)]
    names = _names(values, columns, read)
    if names is None:
        return set()
    return {Key(names, "grouped" if names else "single")}


def _is_fixed(value: Node, read: list[Relation], fixed: set[Place]) -> bool:
    found = places(value, read)
    return bool(found) and found is not None and found <= fixed


def _names(values: list[Node], columns: Outputs, read: list[Relation]) -> frozenset[str] | None:
    """Return the names under which a query gives some expressions; None where one is not given."""
    names: set[str] = set()
    for value in values:
        text = _shape(value, read)
        name = next((one.name for one in columns.columns if _shape(one.value, read) == text), None)
        if name is None:
            bare = value.bare()
            starred = {star.alias for star in columns.stars}
            relation = sources.owner(bare, read) if bare.kind == "column" else None
            if relation is None or relation.alias not in starred:
                return None
            name = bare.name.lower()
        names.add(name)
    return frozenset(names)


def _shape(value: Node, read: list[Relation]) -> str:
    """Return what tells an expression: its text, or for a column its place."""
    bare = value.bare()
    if bare.kind == "column":
        relation = sources.owner(bare, read)
        return f"{relation.alias if relation else bare.qualifier.lower()}.{bare.name.lower()}"
    return bare.sql.lower()


def _picked(select: Node, columns: Outputs, read: list[Relation]) -> set[Key]:
    """Return the keys that `ROW_NUMBER() OVER (PARTITION BY k …) = 1` leaves."""
    found = set()
    for window in picked(select):
        keys = window.query.window(window).partition
        inner = window.parent("select")
        if inner is None or inner == select:
            names = _names(keys, columns, read)
        else:  # the number was given a level below: its keys by the names that pass through
            below = sources.outputs(inner)
            names = _names(keys, below, sources.relations(inner))
            given = {one.name for one in columns.columns}
            if names is not None and not (names <= given or columns.stars or columns.open):
                names = None
        if names is not None:
            found.add(Key(names, "picked" if names else "single"))
    return found


def _constant(left: frozenset[Place], right: frozenset[Place], plain: bool) -> frozenset[Place]:
    if not plain or (left and right):
        return frozenset()
    return left or right


# -- joins ---------------------------------------------------------------------


def _inherited(
    read: list[Relation], known: Conditions, columns: Outputs, fixed: set[Place]
) -> set[Key]:
    """Return the keys of joined relations that no other relation's rows repeat."""
    found: set[Key] = set()
    for relation in read:
        if not _always_there(relation, read):
            continue
        if not _rest(read, _closure(read, known, {relation.alias}, fixed, trusting=False)):
            keys = relation_keys(relation)
            found |= _given(relation, keys, columns, fixed)
    if not found and len(read) == 2 and all(_always_there(one, read) for one in read):
        first, second = (relation_keys(one) for one in read)
        for one in _given(read[0], first, columns, fixed):
            for other in _given(read[1], second, columns, fixed):
                found.add(Key(one.columns | other.columns, "grouped"))
    return found


def _always_there(relation: Relation, read: list[Relation]) -> bool:
    """Whether a join leaves none of a relation's columns empty, so that its keys stay keys."""
    own = relation.side in ("LEFT", "FULL")
    later = read[read.index(relation) + 1 :]
    return not own and not any(one.side in ("RIGHT", "FULL") for one in later)


def _given(
    relation: Relation, keys: frozenset[Key], columns: Outputs, fixed: set[Place]
) -> set[Key]:
    """Return keys of a relation by the names under which a query gives their columns."""
    found = set()
    starred = any(star is relation or star.alias == relation.alias for star in columns.stars)
    for key in keys:
        names: set[str] = set()
        for column in key.columns:
            if (relation.alias, column) in fixed:
                continue
            name = next((o.name for o in columns.columns if _is(o, relation, column)), None)
            if name is None and starred:
                name = column
            if name is None:
                break
            names.add(name)
        else:
            found.add(Key(frozenset(names), key.proof if names else "single"))
    return found


def _is(output: Output, relation: Relation, column: str) -> bool:
    """Whether a query gives a column of a relation as one of its own."""
    value = output.value.bare()
    if relation.body is not None:  # a star over it gives its own expressions
        below = sources.outputs(relation.body).named(column)
        if below and below[0].value == output.value:
            return True
    if value.kind != "column" or value.name.lower() != column:
        return False
    if value.qualifier:
        return value.qualifier.lower() == relation.alias
    select = value.parent("select")
    owner = sources.owner(value, sources.relations(select)) if select is not None else None
    return owner is None or owner.alias == relation.alias


def _closure(
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
            keys = relation_keys(relation)
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
    fixed = _fixed(known)
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


def _fixed(known: Conditions) -> set[Place]:
    return {p for left, right, plain in known.equal for p in _constant(left, right, plain)}


def _rest(read: list[Relation], found: tuple[set[str], set[Place]]) -> list[Relation]:
    return [one for one in read if one.alias not in found[0]]


def multipliers(select: Node, relation: Relation, within: list[Node]) -> list[tuple[Relation, Key]]:
    """Return the relations that provably repeat a row of one, with the key that proves it."""
    read = [one for one in sources.relations(select) if not one.filters]
    if len({one.alias for one in read}) < len(read):
        return []
    known = conditions(select, read)
    if known.opaque:
        return []
    fixed = set(_fixed(known))
    for value in within:
        found = places(value, read)
        if found is None:
            return []
        fixed |= found
    closure = _closure(read, known, {relation.alias}, fixed, trusting=True)
    repeated = []
    for other in _rest(read, closure):
        keys = relation_keys(other)
        tied = {column for alias, column in closure[1] if alias == other.alias}
        if read.index(other) < read.index(_same(read, relation)):
            back = _closure(read, known, {other.alias}, fixed, trusting=True)
            if relation.alias in back[0]:
                continue  # looked up for each row of the other, as a price for each line
        if keys and tied:
            key = min(keys, key=lambda one: (len(one.columns - tied), sorted(one.columns)))
            if _proves(key, tied, other):
                repeated.append((other, key))
    return repeated


def _proves(key: Key, tied: set[str], relation: Relation) -> bool:
    """Whether a key that a join leaves open means several rows, and not only that it names more.

    A declared key names nothing that it does not need. GROUP BY often names what depends on the rest:
    it proves something where it is by time too, by the id of what the relation is named after, or by one
    more column that describes no other.
    """
    if key.proof == "declared":
        return True
    left = key.columns - tied
    if any(_PERIOD.search(column) for column in left):
        return True
    name = re.sub(r"(?:ies|s)$", "", relation.node.name.lower().rpartition("_")[2])
    if len(name) > 2 and any(
        re.fullmatch(rf"{name}\w{{0,2}}_?(?:id|key|uuid)", column) for column in left
    ):
        return True
    stems = {re.sub(r"_?(id|key|code|uuid)$", "", column) for column in tied & key.columns}
    depends = any(_DEPENDS.search(c) or any(s and s in c for s in stems) for c in left)
    return len(left) == 1 and len(key.columns) == 2 and not depends


_PERIOD = re.compile(
    r"date|day|week|month|quarter|year|hour|period|_at$|^dt$|^ds$|time|interval|_on$|seq|line_no"
)
_DEPENDS = re.compile(
    r"name|label|title|desc|email|country|currency|created|start|version|url|price|amount|total"
)


def _same(read: list[Relation], relation: Relation) -> Relation:
    return next(one for one in read if one.alias == relation.alias)


def fixes(select: Node, values: list[Node], relation: Relation) -> bool:
    """Whether a relation has one row at most for each combination of some values."""
    closure = _from_values(select, values)
    return closure is not None and relation.alias in closure[1][0]


def tells_apart(select: Node, values: list[Node]) -> bool:
    """Whether some values are known to tell all rows that a SELECT reads apart."""
    closure = _from_values(select, values)
    return closure is not None and not _rest(closure[0], closure[1])


def fixes_groups(select: Node, values: list[Node]) -> bool:
    """Whether some values determine every expression that a SELECT is grouped by."""
    closure = _from_values(select, values)
    if closure is None:
        return False
    read, (aliases, settled) = closure
    for value in group_values(select):
        found = places(value, read)
        if found is None or not all(p[0] in aliases or p in settled for p in found):
            return False
    return True


def unsettled(select: Node, relation: Relation) -> list[Relation]:
    """Return the other relations of which one row of a relation may meet several."""
    read = [one for one in sources.relations(select) if not one.filters]
    known = conditions(select, read)
    return _rest(read, _closure(read, known, {relation.alias}, _fixed(known), trusting=False))


def _from_values(
    select: Node, values: list[Node]
) -> tuple[list[Relation], tuple[set[str], set[Place]]] | None:
    read = [one for one in sources.relations(select) if not one.filters]
    known = conditions(select, read)
    fixed = _fixed(known)
    for value in values:
        bare = value.bare()
        found = places(bare, read)
        if found is None:
            return None
        if bare.kind == "column" or len(found) == 0:
            fixed |= found
    return read, _closure(read, known, set(), fixed, trusting=False)
