import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_STEPS = (
    "withColumn",
    "withColumns",
    "select",
    "filter",
    "where",
    "agg",
    "groupBy",
    "selectExpr",
    "join",
    "orderBy",
)
_TARGET = re.compile(r"(?:\w+\.)*(\w+)\s*=[^=]")


class PythonUdfInHotPath(CodeRule):
    """Rows of a Spark frame pass one by one through a Python function.

    Off by default: for small tables, and for what Spark's functions cannot say, it is right.

    Why: Each row is pickled, sent to a Python process and back, and the optimiser cannot look inside. Here, a
    Python function for each of 200,000 values takes more than 10 times as long as the same in one
    expression over the column (the standard's `recompute` block).

    Bad:
        ```python
        def hours(spark, udf):
            from_minutes = udf(lambda minutes: minutes / 60)
            return spark.table("plays").withColumn("hours", from_minutes("minutes"))
        ```
    Good:
        ```python
        def hours(spark, F):
            return spark.table("plays").withColumn("hours", F.col("minutes") / 60)
        ```
    """

    code = "SPK005"
    name = "python-udf-in-hot-path"
    severity = Severity.INFO
    standard = "spark/functions"
    mend = "Use Spark's own functions, or a pandas_udf where there is none."
    triggers = (
        Trigger(any_pattern=(r"\budf\s*\(", r"@\s*(?:\w+\.)*udf\b", r"\budf\s*\.\s*register\b")),
        Trigger(any_word=("spark",)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        made = [call for call in code.calls_named("udf") if call.arguments]
        names = {found[1] for call in made if (found := _TARGET.match(call.statement().text))}
        seen: set[Value] = set()
        for step in code.calls_named(*_STEPS) if code.mentions("udf") else ():
            if step.receiver is None:
                continue
            for origin in (part for argument in step.arguments for part in argument.origins()):
                if (
                    isinstance(origin, Call)
                    and origin not in seen
                    and origin.inside(step)
                    and _is_udf(origin, names)
                ):
                    seen.add(origin)
                    yield Hit(
                        origin, f"`{_short(origin.text)}` runs Python for each row of the frame."
                    )
        for call in code.calls_named("register"):
            name = call.argument(0)
            if (
                call.receiver is not None
                and call.receiver.text.endswith("udf")
                and name is not None
                and name.said
            ):
                yield Hit(
                    call, f"`{name.said}` runs Python for each row of the queries that name it."
                )


def _is_udf(call: Call, names: set[str]) -> bool:
    """Whether a call applies a Python UDF: one made by `udf(…)` or under `@udf`."""
    if any(re.match(r"(?:\w+\.)*udf\b", decorator) for decorator in call.decorators):
        return True
    made = [maker for maker, _ in call.called.makers()]
    return call.method in names or any(
        isinstance(maker, Call) and maker.method == "udf" for maker in made
    )


def _short(text: str) -> str:
    return text if len(text) < 60 else f"{text[:57]}…"
