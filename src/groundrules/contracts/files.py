"""A contract on Parquet files, judged by DuckDB: a file, or a folder of them with `key=value` parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from groundrules.contracts.columns import promises
from groundrules.contracts.compile import compile_contract
from groundrules.contracts.duck import Duck
from groundrules.contracts.judge import Judge
from groundrules.contracts.ledger import Ledger
from groundrules.contracts.result import ValidationResult
from groundrules.contracts.run import notes, shape, unique_names
from groundrules.errors import ContentError, UsageError


def parquet_files(path: Path) -> list[Path]:
    """Return the Parquet files of a path, those of a folder sorted; hidden ones are no data.

    Raises UsageError for a path without any.
    """
    if not path.is_dir():
        return [path]
    inside = path.rglob("*.parquet")
    found = sorted(
        file
        for file in inside
        if not any(part.startswith(("_", ".")) for part in file.relative_to(path).parts)
    )
    if not found:
        raise UsageError(f"{path}: the folder holds no .parquet file")
    return found


def run_files(
    path: Path, schema: pa.DataFrameSchema, samples: int, tell: Callable[[str], None]
) -> ValidationResult:
    """Return every rule of `schema` with its outcome; raises UnportableError where pandera must judge."""
    files = parquet_files(path)
    if not files[0].exists():
        raise UsageError(f"{path}: no such data file")
    empty = next((file for file in files if file.stat().st_size == 0), None)
    if empty is not None:
        raise ContentError(f"{empty} is empty; did its export fail?")
    with Duck(files, tell, parts=path.is_dir()) as duck:
        form = compile_contract(schema, duck.names, duck.types)
        judge = Judge(duck, form, samples)
        ledger = Ledger(pd.DataFrame(columns=duck.names), samples)
        promised = promises(schema, duck.names)
        rules = [
            judge.say.has_rows(),
            *judge.values(),
            *(replace(rule, rows=judge.rows) for rule in shape(schema, promised, ledger)),
            *judge.joint(),
            *judge.table(),
        ]
    return ValidationResult(
        contract=form.name,
        rows=judge.rows,
        rules=tuple(unique_names(rules)),
        notes=tuple(notes(schema)),
    )
