import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value


class HeadAsSample(CodeRule):
    """The first rows of a table stand for all of it: a statistic or a test is taken of them.

    Why: Tables are stored in some order, by date or by key. In the standard's example the first
    1,000 of 10,000 rows have a mean of 55 where the table has 100 (its `recompute` block).

    Bad:
        ```python
        import numpy as np
        import pandas as pd

        df = pd.DataFrame({"x": np.arange(10_000)})
        sample = df.head(1000)
        print(sample["x"].mean())
        ```
    Good:
        ```python
        import numpy as np
        import pandas as pd

        df = pd.DataFrame({"x": np.arange(10_000)})
        sample = df.sample(1000, random_state=0)
        print(sample["x"].mean())
        ```
    """

    code = "DFR014"
    name = "head-as-sample"
    severity = Severity.WARNING
    standard = "dataframe/samples"
    mend = "Draw rows at random (sample(n, random_state=…)), or say that the first rows are meant."
    triggers = (
        Trigger(any_word=("pandas", "polars", "spark", "sqlContext")),
        Trigger(
            any_pattern=(
                r"\.\s*(?:head|limit)\s*\(\s*(?:n\s*=\s*)?[\w]",
                r"\[\s*0?\s*:\s*\w+\s*[\],]",
                r"\bnrows\s*=",
            )
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        seen: set[Value] = set()
        for aggregation in code.aggregations("mean", "median", "std", "quantile"):
            start = aggregation.frame or aggregation.value
            if start is None:
                continue
            yield from _first_rows(start, aggregation.call.method, seen)
        for test in [*code.calls("two_sample_test", "group_test"), *_fits(code)]:
            for argument in test.arguments:
                yield from _first_rows(argument, test.method, seen)


def _fits(code: Code) -> list[Call]:
    """Return the fits of models that take rows for exchangeable."""
    return [call for call in code.calls_named("fit") if call.callee.startswith(_MODELS)]


_MODELS = ("sklearn.", "xgboost.", "lightgbm.", "catboost.", "imblearn.")
_TRAINING = re.compile(r"train|\bX_|\bx_", re.I)  # a part that was drawn at random
_ENOUGH = 100  # fewer rows are looked at, not taken for a sample


def _first_rows(start: Value, used: str, seen: set[Value]) -> Iterator[Hit]:
    """Yield the cut of a table's first rows that a statistic is taken of."""
    for origin in start.row_origins(own=False):
        count = origin.first_rows()
        if count is None or count < _ENOUGH or origin in seen:
            continue
        if _is_ordered(origin) or origin.splits_rows() or _TRAINING.search(origin.text):
            return
        seen.add(origin)
        yield Hit(
            origin,
            f"These are the first {count:,} rows, not a random sample, and `{used}` is taken of them.",
        )


def _is_ordered(cut: Value) -> bool:
    """Whether the rows were put into an order before, so that the first ones are meant, or shuffled."""
    dated = cut.code.calls_named("to_datetime", "set_index", "date_range")
    if any(call.assigned_to() & cut.lineage() for call in dated):
        return True  # a series in time, whose first rows are its beginning
    for origin in cut.row_origins(own=False):
        if not isinstance(origin, Call):
            continue
        if origin.argument(None, "parse_dates") or origin.argument(None, "index_col"):
            return True
        if origin == cut:
            continue
        if (
            origin.meanings & {"orders", "deduplicate", "split", "random_split"}
            or origin.method in _ORDERS
        ):
            return True
    return False


_ORDERS = (
    "sample",
    "shuffle",
    "permutation",
    "sort",
    "sort_values",
    "orderBy",
    "nlargest",
    "query",
    "between_time",
)
