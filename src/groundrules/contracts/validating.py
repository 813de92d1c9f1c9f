"""One table against one contract: what `groundrules validate` and every library call come down to."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from groundrules.contracts.result import ValidationResult
from groundrules.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyspark.sql as pyspark

Engine = Literal["auto", "duckdb", "polars", "spark", "pandas"]


def load_schema(contract: Any) -> Any:
    """Return the pandera schema that `contract` names, to pass to `validate` many times.

    Raises as `validate` does for a contract.
    """
    _require_extra()
    from groundrules.contracts.load import load_contract

    return load_contract(contract)


def _require_extra() -> None:
    for package in ("pandas", "pyarrow", "pandera", "duckdb", "polars"):
        if find_spec(package) is None:
            raise MissingExtraError("validate", "data", package)


def validate(
    data: str | Path | pd.DataFrame | pl.DataFrame | pl.LazyFrame | pyspark.DataFrame,
    contract: Any,
    *,
    samples: int = 0,
    engine: Engine = "auto",
    report: Callable[[str], None] | None = None,
    incremental: Path | None = None,
) -> ValidationResult:
    """Check `data` against `contract`, and say for every rule how it came out.

    data: a path or an address (`groundrules.tables.address`; `groundrules.contracts.read` says how
        text becomes typed), or a frame: of pandas, taken as it is, of polars, also a lazy one, or of
        Spark.
    contract: "path/to/file.py:NAME", a `pandera.pandas` DataFrameModel or DataFrameSchema.
    engine: "pandas" lets pandera judge; "duckdb" judges Parquet (a file, or a folder of files) and
        tables in one pass and bounded memory; "polars" judges Parquet and its own frames; "spark"
        judges Parquet wherever it reaches, tables of its catalogue and its own frames, in the session
        that runs, or in one of its own; "auto" takes polars and Spark for their frames, duckdb for all
        else but a CSV below 200 MB, and pandas where the contract has a part that only pandera can judge, and says
        so in the notes.
    samples: at most so many failing values are kept for each rule, and none of a column whose
        `metadata` says `sensitive`.
    incremental: a file of partial results (made where there is none). Of a folder of Parquet that
        DuckDB judges, a file is not read again while it and the contract stay as they were; single
        keys are, unless a column of the partition is part of them.
    report: called with a line before each long step.

    Nothing is coerced: `coerce=True` in a contract changes no value here. A rule that
    could not be evaluated is `skipped` and says why.

    Raises UsageError for a path that cannot be read, ContentError for data or a
    contract in the wrong form, MissingExtraError without pandera.
    """
    _require_extra()
    # Late: pandera and pandas take more than a second to import.
    from groundrules.contracts.load import load_contract
    from groundrules.contracts.masking import masked
    from groundrules.contracts.ways import How, judge

    schema = load_contract(contract)
    tell = report or (lambda _line: None)
    return masked(judge(data, schema, How(samples, engine, tell, incremental)), schema)
