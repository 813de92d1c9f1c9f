import re
from collections.abc import Iterator

from groundrules import Hit, Node, Query, QueryRule, Relation, Severity, Trigger

_DAY_NAME = re.compile(r"(^|_)(date|day|dt|ds|month|week|year|quarter|yyyymm\w*)$", re.I)
_PARTITION_NAME = re.compile(r"partition|partic", re.I)
# Tables that hold several rows of one thing a day, by their names; a daily table holds one.
_HAPPENINGS = re.compile(
    r"^(?!.*(?:daily|day|snapshot)).*(?:log|event|change|history|audit|hit|scan|ping|update|plan)s?(?:_v\d+|_stream|_raw)?$"
)
_COARSE = ("count", "countif", "sum", "case", "if", "literal")
_COARSE_NAME = re.compile(
    r"amount|price|total|count|quantity|score|priority|level|grade|rank|importance|priorid", re.I
)
_FINE = re.compile(r"second|minute|hour|milli|micro", re.I)
_TRUNCATING = (
    "timestamptrunc", "datetrunc", "datetimetrunc", "date", "tsordstodate", "year", "month", "day", "week", "todate",
    "extract", "datepart",
)  # fmt: skip
_WRAPPERS = ("paren", "ordered", "cast", "trycast", "coalesce", "neg", "lower", "upper", "collate")


class NondeterministicDedup(QueryRule):
    """The first of several rows is kept by an order in which they tie.

    It speaks where the order is by a day that is cut from a time, by the day of a table of events, by a
    constant or by the partition's own key, or where declared keys show that rows can tie. A time of day is
    taken for unique, and so is the day of any other table, which may be a daily one.

    Why: Two plans of one user on the same day tie: the query may keep either of 2.

    Bad:
        ```sql
        WITH plans AS (SELECT 1 AS user_id, DATE '2024-01-01' AS start_date, p AS plan
          FROM (VALUES ('trial'), ('paid')) AS t(p))
        SELECT user_id, plan FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY start_date DESC) AS n FROM plans
        ) AS numbered WHERE n = 1
        ```
    Good:
        ```sql
        WITH plans AS (SELECT 1 AS user_id, DATE '2024-01-01' AS start_date, p AS plan
          FROM (VALUES ('trial'), ('paid')) AS t(p))
        SELECT user_id, plan FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY start_date DESC, plan) AS n FROM plans
        ) AS numbered WHERE n = 1
        ```
    """

    code = "SQL021"
    name = "nondeterministic-dedup"
    severity = Severity.WARNING
    standard = "sql/windows"
    mend = "Add a tie-breaker to the ORDER BY that tells the rows of a partition apart."
    triggers = (
        Trigger(any_word=("row_number",)),
        Trigger(
            any_pattern=(
                r"=(?:[\s(\"'+\\]|--[^\n]*)*1\b",
                r"<(?:[\s(\"'+\\]|--[^\n]*)*2\b",
                r"\b1[\s)]*=",
            )
        ),
    )

    def check(self, query: Query) -> Iterator[Hit]:
        for select in query.selects():
            for number in query.first_rows(select):
                window = query.window(number)
                terms = window.order.parts("expressions") if window.order else []
                why = _ties(query, number, window.partition, terms) if terms else None
                if why and _values_used(query, select, number, window.partition, terms):
                    yield Hit(
                        number,
                        f"Which row is number 1 is left to chance where rows tie: {why}.",
                    )


def _ties(query: Query, number: Node, partition: list[Node], terms: list[Node]) -> str | None:
    """Return why an order cannot tell the rows of a partition apart, if that can be seen."""
    keys = {key.bare().sql.lower() for key in partition}
    if any(True for term in terms for _ in term.find("rand", "uuid")):
        return None  # chance is what is asked for
    left = [term for term in terms if not _is_constant(_core(term), keys)]
    inner = number.parent("select")
    if not left:
        return f"`{terms[0].text}` is the same for all rows of the partition"
    if inner is not None and query.tells_apart(inner, [*partition, *map(_core, left)]):
        return None
    if (
        inner is not None
        and query.grain_known(inner)
        and len(left) == 1
        and _coarse(query, left[0])
    ):
        return f"`{left[0].text}` does not tell the rows apart that the key of its table does"
    if all(_by_day(query, term) for term in left):
        return f"`{left[0].text}` is a day or longer, and one can have several rows"
    return None


def _core(term: Node) -> Node:
    node = term
    while node.kind in _WRAPPERS and (inner := node.get("this")):
        if any(other.columns() for other in node.parts("expressions")):
            return node
        node = inner
    return node


def _by_day(query: Query, term: Node) -> bool:
    """Whether it is a day or longer, cut from a time or kept by a table of what happens within days."""
    node = term
    while node.kind in _WRAPPERS and (inner := node.get("this")):
        to = node.get("to")
        if to is not None and to.sql.upper() == "DATE" and not _names_day(inner):
            return True
        node = inner
    if node.kind in _TRUNCATING:
        unit = node.get("unit")
        return unit is None or not _FINE.search(unit.name)
    if node.kind != "column":
        return False
    origin = query.origins(node)[0]
    if origin.kind != "column":
        return origin != node and _by_day(query, origin)
    owner = query.owner(origin)
    table = owner.node.name.lower() if owner is not None else ""
    return bool(_DAY_NAME.search(node.name) and _HAPPENINGS.search(table))


def _names_day(value: Node) -> bool:
    """Whether what is cast to a date is, by its name, the day of a partition: the cast cuts nothing off."""
    return value.kind == "column" and bool(_PARTITION_NAME.search(value.name))


def _is_constant(core: Node, keys: set[str]) -> bool:
    """Whether a term is the same for all rows of a partition."""
    return core.sql.lower() in keys or core.kind in ("literal", "null", "boolean", "currentdate")


def _coarse(query: Query, term: Node) -> bool:
    """Whether a term is a count, a total or a rank of few grades, which rows easily share."""
    origins = [_core(origin) for origin in query.origins(_core(term))]
    return bool(origins) and all(
        one.kind in _COARSE or (one.kind == "column" and _COARSE_NAME.search(one.name))
        for one in origins
    )


def _has_only(query: Query, relation: Relation, names: set[str]) -> bool:
    """Whether a relation gives no columns but some, and the numbers of its rows."""
    given = query.outputs(relation.body) if relation.body is not None else None
    if given is None or given.open:
        return False
    return {one.name for one in given.columns if one.value.kind != "window"} <= names


def _values_used(
    query: Query, select: Node, number: Node, partition: list[Node], terms: list[Node]
) -> bool:
    """Whether anything but the keys and the order itself is taken of the row that is kept."""
    fixed = {c.name.lower() for part in (*partition, *terms) for c in part.find("column")}
    read = query.relations(select)
    if read and all(_has_only(query, relation, fixed) for relation in read):
        return False
    for projection in select.parts("expressions"):
        if any(True for _ in projection.find("star")) and projection.kind != "count":
            return True
        into = projection.walk(lambda node: node.kind not in ("window", "select"))
        if any(node.kind == "column" and node.name.lower() not in fixed for node in into):
            return True
    return False
