from collections.abc import Iterator

from groundrules import Hit, Query, QueryRule, Severity, Trigger


class DistinctMasksJoin(QueryRule):
    """DISTINCT hides that a join repeats the rows of the one side that is shown.

    Off by default: as a filter by a join it gives the right rows, and what is wrong is only that the
    repetition is there for the next aggregate.

    Why: 1 user with 3 orders is 3 rows after the join; DISTINCT shows 1, and a COUNT added later says 3.

    Bad:
        ```sql
        WITH users AS (SELECT 1 AS user_id, 'DE' AS country),
        orders AS (SELECT 1 AS user_id FROM (VALUES (1), (2), (3)) AS t(n))
        SELECT DISTINCT u.user_id, u.country FROM users u JOIN orders o ON o.user_id = u.user_id
        ```
    Good:
        ```sql
        WITH users AS (SELECT 1 AS user_id, 'DE' AS country),
        orders AS (SELECT 1 AS user_id FROM (VALUES (1), (2), (3)) AS t(n))
        SELECT u.user_id, u.country FROM users u
        WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.user_id)
        ```
    """

    code = "SQL002"
    name = "distinct-masks-join"
    severity = Severity.INFO
    standard = "sql/grain"
    mend = "Write EXISTS where the other side only filters, or aggregate it before the join."
    triggers = (
        Trigger(any_pattern=(r"(?i)\bselect\s+distinct\b",)),
        Trigger(any_pattern=(r"(?i)\bjoin\b",)),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            distinct = select.get("distinct")
            if distinct is None or distinct.has("on") or select.has("group"):
                continue
            read = [one for one in query.relations(select) if not one.filters]
            if len(read) < 2 or any(one.unfolds for one in read):
                continue
            shown: set[str] = set()
            for projection in select.parts("expressions"):
                columns = projection.columns()
                owners = [query.owner(column, select) for column in columns]
                if (
                    projection.kind == "star"
                    or any(one is None for one in owners)
                    or any(True for _ in projection.find("window"))
                ):
                    shown = set()
                    break
                shown |= {one.alias for one in owners if one is not None}
            if len(shown) != 1:
                continue
            (name,) = shown
            one = next(one for one in read if one.alias == name)
            others = query.unsettled(select, one)
            if others:
                yield Hit(
                    select.parts("expressions")[0],
                    f"DISTINCT hides that the join with `{others[0].alias}` repeats the rows of "
                    f"`{name}`, of which alone columns are shown.",
                )
