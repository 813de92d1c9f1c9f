import re
from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class AverageOfAverages(QueryRule):
    """An average is taken of averages, each group weighing alike whatever its size.

    Why: A country with 1 order of 100 and one with 9 orders of 10 average to 55, where the mean
    order is 19.

    Bad:
        ```sql
        WITH orders AS (
          SELECT 'A' AS country, 100 AS amount UNION ALL SELECT 'B', 10 UNION ALL SELECT 'B', 10
        ), by_country AS (SELECT country, AVG(amount) AS mean_amount FROM orders GROUP BY country)
        SELECT AVG(mean_amount) FROM by_country
        ```
    Good:
        ```sql
        WITH orders AS (
          SELECT 'A' AS country, 100 AS amount UNION ALL SELECT 'B', 10 UNION ALL SELECT 'B', 10
        )
        SELECT AVG(amount) FROM orders
        ```
    """

    code = "SQL008"
    name = "average-of-averages"
    severity = Severity.WARNING
    standard = "sql/averages"
    mend = "Divide the sum of the sums by the sum of the counts; or say that each group is to weigh alike."
    triggers = (Trigger(any_pattern=(r"(?i)\bavg\s*\(",)),)

    def check(self, query: Query) -> Iterator[Hit]:
        for average in query.find("avg"):
            inner = average.get("this")
            if inner is None or average.parent("window", "select", "filter") is None:
                continue
            if (average.parent("window", "select") or average).kind == "window":
                continue  # a moving average of a series
            lower = _lower(query, inner)
            if lower is not None:
                yield Hit(
                    average,
                    f"`{average.text}` averages `{lower.text}`, itself {_what(lower)}: "
                    "what is small weighs like what is large.",
                )


_MEASURE = re.compile(r"second|minute|hour|day|duration|distance|length|size|weight|area", re.I)
_SAME = ("paren", "round", "cast", "trycast", "coalesce", "nullif", "abs")
_QUOTIENTS = ("div", "safedivide")
_COUNTS = ("sum", "count", "countif", "approxdistinct")


def _core(node: Node) -> Node:
    """Take off rounding, casts, and a constant that scales."""
    while True:
        inner = node.get("this")
        if node.kind in _SAME and inner is not None:
            node = inner
            continue
        sides = [node.get("this"), node.get("expression")] if node.kind == "mul" else []
        scaled = [side for side in sides if side is not None and side.bare().kind != "literal"]
        if len(sides) == 2 and len(scaled) == 1:
            node = scaled[0]
            continue
        return node


def _lower(query: Query, value: Node, depth: int = 0) -> Node | None:
    """Return the average or quotient of totals that a value is, in a grouped SELECT below."""
    core = _core(value)
    if core.kind == "column" and depth < 8:
        origins = [origin for origin in query.origins(core) if origin != core]
        found = [_lower(query, origin, depth + 1) for origin in origins]
        return found[0] if found and all(found) else None
    sides = [core.get("this"), core.get("expression")] if core.kind in _QUOTIENTS else []
    if sides and all(side is not None and _core(side).kind == "column" for side in sides):
        if "{" in core.text:
            return None  # figures of a template
        if sides[1] is not None and _MEASURE.search(_core(sides[1]).name):
            return None  # a speed or an error of each row, not a share
        return core  # a share of each row, whatever stands behind it
    select = core.parent("select")
    if depth == 0 or select is None or not select.has("group") or query.by_individual(select):
        return None
    if core.kind == "avg":
        return core
    return (
        core if sides and all(side is not None and _total(query, side) for side in sides) else None
    )


def _total(query: Query, node: Node) -> bool:
    """Whether it is a total of a group, here or a level below."""
    core = _core(node)
    if core.kind in ("add", "sub"):
        parts = [core.get("this"), core.get("expression")]
        return any(part is not None and _total(query, part) for part in parts)
    if core.kind in ("case", "if"):
        return any(branch is not None and _total(query, branch) for branch in [core.get("true")])
    return core.kind in _COUNTS


def _what(lower: Node) -> str:
    return "an average" if lower.kind == "avg" else "a quotient"
