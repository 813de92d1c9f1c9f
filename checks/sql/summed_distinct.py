import re
from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger

# What a unit has one of: its groups do not share it.
_OWN = re.compile(
    r"country|region|state|city|locale|language|cohort|variant|arm$|branch|treatment|channel|plan|tier|gender|sex|(?:^|_)age(?:_|$)"
    r"|segment|version|first_|signup|birth",
    re.I,
)
# What happens once is in one group: sessions and orders add up, users do not.
_EVENT = re.compile(
    r"session|event|execution|run|order|transaction|request|visit_|message|invoice|job|ticket|hit|view|click"
    r"|payment|purchase|booking|trip|encounter|log|row_",
    re.I,
)
_UNIT = re.compile(
    r"user|customer|client|visitor|account|device|member|patient|person|subscriber|player|viewer|buyer|cookie",
    re.I,
)
_PERIOD = re.compile(r"(?:^|_)(?:date|day|dt|ds|week|month|hour|quarter)(?:_|$)|_at$|date$", re.I)


class SummedDistinct(QueryRule):
    """A SUM over counts of distinct users counts a user once in every group.

    Shown by default are users and the like that are counted by the day, week or month; other counts only
    where this rule is asked for, since of many groups nothing is shared.

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
        Trigger(any_pattern=(r"(?i)\bsum\s*\(",)),
        Trigger(
            any_pattern=(
                r"(?i)\bcount\s*\(\s*distinct\b",
                r"(?i)\bapprox",
                r"(?i)\bhll",
                r"(?i)\bndv\b",
                r"(?i)\buniq",
            )
        ),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for total in query.find("sum"):
            inner = total.get("this")
            column = inner.bare() if inner is not None else None
            if column is None or column.kind != "column":
                continue
            window = total.parent("window", "select")
            whole = window is not None and window.kind == "window" and window.get("this") == total
            if whole and window is not None and not query.window(window).order:
                continue  # the whole of which shares are taken
            for origin in query.origins(column):
                if _counts(query, origin) and _overlap(query, origin, total):
                    yield Hit(
                        total,
                        f"`{total.text}` adds up `{origin.text}`, counted within each group: "
                        "who is in several groups is counted several times.",
                        None if _are_units_over_time(query, origin) else Severity.INFO,
                    )
                    break


def _are_units_over_time(query: Query, origin: Node) -> bool:
    """Whether users and the like are counted in each day, week or month."""
    select = origin.parent("select")
    counted = [column.name for column in origin.find("column")]
    named = {p.value(): p.alias for p in select.parts("expressions")} if select is not None else {}
    keys = query.group_values(select) if select is not None else []
    said = [
        name
        for key in keys
        for name in (named.get(key), *(column.name for column in key.find("column")))
        if name
    ]
    return any(map(_UNIT.search, counted)) and any(map(_PERIOD.search, said))


def _overlap(query: Query, origin: Node, total: Node) -> bool:
    """Whether the sum runs over groups that can share a unit: days and shops, not countries or arms."""
    inner, outer = origin.parent("select"), total.parent("select")
    if inner is None or outer is None:
        return False
    named = {p.value(): p.alias.lower() for p in inner.parts("expressions")}
    keys = {
        named.get(v) or v.bare().name.lower() or v.text.lower() for v in query.group_values(inner)
    }
    kept = {value.bare().name.lower() for value in query.group_values(outer)}
    if (window := total.parent("window", "select")) is not None and window.kind == "window":
        kept = set()
    else:
        column = next(total.find("column"))
        relation = query.owner(column, outer)
        values = [value for value in query.group_values(outer) if value.bare().kind == "column"]
        if relation is not None and query.fixes(outer, values, relation):
            return False  # one row of it for each group: nothing is added up
    return any(not _OWN.search(key) for key in keys - kept)


def _counts(query: Query, origin: Node) -> bool:
    """Whether it is a COUNT(DISTINCT …) within groups that can share what is counted."""
    select = origin.parent("select")
    if origin.query is not query or select is None or not select.has("group"):
        return False
    if origin.kind not in ("count", "approxdistinct", "hll"):
        return False
    if query.by_individual(select):
        return False  # pairs, such as pages of each visit, are what is added up
    counted = origin.get("this")
    if origin.kind == "count" and (counted is None or counted.kind != "distinct"):
        return False
    values = counted.parts("expressions") or [counted] if counted is not None else []
    keys = {key.bare().name.lower() for key in query.group_values(select)}
    # A group's own key differs from group to group, and a row's key is in one group: these add up.
    if {value.bare().name.lower() for value in values} & keys:
        return False
    if any(_EVENT.search(column.name) for value in values for column in value.find("column")):
        return False
    return not (query.tells_apart(select, values) or query.fixes_groups(select, values))
