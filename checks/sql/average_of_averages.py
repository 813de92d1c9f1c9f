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
    triggers = (Trigger(any_word=("avg",)),)

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            sources = dict(query.sources(select))
            for average in (a for part in select.parts("expressions") for a in part.find("avg")):
                inner = average.get("this")
                column = inner.bare() if inner is not None else None
                if column is None or column.kind != "column" or average.parent("window"):
                    continue
                for alias, body in sources.items():
                    if column.qualifier and column.qualifier.lower() != alias:
                        continue
                    lower = _averaged(body, column.name)
                    if lower is not None:
                        yield Hit(
                            average,
                            f"`{average.text}` averages `{lower.text}`, itself an average of each "
                            "group: small groups weigh like large ones.",
                        )


def _averaged(body: Node, name: str) -> Node | None:
    """Return the average or quotient of totals that a grouped SELECT gives under a name."""
    if not body.has("group"):
        return None
    for projection in body.parts("expressions"):
        if projection.alias.lower() == name.lower():
            value = projection.get("this") if projection.kind == "alias" else projection
            while value is not None and value.kind in ("paren", "round", "cast", "coalesce"):
                value = value.get("this")
            if value is None or value.kind == "avg":
                return value
            totals = [value.get("this"), value.get("expression")] if value.kind == "div" else []
            return value if totals and all(t is not None and _total(t) for t in totals) else None
    return None


def _total(node: Node) -> bool:
    return any(part.kind in ("sum", "count") for part in node.walk())
