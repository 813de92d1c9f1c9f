import re
from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class NotInNullable(QueryRule):
    """NOT IN over a subquery whose column may be NULL keeps nothing as soon as one NULL is in it.

    A column that is named like the tested one is taken for the key of a list.

    Shown by default is a column that the query itself shows to hold NULL: of the outer side of a join, of a CASE
    without an ELSE, of values with a NULL among them. Any other column without a guard is shown only where
    this rule is asked for, since most are keys that the database keeps from being NULL.

    Why: Of 3 users, 1 is blocked and 1 blocked row has no user: 0 users are left, where 2 should be.

    Bad:
        ```sql
        WITH users AS (SELECT * FROM (VALUES (1), (2), (3)) AS t(user_id)),
        blocked AS (SELECT * FROM (VALUES (1), (NULL)) AS t(blocked_user))
        SELECT user_id FROM users WHERE user_id NOT IN (SELECT blocked_user FROM blocked)
        ```
    Good:
        ```sql
        WITH users AS (SELECT * FROM (VALUES (1), (2), (3)) AS t(user_id)),
        blocked AS (SELECT * FROM (VALUES (1), (NULL)) AS t(blocked_user))
        SELECT user_id FROM users WHERE NOT EXISTS (
          SELECT 1 FROM blocked WHERE blocked.blocked_user = users.user_id
        )
        ```
    """

    code = "SQL004"
    name = "not-in-nullable"
    severity = Severity.WARNING
    standard = "sql/nulls"
    mend = "Write NOT EXISTS, or WHERE … IS NOT NULL in the subquery."
    triggers = (
        Trigger(
            any_pattern=(r"(?i)\bin\b(?:[\s(\"'+\\]|--[^\n]*|/\*[^*]*\*/)*\b(?:select|with)\b",)
        ),
        Trigger(any_word=("not",)),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for test in query.find("in"):
            subquery = test.get("query")
            negation = test.parent()
            while negation is not None and negation.kind == "paren":
                negation = negation.parent()
            if subquery is None or negation is None or negation.kind != "not":
                continue
            body = subquery.get("this") if subquery.kind == "subquery" else subquery
            for select in query.branches(body):
                column, shown = _nullable(query, select, test)
                if column is not None:
                    yield Hit(
                        test,
                        f"One NULL in `{column.text}` makes this NOT IN keep no row: nothing says that "
                        "it is never NULL.",
                        None if shown else Severity.INFO,
                    )
                    break


def _nullable(query: Query, select: Node, test: Node) -> tuple[Node | None, bool]:
    """Return the column that a SELECT gives, if it may be NULL, and whether the query shows that it is.

    A column of the tested one's own name is taken for a key of its list, such as `blocked.user_id`.
    """
    tested = test.get("this")
    names = {column.name.lower() for column in tested.columns()} if tested is not None else set()
    projections = select.parts("expressions")
    value = projections[0].value().bare() if len(projections) == 1 else None
    if value is None or value.kind != "column" or value.get("this") is None or value.name == "*":
        return None, False
    if query.never_null(value) or query.rejects_null(select, value):
        return None, False
    for origin in query.origins(value):
        if origin.kind == "values" and any(True for _ in origin.find("null")):
            return value, True
        outer = (owner := query.owner(origin)) is not None and owner.side in ("LEFT", "FULL")
        known = _same(origin.name.lower(), names) or _own_key(query, origin)
        if origin.kind == "column" and (outer or not known):
            return value, outer
        if origin.kind in ("null", "nullif") or (
            origin.kind == "case" and not origin.has("default")
        ):
            return value, True
    return None, False


def _same(name: str, tested: set[str]) -> bool:
    """Whether a column is by its name the tested one: itself, numbered (`id_l`), or `user_id` for an `id`."""
    return any(name.startswith(one) or (one == "id" and name.endswith("_id")) for one in tested)


def _own_key(query: Query, column: Node) -> bool:
    """Whether a column is by its name the key of its own table: `users.id`, `users.user_id`."""
    owner = query.owner(column)
    if owner is not None and owner.node.kind == "values":
        return not any(True for _ in owner.node.find("null"))
    if owner is None or not owner.table:
        return True  # nobody can tell what it is
    table = re.sub(
        r"^(?:stg|dim|fct|fact|int|tbl|base)_+|_(?:stage|staging|manual|tmp|temp|raw)$",
        "",
        owner.node.name.lower(),
    )
    name = column.name.lower()
    stems = {table, table.rstrip("s"), re.sub(r"ies$", "y", table), re.sub(r"es$", "", table)}
    return name in ("id", "pk", "key", "uuid") or any(
        name in (f"{s}_id", f"{s}id", f"{s}_key", f"{s}_code") for s in stems
    )
