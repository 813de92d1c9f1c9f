"""How values relate to the present: what the clock says, and which rows end there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from groundrules.facts.flow import Flow

Grain = Literal["instant", "day", "aligned"]

_DATES = frozenset([
    "datetime.date.today", "pyspark.sql.functions.current_date", "pyspark.sql.functions.curdate", "pendulum.today",
])  # fmt: skip
_TO_DAY = frozenset(["date", "normalize", "today", "to_date", "datetime_as_string"])
_TO_PERIOD = frozenset([
    "to_period", "start_time", "end_time", "MonthBegin", "MonthEnd", "QuarterBegin", "QuarterEnd", "YearBegin",
    "YearEnd", "Week", "weekday", "isoweekday", "dayofweek", "monthrange", "trunc", "date_trunc", "last_day",
    "start_of", "truncate", "Period", "isocalendar",
])  # fmt: skip
_SPANS = frozenset([
    "timedelta", "Timedelta", "DateOffset", "relativedelta", "date_sub", "Day", "BDay", "timedelta64", "sub_days",
    "subtract", "days", "Hour", "duration",
])  # fmt: skip
_COLUMNS = ("pandas.Series", "pandas.Index", "polars.Series", "polars.Expr", "pyspark.sql.Column")
_ORDER = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}

_SQL_NOW = r"(?:current_date|current_timestamp|now\s*\(\s*\)|getdate\s*\(\s*\)|sysdate|localtimestamp|today\s*\(\s*\))"
_SQL_BOUND = re.compile(
    rf"(?P<op><=?|>=?|\bbetween\b|\band\b)\s*(?P<around>[\w\s('\",]{{0,30}}?){_SQL_NOW}(?:\s*\(\s*\))?(?=(?P<after>[^\n;)]{{0,20}}))",
    re.I,
)


class Moment(NamedTuple):
    """An expression that the clock makes: how finely it is cut, and whether a span is taken off it."""

    call: ast.AST
    grain: Grain
    back: bool


class Bound(NamedTuple):
    """Where rows are cut at, or counted from, the present."""

    node: ast.AST
    upper: bool
    """Whether rows end there; else they begin some time before, and end by themselves."""
    inclusive: bool
    grain: Grain
    back: bool
    """Whether it lies a span before the present."""


def moment(flow: Flow, node: ast.AST) -> Moment | None:
    """Return how an expression is made from the present, None where it is not."""
    parts = list(flow.origins(node))
    nows = [part for part in parts if isinstance(part, ast.Call) and is_now(flow, part)]
    if not nows:
        return None
    words = {_word(part) for part in parts if isinstance(part, ast.Call | ast.Attribute)}
    keywords = {k.arg for part in parts if isinstance(part, ast.Call) for k in part.keywords}
    back = bool(words & _SPANS) or any(
        isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub) for part in parts
    )
    aligned = words & _TO_PERIOD or ("replace" in words and "day" in keywords)
    name = flow.qualified(nows[0].func) or ""
    to_day = (
        name in _DATES
        or words & (_TO_DAY - {"today"})
        or ("replace" in words and "hour" in keywords)
        or ("floor" in words)
        or _formatted_to_day(parts)
        or (name == "numpy.datetime64" and _first(nows[0]) == "today")
    )
    return Moment(nows[0], "aligned" if aligned else "day" if to_day else "instant", back)


def is_now(flow: Flow, call: ast.Call) -> bool:
    """Whether a call asks the clock."""
    meanings = flow.meanings(call)
    return "now" in meanings or (
        "now_if_told" in meanings and _first(call) in ("now", "today", "NOW", "TODAY")
    )


def bounds(flow: Flow, node: ast.AST) -> Iterator[Bound]:
    """Yield where the rows of an expression are cut at the present: comparisons, ranges, SQL."""
    for part in flow.origins(node):
        if isinstance(part, ast.Compare) and len(part.ops) == 1:
            yield from _compared(flow, part)
        elif isinstance(part, ast.Call):
            yield from _called(flow, part)
        elif isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Slice):
            yield from _sliced(flow, part, part.slice)
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield from _in_sql(part, part.value)
        elif isinstance(part, ast.JoinedStr):
            yield from _in_f_string(flow, part)


def _compared(flow: Flow, node: ast.Compare) -> Iterator[Bound]:
    operator = _ORDER.get(type(node.ops[0]))
    right = node.comparators[0]
    for column, other, flips in ((node.left, right, False), (right, node.left, True)):
        if operator is None or not _is_column(flow, column):
            continue
        made = moment(flow, other)
        if made:
            upper = operator.startswith("<") != flips
            yield Bound(node, upper, operator.endswith("="), made.grain, made.back)
            return


def _called(flow: Flow, node: ast.Call) -> Iterator[Bound]:
    name = _word(node)
    place = None
    if name == "between" and len(node.args) >= 2:
        place = node.args[1]
        first = moment(flow, node.args[0])
        if first and not moment(flow, place):
            yield Bound(node, False, True, first.grain, first.back)
    elif name in ("date_range", "bdate_range", "period_range"):
        named = [k.value for k in node.keywords if k.arg == "end"]
        place = named[0] if named else node.args[1] if len(node.args) > 1 else None
    elif name in ("le", "lt", "ge", "gt") and node.args and isinstance(node.func, ast.Attribute):
        made = moment(flow, node.args[0])
        if made and _is_column(flow, node.func.value):
            yield Bound(node, name[0] == "l", name[1] == "e", made.grain, made.back)
    made = moment(flow, place) if place is not None else None
    if made:
        yield Bound(node, True, True, made.grain, made.back)


def _sliced(flow: Flow, node: ast.Subscript, rows: ast.Slice) -> Iterator[Bound]:
    for end, upper in ((rows.upper, True), (rows.lower, False)):
        made = moment(flow, end) if end is not None else None
        if made:  # labels: both ends belong to it
            yield Bound(node, upper, True, made.grain, made.back)


def _in_sql(node: ast.AST, text: str) -> Iterator[Bound]:
    if "select" not in text.lower():
        return
    for found in _SQL_BOUND.finditer(text):
        operator = found["op"].lower()
        if operator == "between":
            yield Bound(node, False, True, "day", True)
            continue
        if operator == "and" and "between" not in text[: found.start()].lower()[-80:]:
            continue
        around, after = found["around"].lower(), found["after"]
        aligned = "trunc" in around and "day" not in around
        exact = re.search(
            r"now|timestamp|getdate", found[0], re.I
        ) and "date(" not in around.replace(" ", "")
        grain: Grain = (
            "aligned" if aligned else "instant" if exact and "trunc" not in around else "day"
        )
        back = (
            bool(re.match(r"\s*(?:-|,\s*interval)", after, re.I))
            or "sub" in around
            or "add" in around
        )
        upper = operator in ("<", "<=", "and")
        yield Bound(node, upper, operator != "<", grain, back)


def _in_f_string(flow: Flow, node: ast.JoinedStr) -> Iterator[Bound]:
    before = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            before += str(part.value)
            yield from _in_sql(node, f"select {before}")
            continue
        found = re.search(
            r"(<=?|>=?|\bbetween|\band)\s*(?:\w+\s*\(?\s*)?['\"]?$", before[-60:], re.I
        )
        made = moment(flow, part.value) if found and isinstance(part, ast.FormattedValue) else None
        if found and made:
            operator = found[1].lower()
            if operator != "and" or "between" in before.lower()[-80:]:
                upper = operator in ("<", "<=", "and")
                yield Bound(node, upper, operator != "<", made.grain, made.back)
        before += "{}"


def _is_column(flow: Flow, node: ast.AST) -> bool:
    return flow.type_of(node) in _COLUMNS or flow.column_name(node) is not None


def _word(node: ast.Call | ast.Attribute) -> str:
    func = node.func if isinstance(node, ast.Call) else node
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _first(call: ast.Call) -> object:
    return call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None


def _formatted_to_day(parts: list[ast.AST]) -> bool:
    """Whether a `strftime` cuts the time of day off."""
    return any(
        isinstance(part, ast.Call)
        and _word(part) == "strftime"
        and isinstance(form := _first(part), str)
        and not re.search(r"%[HIMSTXcfs]", form)
        for part in parts
    )
