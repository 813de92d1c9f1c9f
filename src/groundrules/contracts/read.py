"""Reads a table so that the contract's types hold, or says which values they do not hold for.

**CSV** (.csv, .csv.gz; UTF-8, comma, a header line) has no types, so each column is
read as text and then as the type that the contract declares (`parse`). An empty field
is null; a quoted empty field is the empty text. A value that cannot be read as the
declared type is a failure of the rule `column: dtype`, and no null. Columns that the
contract does not name stay text. A row with too few or too many fields is an error.

**Parquet** has types. Text is never parsed there, and the logical type must be the
declared one: a whole number stored as any integer is an integer when it fits, a time
has any unit, null does not turn integers into floats.

**A pandas frame** is taken as it is: pandera's own verdict.
"""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
from pyarrow import csv, parquet

from groundrules.contracts.columns import declared_dtypes
from groundrules.contracts.parse import Parsed, conform, parse
from groundrules.errors import ContentError, UsageError, first_line

_LONG = 50_000_000  # bytes; reading more takes seconds and is worth a line
_BLOCK = 32_000_000  # bytes of text in a piece
_FORMS = ".csv, .csv.gz or .parquet"


@dataclass(frozen=True)
class Table:
    """A frame, and what the reading of it left to say."""

    frame: pd.DataFrame
    unreadable: dict[str, pd.Series[Any]] = field(default_factory=dict)
    """Column → original values that are not of the declared type (index: row position)."""
    dtypes: dict[str, Any] = field(default_factory=dict)
    """Column → the nullable pandas type that stands for the declared one, where nulls force it."""


def as_table(frame: object) -> Table:
    """Return a pandas frame as a table; raises UsageError for anything else."""
    if not isinstance(frame, pd.DataFrame):
        raise UsageError(
            f"data must be a path, or a frame of pandas or polars, not {type(frame).__name__}"
        )
    return Table(frame.copy(deep=False))


def read_table(path: Path, schema: pa.DataFrameSchema, tell: Callable[[str], None]) -> Table:
    """Return the table in `path`, with the types of `schema`."""
    check_file(path)
    size = path.stat().st_size
    if size >= _LONG:
        tell(f"reading {path} ({size / 1e6:,.0f} MB)")
    if path.name.lower().endswith(".parquet"):
        return _typed(_read_parquet(path), schema, conform)
    return _typed(_read_csv(path), schema, parse)


def check_file(path: Path) -> None:
    """Raise UsageError where there is no file of a kind that is read, ContentError where it is empty."""
    if not path.is_file():
        raise UsageError(f"{path}: no such data file")
    if not path.name.lower().endswith((".csv", ".csv.gz", ".parquet")):
        raise UsageError(f"{path}: cannot read this kind of file; it must be {_FORMS}")
    if path.stat().st_size == 0:
        raise ContentError(f"{path} is empty: not even a header line; did its export fail?")


def read_arrow(table: arrow.Table, schema: pa.DataFrameSchema) -> Table:
    """Return an Arrow table, typed as Parquet is."""
    return _typed(_from_arrow(table), schema, conform)


def _typed(
    frame: pd.DataFrame, schema: pa.DataFrameSchema, read: Callable[[pd.Series[Any], Any], Parsed]
) -> Table:
    table = Table(frame)
    for name, dtype in declared_dtypes(schema, frame.columns).items():
        parsed = read(frame[name], dtype)
        frame[name] = parsed.values
        if len(parsed.unreadable):
            table.unreadable[name] = parsed.unreadable
        if parsed.stand_in is not None:
            table.dtypes[name] = parsed.stand_in
    return table


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        table = parquet.read_table(path)
    except (arrow.ArrowException, OSError) as error:
        raise ContentError(
            f"{path} is no Parquet file, or is damaged: {first_line(error)[:200]}"
        ) from error
    return _from_arrow(table)


def _from_arrow(table: arrow.Table) -> pd.DataFrame:
    nullable = {
        arrow.int8(): pd.Int8Dtype(), arrow.int16(): pd.Int16Dtype(),
        arrow.int32(): pd.Int32Dtype(), arrow.int64(): pd.Int64Dtype(),
        arrow.uint8(): pd.UInt8Dtype(), arrow.uint16(): pd.UInt16Dtype(),
        arrow.uint32(): pd.UInt32Dtype(), arrow.uint64(): pd.UInt64Dtype(),
        arrow.bool_(): pd.BooleanDtype(),
    }  # fmt: skip
    for number, one in enumerate(table.schema):
        if arrow.types.is_dictionary(one.type) and _is_text(one.type.value_type):
            # How a text is stored is no part of its type: the contract says what is a category.
            texts = table.column(number).cast(one.type.value_type)
            table = table.set_column(number, one.name, texts)
    frame: pd.DataFrame = table.to_pandas(types_mapper=nullable.get, ignore_metadata=True)
    return frame


def _is_text(kind: arrow.DataType) -> bool:
    return bool(arrow.types.is_string(kind) or arrow.types.is_large_string(kind))


def _read_csv(path: Path) -> pd.DataFrame:
    with readable_csv(path) as names:
        frame: pd.DataFrame = _scan(path, names, threads=True).to_pandas()
    return frame


@contextmanager
def readable_csv(path: Path) -> Iterator[list[str]]:
    """Give the columns of a CSV; whatever goes wrong in the reading of it is a ContentError."""
    try:
        yield _header(path)
    except UnicodeDecodeError as error:
        raise ContentError(_not_utf8(path)) from error
    except (EOFError, zlib.error, gzip.BadGzipFile, OSError) as error:
        raise ContentError(
            f"{path} cannot be unpacked or read: {first_line(error)[:200]}"
        ) from error
    except arrow.ArrowInvalid as error:
        if "utf8" in str(error).lower() or "utf-8" in str(error).lower():
            raise ContentError(_not_utf8(path)) from error
        raise ContentError(f"{path}: {_row_trouble(path, error)}") from error


def _csv_options(names: list[str]) -> dict[str, Any]:
    """Return how Arrow reads a CSV: all of it text, an empty field null and a quoted empty one not."""
    return {
        "parse_options": csv.ParseOptions(newlines_in_values=True),
        "convert_options": csv.ConvertOptions(
            column_types=dict.fromkeys(names, arrow.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    }


def csv_batches(path: Path, names: Sequence[str]) -> Iterator[arrow.RecordBatch]:
    """Yield a CSV in pieces, as text; whatever goes wrong in the reading of it is a ContentError."""
    with readable_csv(path):
        options = csv.ReadOptions(block_size=_BLOCK)
        yield from csv.open_csv(path, read_options=options, **_csv_options(list(names)))


def _scan(path: Path, names: list[str], *, threads: bool) -> arrow.Table:
    options = csv.ReadOptions(use_threads=threads)
    return csv.read_csv(path, read_options=options, **_csv_options(names))


def _header(path: Path) -> list[str]:
    import csv as plain_csv

    opener = gzip.open if path.name.lower().endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as stream:
        names = next(plain_csv.reader(stream), [])
    if not any(names):
        raise ContentError(f"{path} has no header line; its first line must name the columns")
    for mark, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(names) == 1 and mark in names[0]:
            raise ContentError(
                f"{path} is separated by {called}; a contract reads commas: export it so"
            )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ContentError(f"{path} has the column {twice[0]!r} more than once: rename one of them")
    return names


def _row_trouble(path: Path, error: Exception) -> str:
    """What arrow says, with the row: only its single-threaded reader counts rows."""
    try:
        _scan(path, [], threads=False)
    except arrow.ArrowInvalid as counted:
        error = counted
    # What follows the counts is the row itself, which may hold personal data.
    said = re.match(r".*?(?:Row #\d+: )?Expected \d+ columns, got \d+", first_line(error)[:200])
    reason = said[0] if said else "quotes or line ends are not those of a CSV"
    return f"a row does not fit the header ({reason}); mend or re-export the file"


def _not_utf8(path: Path) -> str:
    opener = gzip.open if path.name.lower().endswith(".gz") else open
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 1
    with opener(path, "rb") as stream:
        for raw in stream:
            try:
                decoder.decode(raw)
            except UnicodeDecodeError as error:
                return (
                    f"{path}:{line}: not UTF-8 (byte 0x{raw[error.start]:02x} cannot be read); "
                    "save it as UTF-8, often with: iconv -f latin1 -t utf-8"
                )
            line += 1
    return f"{path} is not UTF-8: save it as UTF-8"
