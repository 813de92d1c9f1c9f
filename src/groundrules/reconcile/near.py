"""Whether two numbers are further apart than a tolerance allows, as `math.isclose` decides."""

from __future__ import annotations

from decimal import Decimal

from sqlglot import exp

from groundrules.reconcile import sql
from groundrules.reconcile.forms import MOST_DIGITS, clean_float
from groundrules.reconcile.kinds import Kind
from groundrules.reconcile.options import Tolerance


def too_far(a: exp.Expr, b: exp.Expr, kind: Kind, tolerance: Tolerance) -> exp.Expr:
    """Return whether two numbers of a kind are too far apart; null and null are not.

    Integers and decimals are held to an absolute bound as decimals, so that 1.01 is within 0.01 of
    1.00; all else as 64-bit floats.
    """
    decimal = _decimal(kind, tolerance)
    if decimal is None:
        a, b = clean_float(a), clean_float(b)
        far = _beyond(a, b, tolerance)
        infinite = exp.not_(exp.paren(exp.and_(sql.call("isfinite", a), sql.call("isfinite", b))))
        far = exp.or_(infinite, far)
    else:
        a, b = sql.cast(a, decimal), sql.cast(b, decimal)
        bound = sql.cast(sql.text(f"{Decimal(tolerance.written):f}"), decimal)
        far = exp.GT(this=sql.call("abs", sql.minus(a, b)), expression=bound)
    nulls = [sql.is_null(value) for value in (a, b)]
    one_null = exp.NEQ(this=exp.paren(nulls[0].copy()), expression=exp.paren(nulls[1].copy()))
    return sql.when(
        (exp.or_(*nulls), one_null),
        (exp.EQ(this=a.copy(), expression=b.copy()), exp.false()),
        other=far,
    )


def _beyond(a: exp.Expr, b: exp.Expr, tolerance: Tolerance) -> exp.Expr:
    larger = sql.call("greatest", sql.call("abs", a), sql.call("abs", b))
    share = exp.Mul(this=larger, expression=sql.double(tolerance.relative))
    bound = sql.call("greatest", sql.double(tolerance.absolute), share)
    return exp.GT(this=sql.call("abs", sql.minus(a, b)), expression=bound)


def _decimal(kind: Kind, tolerance: Tolerance) -> str | None:
    """Return the type in which the difference of two exact numbers is exact, where there is one."""
    if tolerance.relative or not kind.is_exact:
        return None
    bound = Decimal(tolerance.written)
    exponent = bound.as_tuple().exponent
    places = max(kind.places, -exponent if isinstance(exponent, int) else 0)
    digits = max(kind.digits, bound.adjusted() + 1 if bound else 1) + 1
    return f"DECIMAL({digits + places}, {places})" if digits + places <= MOST_DIGITS else None
