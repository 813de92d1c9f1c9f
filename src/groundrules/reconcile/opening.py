"""Both tables opened: what is written on a command line becomes two views of one DuckDB."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as arrow
from pyarrow import parquet, types

from groundrules.errors import ContentError, UsageError
from groundrules.reconcile.plan import Side, side
from groundrules.tables.address import Address, DuckTable, Files, PostgresTable, parse
from groundrules.tables.csv import is_csv
from groundrules.tables.duck import DuckTables
from groundrules.tables.files import parquet_files


def locate(text: str | Path, query: str | None) -> Address:
    """Return the address of a table, or of the database that a query is run in.

    Raises UsageError where a table and a query are both named.
    """
    if query is None:
        return parse(text)
    written = str(text)
    if written.startswith(("postgresql://", "postgres://")):
        if "table=" in urlsplit(written).query:
            raise UsageError(f"{parse(written)}: leave the table out, the query names its own")
        return PostgresTable(written, ())
    if written.lower().endswith((".duckdb", ".ddb")):
        return DuckTable(Path(written), ())
    found = parse(text)
    if not isinstance(found, Files):
        raise UsageError(f"{found}: leave the table out, the query names its own")
    return found


def open_side(tables: DuckTables, letter: str, text: str | Path, query: str | None) -> Side:
    """Open one table as `side_a` or `side_b`."""
    address = locate(text, query)
    csv = isinstance(address, Files) and is_csv(address.path)
    if isinstance(address, Files) and not csv:
        _check_schemas(address.path)
    view = f"side_{letter.lower()}"
    columns = tables.open(address, view, places=False, query=query)
    where = f"{address}" if query is None else f"a query of {address}"
    return side(letter, where, columns, csv=csv and query is None)


def _check_schemas(path: Path) -> None:
    """Raise ContentError for files of one table that do not fit each other.

    DuckDB leaves out columns that the first file lacks, and rounds floats where it has integers.
    """
    files = parquet_files(path)
    first: dict[str, arrow.DataType] = {}
    for file in files:
        try:
            found = {field.name: field.type for field in parquet.read_schema(file)}
            twice = len(found) != len({name.lower() for name in found})
        except (arrow.ArrowException, OSError) as error:
            raise ContentError(f"{file} is no Parquet data, or is damaged: {error}") from error
        if twice:
            raise ContentError(f"{file}: two columns differ in case alone: rename one of them")
        first = first or found
        if other := sorted(set(first) ^ set(found)):
            raise ContentError(
                f"{file} has other columns than {files[0]} ({', '.join(other[:5])}): "
                "write the folder with one schema"
            )
        for name, kind in found.items():
            if not _fits(kind, first[name]):
                raise ContentError(
                    f"{file}: {name!r} is {kind}, and {first[name]} in {files[0]}: "
                    "write the folder with one schema"
                )


def _fits(kind: arrow.DataType, first: arrow.DataType) -> bool:
    kind, first = _plain(kind), _plain(first)
    integers = types.is_integer(kind) and types.is_integer(first)
    return bool(integers or kind == first or types.is_null(kind))


def _plain(kind: arrow.DataType) -> arrow.DataType:
    """Text is text, however it is stored."""
    if types.is_dictionary(kind):
        kind = kind.value_type
    return arrow.string() if types.is_large_string(kind) or types.is_string_view(kind) else kind
