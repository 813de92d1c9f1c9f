from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class AvgCaseNoElse(QueryRule):
    """AVG over a CASE that gives one constant and no ELSE is always that constant.

    Why: AVG leaves NULL out, so only rows that give the constant are averaged: the example says 1.0
    where 1 of 3 orders is paid.

    Bad:
        ```sql
        SELECT AVG(CASE WHEN status = 'paid' THEN 1 END)
        FROM (VALUES ('paid'), ('open'), ('open')) AS t(status)
        ```
    Good:
        ```sql
        SELECT AVG(CASE WHEN status = 'paid' THEN 1.0 ELSE 0 END)
        FROM (VALUES ('paid'), ('open'), ('open')) AS t(status)
        ```
    """

    code = "SQL006"
    name = "avg-case-no-else"
    severity = Severity.ERROR
    standard = "sql/averages"
    mend = "Write ELSE 0, so that the other rows count."
    triggers = (
        Trigger(
            any_pattern=(r"""(?i)\bavg(?:[\s(\"'+\\]|--[^\n]*|/\*[^*]*\*/)*\b(?:case|iff?)\b""",)
        ),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for average in query.find("avg"):
            inner = average.get("this")
            case = inner.bare() if inner is not None else None
            given = _given(case) if case is not None else None
            if given is not None:
                yield Hit(
                    average,
                    f"`{average.text}` is {given} whatever the data say: the rows that do not "
                    "match are NULL, and AVG leaves them out.",
                )


def _given(case: Node) -> str | None:
    """Return the one constant that a CASE or IF gives besides NULL."""
    if case.kind not in ("case", "if"):
        return None
    default = case.get("default") or case.get("false")
    if default is not None and default.bare().kind != "null":
        return None
    values = [branch.get("true") for branch in (case.parts("ifs") or [case])]
    constants = {value.sql if value and value.kind == "literal" else None for value in values}
    return constants.pop() if len(constants) == 1 else None
