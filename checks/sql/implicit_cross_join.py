from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger

_NAME = r"(?:[\w.`\"\[\]$@:'-]|\{\{[^}]*\}\}|\$?\{[^}]*\})+"
# A comma right after the first table of a FROM.
_COMMA = rf"(?i)\bfrom(?:\s|--[^\n]*)+{_NAME}(?:\s+(?:as\s+)?[\w`\"]+)?(?:\s|--[^\n]*|[\"'+])*,"
# A JOIN of a table that no ON or USING follows.
_BARE_JOIN = (
    rf"(?i)\bjoin\s+{_NAME}(?:\s+(?:as\s+)?\w+)?(?:\s|--[^\n]*)*"
    r"(?:\b(?:where|join|left|inner|right|cross|full|group|order|limit|having|union)\b|[;)\"']|\z)"
)


class ImplicitCrossJoin(QueryRule):
    """Two tables stand side by side with no condition between them: every row meets every row.

    Why: 3 orders beside 2 users make 6 rows, and every sum over the orders doubles.

    Bad:
        ```sql
        WITH orders AS (SELECT * FROM (VALUES (1, 5), (1, 5), (2, 5)) AS t(user_id, amount)),
        users AS (SELECT * FROM (VALUES (1), (2)) AS t(user_id))
        SELECT SUM(orders.amount) FROM orders, users WHERE orders.amount > 0
        ```
    Good:
        ```sql
        WITH orders AS (SELECT * FROM (VALUES (1, 5), (1, 5), (2, 5)) AS t(user_id, amount)),
        users AS (SELECT * FROM (VALUES (1), (2)) AS t(user_id))
        SELECT SUM(orders.amount) FROM orders JOIN users ON orders.user_id = users.user_id
        ```
    """

    code = "SQL019"
    name = "implicit-cross-join"
    severity = Severity.INFO
    standard = "sql/joins"
    mend = "Write JOIN … ON, or CROSS JOIN where every pair is meant."
    triggers = (Trigger(any_pattern=(_COMMA, _BARE_JOIN)),)

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            table = next(iter(select.tables()), None)
            joins = select.parts("joins")
            if table is None or not joins or not _is_table(query, table):
                continue
            if not any(_is_plain(join) for join in (joins[0], *_bare(joins))):
                continue
            tied = _tied(select)
            if tied is None:
                continue
            for join in joins:
                right = join.get("this")
                if not _is_plain(join) or right is None or not _is_table(query, right):
                    continue
                if right.alias.lower() not in tied:
                    yield Hit(
                        right,
                        f"Nothing ties `{right.alias}` to the other tables: each of its rows "
                        "meets each row of theirs.",
                    )


def _is_plain(join: Node) -> bool:
    """Whether nothing ties a joined table: a comma, or a JOIN without ON; CROSS JOIN says so itself."""
    if any(join.has(part) for part in ("on", "using", "side", "method")):
        return False
    return not join.word("kind") or (
        join.word("kind") == "CROSS" and join.lead_text.rstrip().endswith(",")
    )


def _bare(joins: list[Node]) -> list[Node]:
    """Return the joins that are written as JOIN, with no ON."""
    return [join for join in joins if "JOIN" in join.lead_text.upper()]


def _is_table(query: Query, node: Node) -> bool:
    """Whether it is a table of many rows, not a function, an array of a row, or one row."""
    if node.kind != "table" or not node.alias:
        return False
    inner = node.get("this")
    if inner is None or inner.kind != "identifier":
        return False  # a function
    body = query.cte(node.name)
    return body is None or (body.kind == "select" and not _one_row(body))


def _one_row(body: Node) -> bool:
    """Whether a SELECT gives one row: no FROM, a LIMIT, or aggregates without groups."""
    if not body.tables() or body.has("limit"):
        return True
    aggregates = ("count", "sum", "avg", "min", "max", "median", "stddev", "quantile")
    found = any(
        node.kind in aggregates for part in body.parts("expressions") for node in part.walk()
    )
    return found and not body.has("group")


def _tied(select: Node) -> set[str] | None:
    """Return the tables that conditions name beside another; None where a column names no table."""
    conditions = [select.get("where"), select.get("qualify")]
    conditions += [join.get("on") for join in select.parts("joins")]
    tied: set[str] = set()
    for condition in conditions:
        for part in condition.conjuncts() if condition is not None else ():
            columns = list(part.find("column"))
            if len(columns) > 1 and not all(column.qualifier for column in columns):
                return None
            names = {column.qualifier.lower() for column in columns}
            tied |= names if len(names) > 1 else set()
    return tied
