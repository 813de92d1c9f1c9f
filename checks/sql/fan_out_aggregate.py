from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class FanOutAggregate(QueryRule):
    """A total is taken of one side of a join that repeats its rows.

    It speaks only where the grain is proven: by a declared key, GROUP BY, DISTINCT or ROW_NUMBER() = 1.

    Why: An order of 100 with 3 lines, joined to its lines, sums to 300.

    Bad:
        ```sql
        WITH raw AS (SELECT 1 AS order_id, d AS day FROM (VALUES (1), (2), (3)) AS t(d)),
        orders AS (SELECT 1 AS order_id, 100 AS total),
        shipped AS (SELECT order_id, day, COUNT(*) AS parcels FROM raw GROUP BY order_id, day)
        SELECT SUM(o.total) FROM orders o JOIN shipped s ON s.order_id = o.order_id
        ```
    Good:
        ```sql
        WITH raw AS (SELECT 1 AS order_id, d AS day FROM (VALUES (1), (2), (3)) AS t(d)),
        orders AS (SELECT 1 AS order_id, 100 AS total),
        shipped AS (SELECT order_id, COUNT(*) AS parcels FROM raw GROUP BY order_id)
        SELECT SUM(o.total) FROM orders o JOIN shipped s ON s.order_id = o.order_id
        ```
    """

    code = "SQL001"
    name = "fan-out-aggregate"
    severity = Severity.ERROR
    standard = "sql/grain"
    mend = "Aggregate the finer side to the grain of the other before the join."
    triggers = (
        Trigger(any_pattern=(r"(?i)\bjoin\b",)),
        Trigger(any_pattern=(r"(?i)\b(?:sum|avg)\s*\(", r"(?i)\bcount\s*\(\s*(?:[^\s)*d]|d[^i])")),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            joins = select.parts("joins")
            if not any(join.has("on") or join.has("using") for join in joins):
                continue
            within = query.group_values(select)
            for total in _totals(select):
                yield from _repeated(query, select, total, within)


def _totals(select: Node) -> Iterator[Node]:
    """Yield the SUM, AVG and COUNT of a SELECT's projections that no window or DISTINCT changes."""
    for projection in (*select.parts("expressions"), *filter(None, [select.get("having")])):
        for node in projection.walk(lambda n: n.kind not in ("window", "select", "subquery")):
            inner = node.get("this") if node.kind in ("sum", "avg", "count") else None
            if inner is not None and inner.kind not in ("distinct", "star"):
                yield node


def _repeated(query: Query, select: Node, total: Node, within: list[Node]) -> Iterator[Hit]:
    measured = [column for part in _measures(total) for column in part.columns()]
    owners = {owner.alias: owner for c in total.columns() if (owner := query.owner(c, select))}
    if not measured or len(owners) != 1 or any(query.owner(c, select) is None for c in measured):
        return
    (relation,) = owners.values()
    fixed = query.fixes(select, within, relation)
    if total.kind == "avg" and fixed:
        return  # the mean of one value, however often it is repeated
    if total.kind == "count" and (fixed or not _is_key(query, relation, measured)):
        return  # the joined rows are what is counted
    for other, key in query.multipliers(select, relation, within):
        columns = ", ".join(sorted(key.columns))
        yield Hit(
            total,
            f"`{total.text}` takes a row of `{relation.alias}` once for each row of `{other.alias}` "
            f"that joins it: `{other.alias}` has one row per ({columns}), which the join leaves open.",
        )
        return


def _measures(total: Node) -> Iterator[Node]:
    """Yield what is added up, without the conditions that choose it."""
    inner = total.get("this")
    stack = [inner] if inner is not None else []
    while stack:
        node = stack.pop().bare()
        branches = [branch.get("true") for branch in node.parts("ifs")]
        branches += [node.get("true"), node.get("false"), node.get("default")]
        given = [branch for branch in branches if branch is not None]
        if given and node.kind in ("case", "if"):
            stack += given
        else:
            yield node


def _is_key(query: Query, relation: object, measured: list[Node]) -> bool:
    names = frozenset(column.name.lower() for column in measured)
    return any(key.columns == names for key in query.keys(relation))  # type: ignore[arg-type]
