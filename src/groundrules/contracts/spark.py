"""A contract's form counted by Spark: a DataFrame, a table, or Parquet, in one job when all is well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from pyarrow import parquet
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.form import Kind, TypeForm
from groundrules.errors import ContentError, UsageError
from groundrules.tables.address import Files
from groundrules.tables.files import Unchanged, parquet_files

_INTEGERS = {"tinyint": 8, "smallint": 16, "int": 32, "bigint": 64}
_OTHERS: dict[str, Kind] = {
    "double": "float",
    "string": "text",
    "boolean": "boolean",
    "timestamp_ntz": "time",
    "timestamp": "zoned time",
}
_ROW, _FILE = "_metadata.row_index", "_metadata.file_path"


def _stored(name: str) -> TypeForm | None:
    """Return the logical type of one of Spark's."""
    if bits := _INTEGERS.get(name):
        return TypeForm("integer", name, (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1))
    kind = _OTHERS.get(name)
    return TypeForm(kind, name) if kind else None


class Spark:
    """One table in a session; the user's own, or a local one that is stopped at the end."""

    def __init__(self, data: Any, tell: Callable[[str], None]) -> None:
        """data: an address of files, a DataFrame, or the name of a table."""
        self._files: Unchanged | None = None
        self._data = data
        self._places = (_FILE, _ROW) if isinstance(data, Files) else ()
        self._session = data.sparkSession if isinstance(data, DataFrame) else SparkSession.builder.getOrCreate()
        self._frame: DataFrame = data if isinstance(data, DataFrame) else self._open(data)
        self.names: Sequence[str] = self._frame.columns
        self.types: Sequence[TypeForm | None] = [_stored(kind) for _, kind in self._frame.dtypes]

    def _open(self, data: Any) -> DataFrame:
        try:
            if not isinstance(data, Files):
                return self._session.table(str(data))
            files = parquet_files(data.path)
            _alike(files)
            self._files = Unchanged(data.path, files)
            return self._session.read.parquet(str(data.path))
        except PySparkException as error:
            raise self._trouble(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """The session stays: another table may be next."""

    def tallies(self, wanted: dict[str, exp.Expr]) -> dict[str, int]:
        """Return the aggregates by name, from one job."""
        (row,) = self._rows(sql.select_all(wanted))
        return {name: int(value or 0) for name, value in zip(wanted, row, strict=True)}

    def duplicates(self, keys: Sequence[exp.Expr], where: exp.Expr | None) -> int:
        """Return how many rows share all keys with another row."""
        ((count,),) = self._rows(sql.count_duplicates(keys, where))
        return int(count or 0)

    def samples(
        self, shown: Sequence[str], broken: exp.Expr, most: int
    ) -> Iterator[tuple[dict[str, Any], list[Any]]]:
        """Yield (place, values) of the first rows that break a rule; see `Duck.samples`."""
        columns = [sql.column(name) for name in shown]
        query = exp.select(*columns).from_(sql.TABLE).where(broken).order_by(*columns).limit(most)
        for row in self._rows(query):
            yield {}, list(row)

    def _rows(self, query: exp.Expr) -> list[tuple[Any, ...]]:
        """Run a query with the table under a name that nobody else's view has."""
        view = f"groundrules_{uuid4().hex}"
        named = query.transform(partial(_renamed, view=view))
        self._frame.createTempView(view)
        try:
            found = self._session.sql(named.sql(dialect="spark")).collect()
        except PySparkException as error:
            raise self._trouble(error) from error
        finally:
            self._session.catalog.dropTempView(view)
        return [tuple(row) for row in found]

    def check_unchanged(self) -> None:
        """Raise ContentError where a file is no longer what it was."""
        if self._files is not None:
            self._files.check()

    def _trouble(self, error: PySparkException) -> ContentError:
        where = self._data if isinstance(self._data, str | Files) else "the frame"
        return ContentError(f"{where} cannot be read by Spark: {str(error).splitlines()[0]}")


def _renamed(node: exp.Expr, view: str) -> exp.Expr:
    if isinstance(node, exp.Table) and node.name == sql.TABLE:
        return exp.alias_(exp.to_table(view), sql.TABLE, table=True)
    return node


def _alike(files: Sequence[Any]) -> None:
    """Raise ContentError where a file has other columns: Spark would fill them with nulls."""
    first = parquet.read_schema(files[0])
    for file in files[1:]:
        if parquet.read_schema(file).remove_metadata() != first.remove_metadata():
            raise ContentError(f"{file} has other columns or types than {files[0]}")
