"""Data that DuckDB cannot read as `validate` does, copied to Parquet with columns c0, c1, …, batch by batch.

That is CSV, which `validate` reads by Arrow and by the types of a contract, and Parquet whose columns differ in
case alone or are called as DuckDB calls where a row stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as arrow
from pyarrow import csv, parquet

from groundrules.contracts.read import csv_options, readable_csv
from groundrules.errors import ContentError
from groundrules.tables.duck import FILE, ROW


def is_csv(path: Path) -> bool:
    """Whether `validate` takes a file for CSV."""
    return path.name.lower().endswith((".csv", ".csv.gz"))


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
        reader = csv.open_csv(path, **csv_options(names))
        _copy(reader, reader.schema, to)
    return names


def copy_parquet(path: Path, to: Path) -> list[str]:
    """Copy a file as it is; return the names of the columns."""
    try:
        file = parquet.ParquetFile(path)
        names: list[str] = list(file.schema_arrow.names)
        _copy(file.iter_batches(), file.schema_arrow, to)
    except (arrow.ArrowException, OSError) as error:
        raise ContentError(f"{path} is no Parquet file, or is damaged: {error}") from error
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ContentError(f"{path} has the column {twice[0]!r} more than once: rename one of them")
    return names


def _copy(batches: Iterable[arrow.RecordBatch], schema: arrow.Schema, to: Path) -> None:
    fields = [field.with_name(f"c{number}") for number, field in enumerate(schema)]
    plain = arrow.schema(fields)
    with parquet.ParquetWriter(to, plain) as writer:
        for batch in batches:
            writer.write_batch(arrow.RecordBatch.from_arrays(batch.columns, schema=plain))
