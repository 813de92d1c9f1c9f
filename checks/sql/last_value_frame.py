from collections.abc import Iterator

from groundrules import Hit, Query, QueryRule, Severity, Trigger


class LastValueFrame(QueryRule):
    """LAST_VALUE with an ORDER BY and no frame gives the current row, not the last one.

    Why: The default frame ends at the current row: in the example the last plan of the user is
    'trial' on day 1 and 'paid' on day 2, two answers where there is one.

    Bad:
        ```sql
        -- config: dialect = "duckdb"
        SELECT LAST_VALUE(plan) OVER (PARTITION BY user_id ORDER BY day)
        FROM (VALUES (1, 1, 'trial'), (1, 2, 'paid')) AS t(user_id, day, plan)
        ```
    Good:
        ```sql
        -- config: dialect = "duckdb"
        SELECT LAST_VALUE(plan) OVER (
          PARTITION BY user_id ORDER BY day
          ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
        FROM (VALUES (1, 1, 'trial'), (1, 2, 'paid')) AS t(user_id, day, plan)
        ```
    """

    code = "SQL015"
    name = "last-value-frame"
    severity = Severity.ERROR
    standard = "sql/windows"
    mend = "Write ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING, or FIRST_VALUE in descending order."
    triggers = (Trigger(any_word=("last_value",)),)

    def check(self, query: Query) -> Iterator[Hit]:
        if not query.frames_end_at_the_row:
            return
        for window in query.find("window"):
            function = window.get("this")
            if function is None or not any(node.kind == "lastvalue" for node in function.walk()):
                continue
            if function.kind in ("ignorenulls", "respectnulls"):
                continue  # filling forward: up to the current row is what is meant
            parts = query.window(window)
            if parts.order and not parts.frame:
                yield Hit(
                    window,
                    f"`{function.sql}` ends at the current row, since the window is ordered and "
                    "has no frame: it is not the last value of the partition.",
                )
