from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value


class UnvalidatedJoin(CodeRule):
    """A joined frame is summed or counted, and nothing says that the join keeps its rows.

    Why: One duplicated key on the right doubles its rows on the left, and every total
    with them: with 1 % of keys doubled, revenue is 1 % too high and no error is raised
    (the standard's `recompute` block).

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
    triggers = (Trigger(any_word=("merge", "join")), Trigger(any_meaning=("aggregate",)))

    def check(self, code: Code) -> Iterator[Hit]:
        seen: set[Call] = set()
        for aggregate in code.calls("aggregate"):
            frame = _frame(aggregate)
            if frame is None:
                continue
            for join in frame.calls("join"):
                if join in seen or not _bare(join) or not _rows_reach(frame, join):
                    continue
                seen.add(join)
                yield Hit(
                    join,
                    f"The rows of this join reach `{aggregate.method}`, and nothing makes sure that "
                    f"a key of `{_right_name(join)}` occurs once.",
                )


def _frame(aggregate: Call) -> Value | None:
    if aggregate.callee == "pandas.pivot_table":
        return aggregate.argument(0, "data")
    return aggregate.receiver


def _bare(join: Call) -> bool:
    if join.has_star or any(join.argument(None, k) for k in ("validate", "indicator")):
        return False
    how = join.argument(2 if join.receiver and join.callee != "pandas.merge" else 3, "how")
    if how is not None and how.literal in (
        "cross",
        "semi",
        "anti",
        "left_semi",
        "left_anti",
        "leftsemi",
        "leftanti",
    ):
        return False
    right = _right(join)
    if right is None or right.calls("deduplicate", "uniqueness_check"):
        return False
    # A check of the keys anywhere in the file is taken to be for this join.
    checks = join.code.calls_named("duplicated", "verify_integrity")
    return not any(call.lineage() & right.lineage() for call in checks)


def _right(join: Call) -> Value | None:
    if join.callee == "pandas.merge":
        return join.argument(1, "right")
    return join.argument(0, "right") or join.argument(None, "other")


def _right_name(join: Call) -> str:
    right = _right(join)
    return right.text if right is not None else "the right side"


def _rows_reach(frame: Value, join: Call) -> bool:
    """Whether the join's rows arrive as rows: nothing in between groups or deduplicates them."""
    return any(origin == join for origin in frame.row_origins())
