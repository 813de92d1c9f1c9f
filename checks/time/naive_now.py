import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_COLUMNS = ("pandas.Series", "pandas.Index", "polars.Series", "polars.Expr", "pyspark.sql.Column")
_MADE_AWARE = (
    "astimezone",
    "localize",
    "tz_localize",
    "tz_convert",
    "dt.tz_localize",
    "replace_time_zone",
)
_IN_QUERY = re.compile(r"\b(?:where|and|between|having)\b.*[<>]=?\s*['\"]?\{\}", re.I | re.S)
_KEEPERS = (
    "dump",
    "dumps",
    "to_sql",
    "insert_one",
    "insert_many",
    "put_item",
    "DataFrame",
    "execute",
    "insert_rows_json",
    "send",
)
_WHOLE = re.compile(r"date$|^date|day|month|week|quarter|year|_dt$|^dt$|birth|dob", re.I)


class NaiveNow(CodeRule):
    """The time of day of a machine, without its zone, is held against timestamps of data.

    Off by default: a run of one machine is in one zone, and most records are for its own team.

    Why: `datetime.now()` is the machine's local time, `utcnow()` says nothing of its zone, and data
    are mostly in UTC. From a laptop in Tokyo, "the last 24 hours" then holds 15 of them; as a
    timestamp, `utcnow()` is 9 hours off there (the standard's `recompute` block).

    Bad:
        ```python
        from datetime import datetime, timedelta

        import pandas as pd

        orders = pd.DataFrame({"ordered_at": pd.date_range("2024-01-01", periods=48, freq="h")})
        recent = orders[orders["ordered_at"] >= datetime.now() - timedelta(hours=24)]
        ```
    Good:
        ```python
        from datetime import datetime, timedelta, timezone

        import pandas as pd

        times = pd.date_range("2024-01-01", periods=48, freq="h", tz="UTC")
        orders = pd.DataFrame({"ordered_at": times})
        recent = orders[orders["ordered_at"] >= datetime.now(timezone.utc) - timedelta(hours=24)]
        ```
    """

    code = "TIM001"
    name = "naive-now"
    severity = Severity.INFO
    standard = "time/clocks"
    mend = "Ask for the time in a zone, datetime.now(timezone.utc), and keep the data's zone."
    triggers = (
        Trigger(
            any_pattern=(
                r"\b(?:now|today|utcnow)\s*\(\s*\)",
                r"\b(?:to_datetime|Timestamp|datetime64)\s*\(\s*['\"](?:now|today)",
            )
        ),
        # What it can meet: columns, a query, its own timestamp or its own text.
        Trigger(
            any_word=("pandas", "polars", "pyspark"),
            any_pattern=(r"isoformat|\.\s*timestamp\s*\(", r"(?i)\b(?:where|having)\b"),
        ),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls("now", "now_if_told"):
            if not _is_naive(call):
                continue
            uses = list(call.uses())
            if any(isinstance(use, Call) and _makes_aware(use) for use in uses):
                continue
            for use in uses:
                if what := _meets_data(use, call):
                    yield Hit(call, f"`{call.text}` has no time zone, and {what}.")
                    break


def _is_naive(call: Call) -> bool:
    """Whether it gives a moment with no zone; a bare date has none to lose."""
    moment = call.present()
    if (
        moment is None
        or moment.grain != "instant"
        or call.callee.endswith(("time.time", "Timestamp.utcnow"))
    ):
        return False
    zoned = call.argument(None, "tz") or call.argument(None, "tzinfo")
    told = "now_if_told" in call.meanings
    return zoned is None and len(call.arguments) == told and not call.callee.startswith("pyspark")


def _makes_aware(use: Call) -> bool:
    return use.method in _MADE_AWARE or use.argument(None, "tzinfo") is not None


def _meets_data(use: Value, now: Call) -> str | None:
    """Return how a use brings the moment together with data."""
    if isinstance(use, Call) and use.method == "timestamp" and now.method == "utcnow":
        named = any(outer.said is not None for outer in use.uses())  # a part of a file's name
        return None if named else "`timestamp()` takes it for local time"
    if isinstance(use, Call) and use.method == "isoformat" and _is_stored(use):
        return "`isoformat()` writes it without one into a record"
    if use.said is not None and _IN_QUERY.search(use.said):
        return "a query compares it with its timestamps"
    sides = use.comparison()
    pair = (sides[0], sides[2]) if sides is not None else use.difference()
    for data, moment in (pair, pair[::-1]) if pair is not None else ():
        if not _is_moment(data) or moment.type in _COLUMNS or moment.column is not None:
            continue
        made = moment.present()
        if made is not None and made.grain == "instant":
            return f"it is held against `{data.text}`"
    return None


def _is_moment(data: Value) -> bool:
    """Whether it is a column that may hold moments; days and months have no time of day."""
    whole = data.column is not None and _WHOLE.search(data.column)
    return data.type in _COLUMNS and not whole


def _is_stored(written: Call) -> bool:
    """Whether a time that is written out becomes a field of a record that is kept, with no `Z` after it."""
    uses = list(written.uses())
    if any(use.text.endswith(('"Z"', "'Z'", 'Z"', "Z'")) for use in uses[:3]):
        return False
    kept = any(isinstance(use, Call) and use.method in _KEEPERS for use in uses)
    return kept and any(use.text.startswith("{") for use in uses[:4])
