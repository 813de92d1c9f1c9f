import re
from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_START = re.compile(r"\d{4}-\d{2}-\d{2}( 00:00(:00(\.0+)?)?)?")
_TIMESTAMP_NAME = re.compile(r"(^|_)(timestamp|ts|datetime|date_?time|time|at|dt_time|dttm)$", re.I)


class BetweenTimestamp(QueryRule):
    """BETWEEN on a timestamp with a date as its upper end leaves out that day.

    Why: '2024-01-31' means its midnight, so of the 31st only the first instant is in: a month
    of 31 equal days loses 1/31 = 3.2 % of its rows.

    Bad:
        ```sql
        SELECT COUNT(*)
        FROM (VALUES (TIMESTAMP '2024-01-31 12:00:00')) AS t(created_at)
        WHERE created_at BETWEEN '2024-01-01' AND '2024-01-31'
        ```
    Good:
        ```sql
        SELECT COUNT(*)
        FROM (VALUES (TIMESTAMP '2024-01-31 12:00:00')) AS t(created_at)
        WHERE created_at >= '2024-01-01' AND created_at < '2024-02-01'
        ```
    """

    code = "SQL009"
    name = "between-timestamp"
    severity = Severity.WARNING
    standard = "sql/time_ranges"
    mend = "Write a half-open range: column >= first day AND column < day after the last."
    triggers = (
        Trigger(any_word=("between",)),
        Trigger(any_pattern=(r"\d{4}-\d{2}-\d{2}\\?['\"]",)),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for between in query.find("between"):
            column = between.get("this")
            high = between.get("high")
            low = between.get("low")
            if column is None or high is None or low is None:
                continue
            if not _timestamp(query, column.bare()):
                continue
            text = _date_literal(high.bare())
            # Midnight to midnight of the same clock is how a half-open range is often meant.
            if text and _DATE.fullmatch(text):
                yield Hit(
                    between, f"`{between.text}` {_takes(_date_literal(low.bare()) or '', text)}."
                )


def _takes(start: str, end: str) -> str:
    """Say what a range takes in: from the first of a month to the first of another, one moment too many."""
    if start[:10].endswith("-01") and end.endswith("-01"):
        return f"also takes in the midnight as {end} begins, and overlaps with a range that starts then"
    return f"ends at midnight as {end} begins, and leaves out the rest of that day"


def _timestamp(query: Query, node: Node) -> bool:
    """Whether it is a timestamp for certain: cast to one, declared one, or named as one."""
    if node.kind in ("cast", "trycast"):
        to = node.get("to")
        return to is not None and _is_timestamp(to.sql.upper())
    if node.kind != "column":
        return False
    declared = query.type_of(node)
    return _is_timestamp(declared) if declared else bool(_TIMESTAMP_NAME.search(node.name))


def _is_timestamp(name: str) -> bool:
    return "TIMESTAMP" in name or "DATETIME" in name


def _date_literal(node: Node) -> str | None:
    if node.kind in ("cast", "trycast", "tsordstodate", "date"):
        inner = node.get("this")
        return _date_literal(inner) if inner is not None else None
    return node.name if node.kind == "literal" and node.is_string else None
