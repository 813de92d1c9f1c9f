import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_QUERIES = ("read_sql", "read_sql_query", "read_gbq", "read_database", "toPandas")
_FILES = ("read_csv", "read_parquet", "read_excel", "read_feather", "scan_csv", "scan_parquet")
_TIME = re.compile(
    r"date|day|week|month|quarter|year|hour|minute|time|stamp|period|_at$|_on$|_ts$|^ts$|^dt$|^t$|_dt$",
    re.I,
)


class UnsortedShift(CodeRule):
    """`shift`, `diff`, `rolling` or `pct_change` on rows whose order nothing has set, or across units.

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
    triggers = (
        Trigger(any_meaning=("order_dependent",)),
        Trigger(any_meaning=("unordered_read", "sorts_by")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls("order_dependent"):
            frame = call.frame() or call.receiver
            if frame is None or _by_columns(call):
                continue
            grouped = _is_grouped(call)
            steps = [*_steps(call, frame, grouped), *_in_place(code, call)]
            if not steps:
                reads = [r for r in frame.calls("unordered_read") if _is_unordered(r, grouped)]
                if reads:
                    yield Hit(
                        call,
                        f"`{call.method}` takes the row before as the earlier one, and `{frame.text}` "
                        f"comes from `{reads[0].method}` with nothing that sorts it.",
                    )
            elif not grouped and (unit := _unit(code, call, frame, steps[0])):
                yield Hit(
                    call,
                    f"The rows are sorted by `{unit}` and then by time, and `{call.method}` runs across "
                    f"the border from one `{unit}` to the next.",
                )


def _is_grouped(call: Call) -> bool:
    """Whether it keeps to groups: `groupby(k).shift()`, `.shift().over(k)`, in `group_by(k).agg(…)`."""
    frame = call.frame()
    if "GroupBy" in call.callee or (frame is not None and "GroupBy" in str(frame.type)):
        return True
    around = (use for use in call.uses() if isinstance(use, Call) and call.inside(use))
    return any(use.method == "over" for use in around)


def _steps(call: Call, frame: Value, grouped: bool) -> list[Call]:
    """Return the steps that set the order of a frame's rows, nearest first.

    The grouping of the call itself sets none within groups, nor does that of another column's.
    """
    rows = set(frame.row_origins())
    return [
        step
        for step in frame.calls("orders")
        if step.method not in ("groupby", "group_by")
        or (step in rows and not (grouped and step.inside(call)))
    ]


def _by_columns(call: Call) -> bool:
    axis = call.argument(None, "axis")
    return axis is not None and axis.literal in (1, "columns")


def _is_unordered(read: Call, grouped: bool) -> bool:
    """Whether what is read comes in no order: a query without ORDER BY; a file, where units are mixed."""
    if read.method in _QUERIES:
        said = " ".join(str(origin.literal or "") for origin in read.origins()).lower()
        return ("select" in said or read.method == "toPandas") and "order by" not in said
    # A file keeps the order that it was written in, which may well be by time, but hardly by unit.
    return read.method in ("read_sql_table", "sample") or (grouped and read.method in _FILES)


def _in_place(code: Code, call: Call) -> list[Call]:
    """Return the calls above that sort the frame in place."""
    frame = call.frame()
    names = call.lineage() | (frame.lineage() if frame is not None else frozenset())
    return [
        other
        for other in code.calls_named("sort_values", "sort_index", "sort", "set_index")
        if other.span < call.span
        and (inplace := other.argument(None, "inplace"))
        and inplace.literal is True
        and other.lineage() & names
    ]


def _unit(code: Code, call: Call, frame: Value, step: Call) -> str | None:
    """Return the column of units whose borders are crossed, if the last step sorts by unit and time."""
    if "sorts_by" not in step.meanings:
        return None
    keys = [text for argument in step.arguments[:3] for _, text in argument.texts()]
    if len(keys) < 2 or _TIME.search(keys[0]) or not _TIME.search(keys[-1]):
        return None
    unit = keys[0]
    told = code.calls_named("shift", "diff", "ne", "eq", "duplicated", "isin")
    if any(other.receiver is not None and other.receiver.column == unit for other in told):
        return None  # borders are looked for
    if any(_compares(use.statement().text, unit) for use in call.uses()):
        return None
    return None if any(_compares(origin.text, unit) for origin in frame.origins()) else unit


def _compares(text: str, unit: str) -> bool:
    """Whether rows are told by the unit: `df[df["unit"] == "a"]`."""
    return bool(re.search(rf"\b{re.escape(unit)}\b[^=!\n]{{0,20}}[!=]=", text))
