"""Tables of Spark, asked by ibis expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import ibis
import ibis.expr.types as ir
from ibis.backends.pyspark.datatypes import PySparkType
from pyspark import StorageLevel
from pyspark.sql import DataFrame

from groundrules.errors import ContentError
from groundrules.tables.address import SparkAddress, SparkTable
from groundrules.tables.progress import progress
from groundrules.tables.relations import Relations
from groundrules.tables.spark import SPARK_ERRORS, configured, reason, spark_session, tasks_done
from groundrules.tables.spark_export import write_one
from groundrules.tables.spark_files import SparkParquet


class SparkRelations(Relations):
    """Tables of Spark's catalogue and Parquet by the names that a plan and metrics call them."""

    dialect = "pyspark"

    def __init__(
        self, addresses: Mapping[str, SparkAddress | DataFrame], tell: Callable[[str], None]
    ) -> None:
        super().__init__()
        self._tell = tell
        self._stack = ExitStack()
        self._files: list[SparkParquet] = []
        try:
            self._session = self._stack.enter_context(spark_session(configured(), tell))
            for name, address in addresses.items():
                self._open(name, address)
        except BaseException:
            self._stack.close()
            raise

    def _open(self, name: str, address: SparkAddress | DataFrame) -> None:
        try:
            if isinstance(address, DataFrame):
                frame = address
            elif isinstance(address, SparkTable):
                frame = self._session.table(address.name)
            else:
                self._files.append(SparkParquet(self._session, address))
                frame = self._files[-1].frame
            zone = self._session.conf.get("spark.sql.session.timeZone")
        except SPARK_ERRORS as error:
            raise ContentError(f"{name}: {address} cannot be read: {reason(error)}") from error
        local = [column for column, kind in frame.dtypes if kind == "timestamp_ntz"]
        if local and zone not in ("UTC", "Etc/UTC", "GMT", "Z"):
            raise ContentError(
                f"{name}: {local[0]} is a time without a zone, and the session of Spark is not in UTC but in {zone}: "
                "set spark.sql.session.timeZone to UTC"
            )
        self._tables[name] = self._shown(frame)

    def _shown(self, frame: DataFrame) -> ir.Table:
        """Return a frame as a table under a name that nobody else's view has."""
        view = f"groundrules_{uuid4().hex}"
        frame.createOrReplaceTempView(view)
        self._stack.callback(self._session.catalog.dropTempView, view)
        schema = {field.name: PySparkType.to_ibis(field.dataType) for field in frame.schema}
        return ibis.table(schema, name=view)

    def rows(self, expression: ir.Table) -> list[dict[str, Any]]:
        try:
            with progress(lambda: tasks_done(self._session), self._tell):
                found = self._session.sql(self.sql(expression)).collect()
        except SPARK_ERRORS as error:
            raise ContentError(f"Spark stopped: {reason(error)}") from error
        return [dict(zip(expression.columns, row, strict=True)) for row in found]

    def keep(self, expression: ir.Table, name: str) -> ir.Table:
        try:
            frame = self._session.sql(self.sql(expression)).persist(StorageLevel.MEMORY_AND_DISK)
        except SPARK_ERRORS as error:
            raise ContentError(f"Spark stopped: {reason(error)}") from error
        self._stack.callback(frame.unpersist)
        self._tables[name] = self._shown(frame)
        return self._tables[name]

    def write(self, expression: ir.Table, file: Path, order: Sequence[str] = ()) -> None:
        try:
            with progress(lambda: tasks_done(self._session), self._tell):
                frame = self._session.sql(self.sql(expression))
                typed = frame.select(
                    *(
                        frame[name].cast(PySparkType.from_ibis(kind)).alias(name)
                        for name, kind in expression.schema().items()
                    )
                ).repartition(1)
                sorted_ = typed.sortWithinPartitions(*order) if order else typed
                write_one(sorted_, file)
        except SPARK_ERRORS as error:
            raise ContentError(f"Spark stopped: {reason(error)}") from error

    def check_unchanged(self) -> None:
        for files in self._files:
            files.check_unchanged()

    def close(self) -> None:
        self._stack.close()
