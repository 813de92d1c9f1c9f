from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class BareUnion(QueryRule):
    """UNION drops rows that are alike, and what is left is stored or added up.

    Off by default: dropping them may be what is meant, which only UNION DISTINCT would say. A union of
    ids alone, or in IN or EXISTS, is left alone.

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
    severity = Severity.INFO
    standard = "sql/shape"
    mend = "Write UNION ALL to keep every row, or UNION DISTINCT where like rows are to be one."
    triggers = (Trigger(any_pattern=(r"(?i)\bunion\b",)),)

    def check(self, query: Query) -> Iterator[Hit]:
        for union in query.find("union"):
            left, right = union.get("this"), union.get("expression")
            if left is None or right is None or not union.has("distinct"):
                continue
            place = query.between(left, right)
            if "DISTINCT" in place.text.upper() or _alike_is_meant(query, union):
                continue
            why = _goes_on(query, union)
            if why:
                yield Hit(place, f"UNION drops rows that are alike, and what is left {why}.")


def _alike_is_meant(query: Query, union: Node) -> bool:
    """Whether telling rows apart is the point: one column, a recursion, a lookup."""
    columns = query.outputs(union)
    parent = union.parent("in", "exists", "cte", "select", "create", "insert")
    recursive = union.parent("with")
    return (
        (len(columns.columns) < 2 and not columns.open and not _summed(query, union))
        or (parent is not None and parent.kind in ("in", "exists"))
        or (recursive is not None and recursive.has("recursive"))
    )


def _goes_on(query: Query, union: Node) -> str | None:
    """Return what becomes of the rows, if they are stored or aggregated."""
    if _summed(query, union):
        return "is added up or counted"
    node: Node | None = union.parent()
    while node is not None and node.kind in ("subquery", "paren", "union", "with"):
        node = node.parent()
    stored = node is not None and node.kind in ("create", "insert")
    return "is stored" if stored or (node is None and query.is_model) else None


def _summed(query: Query, union: Node) -> bool:
    """Whether some SELECT takes a SUM, an AVG or a COUNT of the rows."""
    top = union
    while (parent := top.parent()) is not None and parent.kind in ("union", "paren"):
        top = parent
    for select in query.selects():
        if any(relation.body == top for relation in query.relations(select)):
            for projection in select.parts("expressions"):
                for node in projection.walk(
                    lambda n: n.kind not in ("select", "subquery", "window")
                ):
                    inner = node.get("this") if node.kind in ("sum", "avg", "count") else None
                    if inner is not None and inner.kind != "distinct":
                        return True
    return False
