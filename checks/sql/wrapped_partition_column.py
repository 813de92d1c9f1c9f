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
    triggers = (Trigger(any_word=("where",)),)

    def check(self, query: Query) -> Iterator[Hit]:
        partitions = query.settings.get("partitions", {})
        known = {str(table).lower(): columns for table, columns in partitions.items()}
        for select in query.selects() if known else ():
            where = select.get("where")
            if where is None:
                continue
            wanted = _partition_columns(select, known)
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


def _partition_columns(select: Node, known: dict[str, object]) -> set[str]:
    found: set[str] = set()
    for holder in [select.get("from_") or select.get("from"), *select.parts("joins")]:
        table = holder.get("this") if holder is not None else None
        columns = known.get(table.dotted.lower()) if table is not None else None
        listed = columns if isinstance(columns, list) else [columns] if columns else []
        found |= {str(column).lower() for column in listed}
    return found


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
