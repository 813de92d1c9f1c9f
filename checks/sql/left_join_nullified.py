from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger

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
            right_sides = _left_joined(select)
            for condition in where.conjuncts():
                bare = condition.bare()
                name = _rejects(bare, right_sides)
                if name:
                    del right_sides[name.lower()]  # one condition is enough to say it of a join
                    yield Hit(
                        condition,
                        f"`{bare.sql}` is never true for rows without a match in `{name}`, so the "
                        f"LEFT JOIN of `{name}` keeps only matches.",
                    )


def _left_joined(select: Node) -> dict[str, str]:
    """Return the right sides of LEFT JOINs that no later inner join or comparison depends on."""
    names: dict[str, str] = {}
    for join in select.parts("joins"):
        table = join.get("this")
        if table is None or not table.alias:
            continue
        if join.word("side") == "LEFT" and join.word("kind") in ("", "OUTER"):
            names[table.alias.lower()] = table.alias
    return names


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
