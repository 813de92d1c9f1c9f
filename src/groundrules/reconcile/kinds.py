"""What kind of values a type of DuckDB holds, as far as a comparison has to know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Family = Literal[
    "integer",
    "decimal",
    "float",
    "text",
    "csv",
    "boolean",
    "date",
    "time",
    "zoned time",
    "empty",
    "other",
]

_INTEGERS = {
    "TINYINT": 3, "SMALLINT": 5, "INTEGER": 10, "BIGINT": 19, "HUGEINT": 39,
    "UTINYINT": 3, "USMALLINT": 5, "UINTEGER": 10, "UBIGINT": 20,
}  # fmt: skip
_TIMES = {"TIMESTAMP": 6, "TIMESTAMP_S": 0, "TIMESTAMP_MS": 3, "TIMESTAMP_NS": 9}
_ZONED = {"TIMESTAMP WITH TIME ZONE": 6, "TIMESTAMPTZ_NS": 9}
_DECIMAL = re.compile(r"DECIMAL\((\d+), ?(\d+)\)")


@dataclass(frozen=True, slots=True)
class Kind:
    """The logical type of a column."""

    family: Family
    name: str
    """DuckDB's name of the type."""
    digits: int = 0
    """Of integers and decimals: how many there can be before the point."""
    places: int = 0
    """How many decimals there can be, of a second too."""

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.family in ("integer", "decimal", "float")

    @property
    def is_exact(self) -> bool:
        """Whether its values are numbers without an error of rounding."""
        return self.family in ("integer", "decimal")


def kind_of(name: str, *, csv: bool = False) -> Kind:
    """Return the kind of one of DuckDB's types, as DuckDB writes it."""
    if csv:
        return Kind("csv", "text of a CSV")
    if digits := _INTEGERS.get(name):
        return Kind("integer", name, digits)
    if found := _DECIMAL.fullmatch(name):
        width, places = int(found[1]), int(found[2])
        return Kind("decimal", name, width - places, places)
    if name in ("DOUBLE", "FLOAT"):
        return Kind("float", name)
    if name in ("VARCHAR", "JSON") or re.fullmatch(r"ENUM\(.*\)", name, re.S):
        return Kind("text", "ENUM" if name.startswith("ENUM") else name)
    if name in _TIMES:
        return Kind("time", name, places=_TIMES[name])
    if name in _ZONED:
        return Kind("zoned time", name, places=_ZONED[name])
    if name == '"NULL"':  # what pandas writes of a column without any value
        return Kind("empty", "NULL")
    plain: dict[str, Family] = {"BOOLEAN": "boolean", "DATE": "date"}
    return Kind(plain.get(name, "other"), name)
