from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class CountCaseElse(QueryRule):
    """COUNT over a CASE whose ELSE is not NULL counts every row.

    Why: COUNT counts what is not NULL, and 0 is not NULL: in the example it says 3 of 3
    where 1 of 3 is paid.

    Bad:
        ```sql
        SELECT COUNT(CASE WHEN status = 'paid' THEN 1 ELSE 0 END)
        FROM (VALUES ('paid'), ('open'), ('open')) AS t(status)
        ```
    Good:
        ```sql
        SELECT COUNT(CASE WHEN status = 'paid' THEN 1 END)
        FROM (VALUES ('paid'), ('open'), ('open')) AS t(status)
        ```
    """

    code = "SQL005"
    name = "count-case-else"
    severity = Severity.ERROR
    standard = "sql/counting"
    mend = "Leave the ELSE out, or write SUM instead of COUNT."
    triggers = (
        Trigger(
            any_pattern=(r"""(?i)\bcount(?:[\s(\"'+\\]|--[^\n]*|/\*[^*]*\*/)*\b(?:case|iff?)\b""",)
        ),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for count in query.find("count"):
            inner = count.get("this")
            case = inner.bare() if inner is not None else None
            if case is None or case.kind not in ("case", "if"):
                continue
            default = case.get("default") or case.get("false")
            if default is not None and _constant(default.bare()):
                yield Hit(
                    count,
                    f"`{count.text}` counts every row: its ELSE gives {default.text}, "
                    "which is not NULL.",
                )


def _constant(node: Node) -> bool:
    """Whether it is a literal, so that no row can make it NULL."""
    return node.kind in ("literal", "boolean") or (
        node.kind == "neg" and bool(list(node.find("literal")))
    )
