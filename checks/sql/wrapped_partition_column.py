from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Severity, Trigger


class WrappedPartitionColumn(QueryRule):
    """A function around the partition column keeps the engine from skipping partitions.

    Why: A plain comparison with the column is answered from the list of partitions; a function of it
    may have to be worked out for each row, so that 365 partitions are read for one.

    Bad:
        ```sql
        -- config: partitions = {"main.duckdb_types" = "type_oid"}
        SELECT COUNT(*) FROM main.duckdb_types WHERE ABS(type_oid) = 16
        ```
    Good:
        ```sql
        -- config: partitions = {"main.duckdb_types" = "type_oid"}
        SELECT COUNT(*) FROM main.duckdb_types WHERE type_oid = 16
        ```
    """

    code = "SQL011"
    name = "wrapped-partition-column"
    severity = Severity.INFO
    standard = "sql/partitions"
    mend = "Compare the bare column, and put the function on the other side."
    needs = ("partitions",)
    triggers = (Trigger(any_word=("where",)),)

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            where = select.get("where")
            if where is None:
                continue
            wanted = {
                column.lower() for table in select.tables() for column in query.partitions(table)
            }
            conditions = [part.bare() for part in where.conjuncts()]
            bare = {name for part in conditions for name in _compared(part)}
            for part in conditions:
                for column in part.find("column"):
                    name = column.name.lower()
                    if name in wanted - bare and _in_function(column, part):
                        yield Hit(
                            part,
                            f"`{part.text}` wraps the partition column `{column.name}`, and no "
                            "other condition compares it bare.",
                        )


def _compared(part: Node) -> Iterator[str]:
    """Yield the columns that a comparison holds bare."""
    for side in (part.get("this"), part.get("expression")):
        if side is not None and side.bare().kind == "column":
            yield side.bare().name.lower()


def _in_function(column: Node, part: Node) -> bool:
    """Whether a function stands between; engines see through a cast."""
    through = ("paren", "cast", "trycast", "and", "or", "not", "in", "between", "like")
    node = column.parent()
    while node is not None and node != part:
        if node.kind not in through:
            return True
        node = node.parent()
    return False
