from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value


class UnsortedShift(CodeRule):
    """`shift`, `diff`, `rolling` or `pct_change` on rows whose order nothing has set.

    Why: Each takes the row before as the earlier moment, and tables come in no order. With
    the rows of a steadily growing year shuffled, the mean absolute day-to-day change is
    about 122 times what it is in order (the standard's `recompute` block).

    Bad:
        ```python
        import sqlite3

        import pandas as pd

        con = sqlite3.connect(":memory:")
        df = pd.read_sql("SELECT 2 AS day, 5 AS revenue UNION ALL SELECT 1, 3", con)
        df["change"] = df["revenue"].diff()
        ```
    Good:
        ```python
        import sqlite3

        import pandas as pd

        con = sqlite3.connect(":memory:")
        df = pd.read_sql("SELECT 2 AS day, 5 AS revenue UNION ALL SELECT 1, 3", con)
        df = df.sort_values("day")
        df["change"] = df["revenue"].diff()
        ```
    """

    code = "TIM005"
    name = "unsorted-shift"
    severity = Severity.WARNING
    standard = "time/order"
    mend = "Sort by the time column first (and group by the unit where there are several)."
    triggers = (Trigger(any_meaning=("order_dependent",)), Trigger(any_meaning=("unordered_read",)))

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls("order_dependent"):
            frame = call.receiver
            if frame is None or _by_columns(call) or _ordered_by_a_step(call, frame):
                continue
            if _sorted_in_place(code, call):
                continue
            reads = [read for read in frame.calls("unordered_read") if not _ordered(read)]
            if reads:
                yield Hit(
                    call,
                    f"`{call.method}` takes the row before as the earlier one, and `{frame.text}` "
                    f"comes from `{reads[0].method}` with nothing that sorts it.",
                )


def _ordered_by_a_step(call: Call, frame: Value) -> bool:
    """Whether a step before sorts the rows; the call's own grouping does not."""
    own_group = call.callee.startswith("pandas.GroupBy")
    return any(
        not (own_group and step.method == "groupby" and step.inside(call))
        for step in frame.calls("orders")
    )


def _by_columns(call: Call) -> bool:
    axis = call.argument(None, "axis")
    return axis is not None and axis.literal in (1, "columns")


def _ordered(read: Call) -> bool:
    """Whether the read sets an order: ORDER BY in its query, or an index that is a time."""
    if read.callee.endswith(("read_sql", "read_sql_query", "read_gbq")):
        query = read.argument(0, "sql")
        text = "" if query is None else " ".join(str(o.literal or o.text) for o in query.origins())
        return "order by" in text.lower() or not text
    if read.callee in (
        "pandas.read_csv",
        "pandas.read_parquet",
        "polars.read_csv",
        "polars.read_parquet",
    ):
        # A file keeps the order that it was written in, which may well be by time.
        return True
    return read.callee == "pandas.concat" or "merge" in read.callee


def _sorted_in_place(code: Code, call: Call) -> bool:
    names = call.lineage()
    return any(
        other.span < call.span and other.lineage() & names
        for other in code.calls_named("sort_values", "sort_index", "sort", "set_index", "orderBy")
    )
