from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger

_ORDER = ("gt", "gte", "lt", "lte", "between", "datediff", "timestampdiff", "sub")


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
            others = [one for one in read if one not in exposed and not one.unfolds]
            others = [one for one in others if _has(query, one.node, one.body, select, event_time)]
            if not exposed or not others or _compared(query, time, event_time):
                continue
            if any(
                True
                for p in select.parts("expressions")
                for _ in p.find("sum", "avg", "count", "countif", "max", "min")
            ):
                yield Hit(
                    others[0].node,
                    f"Events of `{others[0].alias}` from before `{time}` count as outcomes of the "
                    f"exposure: nothing compares `{event_time or 'their time'}` with it.",
                )


def _has(query: Query, node: Node, body: Node | None, select: Node, event_time: str) -> bool:
    """Whether a relation may hold events: it has the event time, or nothing says what it has."""
    columns = query.outputs(body)
    if body is not None and not columns.open:
        return bool(columns.named(event_time)) or not query.body_keys(body)
    return True


def _compared(query: Query, time: str, event_time: str) -> bool:
    """Whether some condition sets the two times against each other."""
    for test in query.find(*_ORDER):
        names = {column.name.lower() for column in test.find("column")}
        origins = {
            o.name.lower()
            for c in test.find("column")
            for o in query.origins(c)
            if o.kind == "column"
        }
        names |= origins
        if time in names and (event_time in names or (not event_time and len(names) > 1)):
            return True
    return False
