"""Values as Python source, laid out as ruff lays them out at 88, 100 and 120 letters a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import east_asian_width

WIDTH = 88


class Code(str):
    """Text that is Python already."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A call; a key that is empty stands for a value by position."""

    head: str
    arguments: tuple[tuple[str, Any], ...]


def quoted(text: str) -> str:
    """Return a text in the quotes that need fewer escapes, double ones when in doubt."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = "".join(_letter(letter, quote) for letter in text)
    return f"{quote}{body}{quote}"


def _letter(letter: str, quote: str) -> str:
    if letter == quote:
        return "\\" + letter
    return letter if letter in "'\"" else repr(letter)[1:-1]


def pattern(text: str) -> Code:
    """Return a regular expression as a raw string, where it can be one."""
    raw = "\\" in text and '"' not in text and text.isprintable() and not text.endswith("\\")
    return Code(f'r"{text}"' if raw else quoted(text))


def literal(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, Code):
        return str(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, float):
        number = repr(value).replace("e+", "e")  # as ruff writes it
        return number if math.isfinite(value) else f'float("{number}")'
    if isinstance(value, datetime):
        return f"pd.Timestamp({quoted(value.isoformat(sep=' '))})"
    brackets = _brackets(value)
    if brackets is None:
        return repr(value)
    opening, items, closing = brackets
    inside = ", ".join(prefix + literal(one) for prefix, one in items)
    return f"{opening}{inside}{',' * (opening == '(' and len(items) == 1)}{closing}"


def lines(before: str, value: Any, after: str = "", indent: int = 0) -> list[str]:
    """Return a value between two texts: on one line where it fits, else one item a line."""
    line = f"{' ' * indent}{before}{literal(value)}{after}"
    brackets = _brackets(value)
    if _width(line) <= WIDTH or brackets is None or not brackets[1]:
        return [line]
    opening, items, closing = brackets
    inner = [one for prefix, item in items for one in lines(prefix, item, ",", indent + 4)]
    return [f"{' ' * indent}{before}{opening}", *inner, f"{' ' * indent}{closing}{after}"]


def _width(line: str) -> int:
    """What ruff takes it for: some letters are two wide."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in line)


def _brackets(value: Any) -> tuple[str, list[tuple[str, Any]], str] | None:
    """Return what opens, the items each behind a prefix, and what closes; None for what has no items."""
    match value:
        case Call(head, arguments):
            named = [(f"{key}=" if key else "", one) for key, one in arguments]
            return f"{head}(", named, ")"
        case dict():
            return "{", [(f"{literal(key)}: ", one) for key, one in value.items()], "}"
        case list():
            return "[", [("", one) for one in value], "]"
        case tuple():
            return "(", [("", one) for one in value], ")"
    return None
