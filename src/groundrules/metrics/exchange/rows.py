"""One row's part in a measure as one SQL expression, and back: filters become a CASE."""

from __future__ import annotations

from sqlglot import exp

from groundrules.errors import ContentError
from groundrules.metrics import expression
from groundrules.metrics.form import Measure


def row_value(measure: Measure, value: str) -> str:
    """Return `value` where a row counts for a measure, else NULL."""
    conditions = [f"({one})" if len(measure.filters) > 1 else one for one in measure.filters]
    return f"CASE WHEN {' AND '.join(conditions)} THEN {value} END" if conditions else value


def split(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the value and the filters of what `row_value` wrote; of anything else the whole, and none.

    Raises ContentError for what is no SQL expression.
    """
    tree = expression.read(text).unnest()
    if not isinstance(tree, exp.Case) or tree.this or tree.args.get("default"):
        return text, ()
    branches = tree.args["ifs"]
    if len(branches) != 1:
        return text, ()
    condition, value = branches[0].this.unnest(), branches[0].args["true"]
    parts = condition.flatten() if isinstance(condition, exp.And) else [condition]
    return _sql(value), tuple(_sql(one.unnest()) for one in parts)


def anded(filters: tuple[str, ...], condition: str) -> tuple[str, ...]:
    """Return filters and a condition as filters."""
    return (*filters, condition)


def condition_of(filters: tuple[str, ...]) -> str:
    """Return all filters as one condition; raises ContentError where there is none."""
    if not filters:
        raise ContentError("it has no condition")
    return filters[0] if len(filters) == 1 else " AND ".join(f"({one})" for one in filters)


def _sql(tree: exp.Expr) -> str:
    return str(tree.sql(dialect="duckdb", comments=False))
