"""A contract's form counted by Spark: a DataFrame, a table, or Parquet, in one job when all is well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as arrow
from pyarrow import compute, parquet
from pyspark.sql import DataFrame
from pyspark.sql import functions as f
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.form import Kind, TypeForm, UnportableError
from groundrules.errors import ContentError, UsageError
from groundrules.tables.address import Files, SparkAddress, SparkTable
from groundrules.tables.closing import Closing
from groundrules.tables.files import parquet_files
from groundrules.tables.progress import progress
from groundrules.tables.spark import SPARK_ERRORS, configured, reason, spark_session, tasks_done
from groundrules.tables.spark_files import SparkParquet

_INTEGERS = {"tinyint": 8, "smallint": 16, "int": 32, "bigint": 64}
_OTHERS: dict[str, Kind] = {
    "double": "float",
    "string": "text",
    "boolean": "boolean",
    "date": "date",
    "timestamp_ntz": "time",
    "timestamp": "zoned time",
}
_ROW, _FILE = "groundrules row", "groundrules file"


def _stored(name: str) -> TypeForm | None:
    """Return the logical type of one of Spark's."""
    if decimal := re.fullmatch(r"decimal\((\d+),(\d+)\)", name):
        return TypeForm("decimal", name, digits=(int(decimal[1]), int(decimal[2])))
    if name == "float":
        return TypeForm("float", name, single=True)
    if bits := _INTEGERS.get(name):
        return TypeForm("integer", name, (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1))
    kind = _OTHERS.get(name)
    return TypeForm(kind, name) if kind else None


def _check_units(file: Path) -> None:
    """Raise UnportableError where a column holds times that Spark does not read."""
    try:
        schema = parquet.read_schema(file)
    except (arrow.ArrowException, OSError):
        return  # what is wrong with it is said when it is opened
    for field in schema:
        if arrow.types.is_timestamp(field.type) and field.type.unit == "ns":
            raise UnportableError(f"{field.name} holds nanoseconds, which Spark does not read")


class Spark(Closing):
    """One table in a session; use it as a context, after which a session of our own has ended."""

    def __init__(self, data: DataFrame | SparkAddress, tell: Callable[[str], None]) -> None:
        """data: a DataFrame, or where a table is."""
        if isinstance(data, Files):
            _check_units(parquet_files(data.path)[0])
        self._tell = tell
        self._data = data
        self._stack = ExitStack()
        try:
            self._open(data)
            self._check_names()
        except BaseException:
            self._stack.close()
            raise
        self.names: Sequence[str] = self._frame.columns
        self.types: Sequence[TypeForm | None] = [_stored(kind) for _, kind in self._frame.dtypes]
        self._zoned = {name for name, kind in self._frame.dtypes if kind == "timestamp"}

    def _open(self, data: DataFrame | SparkAddress) -> None:
        self._files: SparkParquet | None = None
        if isinstance(data, DataFrame):
            self._frame, self._session = data, data.sparkSession
            if data.isStreaming:
                raise UsageError("the frame is a stream: judge what it has written")
            return
        self._session = self._stack.enter_context(spark_session(configured(), self._tell))
        try:
            if isinstance(data, SparkTable):
                self._frame = self._session.table(data.name)
                self._held = sorted(self._frame.inputFiles())
            else:
                self._files = SparkParquet(self._session, data)
                self._frame = self._files.frame
        except SPARK_ERRORS as error:
            raise self._trouble(error) from error

    def _check_names(self) -> None:
        """Raise UnportableError for names that Spark cannot tell apart, or takes for its own."""
        names = self._frame.columns
        if clash := {_ROW, _FILE, "_metadata"} & set(names):
            raise UnportableError(f"a column is called {min(clash)}")
        if self._session.conf.get("spark.sql.caseSensitive") != "true":
            names = [name.lower() for name in names]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise UnportableError(f"two columns are called {twice!r}")

    def close(self) -> None:
        """End a session of our own; the user's stays."""
        self._stack.close()

    def tallies(self, wanted: dict[str, exp.Expr]) -> dict[str, int]:
        """Return the aggregates by name, from one action; distinct values are counted by queries of their own.

        Beside them, Spark would count everything else for each distinct value apart.
        """
        apart = {
            name: exp.select(value).from_(sql.TABLE).subquery()
            if value.find(exp.Distinct)
            else value
            for name, value in wanted.items()
        }
        named = {f"n{number}": value for number, value in enumerate(apart.values())}
        (row,) = self._rows(self._frame, sql.select_all(named))
        return {name: int(value or 0) for name, value in zip(wanted, row, strict=True)}

    def duplicates(self, keys: Sequence[exp.Expr], where: exp.Expr | None) -> int:
        """Return how many rows share all keys with another row."""
        ((count,),) = self._rows(self._frame, sql.count_duplicates(keys, where))
        return int(count or 0)

    def counts(self, value: exp.Expr) -> list[tuple[Any, int]]:
        """Return how often each value occurs, nulls aside."""
        found = self._rows(self._frame, sql.count_groups(value))
        return [(one, int(count)) for one, count in found]

    def beside(self, table: arrow.Table) -> str:
        """Make another table known to conditions; return its name there."""
        name = f"groundrules_{uuid4().hex}"
        beyond = arrow.scalar(2**63, arrow.uint64())
        for number, field in enumerate(table.schema):
            if arrow.types.is_uint64(
                field.type
            ):  # which equals nothing that Spark holds, if beyond 63 bits
                table = table.filter(compute.less(table.column(number), beyond))
                signed = table.column(number).cast(arrow.int64())
                table = table.set_column(number, field.name, signed)
        try:
            self._session.createDataFrame(table).createTempView(name)
        except SPARK_ERRORS as error:
            raise self._trouble(error) from error
        self._stack.callback(self._session.catalog.dropTempView, name)
        return name

    def count(self, condition: exp.Expr) -> int:
        """Return how many rows a condition is true of, which may ask another table."""
        ((count,),) = self._rows(self._frame, sql.count_rows_where(condition))
        return int(count)

    def samples(
        self, shown: Sequence[str], broken: exp.Expr, most: int
    ) -> Iterator[tuple[dict[str, Any], list[Any]]]:
        """Yield (place, values) of the first rows that break a rule; see `Duck.samples`.

        A frame and a table of Spark have no order: their rows come in the order of the values.
        """
        frame, places = self._frame, []
        if self._files is not None:
            frame = frame.select(
                "*",
                f.col("_metadata.file_path").alias(_FILE),
                f.col("_metadata.row_index").alias(_ROW),
            )
            places = [_FILE, _ROW]
        columns = [sql.column(name) for name in (*places, *shown)]
        query = exp.select(*columns).from_(sql.TABLE).where(broken)
        query = query.order_by(*(columns[:2] if places else columns)).limit(most)
        for row in self._rows(frame, query):
            place: dict[str, Any] = {}
            if self._files is not None:
                place["row"] = int(row[1]) + 1
                if self._files.many:
                    place["file"] = self._files.shown(row[0])
            values = zip(shown, row[len(places) :], strict=True)
            yield place, [self._told(name, value) for name, value in values]

    def _told(self, name: str, value: Any) -> Any:
        """Return a value of a column; an instant, which Python is given in its own zone, in UTC."""
        zoned = name in self._zoned and isinstance(value, datetime)
        return value.astimezone(UTC) if zoned else value

    def _rows(self, frame: DataFrame, query: exp.Expr) -> list[tuple[Any, ...]]:
        """Run a query with the table under a name that nobody else's view has."""
        view = f"groundrules_{uuid4().hex}"
        named = sql.of_table(query, view).transform(self._zoneless)
        try:
            frame.createTempView(view)
            with progress(partial(tasks_done, self._session), self._tell):
                found = self._session.sql(named.sql(dialect="spark")).collect()
            self._session.catalog.dropTempView(view)
        except SPARK_ERRORS as error:
            raise self._trouble(error) from error
        return [tuple(row) for row in found]

    def _zoneless(self, node: exp.Expr) -> exp.Expr:
        """Return a time without a zone in microseconds; Spark's own way takes the session's zone for it."""
        column = node.find(exp.Column) if isinstance(node, exp.UnixMicros) else None
        if column is None or column.name in self._zoned:
            return node
        time = node.this
        parts: list[tuple[exp.Expr, int]] = [
            (exp.func("UNIX_DATE", exp.cast(time.copy(), "date")), 86_400_000_000),
            (exp.func("HOUR", time.copy()), 3_600_000_000),
            (exp.func("MINUTE", time.copy()), 60_000_000),
            (exp.Extract(this=exp.var("SECOND"), expression=time.copy()), 1_000_000),
        ]
        wide = [exp.cast(part, "decimal(38, 6)") * sql.literal(size) for part, size in parts]
        return exp.cast(exp.paren(wide[0] + wide[1] + wide[2] + wide[3]), "bigint")

    def check_unchanged(self) -> None:
        """Raise ContentError where a file is no longer what it was."""
        if self._files is not None:
            self._files.check_unchanged()
        elif isinstance(self._data, SparkTable):
            self._session.catalog.refreshTable(self._data.name)
            if sorted(self._session.table(self._data.name).inputFiles()) != self._held:
                raise ContentError(
                    f"{self._data} was written while it was read, so its counts belong to no state "
                    "of it; run again when it is written"
                )

    def _trouble(self, error: BaseException) -> ContentError:
        where = "the frame" if isinstance(self._data, DataFrame) else self._data
        return ContentError(f"{where} cannot be read by Spark: {reason(error)}")
