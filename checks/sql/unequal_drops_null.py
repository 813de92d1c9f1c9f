from collections.abc import Iterator

from groundrules import Hit, Query, QueryRule, Severity, Trigger


class UnequalDropsNull(QueryRule):
    """A condition with <> also drops the rows where the column is NULL.

    Why: NULL <> 'bot' is not true: in the example 1 of 3 users is left, though 2 are no bots.

    Bad:
        ```sql
        SELECT COUNT(*) FROM (VALUES ('bot'), ('phone'), (NULL)) AS t(kind) WHERE kind <> 'bot'
        ```
    Good:
        ```sql
        SELECT COUNT(*) FROM (VALUES ('bot'), ('phone'), (NULL)) AS t(kind)
        WHERE kind <> 'bot' OR kind IS NULL
        ```
    """

    code = "SQL022"
    name = "unequal-drops-null"
    severity = Severity.INFO
    standard = "sql/nulls"
    mend = "Write IS DISTINCT FROM, or add OR … IS NULL, or say that NULL is to go."
    triggers = (
        Trigger(any_word=("where",)),
        Trigger(any_pattern=(r"(?:<>|!=)(?:[\s(\"'+\\]|--[^\n]*)*['\"\d-]",)),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            where = select.get("where")
            if where is None:
                continue
            guarded = {
                column.name.lower()
                for kind in where.find("is", "coalesce", "nullsafeneq")
                for column in kind.find("column")
            }
            for part in where.conjuncts():
                bare = part.bare()
                column, value = bare.get("this"), bare.get("expression")
                if bare.kind != "neq" or column is None or value is None:
                    continue
                literal = value.bare().kind == "literal"
                if column.kind == "column" and literal and column.name.lower() not in guarded:
                    if query.never_null(column):
                        continue
                    yield Hit(
                        part, f"`{bare.text}` also drops the rows where `{column.name}` is NULL."
                    )
