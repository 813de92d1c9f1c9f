"""Who judges a table: the engine that was asked for, or the one that fits where it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any

import pandas as pd
import pandera.pandas as pa

from groundrules.contracts.form import UnportableError
from groundrules.contracts.judge import Engine
from groundrules.contracts.portable import run_engine
from groundrules.contracts.read import Table, as_table, read_arrow, read_table
from groundrules.contracts.result import ValidationResult
from groundrules.contracts.run import run_contract
from groundrules.errors import ContentError, UsageError
from groundrules.tables.address import Address, Files, parse

Tell = Callable[[str], None]


def judge(
    data: Any, schema: pa.DataFrameSchema, samples: int, engine: str, tell: Tell
) -> ValidationResult:
    """Return the verdict on `data`: a path or an address, or a frame of pandas or polars."""
    library = _library(data)
    if library == "polars":
        return _polars_frame(data, schema, samples, engine, tell)
    if library is not None:
        if library == "pandas" and engine not in ("auto", "pandas"):
            raise UsageError(f"a pandas frame is judged by pandas, not by {engine}")
        return _in_memory(as_table(data), schema, samples, tell)
    return _address(parse(data), schema, samples, engine, tell)


def _library(data: Any) -> str | None:
    """Return which library made a frame, importing none; None for text and paths."""
    if isinstance(data, pd.DataFrame):
        return "pandas"
    module = type(data).__module__.partition(".")[0]
    if module == "polars":
        return module
    return None if isinstance(data, str) or hasattr(data, "__fspath__") else "unknown"


def _address(
    address: Address, schema: pa.DataFrameSchema, samples: int, engine: str, tell: Tell
) -> ValidationResult:
    why_pandas = ""
    if engine == "auto" and not _is_csv(address):
        try:
            return _by("duckdb", address, schema, samples, tell, refuse=False)
        except UnportableError as error:
            if not isinstance(address, Files) or address.path.is_dir():
                raise _refused("duckdb", address, error) from error
            why_pandas = str(error)
    elif engine in ("duckdb", "polars"):
        return _by(engine, address, schema, samples, tell)
    if not isinstance(address, Files):
        raise UsageError(f"{address}: pandas judges files; leave --engine out, or say duckdb")
    if address.path.is_dir():
        raise UsageError(f"{address} is a folder: pandas judges one file at a time")
    result = _in_memory(read_table(address.path, schema, tell), schema, samples, tell)
    return _noting(result, why_pandas)


def _is_csv(address: Address) -> bool:
    name = address.path.name.lower() if isinstance(address, Files) else ""
    return isinstance(address, Files) and not (address.path.is_dir() or name.endswith(".parquet"))


def _by(
    engine: str,
    data: Any,
    schema: pa.DataFrameSchema,
    samples: int,
    tell: Tell,
    *,
    refuse: bool = True,
) -> ValidationResult:
    if isinstance(data, Files) and _is_csv(data):
        raise UsageError(f"{data}: {engine} judges .parquet files and folders of them so far")
    try:
        with _ENGINES[engine](data, tell) as opened:
            return run_engine(opened, schema, samples)
    except UnportableError as error:
        if not refuse:
            raise
        raise _refused(engine, data, error) from error


def _duckdb(data: Any, tell: Tell) -> AbstractContextManager[Engine]:
    from groundrules.contracts.duck import Duck

    return Duck(data, tell)


def _polars(data: Any, _tell: Tell) -> AbstractContextManager[Engine]:
    from groundrules.contracts.lazy import Lazy

    return nullcontext(Lazy(data))


_ENGINES: dict[str, Callable[[Any, Tell], AbstractContextManager[Engine]]] = {
    "duckdb": _duckdb,
    "polars": _polars,
}


def _refused(engine: str, data: Any, error: UnportableError) -> ContentError:
    where = data if isinstance(data, str | Address) else "the frame"
    return ContentError(
        f"{where}: {engine} cannot judge this contract as pandera does: {error}. "
        "Change that part of the contract, or hold one file in memory by --engine pandas"
    )


def _polars_frame(
    frame: Any, schema: pa.DataFrameSchema, samples: int, engine: str, tell: Tell
) -> ValidationResult:
    if engine not in ("auto", "polars", "pandas"):
        raise UsageError(f"a polars frame is judged by polars or pandas, not by {engine}")
    lazy = hasattr(frame, "collect")
    if engine != "pandas":
        try:
            return _by("polars", frame, schema, samples, tell, refuse=lazy or engine == "polars")
        except UnportableError as error:
            why_pandas = str(error)
    else:
        frame, why_pandas = frame.collect() if lazy else frame, ""
    result = _in_memory(read_arrow(frame.to_arrow(), schema), schema, samples, tell)
    return _noting(result, why_pandas)


def _in_memory(
    table: Table, schema: pa.DataFrameSchema, samples: int, tell: Tell
) -> ValidationResult:
    tell(f"checking {len(table.frame):,} rows")
    return run_contract(table, schema, samples)


def _noting(result: ValidationResult, why_pandas: str) -> ValidationResult:
    if not why_pandas:
        return result
    note = f"pandera judged the whole table in memory: {why_pandas}"
    return replace(result, notes=(*result.notes, note))
