"""Which columns identify a row, of tables and of queries.

Keys come from declarations, GROUP BY, DISTINCT, ROW_NUMBER() = 1, UNION and LIMIT 1, and are carried
through joins by what the conditions determine.
"""

from __future__ import annotations

from groundrules.facts.sql import sources
from groundrules.facts.sql.closure import Key, closure, constant, rest
from groundrules.facts.sql.equalities import Conditions, Place, conditions, places
from groundrules.facts.sql.grouping import aggregates, group_values
from groundrules.facts.sql.node import Node
from groundrules.facts.sql.numbered import picked
from groundrules.facts.sql.sources import Output, Outputs, Relation

_ONE_ROW = Key(frozenset(), "single")
_SEVERAL = frozenset(
    {"explode", "posexplode", "unnest", "generateseries", "inline", "explodingenerateseries"}
)
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
    fixed = {place for left, right, plain in known.equal for place in constant(left, right, plain)}
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


def _inherited(
    read: list[Relation], known: Conditions, columns: Outputs, fixed: set[Place]
) -> set[Key]:
    """Return the keys of joined relations that no other relation's rows repeat."""
    found: set[Key] = set()
    for relation in read:
        if not _always_there(relation, read):
            continue
        if not rest(read, closure(read, known, {relation.alias}, fixed, trusting=False)):
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
