"""Data against a contract: one pandera schema, one row for each of its rules.

`load` finds the contract; `read` gives the data the contract's types and `run` asks pandera;
or `compile` gives the contract a form, an engine (`duck`, `lazy`) counts and `judge` reads
the counts; `ways` chooses; `result` is what comes back, the same from all.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from groundrules.contracts.result import RuleResult, ValidationResult
from groundrules.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Engine = Literal["auto", "duckdb", "polars", "pandas"]

__all__ = ["RuleResult", "ValidationResult", "load_schema", "validate"]


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
    data: str | Path | pd.DataFrame | pl.DataFrame | pl.LazyFrame,
    contract: Any,
    *,
    samples: int = 0,
    engine: Engine = "auto",
    report: Callable[[str], None] | None = None,
) -> ValidationResult:
    """Check `data` against `contract`, and say for every rule how it came out.

    data: a path or an address (`groundrules.tables.address`; `groundrules.contracts.read` says how
        text becomes typed), or a frame: of pandas, taken as it is, or of polars, also a lazy one.
    contract: "path/to/file.py:NAME", a `pandera.pandas` DataFrameModel or DataFrameSchema.
    engine: "pandas" lets pandera judge; "duckdb" judges Parquet (a file, or a folder of files) and
        tables in one pass and bounded memory; "polars" judges Parquet and its own frames; "auto"
        takes polars for its frames, duckdb for all else but CSV, and pandas where the contract has
        a part that only pandera can judge, and says so in the notes.
    samples: at most so many failing values are kept for each rule, and none of a column whose
        `metadata` says `sensitive`.
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
    from groundrules.contracts.ways import judge

    schema = load_contract(contract)
    tell = report or (lambda _line: None)
    return masked(judge(data, schema, samples, engine, tell), schema)
