"""Small pieces of SQL that every query of this room is built from (sqlglot, DuckDB's dialect)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp


def column(name: str, table: str | None = None) -> exp.Column:
    """Return a column by its exact name."""
    return exp.column(name, table=table, quoted=True)


def call(name: str, *values: exp.Expr) -> exp.Expr:
    """Return a call of one of DuckDB's functions, as it is."""
    return exp.Anonymous(this=name, expressions=[value.copy() for value in values])


def cast(value: exp.Expr, kind: str) -> exp.Expr:
    """Return CAST(value AS kind)."""
    return exp.Cast(this=value.copy(), to=exp.DataType.build(kind, dialect="duckdb"))


def try_cast(value: exp.Expr, kind: str) -> exp.Expr:
    """Return TRY_CAST(value AS kind): null where it cannot be."""
    return exp.TryCast(this=value.copy(), to=exp.DataType.build(kind, dialect="duckdb"))


def text(value: str) -> exp.Expr:
    """Return a text literal."""
    return exp.Literal.string(value)


def whole(value: int) -> exp.Expr:
    """Return an integer literal."""
    return exp.Literal.number(value)


def double(value: float) -> exp.Expr:
    """Return a 64-bit float to its last bit."""
    return cast(text(repr(value)), "DOUBLE")


def is_null(value: exp.Expr) -> exp.Expr:
    """Return whether a value is null."""
    return exp.Is(this=exp.paren(value), expression=exp.null())


def when(*cases: tuple[exp.Expr, exp.Expr], other: exp.Expr | None = None) -> exp.Expr:
    """Return CASE WHEN … END."""
    case = exp.case()
    for condition, value in cases:
        case = case.when(condition.copy(), value.copy())
    return case if other is None else case.else_(other.copy())


def minus(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Return left - right."""
    return exp.Sub(this=exp.paren(left), expression=exp.paren(right))


def plus(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Return left + right."""
    return exp.Add(this=exp.paren(left), expression=exp.paren(right))


def same(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Return whether two values are the same, null and null too."""
    return exp.NullSafeEQ(this=exp.paren(left), expression=exp.paren(right))


def all_same(names: Sequence[str], left: str, right: str) -> exp.Expr:
    """Return whether two tables' columns of these names are the same."""
    return exp.and_(*(same(column(name, left), column(name, right)) for name in names))


def differ(lefts: Sequence[exp.Expr], rights: Sequence[exp.Expr]) -> exp.Expr:
    """Return whether any of the values differs from its counterpart."""
    return exp.or_(
        *(
            exp.NullSafeNEQ(this=exp.paren(left), expression=exp.paren(right))
            for left, right in zip(lefts, rights, strict=True)
        )
    )


def count(condition: exp.Expr | None = None) -> exp.Expr:
    """Return how many rows there are, or how many a condition is true of."""
    return where(exp.Count(this=exp.Star()), condition)


def total(value: exp.Expr, condition: exp.Expr | None = None) -> exp.Expr:
    """Return a sum, of the rows that a condition is true of."""
    return where(exp.Sum(this=value.copy()), condition)


def where(aggregate: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    """Return an aggregate of the rows that a condition is true of; of all without one."""
    if condition is None:
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition.copy()))


def named(values: dict[str, exp.Expr]) -> list[exp.Expr]:
    """Return expressions with their names, to be selected."""
    return [exp.alias_(value.copy(), name, quoted=True) for name, value in values.items()]


def table(name: str) -> exp.Table:
    """Return a table by its exact name."""
    return exp.table_(name, quoted=True)


def keep(name: str, query: exp.Query) -> exp.Create:
    """Return the statement that keeps a query's rows until the end."""
    return exp.Create(
        this=exp.to_identifier(name, quoted=True),
        kind="TABLE",
        expression=query,
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
    )
