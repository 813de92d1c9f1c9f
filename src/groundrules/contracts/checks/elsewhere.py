"""Another table that a check speaks of: a path, an address, or a frame of pandas or polars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
from pyarrow import compute
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.form import Kind
from groundrules.contracts.read import read_table
from groundrules.errors import ContentError, UsageError
from groundrules.tables.address import Address, Files, parse
from groundrules.tables.duck import DuckTables

_OF_TEXT: Mapping[Kind | None, Any] = {
    "integer": "Int64",
    "float": float,
    "boolean": "boolean",
    "date": pa.Date,
    "time": "datetime64[ns]",
    "zoned time": pd.DatetimeTZDtype(tz="UTC"),
}


def shown(other: Any) -> str:
    """Return what another table is called in a report."""
    return str(parse(other)) if isinstance(other, str | Path) else "another table"


@contextmanager
def opened(other: Any, names: Sequence[str], kinds: Sequence[Kind | None]) -> Iterator[DuckTables]:
    """Give DuckDB with another table, or some columns of it, as `sql.TABLE`.

    kinds: as what the text of a CSV is read; what cannot be read so is null.
    Raises UsageError for what is no table, ContentError for one without these columns.
    """
    with DuckTables(lambda _line: None) as tables:
        address = parse(other) if isinstance(other, str | Path) else None
        if address is not None and not _is_csv(address):
            there = [name for name, _kind in tables.open(address, sql.TABLE)]
            _check(there, names, str(address))
        else:
            tables.register(_in_memory(other, address, names, kinds), sql.TABLE)
        yield tables
        tables.check_unchanged()


def _in_memory(
    other: Any, address: Address | None, names: Sequence[str], kinds: Sequence[Kind | None]
) -> arrow.Table:
    where = "the frame" if address is None else str(address)
    if isinstance(address, Files):  # a CSV
        types = {n: pa.Column(_OF_TEXT.get(k)) for n, k in zip(names, kinds, strict=True)}
        other = read_table(address.path, pa.DataFrameSchema(types), lambda _line: None).frame
    if isinstance(other, pd.DataFrame):
        _check(other.columns, names, where)
        return arrow.Table.from_pandas(other[list(dict.fromkeys(names))], preserve_index=False)
    if type(other).__module__.partition(".")[0] == "polars":
        lazy = other.lazy()
        _check(lazy.collect_schema().names(), names, where)
        table: arrow.Table = (
            lazy.select(list(dict.fromkeys(names))).collect(engine="streaming").to_arrow()
        )
        return table
    raise UsageError(
        f"another table must be a path, or a frame of pandas or polars, not {type(other).__name__}"
    )


def distinct_rows(other: Any, names: Sequence[str], kinds: Sequence[Kind | None]) -> arrow.Table:
    """Return the distinct values, or tuples, of some columns of a table, nulls aside, as k0, k1, ….

    kinds and errors are those of `opened`.
    """
    with opened(other, names, kinds) as tables:
        values = [sql.column(name) for name in names]
        named = [exp.alias_(one, f"k{number}") for number, one in enumerate(values)]
        given = [exp.not_(sql.is_null(value)) for value in values]
        table = tables.arrow(exp.select(*named).distinct().from_(sql.TABLE).where(*given))
    return _plain(table)


def _is_csv(address: Address) -> bool:
    return isinstance(address, Files) and address.path.name.lower().endswith((".csv", ".csv.gz"))


def _check(there: Sequence[Any], names: Sequence[str], where: str) -> None:
    absent = next((name for name in names if name not in there), None)
    if absent is not None:
        raise ContentError(
            f"{where} has no column {absent!r}, to which a check of the contract refers"
        )


def _plain(table: arrow.Table) -> arrow.Table:
    """Return a table whose texts, and whose whole numbers if 64 bits hold them, are stored in one way."""
    for number, field in enumerate(table.schema):
        kind = field.type.value_type if arrow.types.is_dictionary(field.type) else field.type
        if _is_text(kind):
            text = table.column(number).cast(arrow.string())
            table = table.set_column(number, field.name, text)
        elif arrow.types.is_integer(kind) and not _beyond(table.column(number)):
            whole = table.column(number).cast(arrow.int64())
            table = table.set_column(number, field.name, whole)
    return table


def _beyond(values: arrow.ChunkedArray) -> bool:
    return bool((compute.max(values).as_py() or 0) >= 2**63)


def _is_text(kind: arrow.DataType) -> bool:
    types = arrow.types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def kind_in(kind: arrow.DataType) -> Kind | None:
    """Return the logical kind of an Arrow type."""
    types = arrow.types
    if types.is_timestamp(kind):
        return "time" if kind.tz is None else "zoned time"
    known: list[tuple[Any, Kind]] = [
        (types.is_boolean, "boolean"),
        (types.is_integer, "integer"),
        (types.is_floating, "float"),
        (types.is_decimal, "decimal"),
        (types.is_date32, "date"),
        (_is_text, "text"),
    ]
    return next((name for has, name in known if has(kind)), None)
