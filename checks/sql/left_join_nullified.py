from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Relation, Severity, Trigger

# What keeps or replaces a NULL, so that the condition may well be meant.
_NULL_AWARE = (
    "is",
    "coalesce",
    "or",
    "case",
    "if",
    "nullsafeeq",
    "nullsafeneq",
    "anonymous",
    "exists",
    "in_subquery",
)
_REJECTING = ("eq", "neq", "gt", "gte", "lt", "lte", "like", "ilike", "in", "between")


class LeftJoinNullified(QueryRule):
    """A LEFT JOIN is turned into an inner join by a WHERE condition on its right side.

    Why: Users without a matching row have NULL there, NULL fails the condition, and they
    are gone: in the example, 1 of 3 users is left and revenue per user is 3 times too high.

    Bad:
        ```sql
        WITH users AS (SELECT * FROM (VALUES (1), (2), (3)) AS t(user_id)),
        orders AS (SELECT * FROM (VALUES (1, 'paid')) AS t(user_id, status))
        SELECT users.user_id
        FROM users LEFT JOIN orders ON users.user_id = orders.user_id
        WHERE orders.status = 'paid'
        ```
    Good:
        ```sql
        WITH users AS (SELECT * FROM (VALUES (1), (2), (3)) AS t(user_id)),
        orders AS (SELECT * FROM (VALUES (1, 'paid')) AS t(user_id, status))
        SELECT users.user_id
        FROM users LEFT JOIN orders
          ON users.user_id = orders.user_id AND orders.status = 'paid'
        ```
    """

    code = "SQL003"
    name = "left-join-nullified"
    severity = Severity.WARNING
    standard = "sql/joins"
    mend = "Move the condition into the ON clause, or write INNER JOIN if that is what is meant."
    triggers = (
        Trigger(any_pattern=(r"(?i)\bleft\b",)),
        Trigger(any_word=("where",)),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            where = select.get("where")
            if where is None:
                continue
            conditions = where.conjuncts()
            right_sides = _left_joined(query, select)
            for name in _asked_for(conditions):
                right_sides.pop(name, None)
            for condition in conditions:
                bare = condition.bare()
                rejected = _rejects(bare, right_sides)
                if rejected:
                    del right_sides[rejected.lower()]  # one condition is enough to say it of a join
                    yield Hit(
                        condition,
                        f"`{bare.sql}` is never true for rows without a match in `{rejected}`, so the "
                        f"LEFT JOIN of `{rejected}` keeps only matches.",
                    )


def _left_joined(query: Query, select: Node) -> dict[str, str]:
    """Return the right sides of LEFT JOINs that can have no match for a row of the first table."""
    names: dict[str, str] = {}
    read = query.relations(select)
    for other in read[1:]:
        join, first = other.join, read[0]
        if join is None or not other.alias:
            continue
        if other.side == "LEFT" and join.word("kind") in ("", "OUTER"):
            made_whole = _made_of(query, other, first, whole=True)
            if not made_whole and not _made_of(query, first, other, whole=False):
                names[other.alias] = other.node.alias
    return names


def _made_of(query: Query, relation: Relation, source: Relation, *, whole: bool) -> bool:
    """Whether a relation is a query of another's rows; `whole`: of all of them."""
    body = relation.body
    if body is None or body.kind != "select":
        return False
    if whole and any(body.has(part) for part in ("where", "having", "qualify", "limit", "joins")):
        return False
    inner = query.relations(body)
    return bool(inner) and inner[0].node.dotted.lower() == source.node.dotted.lower() != ""


def _asked_for(conditions: list[Node]) -> Iterator[str]:
    """Yield the tables of which a condition of its own says that a match is needed."""
    for condition in conditions:
        bare = condition.bare()
        inner = bare.get("this") if bare.kind == "not" else None
        if inner is not None and inner.bare().kind == "is":
            yield from (column.qualifier.lower() for column in inner.columns())


def _rejects(condition: Node, right_sides: dict[str, str]) -> str | None:
    """Return the right side that a condition rejects NULLs of, if it does."""
    if condition.kind not in _REJECTING:
        return None
    if any(node.kind in _NULL_AWARE or node.kind.startswith("json") for node in condition.walk()):
        return None
    if condition.kind == "in" and condition.has("query"):
        return None
    columns = condition.columns()
    qualifiers = {column.qualifier.lower() for column in columns}
    if len(qualifiers) != 1:  # compared with the left side, or unqualified: nobody can tell
        return None
    return right_sides.get(qualifiers.pop())
