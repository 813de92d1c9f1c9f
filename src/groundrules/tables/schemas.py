"""Whether the Parquet files of a folder are of one table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as arrow
from pyarrow import parquet, types

from groundrules.errors import ContentError, first_line

_MEND = "write the folder with one schema"


def check_alike(files: Sequence[Path]) -> None:
    """Raise ContentError for a file whose columns or types are not those of the first.

    DuckDB would leave out what the first file lacks, and round floats where it has integers; Spark would
    fill with nulls what a file lacks. Integers of another width, and nothing but nulls, are alike.
    """
    first = _columns(files[0])
    for file in files[1:]:
        found = _columns(file)
        if other := sorted(set(first) ^ set(found)):
            raise ContentError(
                f"{file} has other columns than {files[0]} ({', '.join(other[:5])}): {_MEND}"
            )
        for name, kind in found.items():
            if not _fits(kind, first[name]):
                raise ContentError(
                    f"{file}: {name!r} is {kind}, and {first[name]} in {files[0]}: {_MEND}"
                )


def _columns(file: Path) -> dict[str, arrow.DataType]:
    try:
        return {field.name: field.type for field in parquet.read_schema(file)}
    except PermissionError as error:
        raise ContentError(f"{file}: you may not read it") from error
    except (arrow.ArrowException, OSError) as error:
        raise ContentError(
            f"{file} is no Parquet data, or is damaged: {first_line(error)}"
        ) from error


def _fits(kind: arrow.DataType, first: arrow.DataType) -> bool:
    kind, first = _plain(kind), _plain(first)
    integers = types.is_integer(kind) and types.is_integer(first)
    return bool(integers or kind == first or types.is_null(kind))


def _plain(kind: arrow.DataType) -> arrow.DataType:
    """Text is text, however it is stored."""
    if types.is_dictionary(kind):
        kind = kind.value_type
    return arrow.string() if types.is_large_string(kind) or types.is_string_view(kind) else kind
