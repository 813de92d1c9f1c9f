from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Relation, Severity, Trigger


class MetricBeforeExposure(QueryRule):
    """Events are joined to exposures, and those from before the exposure count as its outcome.

    It needs `exposure` in the configuration: the table, its time column, and the events' time column.

    Why: A user with 3 orders before the exposure and 1 after it counts as 4 orders of the treatment.

    Bad:
        ```sql
        -- config: exposure = {table = "exposures", time = "exposed_at", "event-time" = "event_time"}
        WITH exposures AS (SELECT 1 AS user_id, 'b' AS variant, 5 AS exposed_at),
        events AS (SELECT 1 AS user_id, t AS event_time FROM (VALUES (1), (2), (3), (9)) AS v(t))
        SELECT x.variant, COUNT(e.event_time)
        FROM exposures x LEFT JOIN events e ON e.user_id = x.user_id GROUP BY x.variant
        ```
    Good:
        ```sql
        -- config: exposure = {table = "exposures", time = "exposed_at", "event-time" = "event_time"}
        WITH exposures AS (SELECT 1 AS user_id, 'b' AS variant, 5 AS exposed_at),
        events AS (SELECT 1 AS user_id, t AS event_time FROM (VALUES (1), (2), (3), (9)) AS v(t))
        SELECT x.variant, COUNT(e.event_time)
        FROM exposures x LEFT JOIN events e ON e.user_id = x.user_id AND e.event_time >= x.exposed_at
        GROUP BY x.variant
        ```
    """

    code = "SQL023"
    name = "metric-before-exposure"
    severity = Severity.ERROR
    standard = "sql/exposure"
    mend = "Add event time >= exposure time to the join."
    needs = ("exposure",)
    triggers = (
        Trigger(any_pattern=(r"(?i)\bjoin\b", r"(?i)\bfrom\b[^;]*,")),
        Trigger(any_pattern=(r"(?i)\b(?:sum|avg|count|countif|min|max|median)\s*\(",)),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        settings = query.settings.get("exposure", {})
        table = str(settings.get("table", "")).lower()
        time = str(settings.get("time", "")).lower()
        event_time = str(settings.get("event-time", "")).lower()
        if not table or not time:
            return
        for select in query.selects():
            read = query.relations(select)
            exposed = [one for one in read if query.reads(one, table)]
            if not exposed or _compared(query, time, event_time):
                continue
            for other in query.unsettled(select, exposed[0]):
                if other not in exposed and not other.unfolds and _has(query, other, event_time):
                    if not _aggregated(query, select, other):
                        continue
                    yield Hit(
                        other.node,
                        f"Events of `{other.alias}` from before `{time}` count as outcomes of the "
                        f"exposure: nothing says that `{event_time or 'their time'}` is at or after it.",
                    )
                    break


def _has(query: Query, relation: Relation, event_time: str) -> bool:
    """Whether a relation may hold events: it has the event time, or nothing says what it has."""
    if relation.body is None:
        return True
    columns = query.outputs(relation.body)
    return columns.open or bool(columns.named(event_time)) or not query.body_keys(relation.body)


def _aggregated(query: Query, select: Node, relation: Relation) -> bool:
    """Whether a SELECT takes a total of a relation's columns, or of the joined rows."""
    for projection in select.parts("expressions"):
        for total in projection.find("sum", "avg", "count", "countif", "max", "min", "median"):
            columns = total.columns()
            if not columns or any(query.owner(c, select) in (None, relation) for c in columns):
                return True
            owners = [query.owner(column, select) for column in columns]
            if any(one is None or one.alias == relation.alias for one in owners):
                return True
    return False


def _compared(query: Query, time: str, event_time: str) -> bool:
    """Whether some condition sets the event's time at or after the exposure's, or wholly before it."""
    for test in query.find("gt", "gte", "lt", "lte", "between", "datediff", "timestampdiff"):
        sides = [test.get("this"), test.get("low" if test.kind == "between" else "expression")]
        left, right = (_names(query, side) for side in sides)
        if not ((time in left and event_time in right) or (time in right and event_time in left)):
            continue
        bare = all(
            side is not None and side.bare().kind in ("column", "cast", "date") for side in sides
        )
        later = event_time in left if test.kind in ("gt", "gte") else event_time in right
        if bare or later or test.kind not in ("gt", "gte", "lt", "lte"):
            return True
    return False


def _names(query: Query, side: Node | None) -> set[str]:
    columns = side.columns() if side is not None else []
    origins = [origin for column in columns for origin in query.origins(column)]
    return {node.name.lower() for node in (*columns, *origins) if node.kind == "column"}
