"""Rows of Spark as Parquet here: a folder for DuckDB to read, or one file, the same bytes for the same rows."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
from pyspark.sql import DataFrame

from groundrules.errors import ContentError
from groundrules.tables.spark import SPARK_ERRORS, configured, reason, spark_session

_TIMES = "spark.sql.parquet.outputTimestampType"  # its default is an old form that keeps no zone
_ROWS = 122_880
"""In a row group, as DuckDB writes it."""


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
            _write(frame, folder)
        except SPARK_ERRORS as error:
            where = "the query" if query is not None else f"spark:{name}"
            raise ContentError(f"{where} cannot be read by Spark: {reason(error)}") from error


def write_one(frame: DataFrame, file: Path) -> None:
    """Write a frame of one partition as one file, in its order.

    Spark's own file differs from run to run: what its columns are encoded in is listed in an order of chance.
    """
    folder = file.with_name(f"{file.name}.spark")
    shutil.rmtree(folder, ignore_errors=True)
    _write(frame, folder.absolute())
    (part,) = folder.glob("*.parquet")
    with pq.ParquetFile(part) as read:
        schema = read.schema_arrow.remove_metadata()
        with pq.ParquetWriter(file, schema) as written:
            for batch in read.iter_batches(_ROWS):
                written.write_batch(batch.replace_schema_metadata(), row_group_size=_ROWS)
    shutil.rmtree(folder)


def _write(frame: DataFrame, folder: Path) -> None:
    session = frame.sparkSession
    before = str(session.conf.get(_TIMES))
    session.conf.set(_TIMES, "TIMESTAMP_MICROS")
    try:
        frame.write.parquet(f"file://{folder}")
    finally:
        session.conf.set(_TIMES, before)
