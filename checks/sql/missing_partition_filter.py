from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class MissingPartitionFilter(QueryRule):
    """A partitioned table is read with no condition on its partition column.

    Why: All of its history is read: of a table kept for 365 days, a question about one day reads
    365 times what it needs.

    Bad:
        ```sql
        -- config: partitions = {"main.duckdb_types" = "type_oid"}
        SELECT COUNT(DISTINCT type_name) FROM main.duckdb_types
        ```
    Good:
        ```sql
        -- config: partitions = {"main.duckdb_types" = "type_oid"}
        SELECT COUNT(DISTINCT type_name) FROM main.duckdb_types WHERE type_oid = 16
        ```
    """

    code = "SQL010"
    name = "missing-partition-filter"
    severity = Severity.WARNING
    standard = "sql/partitions"
    mend = "Name the days that are needed in the WHERE clause."
    triggers = (Trigger(any_word=("from",)),)

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects() if query.settings.get("partitions") else ():
            named = {column.name.lower() for column in _conditions(select)}
            for table in select.tables():
                wanted = query.partitions(table) if table.kind == "table" else []
                if not wanted or query.cte(table.dotted) is not None:
                    continue
                if not named & {column.lower() for column in wanted}:
                    yield Hit(
                        table,
                        f"`{table.dotted}` is read whole: no condition names its partition column "
                        f"`{wanted[0]}`.",
                    )


def _conditions(select: Node) -> Iterator[Node]:
    """Yield the columns of a SELECT's conditions, and of those around it: engines push them down."""
    node: Node | None = select
    while node is not None:
        for part in (node.get("where"), *(join.get("on") for join in node.parts("joins"))):
            if part is not None:
                yield from part.find("column")
        node = node.parent("select")
