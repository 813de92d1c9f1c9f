import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_TOTALS = ("sum", "count", "nunique")
_TRENDS = (
    "mean", "median", "average", "nanmean", "fmean", "avg", "rolling", "pct_change", "diff", "ewm", "expanding",
    "polyfit", "linregress", "OLS", "ols", "seasonal_decompose", "STL", "rolling_mean", "ewm_mean", "theilslopes",
    "regplot",
)  # fmt: skip
_DAYS = re.compile(r"day|date|\bd\b|^[dD]$|^\d*d$", re.I)
_LONGER = re.compile(
    r"week|month|quarter|year|isocalendar|^\d*(?:W|M|Q|Y|A|MS|ME|QE|YE|w|mo|q|y)\b|^W-|\bW\b", re.I
)
# What takes the last period off.
_CUT = re.compile(
    r":\s*-\s*1\s*[\],]|head\(\s*-\s*1|\[-1\]\s*\)|complete|slice\(None,\s*-1|drop_last|\.last_valid",
    re.I,
)


class PartialPeriod(CodeRule):
    """Totals per period of a range that ends today, the unfinished period among them, are averaged.

    Why: The last period counts as whole. On a Wednesday at noon, the mean weekly total of the
    last four weeks of a steady series comes out 16 % too low, and the last week seems to
    have dropped by 64 % (the standard's `recompute` block).

    Bad:
        ```python
        import pandas as pd

        today = pd.Timestamp.now()
        orders = pd.DataFrame({"ordered_at": pd.date_range(today - pd.Timedelta(days=60), today, freq="h")})
        orders["revenue"] = 1.0
        recent = orders[orders["ordered_at"] >= today - pd.Timedelta(days=28)]
        weekly = recent.set_index("ordered_at")["revenue"].resample("W").sum()
        print("a week brings in", weekly.mean())
        ```
    Good:
        ```python
        import pandas as pd

        today = pd.Timestamp.now()
        orders = pd.DataFrame({"ordered_at": pd.date_range(today - pd.Timedelta(days=60), today, freq="h")})
        orders["revenue"] = 1.0
        monday = today.to_period("W").start_time
        whole = (orders["ordered_at"] >= monday - pd.Timedelta(weeks=4)) & (orders["ordered_at"] < monday)
        weekly = orders[whole].set_index("ordered_at")["revenue"].resample("W").sum()
        print("a week brings in", weekly.mean())
        ```
    """

    code = "TIM003"
    name = "partial-period"
    severity = Severity.WARNING
    standard = "time/periods"
    mend = "End the range where the last whole period ends, or drop the last period."
    triggers = (
        Trigger(
            any_meaning=("now",),
            any_pattern=(
                r"(?i)current_date|current_timestamp|getdate|sysdate|localtimestamp|\b(?:now|today)\s*\(\s*\)",
                r"(?i)['\"](?:now|today)['\"]",
            ),
        ),
        Trigger(any_pattern=(rf"\b(?:{'|'.join(_TRENDS)})\s*\(",)),
        Trigger(
            any_pattern=(r"(?i)\b(?:resample|group_?by|group\s+by|group_by_dynamic|pivot_table)\b",)
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        seen: set[Value] = set()
        for total in code.aggregations(*_TOTALS):
            periods = [
                _length(key.name, key.value)
                for key in total.keys
                if key.is_time or _named(key.name)
            ]
            if not periods:
                continue
            for sink in total.call.uses():
                if (
                    isinstance(sink, Call)
                    and sink.method in _TRENDS
                    and sink.statement() not in seen
                ):
                    end = _open_end(sink, periods[0])
                    if end:
                        seen.add(sink.statement())
                        yield Hit(sink, _message(sink, end))
        for sink in code.calls_named(*_TRENDS):
            if (
                sink.statement() not in seen
                and _grouped_in_sql(sink)
                and (end := _open_end(sink, None))
            ):
                seen.add(sink.statement())
                yield Hit(sink, _message(sink, end))


def _message(sink: Call, end: str) -> str:
    return (
        f"`{sink.method}` takes in the period that is not over yet: its rows are bounded by `{end}` "
        "alone, and so they end at the moment of the run."
    )


def _named(name: str | None) -> bool:
    return name is not None and bool(_DAYS.search(name) or _LONGER.search(name))


def _length(name: str | None, key: Value) -> str | None:
    """Return whether periods are days or longer, where the key says so."""
    said = [name or "", *(text for _, text in key.texts()), *key.text.split(".")[-1:]]
    if any(_LONGER.search(word) for word in said):
        return "longer"
    return "day" if any(_DAYS.search(word) for word in said) else None


def _open_end(sink: Call, period: str | None) -> str | None:
    """Return the text of the bound that lets the unfinished period in; None where none does."""
    bounds = [bound for value in _operands(sink) for bound in value.present_bounds()]
    cut = any(_CUT.search(step.text) for value in _operands(sink) for step in value.origins())
    if not bounds or cut:
        return None
    uppers = [bound for bound in bounds if bound.upper]
    for bound in uppers:
        whole_days = bound.grain == "day" and (bound.back or not bound.inclusive)
        if bound.grain == "aligned" or (whole_days and period != "longer"):
            return None
    text = sink.at((uppers or bounds)[0].node).text
    return text if len(text) < 60 else f"{text[:57]}…"


def _operands(sink: Call) -> list[Value]:
    return [value for value in (sink.receiver, *sink.arguments[:2]) if value is not None]


def _grouped_in_sql(sink: Call) -> bool:
    """Whether it averages totals per period that a query makes."""
    return any(
        isinstance(origin.literal, str)
        and re.search(r"\b(?:sum|count)\s*\(", origin.literal, re.I)
        and re.search(
            r"group\s+by\b[^;]*?(?:\b1\b|day|date|week|month|trunc)", origin.literal, re.I | re.S
        )
        for value in _operands(sink)
        for origin in value.origins()
    )
