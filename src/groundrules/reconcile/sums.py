"""Sums of a numeric column that come out the same in any order of adding.

Integers and decimals are added exactly. Of floats the whole parts are added exactly, and what is
left is added with compensation (Kahan): its error stays below SLACK of the sum of absolute rests,
which is how far two sums may be apart and still be the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlglot import exp

from groundrules.reconcile import sql
from groundrules.reconcile.kinds import Kind

SLACK = 1e-12
_EXACT_DIGITS = 28
"""With more, a sum of ten thousand million decimals might not fit 38."""
Number = int | float | Decimal


def is_exact(kind: Kind) -> bool:
    """Return whether numbers of a kind are added exactly as they are."""
    if kind.family == "integer":
        return kind.digits <= 20
    return kind.family == "decimal" and kind.digits + kind.places <= _EXACT_DIGITS


def aggregates(prefix: str, number: exp.Expr, kind: Kind) -> dict[str, exp.Expr]:
    """Return what has to be counted of a column, by name: how many numbers, and their sum."""
    if is_exact(kind):
        return {
            f"{prefix}n": exp.Count(this=number.copy()),
            f"{prefix}w": exp.Sum(this=number.copy()),
        }
    value = sql.cast(number, "DOUBLE")
    finite = sql.call("isfinite", value)
    down = sql.call("trunc", value)
    whole = sql.try_cast(down, "BIGINT")
    rest = sql.when((sql.is_null(whole), value), other=sql.minus(value, down))
    return {
        f"{prefix}n": sql.count(finite),
        f"{prefix}w": sql.total(whole),
        f"{prefix}r": sql.where(sql.call("fsum", rest), finite),
        f"{prefix}m": sql.where(exp.Sum(this=_slack(rest)), finite),
        f"{prefix}u": sql.count(exp.not_(exp.paren(finite))),
    }


def _slack(rest: exp.Expr) -> exp.Expr:
    return exp.Mul(this=sql.call("abs", rest), expression=sql.double(SLACK))


def columns(prefix: str, kind: Kind) -> dict[str, str]:
    """Return the names of the aggregates, with how those of several groups become one."""
    names = {f"{prefix}n": "sum", f"{prefix}w": "sum"}
    if not is_exact(kind):
        names |= {f"{prefix}r": "fsum", f"{prefix}m": "sum", f"{prefix}u": "sum"}
    return names


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of one side's column; None where it has no finite number."""

    value: Number | None
    not_finite: int = 0
    """How many values are NaN or infinite, and not in the sum."""
    error: float = 0.0
    """How far it may be off."""


def read(found: dict[str, Any], prefix: str) -> Total:
    """Return a total from the aggregates."""
    amount = found[f"{prefix}n"] or 0
    whole = found[f"{prefix}w"] or 0
    if f"{prefix}r" not in found:
        return Total(_plain(whole) if amount else None)
    strange = int(found[f"{prefix}u"] or 0)
    error = float(found[f"{prefix}m"] or 0.0)
    if not amount:
        return Total(None, strange)
    rest = found[f"{prefix}r"] or 0.0
    if not math.isfinite(rest):
        return Total(rest, strange, error)
    return Total(_rounded(Fraction(int(whole)) + Fraction(rest), error), strange, error)


def _plain(value: Any) -> Number:
    return value if isinstance(value, Decimal) else int(value)


def _rounded(value: Fraction, error: float) -> Number:
    """Return a number without the digits that depend on the order of adding."""
    if error <= 0:
        return int(value) if value.denominator == 1 else float(value)
    step = Fraction(10) ** math.ceil(math.log10(error))
    return float(round(value / step) * step)


def difference(a: Total, b: Total) -> Number | None:
    """Return b - a, exactly where both are exact, and nought where they are as near as can be told."""
    if a.value is None or b.value is None:
        return None
    if isinstance(a.value, float) or isinstance(b.value, float):
        if not (math.isfinite(a.value) and math.isfinite(b.value)):
            return 0.0 if a.value == b.value else math.nan
        far = float(Fraction(b.value) - Fraction(a.value))
        error = a.error + b.error
        return 0.0 if abs(far) <= 2 * error else _rounded(Fraction(far), error)
    return b.value - a.value


def differs(
    left: dict[str, exp.Expr], right: dict[str, exp.Expr], prefix: str, kind: Kind
) -> exp.Expr:
    """Return whether two groups' sums differ by more than their error."""
    uncounted = uncounted_differ(left, right, prefix)
    if is_exact(kind):
        return exp.or_(uncounted, sql.differ([left[f"{prefix}w"]], [right[f"{prefix}w"]]))
    none = sql.double(0.0)
    errors = [sql.call("coalesce", side[f"{prefix}m"], none) for side in (left, right)]
    allowed = sql.plus(*errors)
    far = exp.GT(this=distance(left, right, prefix), expression=allowed)
    return exp.or_(uncounted, far)


def uncounted_differ(
    left: dict[str, exp.Expr], right: dict[str, exp.Expr], prefix: str
) -> exp.Expr:
    """Return whether only one group has numbers, or the groups have other counts of NaN and infinity."""
    none = [
        exp.EQ(this=side[f"{prefix}n"].copy(), expression=sql.whole(0)) for side in (left, right)
    ]
    empty = exp.NEQ(this=exp.paren(none[0]), expression=exp.paren(none[1]))
    if f"{prefix}u" not in left:
        return exp.paren(empty)
    strange = exp.NEQ(this=left[f"{prefix}u"].copy(), expression=right[f"{prefix}u"].copy())
    return exp.or_(empty, strange)


def distance(left: dict[str, exp.Expr], right: dict[str, exp.Expr], prefix: str) -> exp.Expr:
    """Return how far two groups' sums are apart, as a float."""
    none = sql.whole(0)
    wholes = [sql.call("coalesce", side[f"{prefix}w"], none) for side in (left, right)]
    far = sql.cast(sql.minus(*wholes), "DOUBLE")
    if f"{prefix}r" in left:
        rests = [
            sql.call("coalesce", side[f"{prefix}r"], sql.double(0.0)) for side in (left, right)
        ]
        far = sql.plus(far, sql.minus(*rests))
    return sql.call("abs", far)


def value(side: dict[str, exp.Expr], prefix: str) -> exp.Expr:
    """Return a group's sum as a float."""
    whole = sql.cast(sql.call("coalesce", side[f"{prefix}w"], sql.whole(0)), "DOUBLE")
    if f"{prefix}r" not in side:
        return whole
    return sql.plus(whole, sql.call("coalesce", side[f"{prefix}r"], sql.double(0.0)))
