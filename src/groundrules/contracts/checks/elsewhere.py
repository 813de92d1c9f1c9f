"""Another table that a check speaks of: a path, an address, or a frame of pandas or polars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
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


def distinct_rows(other: Any, names: Sequence[str], kinds: Sequence[Kind | None]) -> arrow.Table:
    """Return the distinct values, or tuples, of some columns of a table, nulls aside, as k0, k1, ….

    kinds: as what the text of a CSV is read; what cannot be read so equals nothing.
    Raises UsageError for what is no table, ContentError for one without these columns.
    """
    keys = [f"k{number}" for number in range(len(names))]
    if isinstance(other, str | Path):
        address = parse(other)
        if isinstance(address, Files) and _is_csv(address.path):
            types = {n: pa.Column(_OF_TEXT.get(k)) for n, k in zip(names, kinds, strict=True)}
            other = read_table(address.path, pa.DataFrameSchema(types), lambda _line: None).frame
            _check(other.columns, names, str(address))
        else:
            return _of_address(address, names, keys)
    if isinstance(other, pd.DataFrame):
        _check(other.columns, names, "the frame")
        frame = other[list(names)].dropna().drop_duplicates()
        table = arrow.Table.from_pandas(frame, preserve_index=False)
    elif type(other).__module__.partition(".")[0] == "polars":
        lazy = other.lazy()
        _check(lazy.collect_schema().names(), names, "the frame")
        table = lazy.select(names).drop_nulls().unique().collect(engine="streaming").to_arrow()
    else:
        raise UsageError(
            f"another table must be a path, or a frame of pandas or polars, not {type(other).__name__}"
        )
    return _plain(table.rename_columns(keys))


def _of_address(address: Address, names: Sequence[str], keys: Sequence[str]) -> arrow.Table:
    with DuckTables(lambda _line: None) as tables:
        there = [name for name, _kind in tables.open(address, sql.TABLE)]
        _check(there, names, str(address))
        values = [sql.column(name) for name in names]
        named = [exp.alias_(one, key) for one, key in zip(values, keys, strict=True)]
        given = [exp.not_(sql.is_null(value)) for value in values]
        query = exp.select(*named).distinct().from_(sql.TABLE).where(*given)
        table = tables.arrow(query)
        tables.check_unchanged()
    return _plain(table)


def _is_csv(path: Path) -> bool:
    return path.name.lower().endswith((".csv", ".csv.gz"))


def _check(there: Sequence[Any], names: Sequence[str], where: str) -> None:
    absent = next((name for name in names if name not in there), None)
    if absent is not None:
        raise ContentError(
            f"{where} has no column {absent!r}, to which a check of the contract refers"
        )


def _plain(table: arrow.Table) -> arrow.Table:
    """Return a table whose texts are stored in one way."""
    for number, field in enumerate(table.schema):
        kind = field.type.value_type if arrow.types.is_dictionary(field.type) else field.type
        if _is_text(kind):
            text = table.column(number).cast(arrow.string())
            table = table.set_column(number, field.name, text)
    return table


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
