"""The expressions of `sql` as Polars expressions, so that what is counted is written once."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
from sqlglot import exp

from groundrules.contracts.form import UnportableError

_BINARY: dict[type[exp.Expr], Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
    exp.Add: operator.add,
    exp.Sub: operator.sub,
    exp.Mod: operator.mod,
    exp.And: operator.and_,
    exp.Or: operator.or_,
    exp.StartsWith: lambda value, text: value.str.starts_with(text),
    exp.EndsWith: lambda value, text: value.str.ends_with(text),
    exp.RegexpLike: lambda value, pattern: value.str.contains(pattern, strict=True),
}
_NANOSECONDS = (datetime(1677, 9, 22), datetime(2262, 4, 11))


class Translator:
    """Translates for one table, whose columns are of known Polars types."""

    def __init__(self, types: dict[str, pl.DataType]) -> None:
        self._types = types
        self._beside: dict[str, pl.DataFrame] = {}

    def __call__(self, node: exp.Expr) -> pl.Expr:
        """Return `node` as Polars reads it; raises UnportableError for what Polars reads otherwise."""
        make = _BINARY.get(type(node))
        if make is not None:
            return make(self(node.this), self(node.args["expression"]))
        return self._other(node)

    def _other(self, node: exp.Expr) -> pl.Expr:
        match node:
            case exp.Paren():
                return self(node.this)
            case exp.Column():
                return self._column(node.name)
            case exp.Literal() | exp.Boolean() | exp.Null() | exp.Cast() | exp.Neg():
                return self._literal(node)
            case exp.Not():
                return self(node.this).not_()
            case exp.Is():
                return self(node.this).is_null()
            case exp.IsNan():
                return self(node.this).is_nan()
            case exp.Length():
                return self(node.this).str.len_chars()
            case exp.Coalesce():
                return pl.coalesce(self(node.this), *(self(one) for one in node.expressions))
            case exp.Between():
                value = self(node.this)
                return (value >= self(node.args["low"])) & (value <= self(node.args["high"]))
            case exp.In():
                return self._among(self(node.this), node)
            case exp.Case():
                (branch,) = node.args["ifs"]
                chosen = pl.when(self(branch.this)).then(self(branch.args["true"]))
                return chosen.otherwise(self(node.args["default"]))
            case exp.Exists():
                return self._repeated(node) if node.find(exp.Group) else self._known(node)
            case exp.Filter():
                return self._aggregate(node.this, self(node.expression.this))
            case exp.UnixMicros():
                return self._micros(node.this)
            case exp.Max():
                return self(node.this).max()
            case exp.Count():
                return self._aggregate(node, None)
        raise UnportableError(f"polars has no twin of {node.sql()}")

    def _micros(self, time: exp.Expr) -> pl.Expr:
        if isinstance(time, exp.Cast):  # a date
            return self(time.this).cast(pl.Datetime("us")).dt.epoch("us")
        return self(time).dt.epoch("us")

    def beside(self, table: pl.DataFrame) -> str:
        """Make another table known to conditions; return its name there."""
        name = f"beside_{len(self._beside)}"
        wide = [pl.col(n).cast(pl.Int128) for n, k in table.schema.items() if k.is_integer()]
        self._beside[name] = table.with_columns(wide)
        return name

    def _known(self, node: exp.Exists) -> pl.Expr:
        """Return whether the values of `sql.unknown` occur in the table beside."""
        select = node.this
        table = self._beside[select.find(exp.Table).name]
        keys, all_same = [], select.args["where"].this
        for number, same in enumerate(_parts(all_same)):
            key, kind = self(same.expression), table.schema[f"k{number}"]
            keys.append((key.cast(kind) if kind == pl.Int128 else key).alias(f"k{number}"))
        known = table.to_struct() if len(keys) > 1 else table.to_series()
        return (pl.struct(keys) if len(keys) > 1 else keys[0]).is_in(known.implode())

    def keys(self, keys: list[exp.Expr]) -> pl.Expr:
        """Return several expressions as one value."""
        return pl.struct(*(self(key).alias(f"k{n}") for n, key in enumerate(keys)))

    def _among(self, value: pl.Expr, node: exp.In) -> pl.Expr:
        """Return whether a value is one of some: by a hash where all are texts or whole numbers."""
        listed = node.expressions
        if all(one.is_string for one in listed):
            return value.is_in(pl.Series([one.name for one in listed], dtype=pl.String))
        beside = node.find(exp.Column)
        if beside and self._types[beside.name].is_integer() and all(one.is_int for one in listed):
            whole = [int(one.sql()) for one in listed]
            return value.cast(pl.Int128).is_in(pl.Series(whole, dtype=pl.Int128))
        return pl.any_horizontal(*(value == self(one) for one in listed))

    def _column(self, name: str) -> pl.Expr:
        kind, column = self._types[name], pl.col(name)
        if kind == pl.UInt64:  # beside a negative number it would become a float
            return column.cast(pl.Int128)
        if kind == pl.Float32:
            return column.cast(pl.Float64)
        if isinstance(kind, pl.Categorical | pl.Enum):
            return column.cast(pl.String)
        if isinstance(kind, pl.Datetime) and kind.time_unit == "ms":  # or literals lose their µs
            return column.cast(pl.Datetime("us", kind.time_zone))
        return column

    def _literal(self, node: exp.Expr) -> pl.Expr:
        if isinstance(node, exp.Null):
            return pl.lit(None)
        if isinstance(node, exp.Boolean):
            return pl.lit(bool(node.this))
        if isinstance(node, exp.Cast):
            if node.to.this == exp.DataType.Type.DOUBLE:
                return pl.lit(float(node.this.name), dtype=pl.Float64)
            if node.to.this == exp.DataType.Type.DATE:
                return pl.lit(date.fromisoformat(node.this.name), dtype=pl.Date)
            if node.to.this == exp.DataType.Type.DECIMAL:
                size, scale = (int(one.this.name) for one in node.to.expressions)
                return pl.lit(Decimal(node.this.name), dtype=pl.Decimal(size, scale))
            return self._time(datetime.fromisoformat(node.this.name), node)
        if node.is_string:
            return pl.lit(node.name, dtype=pl.String)
        number = int(node.sql())
        small = -(2**63) <= number < 2**63
        return pl.lit(number, dtype=pl.Int64 if small else pl.Int128)

    def _time(self, moment: datetime, node: exp.Expr) -> pl.Expr:
        """Return a time in the unit of the column it stands beside: Polars compares in the coarser."""
        beside = node.parent.find(exp.Column) if node.parent else None
        kind = self._types.get(beside.name) if beside else None
        fine = isinstance(kind, pl.Datetime) and kind.time_unit == "ns"
        if fine and not _NANOSECONDS[0] < moment.replace(tzinfo=None) < _NANOSECONDS[1]:
            raise UnportableError(f"{moment} is beyond what nanoseconds can count")
        zone = "UTC" if moment.tzinfo is not None else None
        return pl.lit(moment, dtype=pl.Datetime("ns" if fine else "us", zone))

    def _aggregate(self, node: exp.Expr, where: pl.Expr | None) -> pl.Expr:
        if isinstance(node.this, exp.Star):
            return pl.len() if where is None else where.fill_null(False).sum()
        (one,) = node.this.expressions
        several = isinstance(one, exp.Tuple)
        value = self.keys(one.expressions) if several else self(one)
        if where is not None:
            value = value.filter(where.fill_null(False))
        return value.n_unique() if several else value.drop_nulls().n_unique()

    def _repeated(self, node: exp.Exists) -> pl.Expr:
        """Return whether the keys of `sql.duplicate_groups` occur again among the rows that could be read."""
        inner: Any = node.find(exp.Group)
        select = inner.parent
        keys = [self(key) for key in inner.expressions]
        read = self(select.args["where"].this) if select.args.get("where") else pl.lit(True)
        return pl.len().over(*keys, read) > 1


def _parts(condition: exp.Expr) -> list[exp.Expr]:
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]
