"""Data against a contract: one pandera schema, one row for each of its rules.

`load` finds the contract, `read` gives the data the contract's types, `rules` lists
what the contract promises, `run` asks pandera, `result` is what comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundrules.contracts.result import RuleResult, ValidationResult
from groundrules.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RuleResult", "ValidationResult", "load_schema", "validate"]


def load_schema(contract: Any) -> Any:
    """Return the pandera schema that `contract` names, to pass to `validate` many times.

    Raises as `validate` does for a contract.
    """
    _require_extra()
    from groundrules.contracts.load import load_contract

    return load_contract(contract)


def _require_extra() -> None:
    for package in ("pandas", "pyarrow", "pandera"):
        if find_spec(package) is None:
            raise MissingExtraError("validate", "data", package)


def validate(
    data: Path | pd.DataFrame,
    contract: Any,
    *,
    samples: int = 3,
    report: Callable[[str], None] | None = None,
) -> ValidationResult:
    """Check `data` against `contract`, and say for every rule how it came out.

    data: a path (.csv, .csv.gz, .parquet; `groundrules.contracts.read` says how text
        becomes typed) or a pandas frame, which is taken as it is.
    contract: "path/to/file.py:NAME", a `pandera.pandas` DataFrameModel or DataFrameSchema.
    samples: at most so many failing values are kept for each rule; 0 keeps none.
    report: called with a line before each long step.

    Nothing is coerced: `coerce=True` in a contract changes no value here. A rule that
    could not be evaluated is `skipped` and says why.

    Raises UsageError for a path that cannot be read, ContentError for data or a
    contract in the wrong form, MissingExtraError without pandera.
    """
    _require_extra()
    # Late: pandera and pandas take more than a second to import.
    from groundrules.contracts.load import load_contract
    from groundrules.contracts.read import as_table, read_table
    from groundrules.contracts.run import run_contract

    tell = report or (lambda _line: None)
    schema = load_contract(contract)
    table = read_table(Path(data), schema, tell) if isinstance(data, str | Path) else as_table(data)
    tell(f"checking {len(table.frame):,} rows")
    return run_contract(table, schema, samples)
