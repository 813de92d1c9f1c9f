from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger


class UnauditedCoerce(CodeRule):
    """What cannot be converted becomes missing, and nobody counts how much that was.

    Why: `errors="coerce"` hides every bad value. In the standard's example decimal commas turn
    30 % of the prices into NaN, and the mean of the rest is 30 % too low (its `recompute`
    block).

    Off by default: that values may be lost is often accepted, and seldom written down.

    Bad:
        ```python
        import pandas as pd

        df = pd.DataFrame({"price": ["10", "20", "30,5"]})
        df["price"] = pd.to_numeric(df["price"], errors="coerce")
        print(df["price"].mean())
        ```
    Good:
        ```python
        import pandas as pd

        df = pd.DataFrame({"price": ["10", "20", "30,5"]})
        df["price"] = pd.to_numeric(df["price"], errors="coerce")
        print(df["price"].isna().sum(), "prices were not read")
        ```
    """

    code = "DFR013"
    name = "unaudited-coerce"
    severity = Severity.INFO
    standard = "dataframe/missing"
    mend = "Count what became missing (isna().sum()), and stop where it is more than you expect."
    triggers = (Trigger(any_pattern=(r"errors\s*=\s*['\"]coerce['\"]", r"strict\s*=\s*False")),)

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls_named("to_numeric", "to_datetime", "to_timedelta", "cast", "apply"):
            if _coerces(call) and not _is_counted(call):
                yield Hit(
                    call,
                    f"What `{call.method}` cannot read becomes missing here, and nothing counts how much that is.",
                )


def _coerces(call: Call) -> bool:
    if call.method == "cast":
        strict = call.argument(None, "strict")
        return call.callee.startswith("polars.") and strict is not None and strict.literal is False
    errors = call.argument(None, "errors")
    if errors is None or errors.literal != "coerce":
        return False
    applied = call.argument(0, "func") if call.method == "apply" else None
    name = applied.name if applied is not None else call.callee
    return (name or "").startswith("pandas.to_")


_COUNTS = (
    "isna",
    "isnull",
    "notna",
    "notnull",
    "null_count",
    "is_null",
    "count",
    "info",
    "hasnans",
    "describe",
    "any",
)


def _is_counted(call: Call) -> bool:
    """Whether what came of it is asked for its gaps, here or wherever its column or frame is used."""
    for use in call.uses():
        if isinstance(use, Call) and use.method in _COUNTS:
            return True
    frames = call.assigned_to()
    for count in call.code.calls_named(*_COUNTS):
        receiver = count.receiver
        if receiver is not None and receiver.lineage() & frames:
            return True
    return False
