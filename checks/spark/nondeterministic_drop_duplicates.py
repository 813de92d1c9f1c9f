from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger

_COUNTS = ("count", "isEmpty", "exceptAll", "subtract")
_SORTS = ("orderBy", "sort", "sortWithinPartitions", "sort_values")


class NondeterministicDropDuplicates(CodeRule):
    """One row a key is kept by `dropDuplicates`, and which one it is nothing says; its other columns are used.

    Shown by default is what was sorted before, as if that bound the choice; the rest only where this rule is
    asked for, since rows of one key are often copies.

    Why: Spark keeps whichever row arrives first, and an `orderBy` before does not bind it. Of 2 rows a
    key that arrive in either order, half of the keys keep the older one: 50 % of values are
    stale (the standard's `recompute` block).

    Bad:
        ```python
        def latest_plan(spark):
            plans = spark.table("billing.plans")
            return plans.orderBy("changed_at").dropDuplicates(["user_id"]).select("user_id", "plan")
        ```
    Good:
        ```python
        def latest_plan(spark, F, Window):
            newest = Window.partitionBy("user_id").orderBy(F.desc("changed_at"), F.desc("change_id"))
            plans = spark.table("billing.plans").withColumn("place", F.row_number().over(newest))
            return plans.filter("place = 1").select("user_id", "plan")
        ```
    """

    code = "SPK003"
    name = "nondeterministic-drop-duplicates"
    severity = Severity.WARNING
    standard = "spark/rows"
    mend = "Number the rows of each key by a complete order (row_number over a window), and keep the first."
    triggers = (
        Trigger(any_pattern=(r"\.\s*drop(?:Duplicates|_duplicates)\s*\(",)),
        Trigger(any_word=("spark", "sqlContext")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls_named("dropDuplicates", "drop_duplicates"):
            keys = _keys(call)
            if not keys or call.receiver is None:
                continue
            steps = list(call.receiver.chain())
            spark = call.receiver.type == "pyspark.sql.DataFrame" or any(
                step.reads_spark for step in steps
            )
            if not spark or _has_only(steps, keys):
                continue
            used = _used(call, keys)
            if used:
                sort = next((step for step in steps if step.method in _SORTS), None)
                said = f", and `{sort.method}` before it does not say" if sort is not None else ""
                yield Hit(
                    call,
                    f"One row for each `{', '.join(sorted(keys))}` is kept, nobody knows which{said}; "
                    f"{used} rests on it.",
                    Severity.INFO if sort is None else None,
                )


def _keys(call: Call) -> frozenset[str]:
    """Return the keys that a call names one by one; none where they are all columns but some."""
    first = call.argument(0, "subset")
    if first is None or any(" for " in origin.text for origin in first.origins()):
        return frozenset()
    return frozenset(origin.said for origin in first.origins() if origin.said)


def _has_only(steps: list[Call], keys: frozenset[str]) -> bool:
    """Whether the frame has no other columns: it was selected down to the keys, or grouped by them."""
    for step in steps:
        if step.method == "select":
            return {text for _, text in step.texts()} <= keys
        if step.method in ("withColumn", "join", "agg", "union"):
            return False
    return False


def _used(call: Call, keys: frozenset[str]) -> str | None:
    """Return what uses the rows that are kept for more than their keys and their number."""
    for use in call.uses():
        if not isinstance(use, Call) or use.method in ("show", "display", "printSchema"):
            continue
        if use.method in _COUNTS:
            return None
        if use.method in (
            "select",
            "join",
            "groupBy",
            "agg",
            "withColumn",
            "filter",
            "where",
            "toPandas",
            "collect",
        ):
            texts = {text for _, text in use.texts()} - {"inner", "left", "outer", "how"}
            others = {text for text in texts if text.isidentifier()} - keys
            if use.method == "select" and texts and not others:
                return None
            return f"`{sorted(others)[0]}`" if others else f"`{use.method}`"
        if use.method in (
            "saveAsTable",
            "parquet",
            "save",
            "insertInto",
            "csv",
            "createOrReplaceTempView",
        ):
            return f"`{use.method}`"
    return None
