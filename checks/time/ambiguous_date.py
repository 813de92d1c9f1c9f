import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_TOLD = ("format", "dayfirst", "yearfirst", "unit", "parserinfo", "date_format")
_TEXT_READS = (
    "read_csv",
    "read_table",
    "read_fwf",
    "read_json",
    "read_html",
    "read_clipboard",
    "DictReader",
    "reader",
)
_LITERAL = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T]\d{1,2}:.*)?\s*")


class AmbiguousDate(CodeRule):
    """A date is read from text without saying whether the day or the month comes first.

    Off by default: what order the file has cannot be seen in the code.

    Why: The parser guesses, month first, and where it cannot, it may guess otherwise for the next
    file. Of the 365 days of a year, 132 read as another valid day when day and month are
    swapped (the standard's `recompute` block).

    Bad:
        ```python
        import io

        import pandas as pd

        orders = pd.read_csv(io.StringIO("day\\n03/04/2024\\n"))
        orders["day"] = pd.to_datetime(orders["day"])
        ```
    Good:
        ```python
        import io

        import pandas as pd

        orders = pd.read_csv(io.StringIO("day\\n03/04/2024\\n"))
        orders["day"] = pd.to_datetime(orders["day"], format="%d/%m/%Y")
        ```
    """

    code = "TIM006"
    name = "ambiguous-date"
    severity = Severity.INFO
    standard = "time/formats"
    mend = 'Give the format, format="%d/%m/%Y", or dayfirst; write dates as 2024-04-03.'
    triggers = (
        Trigger(
            any_pattern=(
                r"\bto_datetime\s*\(|\bparse_dates\b|\bparse\s*\(|\bTimestamp\s*\(|\bto_date\s*\(",
            )
        ),
        Trigger(any_word=("pandas", "dateutil", "polars", "pyspark")),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for call in code.calls_named("to_datetime", "Timestamp", "parse", "to_date"):
            first = call.argument(0)
            if (
                first is None
                or not _parses_dates(call)
                or any(call.argument(None, name) for name in _TOLD)
            ):
                continue
            if call.method == "to_date" or (call.method == "to_datetime" and call.argument(4)):
                continue
            if found := _swappable(first):
                yield Hit(call, f'"{found}" may be read with the day or with the month first.')
            elif call.method != "Timestamp" and _is_text(first):
                yield Hit(
                    call,
                    f"`{first.text}` is text, and nothing says if its days or its months come first.",
                )
        for read in code.calls_named("read_csv", "read_table", "read_fwf"):
            if not read.callee.startswith("pandas"):
                continue
            named = read.argument(None, "parse_dates")
            columns = [text for _, text in named.texts()] if named is not None else []
            if columns and not any(
                read.argument(None, name) for name in ("date_format", "dayfirst", "date_parser")
            ):
                yield Hit(
                    read,
                    f"`{columns[0]}` is read as a date, and nothing says if its days or its months come first.",
                )


def _parses_dates(call: Call) -> bool:
    if call.method == "parse":
        return call.callee.startswith("dateutil")
    return call.callee.startswith(("pandas", "polars"))


def _swappable(value: Value) -> str | None:
    """Return a literal that it comes from, whose day and month can change places."""
    for origin in value.origins():
        found = _LITERAL.fullmatch(origin.said or "")
        if found and found[1] != found[3] and max(int(found[1]), int(found[3])) <= 12:
            return found[0].strip()
    return None


def _is_text(value: Value) -> bool:
    """Whether it is a column of a text file, with no type given."""
    if value.column is None or value.literal is not None:
        return False
    return any(
        isinstance(origin, Call) and origin.method in _TEXT_READS for origin in value.origins()
    )
