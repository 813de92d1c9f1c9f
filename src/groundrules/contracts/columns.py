"""Which columns of a table a contract speaks of, with patterns and shared types resolved."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandera.pandas as pa
from pandera.engines.pandas_engine import PydanticModel

from groundrules.errors import ContentError


@dataclass(frozen=True)
class Promise:
    """One column of the contract: `column` is a copy that may be changed."""

    name: str
    column: pa.Column
    present: bool


def promises(schema: pa.DataFrameSchema, names: Iterable[Any]) -> list[Promise]:
    """Return the contract's columns in its own order, a pattern as each column that it matches.

    names: the columns of the table.
    Raises ContentError for contracts that cannot be told apart by column.
    """
    present = list(names)
    if isinstance(schema.dtype, PydanticModel):
        raise ContentError("a contract whose dtype is a PydanticModel cannot be checked here yet")
    columns = dict(schema.columns)
    if not columns and schema.dtype is not None:
        columns = {name: pa.Column(schema.dtype, name=str(name)) for name in present}
    found: list[Promise] = []
    for name, column in columns.items():
        if not isinstance(name, str):
            raise ContentError(f"the column {name!r} of the contract has no plain name")
        # pandera matches a pattern from the start of the name, not the whole of it.
        matches = [n for n in present if re.match(name, str(n))] if column.regex else [name]
        for match in matches or [name]:
            found.append(Promise(match, _own_copy(column, match, schema), match in present))
    return found


def declared_dtypes(schema: pa.DataFrameSchema, names: Iterable[Any]) -> dict[str, Any]:
    """Return the pandera dtype that the contract declares for each column of the table."""
    return {
        promise.name: promise.column.dtype
        for promise in promises(schema, names)
        if promise.present and promise.column.dtype is not None
    }


def _own_copy(column: pa.Column, name: str, schema: pa.DataFrameSchema) -> pa.Column:
    own = copy.copy(column)
    own.__dict__ = dict(column.__dict__)
    own.name, own.regex = name, False
    own.coerce = False  # a check that changes values checks something else
    own.drop_invalid_rows = False
    own.report_duplicates = "all"  # every row of a duplicate group counts
    own.checks = [plain_check(check) for check in column.checks]
    if schema.dtype is not None:
        own.dtype = schema.dtype
    return own


def plain_check(check: pa.Check) -> pa.Check:
    """Return a copy that neither swallows a failure as a warning nor cuts the failing rows."""
    own = copy.copy(check)
    own.__dict__ = dict(check.__dict__)
    own.raise_warning = False
    own.n_failure_cases = None
    return own
