"""How the values of a column were distributed: small enough to be written into a contract."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.checks.elsewhere import kind_in, opened
from groundrules.contracts.form import Kind
from groundrules.errors import ContentError, UsageError
from groundrules.tables.duck import DuckTables

_MOST_CATEGORIES = 1_000

Category = str | int | bool


@dataclass(frozen=True)
class Histogram:
    """How many values lie in each bin, nulls aside.

    With edges e1 < … < ek there are k + 1 counts: of values up to e1, above that up to e2, …, above ek.
    With categories there is a count for each.
    """

    counts: tuple[int, ...]
    edges: tuple[float, ...] | None = None
    categories: tuple[Category, ...] | None = None

    def __post_init__(self) -> None:
        for name in ("counts", "edges", "categories"):
            plain = _plain(getattr(self, name))
            object.__setattr__(self, name, plain)
        for wrong in self._wrong():
            raise UsageError(f"a histogram {wrong}")

    def _wrong(self) -> Iterator[str]:
        if (self.edges is None) == (self.categories is None):
            yield "has either edges or categories"
        elif self.edges is not None:
            finite = all(isinstance(e, int | float) and math.isfinite(e) for e in self.edges)
            if not self.edges or not finite or list(self.edges) != sorted(set(self.edges)):
                yield f"has edges that are numbers and rise, not {self.edges}"
            if len(self.counts) != len(self.edges) + 1:
                yield f"of {len(self.edges)} edges has {len(self.edges) + 1} counts, one for each bin"
        elif self.categories is not None:
            if len(set(map(type, self.categories))) != 1 or self.kind is None:
                yield "has categories that are all texts, all whole numbers or all booleans"
            if len(self.counts) != len(set(self.categories)):
                yield f"of {len(set(self.categories))} categories has a count for each"
        if min(self.counts, default=0) < 0 or not sum(self.counts) > 0:
            yield "counts at least one value"

    @property
    def kind(self) -> Kind | None:
        """The kind of its categories; None where it has edges."""
        kinds: dict[type, Kind] = {str: "text", int: "integer", bool: "boolean"}
        return kinds.get(type(self.categories[0])) if self.categories else None


def _plain(values: Iterable[Any] | None) -> tuple[Any, ...] | None:
    """Return values of Python, not of numpy, which are written otherwise."""
    if values is None:
        return None
    return tuple(one.item() if isinstance(one, np.generic) else one for one in values)


def histogram(data: Any, column: str, bins: int = 10) -> Histogram:
    """Return how the values of a column are distributed, to be compared with by `drift`.

    data: a path or an address as `validate` takes them, or a frame of pandas or polars.
    bins: of numbers, the edges are their quantiles, fewer where these are equal; texts and booleans are counted
        each. Infinities count, and are no edges.

    Raises UsageError for what is no table, ContentError for one without the column, or without values in it.
    """
    if not 2 <= bins <= 100:
        raise UsageError(f"a histogram has 2 to 100 bins, not {bins}")
    return histogram_of(data, column, bins, None)


def histogram_of(data: Any, column: str, bins: int, kind: Kind | None) -> Histogram:
    """Return the same; the text of a CSV is read as `kind`."""
    value = sql.column(column)
    with opened(data, [column], [kind]) as tables:
        (field,) = tables.arrow(exp.select(value).from_(sql.TABLE).limit(0)).schema
        stored = kind_in(field.type)
        if stored in ("integer", "float"):
            return _numbers(tables, column, bins, stored)
        if stored in ("text", "boolean"):
            return _categories(tables, column)
    raise ContentError(
        f"{column!r} holds {stored or 'another type'}, of which there is no histogram"
    )


def _numbers(tables: DuckTables, column: str, bins: int, kind: Kind) -> Histogram:
    value = exp.cast(sql.present(column, kind), "double")
    finite = exp.Between(this=value, low=sql.literal(-1.7e308), high=sql.literal(1.7e308))
    wanted: list[exp.Expr] = [exp.Min(this=value.copy())]
    for number in range(1, bins):
        at = [value.copy(), sql.literal(number / bins)]
        wanted.append(exp.Anonymous(this="quantile_disc", expressions=at))
    some = [sql.over(one, finite) for one in wanted]
    ((least, *edges),) = tables.rows(exp.select(*some).from_(sql.TABLE))
    edges = sorted({edge for edge in edges if edge is not None})
    if not edges:
        raise ContentError(f"{column!r} holds no number, so there is no histogram")
    if edges[0] == least:  # or what is less than all that was seen would be no news
        edges = [float(np.nextafter(least, -np.inf)), *edges]
    given = exp.not_(sql.is_null(value))
    below = [sql.count_where(exp.LTE(this=value.copy(), expression=sql.literal(e))) for e in edges]
    (counts,) = tables.rows(exp.select(*below, sql.count_where(given)).from_(sql.TABLE))
    return Histogram(tuple(np.diff([0, *counts]).tolist()), edges=tuple(edges))


def _categories(tables: DuckTables, column: str) -> Histogram:
    found = sorted(tables.rows(sql.count_groups(sql.column(column)).limit(_MOST_CATEGORIES + 1)))
    if not 0 < len(found) <= _MOST_CATEGORIES:
        many = f"more than {_MOST_CATEGORIES:,}" if found else "no"
        raise ContentError(f"{column!r} holds {many} values, so there is no histogram")
    values, counts = zip(*found, strict=True)
    return Histogram(tuple(counts), categories=tuple(values))
