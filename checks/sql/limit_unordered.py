from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class LimitUnordered(QueryRule):
    """A LIMIT without ORDER BY feeds a result: which rows it keeps is left to the engine.

    Why: Of 2 rows, LIMIT 1 may keep either, and a query that ran yesterday may keep the other today.

    Bad:
        ```sql
        SELECT SUM(amount) FROM (SELECT amount FROM (VALUES (1), (2)) AS t(amount) LIMIT 1) AS top
        ```
    Good:
        ```sql
        SELECT SUM(amount)
        FROM (SELECT amount FROM (VALUES (1), (2)) AS t(amount) ORDER BY amount DESC LIMIT 1) AS top
        ```
    """

    code = "SQL017"
    name = "limit-unordered"
    severity = Severity.INFO
    standard = "sql/shape"
    mend = "Order by something that tells the rows apart; to sample, use a seeded TABLESAMPLE."
    triggers = (Trigger(any_pattern=(r"(?i)\b(?:limit|top|fetch)\b",)),)

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            limit = select.get("limit")
            if limit is None or select.has("order") or not select.tables():
                continue
            count = limit.get("expression") or limit.get("count")
            if count is not None and count.kind == "literal" and count.name == "0":
                continue  # only the shape is wanted
            if all(one.node.kind == "unnest" for one in query.relations(select)):
                continue  # a value looked up in the row's own array
            if (
                _feeds(select)
                or select.has("group")
                or (count is not None and count.kind == "column")
            ):
                yield Hit(
                    limit, f"`{limit.text}` keeps rows by chance: its SELECT has no ORDER BY."
                )


def _feeds(select: Node) -> bool:
    """Whether its rows go on into another query or a table, rather than to a reader."""
    parent = select.parent()
    while parent is not None and parent.kind == "paren":
        parent = parent.parent()
    return parent is not None and parent.kind in ("subquery", "cte", "create", "insert")
