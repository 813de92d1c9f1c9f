"""What the data show of each column: two passes of aggregates, in memory that DuckDB bounds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.infer import guess
from groundrules.contracts.infer.table import Column, Table, matches

FEW = 20
"""At most so many values of a text are listed."""
_PERHAPS_FEW = 3 * FEW  # distinct values are estimated first
LONG = 60
"""Letters: what is longer is prose and no code."""
NUMBERS = ("integer", "float", "decimal")
_EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Seen:
    """One column, and what was seen of it."""

    column: Column
    rows: int
    nulls: int
    about: int
    """Its distinct values, estimated to some per cent."""
    distinct: int | None = None
    """Counted, where there are few or it is called like a key."""
    least: Any = None
    """Of numbers and times; of a text the length."""
    most: Any = None
    values: tuple[str, ...] | None = None
    """All values of a text that has few."""
    format: str | None = None
    """A pattern of identifiers that every value matches."""
    personal: bool = False

    @property
    def given(self) -> int:
        return self.rows - self.nulls

    @property
    def all_distinct(self) -> bool:
        return self.distinct == self.given and self.given > 1


def look(table: Table) -> list[Seen]:
    """Return what is seen of each column that has a kind or not; none of a table without rows."""
    wanted = {"rows": sql.count_rows()}
    for number, column in enumerate(table.columns):
        asked = {**_of_any(column), **_of_kind(column)}
        wanted |= {f"{number} {name}": value for name, value in asked.items()}
    found = table.one(wanted)
    rows = int(found["rows"])
    if not rows:
        return []
    seen = [
        _seen(column, rows, {key: found.get(f"{number} {key}") for key in _KEYS})
        for number, column in enumerate(table.columns)
    ]
    return _few_values(table, seen)


_KEYS = (
    "nulls",
    "about",
    "distinct",
    "least",
    "most",
    "personal",
    "perhaps",
    "prefix",
    "prefixes",
    "prefixed",
    *guess.FORMATS,
)


def _of_any(column: Column) -> dict[str, exp.Expr]:
    wanted = {"nulls": sql.count_where(sql.is_null(column.value.copy()))}
    if column.kind:
        wanted["about"] = exp.ApproxDistinct(this=column.value.copy())
    if guess.is_key(column.name) and column.kind in ("integer", "text"):
        wanted["distinct"] = sql.distinct(column.value.copy())
    return wanted


def _of_kind(column: Column) -> dict[str, exp.Expr]:
    value = column.value
    if column.kind == "text":
        return _of_text(value, key=guess.is_key(column.name))
    if column.kind in NUMBERS:
        return _range(value)
    if column.kind == "date":
        return _range(exp.cast(_finite(value), "text"))
    if column.kind in ("time", "zoned time"):
        return _range(exp.func("EPOCH_US", _finite(value)))
    return {}


def _finite(moment: exp.Expr) -> exp.Expr:
    return exp.case().when(exp.func("ISFINITE", moment.copy()), moment.copy())


def _range(value: exp.Expr) -> dict[str, exp.Expr]:
    return {"least": exp.Min(this=value.copy()), "most": exp.Max(this=value.copy())}


def _of_text(value: exp.Expr, *, key: bool) -> dict[str, exp.Expr]:
    wanted = {
        **_range(exp.Length(this=value.copy())),
        "personal": sql.count_where(matches(value, guess.PERSONAL)),
        "perhaps": sql.count_where(matches(value, guess.PERHAPS_PERSONAL)),
    }
    if not key:
        return wanted
    for name, pattern in guess.FORMATS.items():
        wanted[name] = sql.count_where(matches(value, pattern))
    prefix = exp.RegexpExtract(
        this=value.copy(), expression=sql.literal(guess.PREFIXED), group=sql.literal(1)
    )
    return {
        **wanted,
        "prefixed": sql.count_where(matches(value, guess.PREFIXED)),
        "prefix": exp.Min(this=prefix),
        "prefixes": exp.Max(this=prefix.copy()),
    }


def _seen(column: Column, rows: int, found: dict[str, Any]) -> Seen:
    least, most = found["least"], found["most"]
    if column.kind in ("time", "zoned time"):
        least, most = _moment(least), _moment(most)
    nulls = int(found["nulls"])
    return Seen(
        column,
        rows,
        nulls,
        about=min(int(found["about"] or 0), rows - nulls),
        distinct=found["distinct"],
        least=least,
        most=most,
        format=_format(found, rows - nulls),
        personal=_is_personal(column, found, rows - nulls),
    )


def _is_personal(column: Column, found: dict[str, Any], given: int) -> bool:
    many = 2 * int(found["perhaps"] or 0) > given
    return bool(found["personal"]) or many or guess.is_personal(column.name, column.kind)


def _moment(microseconds: int | None) -> datetime | None:
    try:
        return None if microseconds is None else _EPOCH + timedelta(microseconds=microseconds)
    except OverflowError:
        return None


def _format(found: dict[str, Any], given: int) -> str | None:
    if not given:
        return None
    for name, pattern in guess.FORMATS.items():
        if found[name] == given:
            return pattern
    prefix = found["prefix"]
    if prefix and prefix == found["prefixes"] and found["prefixed"] == given:
        short, long = (int(found[end]) - len(prefix) for end in ("least", "most"))
        return f"^{prefix}[0-9]{{{short}}}$" if short == long else f"^{prefix}[0-9]+$"
    return None


def _few_values(table: Table, seen: list[Seen]) -> list[Seen]:
    """Count, and of a text list, the values of columns that have few."""
    few = [n for n, one in enumerate(seen) if one.column.kind and one.about <= _PERHAPS_FEW]
    wanted: dict[str, exp.Expr] = {}
    for number in few:
        column, value = seen[number].column, seen[number].column.value
        wanted[f"{number} distinct"] = sql.distinct(value.copy())
        if column.kind == "text" and not seen[number].personal and (seen[number].most or 0) <= LONG:
            listing = exp.ArrayAgg(this=exp.Distinct(expressions=[value.copy()]))
            wanted[f"{number} values"] = sql.over(listing, exp.not_(sql.is_null(value.copy())))
    found = table.one(wanted)
    for number in few:
        values = found.get(f"{number} values")
        listed = tuple(sorted(values)) if values and len(values) <= FEW else None
        seen[number] = replace(seen[number], distinct=found[f"{number} distinct"], values=listed)
    return seen
