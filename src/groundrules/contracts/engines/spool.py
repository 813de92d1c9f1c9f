"""A large CSV as Parquet, piece by piece: each piece is read as the whole would be (`read`, `parse`).

The text of a value that could not be read is kept in a column of its own, beside the null that it becomes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
from pyarrow import parquet

from groundrules.contracts.columns import declared_dtypes
from groundrules.contracts.compile import compile_contract, logical_type
from groundrules.contracts.engines.duck import Duck
from groundrules.contracts.form import TypeForm, UnportableError
from groundrules.contracts.parse import parse
from groundrules.contracts.read import check_file, csv_batches, readable_csv
from groundrules.tables.address import Files
from groundrules.tables.files import Unchanged
from groundrules.tables.spill import Spill, room

_FIXED = {
    "float": arrow.float64(),
    "boolean": arrow.bool_(),
    "text": arrow.string(),
    "date": arrow.date32(),
    "time": arrow.timestamp("ns"),
    "zoned time": arrow.timestamp("ns", "UTC"),
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that the contract gives a type."""

    dtype: Any
    stored: TypeForm
    unread: str


class SpooledCsv(Duck):
    """As `Duck`, for a CSV; a context, after which nothing is left on disk."""

    def __init__(
        self, address: Files, schema: pa.DataFrameSchema, tell: Callable[[str], None]
    ) -> None:
        """Raises UnportableError for a contract that only pandera can judge, before much is read."""
        check_file(address.path)
        self._csv = Unchanged(address.path, [address.path])
        with readable_csv(address.path) as names:
            columns = _columns(schema, names)
        types = [columns[name].stored if name in columns else _TEXT for name in names]
        compile_contract(schema, names, types)
        self._folder = Spill()
        try:
            file = self._folder.path / "data.parquet"
            _write(address.path, names, columns, file, tell)
            super().__init__(Files(file), tell)
            self._opened = [address]
        except BaseException:
            self._folder.close()
            raise
        self.names, self.types = names, types

    def close(self) -> None:
        """Close the connection, and remove what was written."""
        super().close()
        self._folder.close()

    def check_unchanged(self) -> None:
        """Raise ContentError where the CSV is no longer what it was."""
        self._csv.check()


_TEXT = TypeForm("text", "text")


def _columns(schema: pa.DataFrameSchema, names: Sequence[str]) -> dict[str, _Column]:
    mark = "unread"
    while any(name.startswith(mark) for name in names):
        mark += "_"
    columns = {}
    for number, (name, dtype) in enumerate(declared_dtypes(schema, names).items()):
        unread = f"{mark} {number}"
        try:
            stored = replace(logical_type(dtype), categories=None, unread=unread)
        except UnportableError as error:
            raise UnportableError(f"the column {name}: {error}") from None
        columns[name] = _Column(dtype, stored, unread)
    return columns


def _write(
    path: Path, names: Sequence[str], columns: Mapping[str, _Column], file: Path, tell: Any
) -> None:
    fields = [
        (name, _arrow(columns[name].stored) if name in columns else _FIXED["text"])
        for name in names
    ]
    fields += [(column.unread, arrow.string()) for column in columns.values()]
    rows = 0
    kind = arrow.schema(fields)
    # What goes wrong in the reading is said there.
    with room(f"{path}: "), parquet.ParquetWriter(file, kind, compression="zstd") as writer:
        for batch in csv_batches(path, names):
            writer.write_batch(_typed(batch, columns, kind))
            rows += batch.num_rows
            tell(f"read {rows:,} rows of {path}")


def _typed(
    batch: arrow.RecordBatch, columns: Mapping[str, _Column], schema: arrow.Schema
) -> arrow.RecordBatch:
    frame: pd.DataFrame = batch.to_pandas()
    arrays = {name: batch.column(number) for number, name in enumerate(batch.schema.names)}
    for name, column in columns.items():
        parsed = parse(frame[name], column.dtype)
        values = parsed.values
        if isinstance(values.dtype, pd.CategoricalDtype):
            values = values.astype(object)
        arrays[name] = _array(values, schema.field(name).type, name)
        unread = parsed.unreadable.reindex(frame.index)
        arrays[column.unread] = arrow.Array.from_pandas(unread, type=arrow.string())
    return arrow.record_batch([arrays[name] for name in schema.names], schema=schema)


def _array(values: pd.Series[Any], kind: arrow.DataType, name: str) -> arrow.Array:
    try:
        return arrow.Array.from_pandas(values, type=kind)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, OverflowError) as error:
        raise UnportableError(f"the column {name} holds what Parquet does not") from error


def _arrow(stored: TypeForm) -> arrow.DataType:
    if stored.kind == "integer":
        assert stored.limits is not None
        return arrow.uint64() if stored.limits[1] > 2**63 - 1 else arrow.int64()
    if stored.kind == "decimal":
        assert stored.digits is not None
        return arrow.decimal128(*stored.digits)
    if stored.single:
        return arrow.float32()
    return _FIXED[stored.kind]
