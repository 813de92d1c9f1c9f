"""Data that DuckDB cannot read as `validate` does, copied to Parquet with columns c0, c1, …, batch by batch.

That is CSV, which `validate` reads by Arrow and by the types of a contract, and Parquet whose columns differ in
case alone or are called as DuckDB calls where a row stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as arrow
from pyarrow import parquet

from groundrules.contracts.read import csv_batches, readable_csv
from groundrules.errors import ContentError
from groundrules.tables.duck import FILE, ROW
from groundrules.tables.spill import room


def named_otherwise(path: Path) -> bool:
    """Whether DuckDB shows the columns of a Parquet file by names that are not the file's own."""
    try:
        names = [name.lower() for name in parquet.read_schema(path).names]
    except (arrow.ArrowException, OSError):
        return False  # what is wrong with it is said when it is opened
    return len(set(names)) < len(names) or bool({ROW, FILE, ""} & set(names))


def copy_csv(path: Path, to: Path) -> list[str]:
    """Copy all fields as text; return the names of the columns."""
    with readable_csv(path) as names:
        columns = list(names)
    _copy(csv_batches(path, columns), [arrow.string()] * len(columns), to)
    return columns


def copy_parquet(path: Path, to: Path) -> list[str]:
    """Copy a file as it is; return the names of the columns."""
    with _readable_parquet(path):
        file = parquet.ParquetFile(path)
        names: list[str] = list(file.schema_arrow.names)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ContentError(f"{path} has the column {twice[0]!r} more than once: rename one of them")
    _copy(_parquet_batches(path, file), file.schema_arrow.types, to)
    return names


def _parquet_batches(path: Path, file: parquet.ParquetFile) -> Iterator[arrow.RecordBatch]:
    with _readable_parquet(path):
        yield from file.iter_batches()


@contextmanager
def _readable_parquet(path: Path) -> Iterator[None]:
    try:
        yield
    except (arrow.ArrowException, OSError) as error:
        raise ContentError(f"{path} is no Parquet file, or is damaged: {error}") from error


def _copy(batches: Iterable[arrow.RecordBatch], types: Sequence[arrow.DataType], to: Path) -> None:
    schema = arrow.schema([(f"c{number}", kind) for number, kind in enumerate(types)])
    # What goes wrong in the reading is said there.
    with room(), parquet.ParquetWriter(to, schema) as writer:
        for batch in batches:
            writer.write_batch(arrow.RecordBatch.from_arrays(batch.columns, schema=schema))
