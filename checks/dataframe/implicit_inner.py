import re
from collections.abc import Iterator

from groundrules import Aggregation, Call, Code, CodeRule, Hit, Join, Severity, Trigger

_COUNT = r"\.\s*(?:size|count|describe)\s*\(|['\"](?:size|count)['\"]|\bcount\s*\("


class ImplicitInner(CodeRule):
    """A merge that names no `how` drops unmatched rows, and what it keeps is aggregated unseen.

    Why: The default is an inner join. In the standard's example 8 % of the orders have no
    user row; they leave the total with no error, which is 8 % too low (its `recompute` block).

    Bad:
        ```python
        import pandas as pd

        orders = pd.DataFrame({"user_id": [1, 2, 3], "revenue": [10.0, 20.0, 30.0]})
        users = pd.DataFrame({"user_id": [1, 2], "country": ["DE", "FR"]})
        joined = orders.merge(users, on="user_id")
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

    code = "DFR002"
    name = "implicit-inner"
    severity = Severity.WARNING
    standard = "dataframe/joins"
    mend = (
        "Write how= (left keeps every row of the left side), or count the rows that found no match."
    )
    triggers = (
        Trigger(any_word=("pandas", "polars", "spark", "sqlContext")),
        Trigger(any_pattern=(r"\bmerge\s*\(", r"[\w\])]\s*\.\s*join\s*\(")),
        Trigger(any_pattern=(r"\bmerge\s*\(", r"(?i)polars|spark|sqlContext")),
        Trigger(
            any_pattern=(
                r"\b(?:sum|mean|avg|average|median|std|var|stddev|variance|pivot_table)\b",
                _COUNT,
            )
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        joins = {join.call: join for join in code.joins() if _is_bare(join)}
        if not joins:
            return
        seen: set[Call] = set()
        for aggregation in code.aggregations("sum", "mean", "count", "median", "std", "var"):
            if aggregation.is_shown_only or aggregation.call.method == "len":
                continue
            for call in aggregation.rows_through():
                if call in seen or call not in joins:
                    continue
                seen.add(call)
                if _may_lose_rows(joins[call]) and not _compared(joins[call], aggregation):
                    yield Hit(joins[call], _message(joins[call], aggregation.call.method))


def _is_bare(join: Join) -> bool:
    return join.how == "inner" and not join.has_how and not join.has_indicator


def _may_lose_rows(join: Join) -> bool:
    """Whether rows can be lost without notice: neither side is made of the other's keys, none are counted."""
    return not (
        join.shares_rows() or join.filters_only() or join.counted() or _takes_all_pairs(join)
    )


def _takes_all_pairs(join: Join) -> bool:
    """Whether its key is one and the same everywhere: `.assign(key=1)` on a side."""
    return any(
        re.search(rf"\b{re.escape(key)}\s*=\s*\d|['\"]{re.escape(key)}['\"]\s*:\s*\d", side.text)
        for key in join.left_keys or ()
        for side in (join.left, join.right)
    )


def _compared(join: Join, aggregation: Aggregation) -> bool:
    """Whether the file takes the same sum or count of a side alone, to set it against the joined one."""
    return any(
        one.column == aggregation.column
        and not one.keys
        and one.frame is not None
        and (one.frame.is_same(join.left) or one.frame.is_same(join.right))
        for one in join.call.code.aggregations("sum", "count")
    )


def _message(join: Join, reached: str) -> str:
    return (
        f"This join keeps only rows that both `{join.left.text}` and `{join.right.text}` have "
        f"(no `how` is given), and `{reached}` is taken of what is left."
    )
