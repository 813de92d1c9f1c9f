"""Both tables opened: what is written on a command line becomes two views of one DuckDB."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as arrow
from pyarrow import parquet

from groundrules.errors import ContentError, MissingExtraError, UsageError
from groundrules.reconcile.plan import Side, side
from groundrules.tables.address import Address, DuckTable, Files, PostgresTable, parse
from groundrules.tables.csv import is_csv
from groundrules.tables.duck import DuckTables
from groundrules.tables.files import parquet_files

_SPARK = "spark:"


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
    if str(text).startswith(_SPARK) and not Path(text).exists():
        return _open_spark(tables, letter, str(text).removeprefix(_SPARK), query)
    address = locate(text, query)
    csv = isinstance(address, Files) and is_csv(address.path)
    if isinstance(address, Files) and not csv:
        _check_names(parquet_files(address.path)[0])
    view = f"side_{letter.lower()}"
    columns = tables.open(address, view, places=False, query=query)
    where = f"{address}" if query is None else f"a query of {address}"
    return side(letter, where, columns, csv=csv and query is None)


def _open_spark(tables: DuckTables, letter: str, name: str, query: str | None) -> Side:
    """Open what Spark reads, written as Parquet beside what DuckDB spills."""
    try:
        import pyspark  # noqa: F401
    except ModuleNotFoundError as missing:
        raise MissingExtraError("reconcile", "spark", "pyspark") from missing
    from groundrules.tables.spark_export import export

    if bool(name) == (query is not None):
        raise UsageError(
            "name a table of Spark, as in spark:shop.orders, or write spark: with a query"
        )
    folder = tables.room / letter
    export(name, query, folder, tables.tell)
    _check_names(parquet_files(folder)[0])
    columns = tables.open(Files(folder), f"side_{letter.lower()}", places=False)
    return side(letter, f"spark:{name}" if name else "a query of Spark", columns, csv=False)


def _check_names(file: Path) -> None:
    """Raise ContentError for columns that DuckDB cannot tell apart."""
    try:
        names = parquet.read_schema(file).names
    except (arrow.ArrowException, OSError):
        return  # what is wrong with it is said when it is opened
    if len(names) != len({name.lower() for name in names}):
        raise ContentError(f"{file}: two columns differ in case alone: rename one of them")
