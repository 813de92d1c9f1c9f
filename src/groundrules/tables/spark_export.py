"""A table of Spark, or the rows of a query, as Parquet in a folder here, for DuckDB to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from groundrules.errors import ContentError
from groundrules.tables.spark import SPARK_ERRORS, configured, reason, spark_session

_TIMES = "spark.sql.parquet.outputTimestampType"  # its default is an old form that keeps no zone


def export(name: str, query: str | None, folder: Path, tell: Callable[[str], None]) -> None:
    """Write the table `name` of the catalogue, or a query's rows, as a new folder of Parquet.

    Raises ContentError for what Spark cannot read, and for a cluster, whose workers write elsewhere.
    """
    with spark_session(configured(), tell) as session:
        try:
            if not str(session.sparkContext.master).startswith("local"):
                raise ContentError(
                    f"spark:{name}: a cluster writes where its workers are: write the table as Parquet "
                    "where both can read it, and compare that"
                )
            frame = session.sql(query) if query is not None else session.table(name)
            tell(f"reading {'a query' if query is not None else name} by Spark")
            before = str(session.conf.get(_TIMES))
            session.conf.set(_TIMES, "TIMESTAMP_MICROS")
            try:
                frame.write.parquet(f"file://{folder}")
            finally:
                session.conf.set(_TIMES, before)
        except SPARK_ERRORS as error:
            where = "the query" if query is not None else f"spark:{name}"
            raise ContentError(f"{where} cannot be read by Spark: {reason(error)}") from error
