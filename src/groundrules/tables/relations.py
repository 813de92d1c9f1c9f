"""Tables by their names, asked by ibis expressions, on DuckDB or Spark with the same answer.

ibis builds the query and says it in the engine's SQL; we run it, so that progress, Ctrl-C, a full disk and
a damaged file are what they are everywhere else here.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis.config import Config

from groundrules.config import nearest
from groundrules.errors import UsageError
from groundrules.tables.closing import Closing


class Relations(Closing):
    """Some tables of one engine; a context, after which nothing is left behind."""

    dialect: str
    """The engine's SQL, by ibis's name."""

    def __init__(self) -> None:
        self._tables: dict[str, ir.Table] = {}

    @property
    def names(self) -> list[str]:
        """The tables at hand, sorted."""
        return sorted(self._tables)

    def table(self, name: str) -> ir.Table:
        """Return a table; raises UsageError for one that is not at hand."""
        if name not in self._tables:
            raise UsageError(
                f"the table `{name}` is not among the data{nearest(name, self._tables)}: "
                f"give it as {name}=ADDRESS"
            )
        return self._tables[name]

    def sql(self, expression: ir.Table) -> str:
        """Return the query in the engine's SQL."""
        return _said(expression.op(), self.dialect)

    def one(self, expression: ir.Table) -> dict[str, Any]:
        """Return the only row of a query."""
        (row,) = self.rows(expression)
        return row

    @abstractmethod
    def rows(self, expression: ir.Table) -> list[dict[str, Any]]:
        """Return the rows of a query, by column."""

    @abstractmethod
    def keep(self, expression: ir.Table, name: str) -> ir.Table:
        """Compute a query once, and return its rows as a table."""

    @abstractmethod
    def write(self, expression: ir.Table, file: Path, order: Sequence[str] = ()) -> None:
        """Write the rows of a query as one file of Parquet, in the order of these columns.

        Its columns have the types that the expression says, on every engine: sums of integers are integers.
        """

    @abstractmethod
    def check_unchanged(self) -> None:
        """Raise ContentError where the data are no longer what they were when they were opened."""


class _SparkOptions(Config):  # type: ignore[misc]
    """What ibis's compiler asks of its Spark backend, which says it only where pyspark is installed."""

    treat_nan_as_null: bool = False


@lru_cache(maxsize=500)
def _said(operation: Any, dialect: str) -> str:
    """Return an expression's SQL: a thousand experiments by one plan say it once."""
    if dialect == "pyspark" and ibis.options.pyspark is None:
        ibis.options.pyspark = _SparkOptions()
    return str(ibis.to_sql(operation.to_expr(), dialect=dialect))


@ibis.udf.scalar.builtin(name="epoch_us", signature=(("timestamp",), "int64"))
def _duckdb_micros(time): ...  # type: ignore[no-untyped-def]


@ibis.udf.scalar.builtin(name="unix_micros", signature=(("timestamp",), "int64"))
def _spark_micros(time): ...  # type: ignore[no-untyped-def]


@ibis.udf.agg.builtin(name="quantile_cont", signature=(("float64", "float64"), "float64"))
def _duckdb_quantile(value, share): ...  # type: ignore[no-untyped-def]


@ibis.udf.agg.builtin(name="percentile", signature=(("float64", "float64"), "float64"))
def _spark_quantile(value, share): ...  # type: ignore[no-untyped-def]


_MICROS: Mapping[str, Any] = {"duckdb": _duckdb_micros, "pyspark": _spark_micros}
_QUANTILE: Mapping[str, Any] = {"duckdb": _duckdb_quantile, "pyspark": _spark_quantile}


def micros(dialect: str, time: ir.Column) -> ir.IntegerColumn:
    """Return a time as microseconds since 1970 in UTC: exact arithmetic, alike on all engines.

    A time without a zone is taken as UTC.
    """
    return _MICROS[dialect](time.cast("timestamp"))


def quantile(dialect: str, value: ir.NumericColumn, share: float) -> ir.FloatingScalar:
    """Return the exact quantile, interpolated between the two nearest values, nulls aside."""
    return _QUANTILE[dialect](value.cast("float64"), share)
