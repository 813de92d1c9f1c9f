"""The table that a contract is drafted from, opened in DuckDB, and its columns as SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.engines.duck import Duck
from groundrules.contracts.form import Kind, UnportableError
from groundrules.contracts.infer import spool
from groundrules.contracts.regex import portable
from groundrules.errors import ContentError, UsageError
from groundrules.tables.address import Address, Files
from groundrules.tables.csv import is_csv
from groundrules.tables.spill import Spill


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `value` is null where it has no value."""

    name: str
    kind: Kind | None
    """None: the data store what no engine judges."""
    stored: str
    """What DuckDB calls its type."""
    value: exp.Expr
    notes: tuple[str, ...] = ()
    digits: tuple[int, int] | None = None
    """Of a decimal: how many, and how many of them after the point."""

    def as_kind(self, kind: Kind | None, stored: str, value: exp.Expr | None = None) -> Column:
        """Return the column read as another kind."""
        return replace(self, kind=kind, stored=stored, value=value or self.value)

    def noting(self, notes: tuple[str, ...]) -> Column:
        """Return the column with more to say of it."""
        return replace(self, notes=(*self.notes, *notes))


@dataclass(frozen=True, slots=True)
class Table:
    """An open table."""

    columns: tuple[Column, ...]
    ask: Callable[[exp.Expr], list[tuple[Any, ...]]]
    """Returns the rows of a query."""

    def one(self, wanted: dict[str, exp.Expr]) -> dict[str, Any]:
        """Return aggregates of the whole table by name, from one pass."""
        if not wanted:
            return {}
        named = {f"a{number}": value for number, value in enumerate(wanted.values())}
        (row,) = self.ask(sql.select_all(named))
        return dict(zip(wanted, row, strict=True))

    def counts(self, wanted: dict[str, exp.Expr]) -> dict[str, int]:
        """Return aggregates that count."""
        return {name: int(value or 0) for name, value in self.one(wanted).items()}


def matches(value: exp.Expr, pattern: str) -> exp.Expr:
    """Return whether a text holds a match, as `str_matches` of a contract asks it."""
    return exp.RegexpLike(this=value.copy(), expression=sql.literal(portable(pattern)))


@contextmanager
def opened(address: Address, tell: Callable[[str], None]) -> Iterator[Table]:
    """Give the table at an address; of a CSV all columns are text."""
    with Spill() as spill:
        place, names = _readable(address, spill.path / "copy.parquet", tell)
        try:
            engine = Duck(place, tell)
        except UnportableError as error:
            raise ContentError(f"{address}: {error}; rename one of them") from error
        with engine:
            types = zip(names or engine.names, engine.names, engine.types, strict=True)
            stored = dict(engine.stored)
            columns = tuple(
                Column(
                    shown,
                    kind.kind if kind else None,
                    stored[name],
                    _value(name, kind.kind if kind else None),
                    digits=kind.digits if kind else None,
                )
                for shown, name, kind in types
            )
            yield Table(columns, engine.rows)
            engine.check_unchanged()


def _readable(
    address: Address, copy: Path, tell: Callable[[str], None]
) -> tuple[Address, list[str]]:
    """Return where DuckDB finds the table, and its own names of the columns where they differ."""
    if not isinstance(address, Files) or address.path.is_dir():
        return address, []
    path = address.path
    if not path.exists():
        raise UsageError(f"{path}: no such data file")
    if path.stat().st_size == 0:
        raise ContentError(f"{path} is empty: not even a header line; did its export fail?")
    if is_csv(path):
        tell(f"reading {path}")
        return Files(copy), spool.copy_csv(path, copy)
    if not path.name.lower().endswith(".parquet"):
        raise UsageError(f"{path}: cannot read this kind of file; it must be .csv or .parquet")
    if spool.named_otherwise(path):
        return Files(copy), spool.copy_parquet(path, copy)
    return address, []


def _value(name: str, kind: Kind | None) -> exp.Expr:
    return sql.present(name, kind) if kind else sql.column(name)
