"""Who judges a table: the engine that was asked for, or the one that fits where it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from groundrules.contracts.form import UnportableError
from groundrules.contracts.judge import Engine
from groundrules.contracts.portable import run_engine
from groundrules.contracts.read import Table, as_table, read_arrow, read_table
from groundrules.contracts.result import ValidationResult
from groundrules.contracts.run import run_contract
from groundrules.errors import ContentError, MissingExtraError, UsageError
from groundrules.tables.address import Address, Files, SparkAddress, parse, parse_for_spark

_LARGE = 200_000_000  # bytes of a CSV, of which pandas makes several times as much


@dataclass(frozen=True, slots=True)
class How:
    """What a caller asked for beside the verdict."""

    samples: int
    engine: str
    tell: Callable[[str], None]
    partials: Path | None = None
    """The file of partial results, where unchanged parts of a folder are not to be read again."""


def judge(data: Any, schema: pa.DataFrameSchema, how: How) -> ValidationResult:
    """Return the verdict on `data`: a path or an address, or a frame of pandas, polars or Spark."""
    if how.partials is not None and how.engine not in ("auto", "duckdb"):
        raise UsageError(f"what is known of unchanged files helps duckdb alone, not {how.engine}")
    library = _library(data)
    if library == "pyspark":
        return _spark_frame(data, schema, how)
    if library == "polars":
        return _polars_frame(data, schema, how)
    if library is not None:
        if library == "pandas" and how.engine not in ("auto", "pandas"):
            raise UsageError(f"a pandas frame is judged by pandas, not by {how.engine}")
        return _in_memory(as_table(data), schema, how)
    if how.engine == "spark" or (how.engine == "auto" and str(data).startswith("spark:")):
        return _by("spark", parse_for_spark(data), schema, how)
    return _address(parse(data), schema, how)


def _library(data: Any) -> str | None:
    """Return which library made a frame, importing none; None for text and paths."""
    if isinstance(data, pd.DataFrame):
        return "pandas"
    module = type(data).__module__.partition(".")[0]
    if module in ("polars", "pyspark"):
        return module
    return None if isinstance(data, str) or hasattr(data, "__fspath__") else "unknown"


def _address(address: Address, schema: pa.DataFrameSchema, how: How) -> ValidationResult:
    why_pandas = ""
    if how.engine == "auto" and not _small_csv(address):
        try:
            return _by("duckdb", address, schema, how, refuse=False)
        except UnportableError as error:
            if not isinstance(address, Files) or address.path.is_dir():
                raise _refused("duckdb", address, error) from error
            why_pandas = str(error)
    elif how.engine in ("duckdb", "polars"):
        return _by(how.engine, address, schema, how)
    if not isinstance(address, Files):
        raise UsageError(f"{address}: pandas judges files; leave --engine out, or say duckdb")
    if address.path.is_dir():
        raise UsageError(f"{address} is a folder: pandas judges one file at a time")
    result = _in_memory(read_table(address.path, schema, how.tell), schema, how)
    return _noting(result, why_pandas)


def _small_csv(address: Address) -> bool:
    """Whether pandas is the quicker: it starts at once, and can hold all of the file."""
    if not isinstance(address, Files) or not _is_csv(address):
        return False
    return not address.path.is_file() or address.path.stat().st_size < _LARGE


def _is_csv(address: Address) -> bool:
    name = address.path.name.lower() if isinstance(address, Files) else ""
    return isinstance(address, Files) and not (address.path.is_dir() or name.endswith(".parquet"))


def _by(
    engine: str,
    data: Any,
    schema: pa.DataFrameSchema,
    how: How,
    *,
    refuse: bool = True,
) -> ValidationResult:
    if isinstance(data, Files) and _is_csv(data) and engine != "duckdb":
        raise UsageError(f"{data}: {engine} judges .parquet files and folders of them")
    try:
        with _ENGINES[engine](data, schema, how) as opened:
            return run_engine(opened, schema, how.samples)
    except UnportableError as error:
        if not refuse:
            raise
        raise _refused(engine, data, error) from error


def _duckdb(data: Any, schema: pa.DataFrameSchema, how: How) -> AbstractContextManager[Engine]:
    if isinstance(data, Files) and _is_csv(data):
        from groundrules.contracts.engines.spool import SpooledCsv

        return SpooledCsv(data, schema, how.tell)
    if how.partials is not None and isinstance(data, Files) and data.path.is_dir():
        from groundrules.contracts.engines.incremental import Incremental

        return Incremental(data, how.partials, how.tell)
    from groundrules.contracts.engines.duck import Duck

    return Duck(data, how.tell)


def _polars(data: Any, _schema: Any, _how: How) -> AbstractContextManager[Engine]:
    from groundrules.contracts.engines.lazy import Lazy

    return nullcontext(Lazy(data))


def _spark(data: Any, _schema: Any, how: How) -> AbstractContextManager[Engine]:
    try:
        import pyspark  # noqa: F401
    except ModuleNotFoundError as missing:
        raise MissingExtraError("validate --engine spark", "spark", "pyspark") from missing
    from groundrules.contracts.engines.spark import Spark

    return Spark(data, how.tell)


_ENGINES: dict[str, Callable[[Any, pa.DataFrameSchema, How], AbstractContextManager[Engine]]] = {
    "duckdb": _duckdb,
    "polars": _polars,
    "spark": _spark,
}


def _refused(engine: str, data: Any, error: UnportableError) -> ContentError:
    where = data if isinstance(data, Address | SparkAddress) else "the frame"
    return ContentError(
        f"{where}: {engine} cannot judge this contract as pandera does: {error}. "
        "Change that part of the contract, or hold one file in memory by --engine pandas"
    )


def _polars_frame(frame: Any, schema: pa.DataFrameSchema, how: How) -> ValidationResult:
    if how.engine not in ("auto", "polars", "pandas"):
        raise UsageError(f"a polars frame is judged by polars or pandas, not by {how.engine}")
    lazy = hasattr(frame, "collect")
    if how.engine != "pandas":
        try:
            return _by("polars", frame, schema, how, refuse=lazy or how.engine == "polars")
        except UnportableError as error:
            why_pandas = str(error)
    else:
        frame, why_pandas = frame.collect() if lazy else frame, ""
    result = _in_memory(read_arrow(frame.to_arrow(), schema), schema, how)
    return _noting(result, why_pandas)


def _spark_frame(frame: Any, schema: pa.DataFrameSchema, how: How) -> ValidationResult:
    if how.engine not in ("auto", "spark"):
        raise UsageError(f"a frame of Spark is judged by Spark, not by {how.engine}")
    return _by("spark", frame, schema, how)


def _in_memory(table: Table, schema: pa.DataFrameSchema, how: How) -> ValidationResult:
    how.tell(f"checking {len(table.frame):,} rows")
    return run_contract(table, schema, how.samples)


def _noting(result: ValidationResult, why_pandas: str) -> ValidationResult:
    if not why_pandas:
        return result
    note = f"pandera judged the whole table in memory: {why_pandas}"
    return replace(result, notes=(*result.notes, note))
