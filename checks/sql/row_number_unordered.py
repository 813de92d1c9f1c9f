from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class RowNumberUnordered(QueryRule):
    """ROW_NUMBER within a partition and without an ORDER BY picks a row by chance.

    A number by which the statement picks no row is shown only where this rule is asked for: it may be any
    number that tells rows apart.

    Why: Which of a user's rows is number 1 is left to the engine: with 2 rows a user, either may
    be kept, and another run may keep the other.

    Bad:
        ```sql
        SELECT user_id, plan FROM (
          SELECT user_id, plan, ROW_NUMBER() OVER (PARTITION BY user_id) AS n
          FROM (VALUES (1, 1, 'trial'), (1, 2, 'paid')) AS t(user_id, day, plan)
        ) AS numbered WHERE n = 1
        ```
    Good:
        ```sql
        SELECT user_id, plan FROM (
          SELECT user_id, plan, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY day DESC) AS n
          FROM (VALUES (1, 1, 'trial'), (1, 2, 'paid')) AS t(user_id, day, plan)
        ) AS numbered WHERE n = 1
        ```
    """

    code = "SQL016"
    name = "row-number-unordered"
    severity = Severity.WARNING
    standard = "sql/windows"
    mend = "Order the window by what makes one row the right one, with a tie-breaker."
    triggers = (Trigger(any_word=("row_number",)),)

    def check(self, query: Query) -> Iterator[Hit]:
        picks = {pick for select in query.selects() for pick in query.first_rows(select)}
        for window in query.find("window"):
            function = window.get("this")
            if function is None or function.kind != "rownumber":
                continue
            parts = query.window(window)
            # Over all rows it makes an arbitrary number for each, which may be all that is meant.
            if (
                parts.partition
                and not parts.order
                and not _only_sorts(query, window)
                and not _same_throughout(query, window)
            ):
                names = ", ".join(f"`{key.sql}`" for key in parts.partition)
                yield Hit(
                    window,
                    f"ROW_NUMBER within {names} has no ORDER BY: which row is number 1 is left "
                    "to chance.",
                    None if window in picks else Severity.INFO,
                )


def _only_sorts(query: Query, window: Node) -> bool:
    """Whether the number only gives several aggregates of a group one and the same order."""
    alias = window.parent("alias", "select")
    if alias is None or alias.kind != "alias":
        return False
    uses = [column for column in query.find("column") if column.name == alias.alias]
    return bool(uses) and all(
        (around := use.parent("order", "select")) is not None and around.kind == "order"
        for use in uses
    )


def _same_throughout(query: Query, number: Node) -> bool:
    """Whether all that is selected beside a number is the same in every row of its partition."""
    select = number.parent("select")
    if select is None:
        return True
    partition = query.window(number).partition
    keys = {key.sql.lower() for key in partition}
    for projection in select.parts("expressions"):
        value = projection.value()
        owner = query.owner(value, select) if value.kind == "column" else None
        if owner is not None and value.name != "*" and query.fixes(select, partition, owner):
            continue  # one row of that table for all rows of the partition
        if value.kind == "star" or not (value.kind == "literal" or value.sql.lower() in keys):
            window = value if value.kind == "window" else None
            if window is None or query.window(window).order:
                return False
            if {key.sql.lower() for key in query.window(window).partition} > keys:
                return False
    return True
