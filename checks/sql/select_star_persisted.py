from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class SelectStarPersisted(QueryRule):
    """SELECT * decides the columns of what is stored.

    Why: Columns are matched by place: when 1 column is added to the source, the insert fails or
    shifts the values of all that follow.

    Bad:
        ```sql
        CREATE OR REPLACE TABLE daily AS SELECT * FROM duckdb_types
        ```
    Good:
        ```sql
        CREATE OR REPLACE TABLE daily AS SELECT type_name, type_oid FROM duckdb_types
        ```
    """

    code = "SQL013"
    name = "select-star-persisted"
    severity = Severity.INFO
    standard = "sql/shape"
    mend = "Name the columns."
    triggers = (
        Trigger(
            any_pattern=(
                r"(?i)\b(?:create|insert|merge)\b",
                r"\{\{[-\s]*(?:config|ref|source)\s*\(",
            )
        ),
        Trigger(
            any_pattern=(
                r"(?i)\bselect\b(?:[\s\"'+\\]|distinct\b|--[^\n]*|[\w.`]+\.)*\*",
                r"[,}](?:[\s\"'+\\]|--[^\n]*|\{[%#][^}]*\})*[\w.`\"]*\*",
                r"(?i)\bdistinct\s+on\s*\([^)]*\)\s*[\w.]*\*",
                r"(?i)\{\{[^}]*\bstar\s*\(",
            )
        ),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        if query.is_model and query.root.kind in ("select", "union"):
            yield from _stars(query, query.root, "The model")
        for statement in query.find("insert", "create"):
            select = statement.get("expression")
            if select is None or statement.word("kind") == "FUNCTION":
                continue
            target = statement.get("this")
            yield from _stars(
                query, select, f"`{target.sql}`" if target is not None else "The table"
            )


def _stars(query: Query, body: Node, target: str) -> Iterator[Hit]:
    """Yield the stars of a stored query that take whatever columns a table has."""
    for select in query.branches(body):
        open_stars = query.outputs(select).stars
        if not open_stars:
            continue  # a star over a CTE that names its columns is no risk
        for projection in select.parts("expressions"):
            inner = projection.get("this") if projection.kind == "column" else projection
            # `FROM t` alone has a star that nobody wrote.
            if inner is not None and inner.kind == "star" and "*" in projection.text:
                name = open_stars[0].node.name or open_stars[0].alias
                yield Hit(
                    projection, f"{target} takes whatever columns `{name}` has on the day it runs."
                )
                break
