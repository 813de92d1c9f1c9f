"""The form of a contract as SQL expressions (sqlglot), one for each thing that is counted.

A value is null where it is NaN, and where it does not fit the width of its declared type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlglot import exp

from groundrules.contracts.form import (
    All,
    Among,
    Begins,
    ColumnForm,
    Compare,
    Condition,
    DistinctAre,
    Implies,
    Kind,
    Length,
    Matches,
    Scalar,
    TypeForm,
    Versus,
)

_OPERATORS: dict[str, type[exp.Binary]] = {
    "eq": exp.EQ,
    "ne": exp.NEQ,
    "gt": exp.GT,
    "ge": exp.GTE,
    "lt": exp.LT,
    "le": exp.LTE,
}


TABLE = "data"
"""The name under which an engine shows the table."""


def column(name: str) -> exp.Column:
    """Return a column by its exact name, and its table's: a bare `user` may be who is logged in."""
    return exp.column(name, table=TABLE, quoted=True)


def literal(value: Scalar) -> exp.Expr:
    """Return a value as SQL writes it, floats to their last bit."""
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    if isinstance(value, int):
        return exp.Literal.number(value)
    if isinstance(value, float):
        return exp.cast(exp.Literal.string(repr(value)), "double")
    if isinstance(value, datetime):
        to = "timestampntz" if value.tzinfo is None else "timestamptz"
        return exp.cast(exp.Literal.string(value.isoformat(sep=" ")), to)
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, Decimal):
        size, scale = digits_of(value)
        return exp.cast(exp.Literal.string(f"{value:f}"), f"decimal({size}, {scale})")
    return exp.Literal.string(value)


def digits_of(value: Decimal) -> tuple[int, int]:
    """Return how many digits a number has, and how many of them after the point."""
    _sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # neither NaN nor infinity
    scale = max(0, -exponent)
    return max(len(digits) + max(0, exponent), scale, 1), scale


def select_all(wanted: dict[str, exp.Expr]) -> exp.Select:
    """Return the query for aggregates of the whole table, by name."""
    named = [exp.alias_(value, name, quoted=True) for name, value in wanted.items()]
    return exp.select(*named).from_(TABLE)


def of_table(query: exp.Expr, name: str) -> exp.Expr:
    """Return a query with another table in place of TABLE."""

    def renamed(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Table) and node.name == TABLE:
            return exp.alias_(exp.to_table(name), TABLE, table=True)
        return node

    return query.transform(renamed)


def count_rows() -> exp.Expr:
    """Return COUNT(*)."""
    return exp.Count(this=exp.Star())


def count_where(condition: exp.Expr) -> exp.Expr:
    """Return how many rows a condition is true of."""
    return exp.Filter(this=count_rows(), expression=exp.Where(this=condition))


def present(name: str, kind: Kind) -> exp.Expr:
    """Return the column with NaN as null and both zeros as one."""
    raw = column(name)
    if kind != "float":
        return raw
    number = exp.Add(this=raw.copy(), expression=literal(0.0))
    return exp.case().when(exp.func("ISNAN", raw), exp.null()).else_(number)


def unreadable(form: ColumnForm, stored: TypeForm) -> exp.Expr | None:
    """Return whether a value does not fit the declared type, where that can be."""
    if stored.unread is not None:
        return exp.not_(is_null(column(stored.unread)))
    if form.type is not None and form.type.categories is not None:
        if stored.kind != "text":
            return None
        return breaks(column(form.name), Among(form.type.categories, wanted=True))
    limits = form.type.limits if form.type else None
    if limits is None or stored.limits is None:
        return None
    if limits[0] <= stored.limits[0] and stored.limits[1] <= limits[1]:
        return None
    inside = exp.Between(this=column(form.name), low=literal(limits[0]), high=literal(limits[1]))
    return exp.not_(inside)


def breaks(value: exp.Expr, condition: Condition) -> exp.Expr:
    """Return whether a value breaks a condition; null where the value is null."""
    return exp.not_(exp.paren(keeps(value, condition), copy=False))


def keeps(value: exp.Expr, condition: Condition) -> exp.Expr:
    """Return whether a value keeps a condition; null where the value is null."""
    value = exp.paren(value)
    match condition:
        case Compare(how, to):
            return _OPERATORS[how](this=value, expression=literal(to))
        case Among(values, wanted):
            if not values:  # IN () is no SQL
                return (
                    exp.EQ(this=value, expression=value.copy())
                    if not wanted
                    else exp.NEQ(this=value, expression=value.copy())
                )
            inside = exp.In(this=value, expressions=[literal(one) for one in values])
            return inside if wanted else exp.not_(inside)
        case Matches(pattern):
            return exp.RegexpLike(this=value, expression=literal(pattern))
        case Begins(text, at_end):
            return exp.func("ENDS_WITH" if at_end else "STARTS_WITH", value, literal(text))
        case Length(least, most):
            length = exp.Length(this=value)
            parts = [
                operator(this=length.copy(), expression=literal(bound))
                for operator, bound in ((exp.GTE, least), (exp.LTE, most))
                if bound is not None
            ]
            return exp.and_(*parts)
        case All(parts):
            return exp.and_(*(keeps(value.copy(), part) for part in parts))
    raise AssertionError(condition)


def row_breaks(condition: Versus | Implies, values: Mapping[str, exp.Expr]) -> exp.Expr:
    """Return whether a row breaks a condition on several columns; null or false where it does not."""
    if isinstance(condition, Versus):
        left, right = (exp.paren(values[name]) for name in (condition.left, condition.right))
        kept = _OPERATORS[condition.how](this=left, expression=right)
        return exp.not_(exp.paren(kept, copy=False))
    met, then = keeps(values[condition.column], condition.condition), values[condition.then_column]
    broken = is_null(then) if condition.then is None else breaks(then, condition.then)
    return exp.and_(met, broken)


def unknown(values: Sequence[exp.Expr], known: str | None) -> exp.Expr:
    """Return whether values, none of them null, are those of no row of a table with columns k0, k1, ….

    known: the name of that table; None for one without rows, whose types say nothing.
    """
    given = exp.and_(*(exp.not_(is_null(value)) for value in values))
    if known is None:
        return given
    same = [
        exp.EQ(this=exp.column(f"k{n}", "known"), expression=exp.paren(value))
        for n, value in enumerate(values)
    ]
    table = exp.alias_(exp.to_table(known), "known", table=True)
    found = exp.Exists(this=exp.select("1").from_(table).where(*same))
    return exp.and_(given, exp.not_(found))


def count_rows_where(condition: exp.Expr) -> exp.Select:
    """Return the query for how many rows a condition is true of, which may ask another table."""
    return exp.select(count_rows()).from_(TABLE).where(condition)


def distinct(*values: exp.Expr) -> exp.Expr:
    """Return the number of distinct values, or of distinct tuples of them."""
    one = values[0] if len(values) == 1 else exp.Tuple(expressions=list(values))
    return exp.Count(this=exp.Distinct(expressions=[one]))


def distinct_among(value: exp.Expr, expected: DistinctAre) -> exp.Expr:
    """Return how many of the expected values occur."""
    inside = keeps(value, Among(expected.values, wanted=True))
    return exp.Filter(this=distinct(value.copy()), expression=exp.Where(this=inside))


def is_null(value: exp.Expr) -> exp.Expr:
    """Return whether a value is null."""
    return exp.Is(this=exp.paren(value), expression=exp.null())


def over(aggregate: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
    """Return an aggregate of the rows that a condition is true of; of all without one."""
    if condition is None:
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition.copy()))


def count_groups(value: exp.Expr) -> exp.Select:
    """Return the query for how often each value occurs, nulls aside."""
    named = [exp.alias_(value, "value"), exp.alias_(count_rows(), "n")]
    given = exp.not_(is_null(value.copy()))
    return exp.select(*named).from_(TABLE).where(given).group_by(value.copy())


def micros(value: exp.Expr, kind: Kind | None) -> exp.Expr:
    """Return a time or a date as microseconds since 1970, one without a zone as if it were UTC."""
    return exp.UnixMicros(this=exp.cast(value, "timestampntz") if kind == "date" else value)


def floor_to(number: exp.Expr, step: int) -> exp.Expr:
    """Return the greatest multiple of `step` up to a whole number; engines differ in the sign of a rest."""
    rest = exp.Mod(this=exp.paren(number), expression=literal(step))
    rest = exp.Mod(this=exp.paren(rest + literal(step)), expression=literal(step))
    return exp.Sub(this=number.copy(), expression=exp.paren(rest))


def duplicate_groups(
    shown: Sequence[exp.Expr], keys: Sequence[exp.Expr], read: exp.Expr | None
) -> exp.Subquery:
    """Return, as a table `d`, the groups of several rows with the same keys (nulls are the same)."""
    groups = exp.select(*shown).from_(TABLE).where(read or exp.true()).group_by(*keys)
    return groups.having(exp.GT(this=count_rows(), expression=literal(1))).subquery("d")


def count_duplicates(keys: Sequence[exp.Expr], read: exp.Expr | None) -> exp.Select:
    """Return the query for how many rows share all keys with another row."""
    groups = duplicate_groups([exp.alias_(count_rows(), "n")], keys, read)
    return exp.select(exp.Sum(this=exp.column("n"))).from_(groups)


def repeated(keys: Sequence[exp.Expr], read: exp.Expr | None) -> exp.Expr:
    """Return whether another row that could be read has the same keys."""
    named = [exp.alias_(key, f"k{n}") for n, key in enumerate(keys)]
    same = [
        exp.NullSafeEQ(this=exp.paren(key), expression=exp.column(f"k{n}", "d"))
        for n, key in enumerate(keys)
    ]
    found = exp.Exists(this=exp.select("1").from_(duplicate_groups(named, keys, read)).where(*same))
    return found if read is None else exp.and_(read, found)
