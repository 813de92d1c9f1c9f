import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

# Steps that leave the columns and their order as they are.
_ROWS = frozenset([
    "filter", "where", "distinct", "dropDuplicates", "drop_duplicates", "limit", "sample", "orderBy", "sort",
    "cache", "persist", "repartition", "coalesce", "alias", "checkpoint", "hint", "dropna", "fillna", "na", "drop",
    "replace", "subtract", "exceptAll", "intersect",
])  # fmt: skip


class UnionByPosition(CodeRule):
    """Two Spark frames of different origin are put together by the place of their columns, not by name.

    Off by default: what fixes the columns of a frame is mostly in another file. Of the hits that were read
    unseen, 1 in 12 was right.

    Why: `union` puts the first column under the first, whatever they are called. Of two columns that
    have changed places, every value lands in the wrong one: 2 of 2 (the standard's `recompute` block).

    Bad:
        ```python
        def all_visits(spark):
            web = spark.table("visits.web")
            app = spark.table("visits.app")
            return web.union(app)
        ```
    Good:
        ```python
        def all_visits(spark):
            web = spark.table("visits.web")
            app = spark.table("visits.app")
            return web.unionByName(app)
        ```
    """

    code = "SPK002"
    name = "union-by-position"
    severity = Severity.INFO
    standard = "spark/unions"
    mend = "Use unionByName, or select the same columns in the same order from both."
    triggers = (
        Trigger(any_pattern=(r"\.\s*union(?:All)?\s*\(", r"\bDataFrame\s*\.\s*union(?:All)?\b")),
        Trigger(any_word=("spark", "sqlContext")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls_named("union", "unionAll"):
            other = call.argument(0, "other")
            if call.receiver is None or other is None or not _is_frame(call):
                continue
            one, two = _shape(call.receiver), _shape(other)
            if (
                one is not None
                and two is not None
                and one != two
                and not _same_maker(call.receiver, other)
                and not _follows(other, call.receiver)
            ):
                yield Hit(
                    call,
                    f"`{call.method}` goes by the place of the columns, and nothing says that those of "
                    f"`{call.receiver.text}` and `{other.text}` stand in the same order.",
                )
        for call in _reduced(code):
            yield Hit(call, f"`{call.text}` goes by the place of the columns of several tables.")


def _reduced(code: Code) -> Iterator[Call]:
    """Yield the calls that put a list of several tables together: `reduce(DataFrame.union, parts)`."""
    for call in code.calls_named("reduce"):
        function, parts = call.argument(0), call.argument(1)
        if function is None or parts is None or not re.search(r"\.union(?:All)?\b", function.text):
            continue
        read = [step for part in parts.elements() for step in part.chain() if step.reads_spark]
        chosen = any(
            step.method in ("select", "toDF") for part in parts.elements() for step in part.chain()
        )
        several = len({step.text for step in read}) > 1
        named = any("{" in text for step in read for _, text in step.texts())
        if (several or named) and not chosen:
            yield call


def _follows(other: Value, frame: Value) -> bool:
    """Whether a side is made with the columns of the other: `app.select(web.columns)`."""
    wanted = {f"{star}{frame.text}.{name}" for star in ("", "*") for name in ("columns", "schema")}
    return any(argument.text in wanted for step in other.chain() for argument in step.arguments)


def _same_maker(one: Value, other: Value) -> bool:
    """Whether one function made both: its columns stand in one order."""
    made = [
        {step.method for step in side.chain() if step.receiver is None and not step.reads_spark}
        for side in (one, other)
    ]
    return not made[0].isdisjoint(made[1])


def _is_frame(call: Call) -> bool:
    known = (call.receiver and call.receiver.type) or (call.arguments[0].type)
    return known == "pyspark.sql.DataFrame" or any(
        step.reads_spark or step.method == "createDataFrame"
        for side in (call.receiver, call.arguments[0])
        if side is not None
        for step in side.chain()
    )


def _shape(side: Value) -> str | None:
    """Return what fixes the columns of a frame and their order; None where that cannot be seen."""
    added: list[str] = []
    for step in side.chain():
        if step.method in ("select", "toDF", "selectExpr"):
            return _columns(step) + "".join(added)
        if step.reads_spark:
            return _source(step) + "".join(added)
        if step.method == "createDataFrame":
            schema = step.argument(1, "schema")
            return (_schema(schema) if schema is not None else step.text) + "".join(added)
        if step.method in ("union", "unionAll", "unionByName"):
            continue  # the receiver's columns stand
        if step.method in ("agg", "groupBy", "groupby", "count", "join", "pivot", "transform"):
            return None
        if step.method in ("withColumn", "withColumnRenamed"):
            named = [text for _, text in step.texts()]
            added.insert(0, f" {step.method} {' '.join(named[: step.method.count('Renamed') + 1])}")
        elif step.method not in _ROWS:
            added.insert(0, f" {step.method} {' '.join(text for _, text in step.texts())}")
    return None


def _schema(schema: Value) -> str:
    """Return the names of a schema where they stand in the file, or what it is called."""
    names = [text for origin in schema.origins() for _, text in origin.texts()]
    return f"schema {' '.join(names) or schema.text}"


def _columns(select: Call) -> str:
    """Return the columns that a select names, aliases for what they are called."""
    names = []
    for argument in select.arguments:
        texts = [text for _, text in argument.texts()]
        written = re.search(r"\bas\s+(\w+)['\"]?\s*$", argument.text, re.I)
        if written:  # selectExpr("from_id as src")
            names.append(written[1])
        else:
            names.append(texts[-1] if texts and ".alias(" in argument.text else argument.text)
    return "select " + re.sub(r"[\s\"'\[\]*]", "", ",".join(names)).removesuffix(".columns")


def _source(step: Call) -> str:
    first = step.argument(0)
    texts = (
        " ".join(text for origin in first.origins() for _, text in origin.texts())
        if first is not None
        else ""
    )
    listed = re.search(r"select\s+(.*?)\s+from\b", texts, re.I | re.S)
    if step.method == "sql" and listed and "*" not in listed[1]:
        return "sql " + re.sub(r"\s+|\w+\.(?=\w)", "", listed[1].lower())
    return step.text if step.method != "load" else f"{texts}{step.text}"
