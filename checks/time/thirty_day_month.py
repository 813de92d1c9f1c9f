import re
from collections.abc import Iterator

from groundrules import Call, Code, CodeRule, Hit, Severity, Trigger, Value

_SPANS = (
    "timedelta", "Timedelta", "timedelta64", "DateOffset", "relativedelta", "to_timedelta", "date_add", "date_sub",
    "Day",
)  # fmt: skip
_MONTH = re.compile(r"month|(?:^|_)mths?(?:_|$)|(?:^|_)mos?(?:_|$)", re.I)
_TOLD = re.compile(r"30|thirty|four_?week|28", re.I)  # a name that says what it is


class ThirtyDayMonth(CodeRule):
    """A month is taken to have 30 days.

    Off by default: a rough age is often meant, and made-up data do not mind.

    Why: Months have 28 to 31. Over a year the error is 5 days, so "12 months ago" lies in the
    wrong month's data, and a customer of 12 months counts as one of 12.2 (the standard's
    `recompute` block).

    Bad:
        ```python
        from datetime import date

        tenure_months = (date(2024, 3, 1) - date(2023, 3, 1)).days / 30
        ```
    Good:
        ```python
        from datetime import date

        start, end = date(2023, 3, 1), date(2024, 3, 1)
        tenure_months = (end.year - start.year) * 12 + end.month - start.month
        ```
    """

    code = "TIM004"
    name = "thirty-day-month"
    severity = Severity.INFO
    standard = "time/periods"
    mend = "Count calendar months (relativedelta, DateOffset(months=…), to_period), or say days and mean days."
    triggers = (
        Trigger(
            any_pattern=(
                r"/\s*30(?:\.0)?\b|\*\s*30\b|\b30\s*\*|days\s*=\s*-?30\b|\(\s*-?30\s*[,)]|['\"]30 ?[dD](?:ays?)?['\"]",
            )
        ),
        Trigger(any_pattern=(r"(?i)month|mths?\b|_mos?\b",)),
    )

    def check(self, code: Code) -> Iterator[Hit]:
        for division in code.divisions():
            sides = division.quotient()
            if sides is not None and _is_thirty(sides[1]) and _of_months(division, sides[0]):
                yield Hit(division, f"`{division.text}` takes each month to have 30 days.")
        for product in code.products():
            factors = product.product() or ()
            if any(_is_thirty(one) for one in factors) and any(
                _MONTH.search(one.text) for one in factors
            ):
                yield Hit(product, f"`{product.text}` takes each month to have 30 days.")
        for span in code.calls_named(*_SPANS):
            first = span.argument(0, "days") or span.argument(None, "days")
            thirty = first is not None and (
                _is_thirty(first) or str(first.literal).lower() in _AS_TEXT
            )
            if thirty and _is_a_month(span):
                yield Hit(span, f"`{span.text}` is taken for a month.")


_AS_TEXT = ("30d", "30 d", "30 days", "30days")


def _is_thirty(value: Value) -> bool:
    return re.fullmatch(r"-?30(?:\.0)?", value.text) is not None


def _target(value: Value) -> str:
    """Return the name that a statement gives to what it computes, or that of its function or argument."""
    text = value.statement().text
    found = re.match(r"([^=<>!]+?)\s*(?::[^=]+)?=(?!=)", text)
    if found and not text.startswith(("return", "if ", "for ", "while ")):
        return found[1]
    function = value.function()
    return (
        re.sub(r"^(?:async )?def (\w+).*$", r"\1", function.text)
        if text.startswith("return") and function
        else ""
    )


def _of_months(division: Value, top: Value) -> bool:
    """Whether days become months, or a month's total one day's."""
    name = _target(division)
    if _TOLD.search(name):
        return False
    days = re.search(r"day|timedelta|delta|diff|age|tenure|elapsed|\b-\b", top.text, re.I)
    return bool(_MONTH.search(name) and days) or bool(_MONTH.search(top.text) and not days)


def _is_a_month(span: Call) -> bool:
    """Whether a span of 30 days is given the name of a month: `last_month`, `months_ago`."""
    name = _target(span)
    return bool(_MONTH.search(name)) and not _TOLD.search(name)
