from collections.abc import Iterator

from groundrules import Hit, Query, QueryRule, Severity, Trigger


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
        Trigger(any_word=("select",)),
        Trigger(any_word=("insert", "create")),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for statement in query.find("insert", "create"):
            select = statement.get("expression")
            if select is None or select.kind != "select" or statement.word("kind") == "FUNCTION":
                continue
            table = next(iter(select.tables()), None)
            if table is None or table.kind != "table" or query.cte(table.name) is not None:
                continue  # a star over a CTE that names its columns is no risk
            for projection in select.parts("expressions"):
                if projection.kind == "star":
                    target = statement.get("this")
                    name = target.sql if target is not None else "the table"
                    yield Hit(
                        projection,
                        f"`{name}` takes whatever columns `{table.name}` has on the day it runs.",
                    )
