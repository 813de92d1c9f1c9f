from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class EqualsNull(QueryRule):
    """A comparison with NULL by = or <> is never true.

    Why: NULL = NULL is NULL, and WHERE keeps what is true: in the example 0 rows are left where
    1 has no plan.

    Bad:
        ```sql
        SELECT user_id FROM (VALUES (1, 'paid'), (2, NULL)) AS t(user_id, plan) WHERE plan = NULL
        ```
    Good:
        ```sql
        SELECT user_id FROM (VALUES (1, 'paid'), (2, NULL)) AS t(user_id, plan) WHERE plan IS NULL
        ```
    """

    code = "SQL018"
    name = "equals-null"
    severity = Severity.ERROR
    standard = "sql/nulls"
    mend = "Write IS NULL or IS NOT NULL."
    triggers = (
        Trigger(
            any_pattern=(r"(?i)[=<>](?:[\s(\"'+\\]|--[^\n]*)*\bnull\b", r"(?i)\bnull[\s)]*[=<>!]")
        ),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for comparison in query.find("eq", "neq", "lt", "lte", "gt", "gte"):
            sides = [comparison.get("this"), comparison.get("expression")]
            null = any(side is not None and side.bare().kind == "null" for side in sides)
            if null and _is_condition(comparison):
                yield Hit(comparison, f"`{comparison.text}` is never true, not even for NULL.")


def _is_condition(node: Node) -> bool:
    """Whether it decides something; `SET a = NULL` and named arguments look alike."""
    parent = node.parent()
    while parent is not None and parent.kind in ("and", "or", "not", "paren"):
        parent = parent.parent()
    return parent is not None and parent.kind in ("where", "having", "join", "if", "qualify")
