"""The common form of two columns: expressions that are the same where the values are.

A value may need two or three expressions (its parts): whole numbers and floats have no common type
that holds both, so they are a whole part and the rest; text of a CSV that cannot be read as the
other side's type is kept as it is, so that it equals nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from groundrules.reconcile import sql
from groundrules.reconcile.kinds import Kind
from groundrules.reconcile.reading import Read, read_text

Parts = Callable[[exp.Expr], list[exp.Expr]]
MOST_DIGITS = 38
"""Of a DECIMAL."""


@dataclass(frozen=True, slots=True)
class Form:
    """How one side's column is compared."""

    parts: Parts
    number: Callable[[exp.Expr], exp.Expr] | None = None
    """The value as a number of the type `number_type`, for sums and tolerances."""
    number_type: Kind | None = None
    unreadable: Callable[[exp.Expr], exp.Expr] | None = None
    """Of a CSV: the text where it cannot be read, else null."""


@dataclass(frozen=True, slots=True)
class Pair:
    """How a column of both sides is compared."""

    a: Form
    b: Form
    how: str = ""
    """In words, where it is not simply value by value."""


def pair(a: Kind, b: Kind, *, tolerant: bool = False) -> Pair | str:
    """Return how two kinds are compared, or why they cannot be."""
    if a.family == "empty":
        return _empty(b)
    if b.family == "empty":
        turned = _empty(a)
        return Pair(turned.b, turned.a, turned.how)
    if a.family == "csv" and b.family == "csv":
        if not tolerant:
            return Pair(Form(_raw), Form(_raw), "as text")
        number = Kind("float", "DOUBLE")
        return _from_text(number, number, "text read as DOUBLE")
    if a.family == "csv" or b.family == "csv":
        typed = b if a.family == "csv" else a
        return _from_text(None, typed) if a.family == "csv" else _from_text(typed, None)
    if a.is_number and b.is_number:
        return _numbers(a, b)
    if {a.family, b.family} <= {"date", "time"} or a.family == b.family == "zoned time":
        return _times(a, b)
    if a.family == b.family == "text":
        return _alike(lambda value: [sql.cast(value, "VARCHAR")])
    if a.name == b.name:
        return _alike(_texts if a.name == "INTERVAL" else _raw)
    if {a.family, b.family} in ({"date", "zoned time"}, {"time", "zoned time"}):
        return f"{a.name} against {b.name}: one has a time zone, the other none"
    return f"{a.name} against {b.name}"


def _empty(other: Kind) -> Pair:
    """Return how a column that can hold nothing but nulls (A) is compared: they have any type."""
    if other.family in ("other", "empty"):
        return _alike(_texts)
    names = {"text": "VARCHAR", "csv": "VARCHAR", "zoned time": "TIMESTAMP WITH TIME ZONE"}
    nothing = sql.cast(exp.null(), names.get(other.family, other.name))
    same = Kind("zoned time", names["zoned time"], places=6)
    known = pair(same if other.family == "zoned time" else other, other)
    assert isinstance(known, Pair), "a kind compares with itself"
    parts, number = known.a.parts, known.a.number
    blank = Form(
        lambda _value: parts(nothing),
        (lambda _value: number(nothing)) if number else None,
        known.a.number_type,
    )
    return Pair(blank, known.b, "no value on one side")


def _alike(parts: Parts, how: str = "") -> Pair:
    return Pair(Form(parts), Form(parts), how)


def _raw(value: exp.Expr) -> list[exp.Expr]:
    return [value]


def _texts(value: exp.Expr) -> list[exp.Expr]:
    """Written out: an interval's 30 days equal its month as DuckDB compares."""
    return [sql.cast(value, "VARCHAR")]


def _times(a: Kind, b: Kind) -> Pair:
    if a.name == b.name:
        return _alike(_raw)
    how = "as points in time"
    common = "TIMESTAMPTZ" if a.family == "zoned time" else "TIMESTAMP"
    if 9 not in (a.places, b.places):
        return _alike(lambda value: [sql.cast(value, common)], how)
    return Pair(Form(_nanoseconds(a, common)), Form(_nanoseconds(b, common)), how)


def _nanoseconds(kind: Kind, common: str) -> Parts:
    """Microseconds, which reach further, and what is finer than they are."""

    def parts(value: exp.Expr) -> list[exp.Expr]:
        rest: exp.Expr = sql.whole(0)
        if kind.places == 9:
            rest = exp.Mod(this=sql.call("epoch_ns", value), expression=sql.whole(1000))
        present = sql.when((exp.not_(sql.is_null(value)), sql.cast(rest, "BIGINT")))
        return [sql.cast(value, common), present]

    return parts


def _numbers(a: Kind, b: Kind) -> Pair:
    how = "" if a.name == b.name else "as numbers"
    if a.is_exact and b.is_exact:
        digits, places = max(a.digits, b.digits), max(a.places, b.places)
        common = _exact_type(a, b, digits, places)
        if common is None:
            return Pair(_split(a, places), _split(b, places), how)
        kind = Kind("decimal" if places else "integer", common, digits, places)
        cast = _as_is if a.name == b.name else _casting(common)
        return _alike_numbers(cast, kind, how)
    whole = max(a.digits if a.family == "integer" else 0, b.digits if b.family == "integer" else 0)
    if whole > 10:  # more than a 64-bit float holds
        return Pair(_split(a, None), _split(b, None), how)
    return _alike_numbers(clean_float, Kind("float", "DOUBLE"), how)


def _exact_type(a: Kind, b: Kind, digits: int, places: int) -> str | None:
    if a.name == b.name:
        return a.name
    if not places and "decimal" not in (a.family, b.family):
        return "BIGINT" if digits < 20 else "HUGEINT"
    return f"DECIMAL({digits + places}, {places})" if digits + places <= MOST_DIGITS else None


def _alike_numbers(cast: Callable[[exp.Expr], exp.Expr], kind: Kind, how: str) -> Pair:
    form = Form(lambda value: [cast(value)], cast, kind)
    return Pair(form, form, how)


def _as_is(value: exp.Expr) -> exp.Expr:
    return value


def _casting(kind: str) -> Callable[[exp.Expr], exp.Expr]:
    return lambda value: sql.cast(value, kind)


def clean_float(value: exp.Expr) -> exp.Expr:
    """Return a number as a 64-bit float, with one zero and one NaN."""
    number = sql.cast(value, "DOUBLE")
    return sql.when(
        (sql.call("isnan", number), sql.double(float("nan"))),
        other=sql.plus(number, sql.double(0.0)),
    )


def _split(kind: Kind, places: int | None) -> Form:
    """Return a number as a whole part and the rest: a float, or a DECIMAL of so many places."""
    rest_type = "DOUBLE" if places is None else f"DECIMAL({MOST_DIGITS}, {places})"
    if kind.family == "float":
        parts: Parts = split_float
    elif kind.family == "integer":

        def parts(value: exp.Expr) -> list[exp.Expr]:
            nothing = sql.when((exp.not_(sql.is_null(value)), sql.cast(sql.whole(0), rest_type)))
            return [sql.cast(value, "HUGEINT"), nothing]
    else:

        def parts(value: exp.Expr) -> list[exp.Expr]:
            down = sql.call("trunc", value)
            return [sql.cast(down, "HUGEINT"), sql.cast(sql.minus(value, down), rest_type)]

    return Form(parts, clean_float, Kind("float", "DOUBLE"))


def split_float(value: exp.Expr) -> list[exp.Expr]:
    """Return a float as its whole part, where that is no more than HUGEINT holds, and the rest."""
    number = clean_float(value)
    down = sql.try_cast(sql.call("trunc", number), "HUGEINT")
    rest = sql.minus(number, sql.call("trunc", number))
    return [down, sql.when((sql.is_null(down), number), other=sql.plus(rest, sql.double(0.0)))]


def _from_text(a: Kind | None, b: Kind | None, how: str = "") -> Pair | str:
    """Return how text (None, or a number both are read as) is compared with a type."""
    typed = a or b
    assert typed is not None
    read = read_text(typed)
    if read is None:
        return f"text of a CSV against {typed.name}"
    both_text = a is not None and b is not None
    known = pair(read.kind, read.kind if both_text else typed)
    assert isinstance(known, Pair), "text is read as what can be compared"
    text, other = _reading(known.a, read), _padded(known.b)
    if both_text:
        return Pair(text, _reading(known.b, read), how)
    how = f"text read as {typed.name}" if typed.family != "text" else ""
    return Pair(other, text, how) if b is None else Pair(text, other, how)


def _reading(form: Form, read: Read) -> Form:
    def unreadable(value: exp.Expr) -> exp.Expr:
        return sql.when((sql.is_null(read.value(value)), value))

    def parts(value: exp.Expr) -> list[exp.Expr]:
        return [*form.parts(read.value(value)), unreadable(value)]

    number = form.number
    return Form(
        parts,
        (lambda value: number(read.value(value))) if number else None,
        form.number_type,
        unreadable,
    )


def _padded(form: Form) -> Form:
    nothing = sql.cast(exp.null(), "VARCHAR")
    return Form(lambda value: [*form.parts(value), nothing.copy()], form.number, form.number_type)
