from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Join, Severity, Trigger, Value

_COUNT = r"\.\s*(?:size|count|describe)\s*\(|['\"](?:size|count)['\"]|\bcount\s*\("


class UnvalidatedJoin(CodeRule):
    """A joined frame is summed or counted, and nothing says that the join keeps its rows.

    Why: One duplicated key on the right doubles its rows on the left, and every total
    with them: with 1 % of keys doubled, revenue is 1 % too high and no error is raised
    (the standard's `recompute` block).

    On by default only where the code shows that keys repeat. Elsewhere it is an `info` hit, shown
    where the rule is selected: most keys of lookup tables are unique, and code seldom says so.

    Bad:
        ```python
        import pandas as pd

        orders = pd.DataFrame({"user_id": [1, 2, 3], "revenue": [10.0, 20.0, 30.0]})
        users = pd.DataFrame({"user_id": [1, 2, 2, 3], "country": ["DE", "FR", "FR", "DE"]})
        joined = orders.merge(users, on="user_id", how="left")
        print(joined.groupby("country")["revenue"].sum())
        ```
    Good:
        ```python
        import pandas as pd

        orders = pd.DataFrame({"user_id": [1, 2, 3], "revenue": [10.0, 20.0, 30.0]})
        users = pd.DataFrame({"user_id": [1, 2, 3], "country": ["DE", "FR", "DE"]})
        joined = orders.merge(users, on="user_id", how="left", validate="many_to_one")
        print(joined.groupby("country")["revenue"].sum())
        ```
    """

    code = "DFR001"
    name = "unvalidated-join"
    severity = Severity.WARNING
    standard = "dataframe/joins"
    mend = 'Pass validate="many_to_one" (or "one_to_one"), or remove duplicate keys first.'
    triggers = (
        Trigger(any_word=("pandas", "polars", "spark", "sqlContext")),
        Trigger(any_pattern=(r"\bmerge(?:_ordered)?\s*\(", r"[\w\])]\s*\.\s*join\s*\(")),
        Trigger(
            any_pattern=(
                r"\b(?:sum|mean|avg|average|median|std|var|stddev|variance|pivot_table)\b",
                _COUNT,
            )
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        joins = {
            j.call: j
            for j in code.joins()
            if j.multiplies and not j.has_validate and not j.has_indicator
        }
        if not joins:
            return
        seen: set[Call] = set()
        for aggregation in code.aggregations("sum", "mean", "count", "std", "var", "median"):
            if aggregation.is_shown_only or aggregation.call.method == "len":
                continue
            for call in aggregation.rows_through():
                if call not in joins or call in seen:
                    continue
                join = joins[call]
                frame, found = _multiplying(join, aggregation.column)
                if found == "unique":
                    continue
                seen.add(call)
                repeated = found == "repeated"
                known = "keys of `{}` repeat" if repeated else _UNKNOWN
                yield Hit(
                    join,
                    f"The rows of this join reach `{aggregation.call.method}`, and {known.format(frame.text)}.",
                    None if repeated else Severity.INFO,
                )


_UNKNOWN = "nothing makes sure that a key of `{}` occurs once"


def _multiplying(join: Join, column: str | None) -> tuple[Value, str]:
    """Return the side whose repeated keys would multiply a column's rows, and whether they stand once."""
    side = join.side_of(column)
    if side == "right":
        found = join.keys_stand_once("left")
        return join.left, found if found == "repeated" else "unique"
    found = join.keys_stand_once("right")
    if side is None and join.keys_stand_once("left") == "unique":
        found = "unique"  # one to many, and the column is as likely of the many
    return join.right, found
