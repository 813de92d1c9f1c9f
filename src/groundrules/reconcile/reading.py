"""Text of a CSV read as the type that the other side has: exactly, or not at all.

DuckDB's own casts are too kind for a comparison: '1.7' becomes the integer 2, a time loses its
offset and its nanoseconds. So a text must first look like the type.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from groundrules.reconcile import sql
from groundrules.reconcile.kinds import Kind

_NUMBER = r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*"
_FLOAT = rf"{_NUMBER}|\s*[+-]?([nN][aA][nN]|[iI][nN][fF]([iI][nN][iI][tT][yY])?)\s*"
_DAY = r"\s*[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_OFFSET = r" ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)"


@dataclass(frozen=True, slots=True)
class Read:
    """How text is read: an expression that is null where it cannot be, and what it yields."""

    value: Callable[[exp.Expr], exp.Expr]
    kind: Kind


def read_text(typed: Kind) -> Read | None:
    """Return how text is read to compare it with a type; None where it is not."""
    match typed.family:
        case "integer" | "decimal":
            return _exact(typed)
        case "float":
            return Read(lambda value: _if_like(value, _FLOAT, typed.name), typed)
        case "text":
            return Read(lambda value: value, Kind("text", "VARCHAR"))
        case "date" | "time":
            nanoseconds = typed.places == 9
            pattern = f"{_clock(9 if nanoseconds else 6)}\\s*"
            name = "TIMESTAMP_NS" if nanoseconds else "TIMESTAMP"
            kind = Kind("time", name, places=9 if nanoseconds else 6)
            return Read(lambda value: _if_like(value, pattern, name), kind)
        case "zoned time":
            pattern = rf"{_clock(6)}{_OFFSET}\s*"
            zoned = Kind("zoned time", "TIMESTAMP WITH TIME ZONE", places=6)
            return Read(lambda value: _if_like(value, pattern, zoned.name), zoned)
        case "boolean":
            truth = r"(?i)\s*(true|false|t|f|1|0)\s*"
            return Read(lambda value: _if_like(value, truth, "BOOLEAN"), typed)
    if typed.name in ("UUID", "TIME"):
        return Read(lambda value: sql.try_cast(value, typed.name), typed)
    return None


def _clock(places: int) -> str:
    """Return the pattern of a day, or a day and a time with at most so many decimals."""
    return rf"{_DAY}([ T][0-9]{{1,2}}:[0-9]{{2}}(:[0-9]{{2}}(\.[0-9]{{1,{places}}}0*)?)?)?"


def _like(value: exp.Expr, pattern: str) -> exp.Expr:
    return sql.call("regexp_full_match", value, sql.text(pattern))


def _if_like(value: exp.Expr, pattern: str, kind: str) -> exp.Expr:
    return sql.when((_like(value, pattern), sql.try_cast(value, kind)))


def _exact(typed: Kind) -> Read:
    """Read a number without rounding it, with more decimals than the type has if there is room."""
    if typed.digits > 37:
        whole = r"\s*[+-]?[0-9]+(\.0*)?\s*"
        if typed.places:
            whole = rf"\s*[+-]?([0-9]+\.?|[0-9]*\.[0-9]{{1,{typed.places}}}0*)\s*"
        return Read(lambda value: _if_like(value, whole, typed.name), typed)
    places = 37 - typed.digits  # one digit is left for the difference of two
    name = f"DECIMAL(37, {places})"
    plain = rf"\s*[+-]?([0-9]+\.?|[0-9]*\.[0-9]{{1,{max(places, 1)}}}0*)([eE]\+?[0-9]+)?\s*"
    if not places:
        plain = r"\s*[+-]?[0-9]+(\.0*)?([eE]\+?[0-9]+)?\s*"

    def value(text: exp.Expr) -> exp.Expr:
        read, rough = sql.try_cast(text, name), sql.try_cast(text, "DOUBLE")
        kept = exp.EQ(this=sql.try_cast(read, "DOUBLE"), expression=rough)
        small = exp.and_(_like(text, _NUMBER.replace("[+-]?[0-9]+)?", "-[0-9]+)")), kept)
        return sql.when((_like(text, plain), read), (small, read))

    return Read(value, Kind("decimal", name.replace(" ", ""), typed.digits, places))
