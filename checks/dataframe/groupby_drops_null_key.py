import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Join, Severity, Trigger, Value


class GroupbyDropsNullKey(CodeRule):
    """Groups are made by a column of the right side of a left join, and pandas leaves out its gaps.

    Why: Rows without a match have no key, and `groupby` drops them with no error. In the
    standard's example 10 % of the orders have no user row: the totals by country add up to
    90 % of the revenue (its `recompute` block).

    Bad:
        ```python
        import pandas as pd

        orders = pd.DataFrame({"user_id": [1, 2, 3], "revenue": [10.0, 20.0, 30.0]})
        users = pd.DataFrame({"user_id": [1, 2], "country": ["DE", "FR"]})
        joined = orders.merge(users, on="user_id", how="left")
        print(joined.groupby("country")["revenue"].sum())
        ```
    Good:
        ```python
        import pandas as pd

        orders = pd.DataFrame({"user_id": [1, 2, 3], "revenue": [10.0, 20.0, 30.0]})
        users = pd.DataFrame({"user_id": [1, 2], "country": ["DE", "FR"]})
        joined = orders.merge(users, on="user_id", how="left")
        print(joined.groupby("country", dropna=False)["revenue"].sum())
        ```
    """

    code = "DFR005"
    name = "groupby-drops-null-key"
    severity = Severity.WARNING
    standard = "dataframe/missing"
    mend = "Pass dropna=False, or fill the key with a name for rows that found no match."
    triggers = (
        Trigger(any_word=("pandas",)),
        Trigger(any_pattern=(r"['\"](?:left|outer)['\"]", r"[\w\])]\s*\.\s*join\s*\(")),
        Trigger(any_pattern=(r"\.\s*groupby\s*\(",)),
        Trigger(any_pattern=(r"\b(?:sum|count|size|mean|len)\b",)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        joins = {join.call: join for join in code.joins() if _leaves_gaps(join)}
        for group in code.calls("group_rows") if joins else ():
            if (
                not group.callee.startswith("pandas")
                or group.argument(None, "dropna")
                or group.has_star
            ):
                continue
            frame = group.receiver
            if frame is None or group.method != "groupby":
                continue
            for key in group.group_keys():
                join = _join_of(frame, key, joins) if key is not None else None
                if join is not None and _loses(code, frame, join):
                    yield Hit(
                        group.place,
                        f"Rows with no match in `{join.right.text}` have no `{key}`, and this grouping "
                        "leaves them out.",
                    )
                    break


def _loses(code: Code, frame: Value, join: Join) -> bool:
    """Whether something that adds up is taken of the groups, and of more than the right side's columns.

    Rows with no match have no value there, so that nothing is lost of those.
    """
    return any(
        one.frame == frame and one.keys and join.side_of(one.column) != "right"
        for one in code.aggregations("sum", "count", "mean")
    )


def _leaves_gaps(join: Join) -> bool:
    pandas = join.call.callee.startswith("pandas")
    return pandas and join.how in ("left", "outer")


# What finds, fills or drops the gaps of a key.
_GUARDS = re.compile(r"fillna|dropna|notna|notnull|isna|isnull|\.\s*(?:replace|where|mask|map)\b")
_FILTERS = re.compile(r"isin|query|[=!]=")


def _join_of(frame: Value, key: str, joins: dict[Call, Join]) -> Join | None:
    """Return the join whose right side a key comes from, where nothing handles its gaps since."""
    for step in frame.steps(key):
        if isinstance(step.value, Call) and step.value in joins:
            join = joins[step.value]
            keys = {*(join.left_keys or ()), *(join.right_keys or ())}
            right = step.column not in keys and join.side_of(step.column) == "right"
            return join if right and not _looked_at(frame, key) and not join.shares_rows() else None
        done = step.operation
        if _GUARDS.search(done) or (key in done and _FILTERS.search(done)):
            return None
        if step.value.statement() == step.value:  # the key is set anew
            return None
    return None


def _looked_at(frame: Value, key: str) -> bool:
    """Whether the file counts the gaps of the key somewhere."""
    calls = frame.code.calls_named("isna", "isnull", "notna", "notnull", "fillna")
    return any(call.receiver is not None and call.receiver.column == key for call in calls)
