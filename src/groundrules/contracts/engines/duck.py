"""A contract's form counted by DuckDB: one pass when all is well, memory bounded by DuckDB.

Every rule is one aggregate of a single SELECT. Only for rules that fail are rows looked at again: to
count the rows of duplicate groups, and for samples.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as arrow
from pyarrow import parquet
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.form import Kind, TypeForm, UnportableError
from groundrules.tables.address import Address, Files
from groundrules.tables.duck import FILE, ROW, DuckTables
from groundrules.tables.files import parquet_files

_INTEGERS = {"tinyint": 8, "smallint": 16, "integer": 32, "bigint": 64}
_OTHERS: dict[str, Kind] = {
    "double": "float",
    "varchar": "text",
    "boolean": "boolean",
    "date": "date",
    **dict.fromkeys(("timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns"), "time"),
    "timestamp with time zone": "zoned time",
}


def _stored(name: str) -> TypeForm | None:
    """Return the logical type of one of DuckDB's."""
    name = name.lower()
    if decimal := re.fullmatch(r"decimal\((\d+),\s*(\d+)\)", name):
        return TypeForm("decimal", name, digits=(int(decimal[1]), int(decimal[2])))
    if name == "float":
        return TypeForm("float", name, single=True)
    if bits := _INTEGERS.get(name):
        return TypeForm("integer", name, (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1))
    if bits := _INTEGERS.get(name.removeprefix("u")):
        return TypeForm("integer", name, (0, 2**bits - 1))
    kind = _OTHERS.get(name)
    return TypeForm(kind, name) if kind else None


def _plainly_named(file: Path) -> None:
    """Raise UnportableError where DuckDB shows columns by other names than the file's own."""
    try:
        names = [name.lower() for name in parquet.read_schema(file).names]
    except (arrow.ArrowException, OSError):
        return  # what is wrong with it is said when it is opened
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UnportableError(f"the columns {twice!r} differ in case alone")
    for name in (ROW, FILE):
        if name in names:
            raise UnportableError(f"a column is called {name}, as DuckDB calls where a row stands")


def _places(address: Address) -> list[str]:
    if not isinstance(address, Files):
        return []
    return [ROW, FILE] if address.path.is_dir() else [ROW]


class Duck(DuckTables):
    """One table, opened; use it as a context, after which nothing is left on disk."""

    def __init__(self, address: Address, tell: Callable[[str], None]) -> None:
        """Names of folders, as in `day=2024-03-01`, are columns."""
        super().__init__(tell)
        try:
            if isinstance(address, Files):
                _plainly_named(parquet_files(address.path)[0])
            columns = self.open(address, sql.TABLE)
        except BaseException:
            self.close()
            raise
        self.shown = columns
        self._beside = 0
        self._places = _places(address)
        columns = [(name, kind) for name, kind in columns if name not in self._places]
        self.stored: Sequence[tuple[str, str]] = columns
        self.names: Sequence[str] = [name for name, _ in columns]
        self.types: Sequence[TypeForm | None] = [_stored(kind) for _, kind in columns]

    def tallies(self, wanted: dict[str, exp.Expr]) -> dict[str, int]:
        """Return the aggregates by name, from one pass over the table."""
        (row,) = self.rows(sql.select_all(wanted))
        return {name: int(value or 0) for name, value in zip(wanted, row, strict=True)}

    def duplicates(self, keys: Sequence[exp.Expr], where: exp.Expr | None) -> int:
        """Return how many rows share all keys with another row."""
        ((count,),) = self.rows(sql.count_duplicates(keys, where))
        return int(count or 0)

    def counts(self, value: exp.Expr) -> list[tuple[Any, int]]:
        """Return how often each value occurs, nulls aside."""
        return [(one, int(count)) for one, count in self.rows(sql.count_groups(value))]

    def beside(self, table: arrow.Table) -> str:
        """Make another table known to conditions; return its name there."""
        self._beside += 1
        name = f"beside_{self._beside}"
        self.register(table, name)
        return name

    def count(self, condition: exp.Expr) -> int:
        """Return how many rows a condition is true of, which may ask another table."""
        ((count,),) = self.rows(sql.count_rows_where(condition))
        return int(count)

    def samples(
        self, shown: Sequence[str], broken: exp.Expr, most: int
    ) -> Iterator[tuple[dict[str, Any], list[Any]]]:
        """Yield (place, values) of the first rows that break a rule.

        A place is the row in its file, counted from 1, and in a folder the file; a table of a
        database has no places, and its rows come in the order of the values.
        """
        columns = [sql.column(name) for name in (*self._places, *shown)]
        order = [sql.column(name) for name in reversed(self._places)] or columns
        query = exp.select(*columns).from_(sql.TABLE).where(broken).order_by(*order).limit(most)
        for row in self.rows(query):
            place = dict(zip(("row", "file"), row[: len(self._places)], strict=False))
            if place:
                place["row"] += 1
            yield place, list(row[len(self._places) :])
