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
    needs = ("partitions",)
    triggers = (Trigger(any_word=("from", "join")),)

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            for relation in query.relations(select):
                table = relation.node
                wanted = query.partitions(table) if relation.table else []
                columns = {column.lower() for column in wanted}
                if wanted and not _named(query, select, relation.alias, columns):
                    yield Hit(
                        table,
                        f"`{table.dotted}` is read whole: no condition names its partition column "
                        f"`{wanted[0]}`.",
                    )


def _named(query: Query, select: Node, alias: str, wanted: set[str]) -> bool:
    """Whether a condition of a SELECT, or of one around it, limits a partition column of a table."""
    node: Node | None = select
    while node is not None:
        clauses = [node.get("where"), *(join.get("on") for join in node.parts("joins"))]
        for clause in clauses:
            for part in clause.conjuncts() if clause is not None else ():
                if _limits(part.bare(), alias if node == select else "", wanted):
                    return True
        node = node.parent("select")
    return False


def _limits(part: Node, alias: str, wanted: set[str]) -> bool:
    """Whether one condition names the column; of alternatives, each must."""
    if part.kind == "or":
        sides = [part.get("this"), part.get("expression")]
        return all(
            any(_limits(conjunct.bare(), alias, wanted) for conjunct in side.conjuncts())
            for side in sides
            if side is not None
        )
    return any(
        column.name.lower() in wanted
        and column.qualifier.lower() in ("", alias or column.qualifier.lower())
        for column in part.find("column")
    )
