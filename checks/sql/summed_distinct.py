from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class SummedDistinct(QueryRule):
    """A SUM over counts of distinct users counts a user once in every group.

    Why: Distinct counts do not add up. In the example one user on three days sums to 3 users.

    Bad:
        ```sql
        WITH daily AS (
          SELECT day, COUNT(DISTINCT user_id) AS users
          FROM (VALUES (1, 7), (2, 7), (3, 7)) AS t(day, user_id)
          GROUP BY day
        )
        SELECT SUM(users) FROM daily
        ```
    Good:
        ```sql
        SELECT COUNT(DISTINCT user_id)
        FROM (VALUES (1, 7), (2, 7), (3, 7)) AS t(day, user_id)
        ```
    """

    code = "SQL020"
    name = "summed-distinct"
    severity = Severity.WARNING
    standard = "sql/counting"
    mend = "Count the distinct values over the whole period again, or keep a mergeable sketch."
    triggers = (
        Trigger(any_word=("sum",)),
        Trigger(any_word=("count",)),
        Trigger(any_word=("distinct",)),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            sources = list(query.sources(select))
            for projection in select.parts("expressions"):
                for total in projection.find("sum"):
                    if total.parent("window") is not None and total.parent("window") != select:
                        window = total.parent("window")
                        if window is not None and window.get("this") == total:
                            continue  # a running total is another matter
                    inner = total.get("this")
                    column = inner.bare() if inner is not None else None
                    if column is None or column.kind != "column":
                        continue
                    for alias, body in sources:
                        if column.qualifier and column.qualifier.lower() != alias:
                            continue
                        counted = _distinct_count(body, column.name)
                        if counted:
                            yield Hit(
                                total,
                                f"`{total.text}` adds up `{counted}`, counted within each group: "
                                "who is in several groups is counted several times.",
                            )


def _distinct_count(body: Node, name: str) -> str | None:
    """Return the COUNT(DISTINCT …) that a grouped SELECT gives under a name."""
    group = body.get("group")
    if group is None:
        return None
    for projection in body.parts("expressions"):
        if projection.alias.lower() != name.lower():
            continue
        bare = projection.get("this") if projection.kind == "alias" else projection
        if bare is None or bare.kind not in ("count", "approxdistinct"):
            return None
        if bare.kind == "approxdistinct" or any(True for _ in bare.find("distinct")):
            counted = bare.get("this")
            values = counted.parts("expressions") if counted is not None else []
            keys = {key.bare().name.lower() for key in group.parts("expressions")}
            # The group's own key differs from group to group, so its counts do add up.
            if values and {value.bare().name.lower() for value in values} & keys:
                return None
            return bare.text
    return None
