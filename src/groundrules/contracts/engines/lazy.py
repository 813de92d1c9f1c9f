"""A contract's form counted by Polars: a frame, or Parquet streamed in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
import pyarrow as arrow
from pyarrow import parquet
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.engines.polars_sql import Translator
from groundrules.contracts.form import Kind, TypeForm, UnportableError
from groundrules.errors import ContentError, UsageError, first_line
from groundrules.tables.address import Files
from groundrules.tables.files import Unchanged, parquet_files

_ROW, _FILE = "groundrules row", "groundrules file"
_OTHERS: dict[Any, Kind] = {
    pl.Float64: "float",
    pl.String: "text",
    pl.Categorical: "text",
    pl.Enum: "text",
    pl.Boolean: "boolean",
    pl.Date: "date",
}


def _stored(kind: pl.DataType) -> TypeForm | None:
    """Return the logical type of one of Polars'."""
    if kind.is_integer() and kind != pl.Int128:
        bits = int(str(kind).lstrip("UInt"))
        low, high = (0, 2**bits) if str(kind)[0] == "U" else (-(2 ** (bits - 1)), 2 ** (bits - 1))
        return TypeForm("integer", str(kind), (low, high - 1))
    if isinstance(kind, pl.Datetime):
        return TypeForm("zoned time" if kind.time_zone else "time", str(kind))
    if isinstance(kind, pl.Decimal):
        return TypeForm("decimal", str(kind), digits=(kind.precision or 38, kind.scale))
    if kind == pl.Float32:
        return TypeForm("float", str(kind), single=True)
    known = _OTHERS.get(type(kind))
    return TypeForm(known, str(kind)) if known else None


class Lazy:
    """One table as a lazy frame; it keeps nothing open."""

    def __init__(self, data: Any) -> None:
        """data: an address of files, a DataFrame or a LazyFrame."""
        self._files: Unchanged | None = None
        self._starts: dict[str, int] = {}
        try:
            frame = self._scan(data) if not isinstance(data, pl.DataFrame | pl.LazyFrame) else data
            types = dict(frame.lazy().collect_schema())
        except (pl.exceptions.PolarsError, OSError) as error:
            raise self._trouble(data, error) from error
        if clash := {_ROW, _FILE} & set(types):
            raise UnportableError(f"a column is called {min(clash)}")
        self._data = data
        self._frame = frame.lazy()
        self._translate = Translator(types)
        self.names: Sequence[str] = list(types)
        self.types: Sequence[TypeForm | None] = [_stored(kind) for kind in types.values()]

    def _scan(self, data: Any, **places: Any) -> pl.LazyFrame:
        if not isinstance(data, Files):
            raise UsageError(f"{data}: polars judges Parquet files and its own frames")
        files = parquet_files(data.path)
        self._files = self._files or Unchanged(data.path, files)
        # Statistics leave NaN out, which would make filters lose rows.
        return pl.scan_parquet(
            files, hive_partitioning=data.path.is_dir(), use_statistics=False, **places
        )

    def tallies(self, wanted: dict[str, exp.Expr]) -> dict[str, int]:
        """Return the aggregates by name, from one pass over the table."""
        named = [self._translate(value).alias(name) for name, value in wanted.items()]
        row = self._collect(self._frame.select(named)).row(0, named=True)
        return {name: int(value or 0) for name, value in row.items()}

    def duplicates(self, keys: Sequence[exp.Expr], where: exp.Expr | None) -> int:
        """Return how many rows share all keys with another row."""
        frame = self._frame if where is None else self._frame.filter(self._translate(where))
        key = self._translate.keys(list(keys)).alias("k")
        counts = frame.group_by(key).agg(pl.len().alias("n")).filter(pl.col("n") > 1)
        return int(self._collect(counts.select(pl.col("n").sum())).item() or 0)

    def counts(self, value: exp.Expr) -> list[tuple[Any, int]]:
        """Return how often each value occurs, nulls aside."""
        key = self._translate(value).alias("value")
        groups = self._frame.group_by(key).agg(pl.len().alias("n"))
        return self._collect(groups.filter(pl.col("value").is_not_null())).rows()

    def beside(self, table: arrow.Table) -> str:
        """Make another table known to conditions; return its name there."""
        return self._translate.beside(pl.DataFrame(table))

    def count(self, condition: exp.Expr) -> int:
        """Return how many rows a condition is true of, which may ask another table."""
        return self.tallies({"n": sql.count_where(condition)})["n"]

    def samples(
        self, shown: Sequence[str], broken: exp.Expr, most: int
    ) -> Iterator[tuple[dict[str, Any], list[Any]]]:
        """Yield (place, values) of the first rows that break a rule; see `Duck.samples`."""
        folder = isinstance(self._data, Files) and self._data.path.is_dir()
        if isinstance(self._data, Files):
            named = {"include_file_paths": _FILE} if folder else {}
            frame = self._scan(self._data, row_index_name=_ROW, **named)
        else:
            frame = self._frame.with_row_index(_ROW)
        found = frame.filter(self._translate(broken)).sort(_ROW).head(most)
        columns = [pl.col(_ROW), *([pl.col(_FILE)] if folder else [])]
        values = [pl.col(name).alias(f"value {n}") for n, name in enumerate(shown)]
        for row in self._collect(found.select(*columns, *values)).rows():
            place: dict[str, Any] = {"row": int(row[0]) + 1}
            if folder:
                place = {"row": place["row"] - self._start(row[1]), "file": row[1]}
            yield place, list(row[len(columns) :])

    def _start(self, file: str) -> int:
        """Return how many rows stand in the files before one."""
        if not self._starts:
            before = 0
            for path in parquet_files(self._data.path):
                self._starts[str(path)] = before
                before += parquet.read_metadata(path).num_rows
        return self._starts[file]

    def check_unchanged(self) -> None:
        """Raise ContentError where a file is no longer what it was."""
        if self._files is not None:
            self._files.check()

    def _collect(self, frame: pl.LazyFrame) -> pl.DataFrame:
        try:
            return frame.collect(engine="streaming")
        except (pl.exceptions.PolarsError, OSError) as error:
            raise self._trouble(self._data, error) from error

    def _trouble(self, data: Any, error: Exception) -> ContentError:
        where = str(data) if isinstance(data, Files) else "the frame"
        reason = first_line(error)
        return ContentError(f"{where} is no Parquet data, or is damaged or changing: {reason}")
