import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger

# Methods of frames and columns that leave them as they are and return others. `unique` and `select` are not among
# them: a statement of these is a look that was left behind, and nobody takes the frame for changed.
_METHODS = (
    "assign", "astype", "bfill", "capitalize", "cast", "clip", "distinct", "drop", "dropDuplicates",
    "drop_duplicates", "drop_nulls", "dropna", "ffill", "fill_nan", "fill_null", "fillna", "filter",
    "interpolate", "join", "limit", "lower", "lstrip", "melt", "merge", "orderBy", "pivot", "query", "reindex",
    "rename", "replace", "reset_index", "round", "rstrip", "set_index", "sort", "sort_index",
    "sort_values", "strip", "title", "union", "unionByName", "upper", "where", "withColumn",
    "withColumnRenamed", "with_columns", "zfill",
)  # fmt: skip
_FRAMES = (
    "pandas.DataFrame", "pandas.Series", "pandas.StringAccessor", "polars.DataFrame", "polars.LazyFrame",
    "polars.Series", "pyspark.sql.DataFrame",
)  # fmt: skip
# A line that begins with such a call of a name or a column, with no `inplace=True`.
_LINE = (
    r"(?m)^[ \t]*[A-Za-z_]\w*(?:\.\w+|\[(?:'[^'\n]*'|\"[^\"\n]*\"|\w+)\])?(?:\.str)?"
    rf"\.(?:{'|'.join(_METHODS)})\((?:[^e\n]|e[^\s=\n]|e\s*=\s*[^T\s=]|e\s+[^=\s])*e?$"
)


class DiscardedResult(CodeRule):
    """A method that returns a changed frame is called, and its result is thrown away.

    Off by default: in notebooks results are tried out, line after line. Of the hits that were read unseen,
    fewer than 9 in 10 were right.

    Why: The frame stays as it was. In the standard's example 1,000 rows have 100 duplicates;
    after `df.drop_duplicates("id")` as a statement there are still 1,000 (its `recompute` block).

    Bad:
        ```python
        import pandas as pd

        df = pd.DataFrame({"x": [1.0, None, 3.0]})
        df.dropna()
        print(len(df))
        ```
    Good:
        ```python
        import pandas as pd

        df = pd.DataFrame({"x": [1.0, None, 3.0]})
        df = df.dropna()
        print(len(df))
        ```
    """

    code = "DFR010"
    name = "discarded-result"
    severity = Severity.INFO
    standard = "dataframe/changes"
    mend = "Assign the result: df = df.dropna()."
    triggers = (
        Trigger(any_word=("pandas", "polars", "spark", "sqlContext")),
        Trigger(any_pattern=(_LINE,)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.discarded():
            if call.method in _METHODS and _is_of_frame(call) and not _is_look(call):
                frame = call.receiver
                yield Hit(
                    call,
                    f"`{call.method}` returns a new object, which is thrown away: "
                    f"`{frame.text if frame else ''}` stays as it was.",
                )


def _is_look(call: Call) -> bool:
    """Whether it ends a chain that chose columns: a table to be shown, and not shown."""
    return call.receiver is not None and any(
        step.method in ("select", "groupBy", "agg") for step in call.receiver.chain()
    )


def _is_of_frame(call: Call) -> bool:
    frame = call.receiver
    if call.method == "merge" and call.argument(None, "on") is None and len(call.arguments) == 1:
        return False  # a session of a database merges, too
    return (
        frame is not None
        and frame.text != "self"
        and frame.type in _FRAMES
        and bool(re.match(_LINE, call.first_line))
    )
