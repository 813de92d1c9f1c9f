import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_SETTLED = frozenset([
    "orderBy", "sort", "nlargest", "nsmallest", "sample", "sampleBy", "groupBy", "groupby", "agg", "toPandas",
    "to_pandas", "randomSplit", "distinct",
])  # fmt: skip
_ORDERED = re.compile(r"\border\s+by\b|\btablesample\b|\brand\s*\(", re.I)
_FIGURES = re.compile(
    r"^(?:mean|avg|median|describe|summary|std|stddev|quantile|approxQuantile|percentile|corr|agg|groupBy|groupby|fit|"
    r"fit_transform|hist|boxplot|histplot|kdeplot|value_counts|ttest_ind|mannwhitneyu|train_test_split|"
    r"randomSplit|crosstab|cov|score|transform_stats|sum|nunique|countDistinct|ProfileReport|distplot)$"
)
_A_LOOK = 20  # rows


class LimitAsSample(CodeRule):
    """The first rows that Spark happens to return are taken for a sample, and figures are made of them.

    Why: They are the rows of the first files, mostly of the oldest days. Of 365 daily files the first 10 % of
    rows hold 10 % of the days, and none of the others (the standard's `recompute` block).

    Bad:
        ```python
        def typical_basket(spark):
            orders = spark.table("shop.orders").limit(10_000).toPandas()
            return orders["amount"].mean()
        ```
    Good:
        ```python
        def typical_basket(spark):
            orders = spark.table("shop.orders").sample(fraction=0.01, seed=7).toPandas()
            return orders["amount"].mean()
        ```
    """

    code = "SPK004"
    name = "limit-as-sample"
    severity = Severity.WARNING
    standard = "spark/rows"
    mend = (
        "Draw a sample, sample(fraction=…, seed=…), or compute the figure over all rows in Spark."
    )
    triggers = (
        Trigger(any_pattern=(r"\.\s*(?:limit|take|head)\s*\(", r"(?i)\blimit\s+[\d{]")),
        Trigger(any_word=("spark", "sqlContext")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls_named("limit", "take", "head"):
            if call.receiver is None or not call.arguments or _is_look(call.arguments[0]):
                continue
            steps = list(call.receiver.chain())
            if not any(step.reads_spark for step in steps) or any(_settles(step) for step in steps):
                continue
            yield from _hit(call)
        for call in code.calls_named("sql"):
            said = _said(call)
            if (
                call.reads_spark
                and re.search(r"\blimit\s+[\d{]", said, re.I)
                and not _ORDERED.search(said)
            ):
                yield from _hit(call)


def _is_look(count: Value) -> bool:
    """Whether so few rows are taken that they are looked at, or looked up, and no sample."""
    number = count.literal
    return isinstance(number, int) and number <= _A_LOOK


def _hit(call: Call) -> Iterator[Hit]:
    """Yield the hit of a limit whose rows reach a figure."""
    for use in call.uses():
        if isinstance(use, Call) and (figure := _figure(use)):
            yield Hit(
                call,
                f"`{figure}` is made of the rows that come first, as if `{call.method}` drew a sample.",
            )
            return


def _figure(use: Call) -> str | None:
    """Return what makes a figure of rows: a method, or an aggregate in a `select`."""
    if _FIGURES.match(use.method):
        return use.method
    parts = (part for argument in use.arguments for part in argument.origins())
    if use.method != "select":
        return None
    return next(
        (
            part.method
            for part in parts
            if isinstance(part, Call)
            and part.inside(use)
            and any(a.kind == "reduce" for a in part.aggregations())
        ),
        None,
    )


def _settles(step: Call) -> bool:
    """Whether a step says which rows come first, or draws them, or leaves few; pandas has its own order."""
    if step.method in _SETTLED:
        return True
    if step.method in ("sql", "table") and _ORDERED.search(_said(step)):
        return True
    return "rand(" in step.text and step.method in ("withColumn", "filter", "where")


def _said(call: Call) -> str:
    first = call.argument(0)
    return (
        " ".join(origin.said for origin in first.origins() if origin.said)
        if first is not None
        else ""
    )
