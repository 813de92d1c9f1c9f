import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

# Steps after which the rows are few, or as many as somebody chose.
_BOUNDED = frozenset([
    "limit", "head", "take", "tail", "first", "agg", "count", "sum", "avg", "mean", "min", "max", "pivot", "groupBy",
    "groupby", "rollup", "cube", "distinct", "dropDuplicates", "drop_duplicates", "describe", "summary", "crosstab",
    "freqItems", "sample", "sampleBy", "createDataFrame", "parallelize", "range", "nlargest", "nsmallest", "countByKey",
    "reduceByKey", "takeSample", "top", "value_counts", "histogram", "approxQuantile", "groupByKey", "reduce",
])  # fmt: skip
_FEW = re.compile(
    r"\blimit\b|\bgroup\s+by\b|\b(?:count|max|min|sum|avg|mean|first|percentile\w*|approx\w+|any_value)\s*\(|"
    r"\bdistinct\b|\btop\s+\d|\btablesample\b|\brow_number\b|\bqualify\b",
    re.I,
)
# The same in pandas, on the driver.
_REDUCES = frozenset([
    "groupby", "value_counts", "nunique", "describe", "sum", "mean", "median", "count", "std", "quantile", "agg",
    "pivot_table", "crosstab", "corr", "max", "min",
])  # fmt: skip
_CHOOSES = frozenset([
    "dropna", "fillna", "drop_duplicates", "query", "drop", "rename", "reset_index", "set_index", "sort_values",
    "astype", "assign", "filter", "head",
])  # fmt: skip
_ONE = re.compile(r"(?:id|key|code|uuid|number|no)\b['\")\]]*\s*={1,2}[^=]|={1,2}\s*\d+\.\d", re.I)
_READS = re.compile(r"\s*(?:(?:select|with)\b(?=.*\bfrom\b)|from\b|table\b)", re.I | re.S)


class DriverCollect(CodeRule):
    """A whole table is brought to the driver: no limit and no aggregate on the way.

    What is not counted, grouped or summed on the driver is shown only where this rule is asked for:
    it may well be a table of settings, or of all the rows that a model is to see.

    Why: The driver is one machine, and pandas needs the rows at once: 100 million rows of ten
    numbers are 8 GB before the first copy (the standard's `recompute` block).

    Bad:
        ```python
        def revenue(spark):
            orders = spark.table("shop.orders").select("day", "revenue")
            return orders.toPandas().groupby("day")["revenue"].sum()
        ```
    Good:
        ```python
        def revenue(spark):
            orders = spark.table("shop.orders").groupBy("day").sum("revenue")
            return orders.toPandas()
        ```
    """

    code = "SPK001"
    name = "driver-collect"
    severity = Severity.WARNING
    standard = "spark/driver"
    mend = "Aggregate or limit in Spark first, or write the result to a table."
    triggers = (
        Trigger(any_pattern=(r"\.\s*(?:toPandas|collect|to_pandas|toArrow|toLocalIterator)\s*\(",)),
        Trigger(any_word=("spark", "sqlContext")),
        Trigger(any_word=(".table", ".sql", ".read", "read_")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls_named(
            "toPandas", "collect", "to_pandas", "toArrow", "toLocalIterator"
        ):
            if call.receiver is None:
                continue
            steps = list(call.receiver.chain())
            sources = [step for step in steps if step.reads_spark]
            if not sources or any(_bounds(step) for step in steps):
                continue
            source = sources[0]
            if source.method == "sql" and not _reads_all(source):
                continue
            yield Hit(
                call,
                f"`{call.method}` brings every row of `{_short(source.text)}` to the driver: nothing on "
                "the way limits or aggregates them.",
                None if _is_reduced(call) else Severity.INFO,
            )


def _is_reduced(call: Call) -> bool:
    """Whether what arrives is counted, grouped or summed there and then: Spark would have done so."""
    for use in call.uses():
        if not isinstance(use, Call):
            continue
        if use.method == "len" and use.arguments and use.arguments[0] == call:
            return True
        if (
            call.method != "collect"
            and use.method in _REDUCES
            and use.receiver
            and use.function() == call.function()
            and call in _straight(use.receiver)
        ):
            return True
    return False


def _straight(value: Value) -> Iterator[Call]:
    """Yield the calls that lead to a value, up to one that does more than choose rows and columns."""
    for step in value.chain():
        yield step
        if step.method not in _CHOOSES:
            return


def _bounds(step: Call) -> bool:
    """Whether a step leaves few rows: a limit, an aggregate, a look-up of one key."""
    if step.method in _BOUNDED:
        return True
    if step.method in ("select", "selectExpr", "withColumns"):
        said = " ".join(text for _, text in step.texts())
        parts = (part for argument in step.arguments for part in argument.origins())
        return bool(_FEW.search(said)) or any(
            found.kind == "reduce"
            for part in parts
            if isinstance(part, Call) and part.inside(step)
            for found in part.aggregations()
        )
    return step.method in ("filter", "where") and bool(_ONE.search(step.text))


def _reads_all(query: Call) -> bool:
    """Whether a query reads rows, and nothing in it makes them few."""
    said = _said(query)
    return bool(_READS.match(said)) and not _FEW.search(said)


def _said(query: Call) -> str:
    first = query.argument(0, "sqlQuery")
    return " ".join(origin.said for origin in first.origins() if origin.said) if first else ""


def _short(text: str) -> str:
    return text if len(text) < 60 else f"{text[:57]}…"
