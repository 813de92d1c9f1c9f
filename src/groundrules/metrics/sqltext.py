"""SQL expressions of a metric as text: parsed, and no more; `expression` gives them their meaning."""

from __future__ import annotations

import sqlglot
from sqlglot import exp

from groundrules.errors import ContentError


def read(text: str) -> exp.Expr:
    """Return the expression's tree; raises ContentError where it is no SQL expression."""
    try:
        tree = sqlglot.parse_one(text, dialect="duckdb", into=exp.Condition)
    except sqlglot.errors.SqlglotError as error:
        said = str(error).splitlines()[0].partition(" Line ")[0]
        raise ContentError(f"`{text}` is no SQL expression: {said}") from error
    return tree


def columns(text: str) -> set[str]:
    """Return the columns that an expression names; raises ContentError as `read` does."""
    return {column.name for column in read(text).find_all(exp.Column)}
