"""A contract on a table that an engine counts, as one row a rule."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pandera.pandas as pa

from groundrules.contracts.columns import promises
from groundrules.contracts.compile import compile_contract
from groundrules.contracts.judge import Engine, Judge
from groundrules.contracts.ledger import Ledger
from groundrules.contracts.result import ValidationResult
from groundrules.contracts.run import notes, shape, unique_names


def run_engine(engine: Engine, schema: pa.DataFrameSchema, samples: int) -> ValidationResult:
    """Return every rule of `schema` with its outcome; raises UnportableError where pandera must judge."""
    form = compile_contract(schema, engine.names, engine.types)
    judge = Judge(engine, form, samples)
    ledger = Ledger(pd.DataFrame(columns=list(engine.names)), samples)
    promised = promises(schema, engine.names)
    rules = [
        judge.say.has_rows(),
        *judge.values(),
        *(replace(rule, rows=judge.rows) for rule in shape(schema, promised, ledger)),
        *judge.joint(),
        *judge.table(),
    ]
    engine.check_unchanged()
    return ValidationResult(
        contract=form.name,
        rows=judge.rows,
        rules=tuple(unique_names(rules)),
        notes=tuple(notes(schema)),
    )
