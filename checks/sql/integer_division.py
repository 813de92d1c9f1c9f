from collections.abc import Iterator

from groundrules import Hit, Query, QueryRule, Severity, Trigger


class IntegerDivision(QueryRule):
    """Two whole numbers are divided in a dialect that drops the fraction.

    It speaks only where every dialect that the statement can be in does so (Postgres, Redshift, Trino,
    Presto, Athena, SQLite, SQL Server, Teradata), and where both sides are proven to be whole.

    Why: 1 of 3 orders paid is a rate of 0, not 0.33.

    Bad:
        ```sql
        -- config: dialect = "postgres"
        SELECT COUNT(CASE WHEN status = 'paid' THEN 1 END) / COUNT(*) AS paid_rate
        FROM (VALUES ('paid'), ('open'), ('open')) AS t(status)
        ```
    Good:
        ```sql
        -- config: dialect = "postgres"
        SELECT 1.0 * COUNT(CASE WHEN status = 'paid' THEN 1 END) / COUNT(*) AS paid_rate
        FROM (VALUES ('paid'), ('open'), ('open')) AS t(status)
        ```
    """

    code = "SQL007"
    name = "integer-division"
    severity = Severity.ERROR
    standard = "sql/division"
    mend = "Multiply by 1.0 or cast one side before the division."
    triggers = (
        Trigger(any_word=("/",)),
        Trigger(
            any_pattern=(
                r"(?i)\b(?:count|sum|cast|row_number|rank|len|length|datediff)\s*\(",
                r"(?i)::\s*\"?(?:big)?int",
            )
        ),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for division in query.find("div") if query.divides_integers else ():
            top, bottom = division.get("this"), division.get("expression")
            if top is None or bottom is None or not any(True for _ in top.find("column", "star")):
                continue
            if bottom.bare().kind == "literal":
                continue  # a bucket, or a change of unit, as far as anyone can tell
            parent = division.parent()
            while parent is not None and parent.kind == "paren":
                parent = parent.parent()
            if parent is not None and parent.kind in ("floor", "mod", "intdiv"):
                continue
            if query.is_whole(top) and query.is_whole(bottom):
                dialect = f" in {query.dialect}" if query.dialect else ""
                yield Hit(
                    division,
                    f"`{division.text}` divides whole numbers{dialect}, which drops the fraction: a "
                    "share below 1 is 0.",
                )
