from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class BareUnion(QueryRule):
    """UNION drops rows that are alike, and what is left is added up.

    Only where a SUM, an AVG or a COUNT is taken of the rows of a UNION without ALL; a union of ids to
    tell them apart is left alone.

    Why: Two sales of 10, one in each table, sum to 10 instead of 20.

    Bad:
        ```sql
        WITH web AS (SELECT 10 AS amount), shop AS (SELECT 10 AS amount)
        SELECT SUM(amount) FROM (SELECT amount FROM web UNION SELECT amount FROM shop) AS sales
        ```
    Good:
        ```sql
        WITH web AS (SELECT 10 AS amount), shop AS (SELECT 10 AS amount)
        SELECT SUM(amount) FROM (SELECT amount FROM web UNION ALL SELECT amount FROM shop) AS sales
        ```
    """

    code = "SQL014"
    name = "bare-union"
    severity = Severity.WARNING
    standard = "sql/shape"
    mend = "Write UNION ALL to keep every row, or UNION DISTINCT where like rows are to be one."
    triggers = (
        Trigger(any_pattern=(r"(?i)\bunion\b",)),
        Trigger(any_pattern=(r"(?i)\b(?:sum|avg)\s*\(",)),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            for relation in query.relations(select):
                body = relation.body
                if body is None or body.kind != "union" or not body.has("distinct"):
                    continue
                total = _total(query, select)
                if total is not None and not _said(body):
                    yield Hit(
                        total,
                        f"`{total.text}` adds up the rows of `{relation.alias or 'a union'}`, whose UNION drops "
                        "rows that are alike.",
                    )
                    break


def _total(query: Query, select: Node) -> Node | None:
    """Return the first SUM or AVG of a column in a SELECT."""
    for projection in select.parts("expressions"):
        for node in projection.walk(lambda n: n.kind not in ("select", "subquery", "window")):
            inner = node.get("this") if node.kind in ("sum", "avg") else None
            if inner is not None and inner.bare().kind == "column":
                return node
    return None


def _said(body: Node) -> bool:
    """Whether UNION DISTINCT is written out, or each branch has aggregated its rows already."""
    between = body.text.upper()
    return "UNION DISTINCT" in between or all(
        branch.has("group") or branch.has("distinct") for branch in body.query.branches(body)
    )
