"""SQL expressions of a metric as ibis expressions, with one meaning on every engine.

What a row's expression may say: columns, numbers, texts, TRUE, FALSE, NULL; AND, OR, NOT; = <> < <= > >=,
IN, BETWEEN, IS NULL; + - * /; CASE, COALESCE, NULLIF, ABS, LOWER, UPPER, TRIM, LEAST, GREATEST, LIKE, CAST.
Anything else is refused, since engines differ in it. `/` is a division of real numbers, and by 0 it is NULL;
NaN is NULL wherever a number is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir
import sqlglot
from sqlglot import exp

from groundrules.config import nearest
from groundrules.errors import ContentError

_BINARY: Mapping[type[exp.Expr], Callable[[Any, Any], Any]] = {
    exp.And: lambda a, b: a & b,
    exp.Or: lambda a, b: a | b,
    exp.EQ: lambda a, b: a == b,
    exp.NEQ: lambda a, b: a != b,
    exp.LT: lambda a, b: a < b,
    exp.LTE: lambda a, b: a <= b,
    exp.GT: lambda a, b: a > b,
    exp.GTE: lambda a, b: a >= b,
    exp.Add: lambda a, b: a + b,
    exp.Sub: lambda a, b: a - b,
    exp.Mul: lambda a, b: a * b,
    exp.Div: lambda a, b: a.cast("float64") / b.cast("float64").nullif(0.0),
    exp.Nullif: lambda a, b: a.nullif(b),
    exp.Like: lambda a, b: a.like(b.op().value),
}
_UNARY: Mapping[type[exp.Expr], Callable[[Any], Any]] = {
    exp.Not: lambda a: ~a,
    exp.Neg: lambda a: -a,
    exp.Paren: lambda a: a,
    exp.Abs: lambda a: a.abs(),
    exp.Lower: lambda a: a.lower(),
    exp.Upper: lambda a: a.upper(),
    exp.Trim: lambda a: a.strip(),
}
_MANY: Mapping[type[exp.Expr], Callable[..., Any]] = {
    exp.Coalesce: ibis.coalesce,
    exp.Least: ibis.least,
    exp.Greatest: ibis.greatest,
}
_TYPES = {
    "DOUBLE": "float64", "FLOAT": "float64", "DECIMAL": "float64", "INT": "int64", "BIGINT": "int64",
    "TEXT": "string", "VARCHAR": "string", "BOOLEAN": "boolean", "TIMESTAMP": "timestamp", "DATE": "date",
}  # fmt: skip


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


def compile_row(text: str, table: ir.Table) -> Any:
    """Return the expression over a table's rows; raises ContentError for what has no one meaning."""
    try:
        return _value(read(text), table)
    except ContentError as error:
        said = str(error)
        raise ContentError(said if f"`{text}`" in said else f"`{text}`: {said}") from error
    except Exception as error:  # ibis's own errors of type have no one base
        raise ContentError(f"`{text}`: {str(error).splitlines()[0]}") from error


def compile_condition(text: str, table: ir.Table) -> Any:
    """Return a condition over a table's rows; raises ContentError for what is neither true nor false."""
    compiled = compile_row(text, table)
    if not compiled.type().is_boolean():
        raise ContentError(f"`{text}` is no condition: it is neither true nor false")
    return compiled


def _value(node: exp.Expr, table: ir.Table) -> Any:
    kind = type(node)
    if isinstance(node, exp.Column):
        return _column(node, table)
    if isinstance(node, exp.Literal):
        if node.is_string:
            return ibis.literal(node.name)
        return ibis.literal(float(node.name) if not node.name.isdigit() else int(node.name))
    if isinstance(node, exp.Boolean):
        return ibis.literal(bool(node.this))
    if isinstance(node, exp.Null):
        return ibis.null()
    if kind in _BINARY:
        return _BINARY[kind](_value(node.this, table), _value(node.expression, table))
    if kind in _UNARY:
        return _UNARY[kind](_value(node.this, table))
    if kind in _MANY:
        return _MANY[kind](*(_value(one, table) for one in (node.this, *node.expressions) if one))
    return _other(node, table)


def _other(node: exp.Expr, table: ir.Table) -> Any:
    if isinstance(node, exp.Is):
        return (
            _value(node.this, table).isnull()
            if isinstance(node.expression, exp.Null)
            else _refused(node)
        )
    if isinstance(node, exp.In) and node.expressions:
        return _value(node.this, table).isin([_value(one, table) for one in node.expressions])
    if isinstance(node, exp.Between):
        value = _value(node.this, table)
        return (value >= _value(node.args["low"], table)) & (
            value <= _value(node.args["high"], table)
        )
    if isinstance(node, exp.Case) and node.this is None:
        pairs = [
            (_value(one.this, table), _value(one.args["true"], table)) for one in node.args["ifs"]
        ]
        otherwise = node.args.get("default")
        return ibis.cases(*pairs, else_=_value(otherwise, table) if otherwise else None)
    if isinstance(node, exp.Cast) and (kind := node.to.this.name) in _TYPES:
        return _value(node.this, table).cast(_TYPES[kind])
    return _refused(node)


def _refused(node: exp.Expr) -> Any:
    raise ContentError(
        f"{node.sql(dialect='duckdb')} is no part of the SQL that means the same on every engine; "
        "compute it in the source table"
    )


def _column(node: exp.Column, table: ir.Table) -> Any:
    if node.table:
        raise ContentError(f"{node.sql()}: name the column alone, without its table")
    if node.name not in table.columns:
        raise ContentError(f"there is no column `{node.name}`{nearest(node.name, table.columns)}")
    column = table[node.name]
    return column.cast("float64").nullif(float("nan")) if column.type().is_floating() else column


def every(conditions: list[Any]) -> Any:
    """Return whether all conditions are true of a row; NULL is not true."""
    return (
        reduce(lambda a, b: a & b, conditions).fill_null(False)
        if conditions
        else ibis.literal(True)
    )
