"""The type of a CSV's column: the narrowest one as which `validate` can read every value of it.

Each condition here is at most what `groundrules.contracts.parse` reads; where the two could differ the column is
text, which every value is.
"""

from __future__ import annotations

from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.form import Kind
from groundrules.contracts.infer.table import Column, Table, matches

_NULLS = ("", "na", "n/a", "nan", "nat", "null", "none")
_INTEGER = r"^[+-]?[0-9]+$"
_LEADING_ZERO = r"^[+-]?0[0-9]+$"
_NUMBER = r"^[+-]?(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[iI][nN][fF])$"
_TIME = r"^(?:1[7-9]|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
_OFFSET = r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"


def typed(table: Table) -> list[Column]:
    """Return the columns of a table of text, each as the type that all its values have."""
    wanted: dict[str, exp.Expr] = {}
    for number, column in enumerate(table.columns):
        for name, condition in _conditions(column.value).items():
            wanted[f"{number} {name}"] = sql.count_where(condition)
    counted = table.counts(wanted)
    return [
        _column(column, {name: counted[f"{number} {name}"] for name in _conditions(column.value)})
        for number, column in enumerate(table.columns)
    ]


def _bare(text: exp.Expr) -> exp.Expr:
    return exp.Trim(this=text.copy(), expression=exp.Literal.string(" "))


def _is_null(bare: exp.Expr) -> exp.Expr:
    lower = exp.Lower(this=bare.copy())
    return exp.In(this=lower, expressions=[sql.literal(one) for one in _NULLS])


def _conditions(text: exp.Expr) -> dict[str, exp.Expr]:
    bare = _bare(text)
    lower = exp.Lower(this=bare.copy())
    moment = exp.TryCast(this=bare.copy(), to=exp.DataType.build("timestamp"))
    zoned = exp.TryCast(this=bare.copy(), to=exp.DataType.build("timestamptz", dialect="duckdb"))
    integer = matches(bare, _INTEGER)
    return {
        "given": exp.not_(sql.is_null(text.copy())),
        "null": _is_null(bare),
        "integer": exp.and_(integer, _casts(bare, "bigint")),
        "unsigned": exp.and_(integer.copy(), _casts(bare, "ubigint")),
        "zero": matches(bare, _LEADING_ZERO),
        "float": exp.and_(matches(bare, _NUMBER), _casts(bare, "double")),
        "boolean": exp.In(this=lower, expressions=[sql.literal("true"), sql.literal("false")]),
        "time": exp.and_(
            matches(bare, f"{_TIME}(?:{_CLOCK})?$"), exp.not_(sql.is_null(moment))
        ),
        "zoned time": exp.and_(
            matches(bare, f"{_TIME}{_CLOCK}{_OFFSET}$"), exp.not_(sql.is_null(zoned))
        ),
    }  # fmt: skip


def _casts(bare: exp.Expr, to: str) -> exp.Expr:
    cast = exp.TryCast(this=bare.copy(), to=exp.DataType.build(to, dialect="duckdb"))
    return exp.not_(sql.is_null(cast))


def _column(column: Column, count: dict[str, int]) -> Column:
    values = count["given"] - count["null"]
    if not values:
        return column.as_kind(None, "nothing") if not count["given"] else column
    zeros = ("leading zeros: text keeps them",) if count["zero"] else ()
    for name, kind, to in _ORDER:
        if count[name] == values and not (zeros and kind in ("integer", "float")):
            bare = _bare(column.value)
            cast = exp.TryCast(this=bare, to=exp.DataType.build(to, dialect="duckdb"))
            value = exp.case().when(_is_null(bare), exp.null()).else_(cast)
            return column.as_kind(kind, to, value)
    numbers = count["integer"] + count["zero"] >= values
    return column.noting(zeros) if numbers else column


_ORDER: tuple[tuple[str, Kind, str], ...] = (
    ("boolean", "boolean", "boolean"),
    ("integer", "integer", "bigint"),
    ("unsigned", "integer", "ubigint"),
    ("float", "float", "double"),
    ("time", "time", "timestamp"),
    ("zoned time", "zoned time", "timestamptz"),
)
