"""A contract's form over Parquet files by DuckDB: one pass when all is well, memory bounded by DuckDB.

Every rule is one aggregate of a single SELECT. Only for rules that fail are rows looked at again: to
count the rows of duplicate groups, and for samples.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as arrow
from pyarrow import parquet
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.form import Kind, TypeForm, UnportableError
from groundrules.contracts.progress import progress
from groundrules.errors import ContentError

_PLACE = "file_row_number"
_FILE = "filename"
# Parquet's statistics leave NaN out, and DuckDB (2.0) takes them for the bounds of all values:
# with these two on, `isnan(x)` finds nothing in a file whose statistics are finite.
_MISLED_BY_NAN = "statistics_propagation,filter_pushdown"
_INTEGERS = {"tinyint": 8, "smallint": 16, "integer": 32, "bigint": 64}
_OTHERS: dict[str, Kind] = {
    "double": "float",
    "varchar": "text",
    "boolean": "boolean",
    **dict.fromkeys(("timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns"), "time"),
    "timestamp with time zone": "zoned time",
}


def _stored(name: str) -> TypeForm | None:
    """Return the logical type of one of DuckDB's."""
    name = name.lower()
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
    for name in (_PLACE, _FILE):
        if name in names:
            raise UnportableError(f"a column is called {name}, as DuckDB calls where a row stands")


class Duck:
    """The files of one table, opened; use it as a context, after which nothing is left on disk."""

    def __init__(
        self, files: Sequence[Path], tell: Callable[[str], None], *, parts: bool = False
    ) -> None:
        """`parts`: names of folders, as in `day=2024-03-01`, are columns."""
        self.where = str(files[0]) if len(files) == 1 else f"{files[0].parent} ({len(files)} files)"
        _plainly_named(files[0])
        self._tell = tell
        self._spill = tempfile.TemporaryDirectory(prefix="groundrules-duckdb-")
        self._connection = duckdb.connect(config={"temp_directory": self._spill.name})
        self._connection.execute(f"SET disabled_optimizers = '{_MISLED_BY_NAN}'")
        try:
            read = self._connection.read_parquet(
                [str(file) for file in files],
                file_row_number=True,
                hive_partitioning=parts,
                filename=parts,
            )
            read.create_view(sql.TABLE)
        except duckdb.Error as error:
            self.close()
            raise self._trouble(error) from error
        ours = (_PLACE, _FILE) if parts else (_PLACE,)
        columns = [(n, k) for n, k in zip(read.columns, read.types, strict=True) if n not in ours]
        self._ours = ours
        self.names: Sequence[str] = [name for name, _ in columns]
        self.types: Sequence[TypeForm | None] = [_stored(str(kind)) for _, kind in columns]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection and remove what it spilled."""
        self._connection.close()
        self._spill.cleanup()

    def tallies(self, wanted: dict[str, exp.Expr]) -> dict[str, int]:
        """Return the aggregates by name, from one pass over the files."""
        select = exp.select(
            *(exp.alias_(value, name, quoted=True) for name, value in wanted.items())
        )
        (row,) = self._rows(select.from_(sql.TABLE))
        return {name: int(value or 0) for name, value in zip(wanted, row, strict=True)}

    def duplicates(self, keys: Sequence[exp.Expr], where: exp.Expr | None) -> int:
        """Return how many rows share all keys with another row."""
        counted = [exp.alias_(sql.count_rows(), "n")]
        groups = sql.duplicate_groups(counted, keys, where)
        ((count,),) = self._rows(exp.select(exp.Sum(this=exp.column("n"))).from_(groups))
        return int(count or 0)

    def samples(
        self, shown: Sequence[str], broken: exp.Expr, most: int
    ) -> Iterator[tuple[dict[str, Any], list[Any]]]:
        """Yield (place, values) of the first rows that break a rule.

        A place is the row in its file, counted from 1, and in a folder the file.
        """
        places = [sql.column(name) for name in self._ours]
        select = exp.select(*places, *(sql.column(name) for name in shown)).from_(sql.TABLE)
        for row in self._rows(select.where(broken).order_by(*reversed(places)).limit(most)):
            place = dict(zip(("row", "file"), row[: len(places)], strict=False))
            yield {**place, "row": place["row"] + 1}, list(row[len(places) :])

    def _rows(self, query: exp.Expr) -> list[tuple[Any, ...]]:
        try:
            with progress(self._connection, self._tell):
                return self._connection.execute(query.sql(dialect="duckdb")).fetchall()
        except duckdb.Error as error:
            raise self._trouble(error) from error

    def _trouble(self, error: duckdb.Error) -> ContentError:
        reason = str(error).splitlines()[0]
        if isinstance(error, duckdb.OutOfMemoryException) or "No space left" in reason:
            mend = "free some, or point TMPDIR at a larger disk: exact uniqueness needs room"
            return ContentError(f"{self.where}: memory or disk has run out; {mend} ({reason})")
        return ContentError(f"{self.where} is no Parquet data, or is damaged or changing: {reason}")
