"""Tables of DuckDB, asked by ibis expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow
from ibis.backends.sql.datatypes import DuckDBType
from sqlglot import exp

from groundrules.errors import ContentError
from groundrules.tables.address import Address, Files
from groundrules.tables.csv import is_csv
from groundrules.tables.duck import DuckTables
from groundrules.tables.relations import Relations

_GUESSED = ("BIGINT", "DOUBLE", "TIMESTAMP", "BOOLEAN")
"""What a column of a CSV may be, tried in this order; else it is text."""


class DuckRelations(Relations):
    """Files, DuckDB's tables and PostgreSQL's by the names that a plan and metrics call them."""

    dialect = "duckdb"

    def __init__(
        self,
        addresses: Mapping[str, Address | pyarrow.Table],
        tell: Callable[[str], None] | None,
    ) -> None:
        super().__init__()
        self._duck = DuckTables(tell)
        try:
            for name, address in addresses.items():
                if isinstance(address, pyarrow.Table):
                    columns = self._duck.register(address, name)
                else:
                    columns = self._duck.open(address, name, places=False)
                if isinstance(address, Files) and is_csv(address.path):
                    columns = self._typed(name, [column for column, _ in columns])
                self._tables[name] = self._known(name, columns)
        except BaseException:
            self.close()
            raise

    def _known(self, name: str, columns: list[tuple[str, str]]) -> ir.Table:
        try:
            schema = {column: DuckDBType.from_string(kind) for column, kind in columns}
        except Exception as error:
            raise ContentError(
                f"{name}: a column has a type that is not known here: {error}"
            ) from error
        return ibis.table(schema, name=name)

    def _typed(self, name: str, columns: list[str]) -> list[tuple[str, str]]:
        """Give a CSV's columns the types that all their texts can be read as and written back from."""
        asked = {
            f"{kind} {number}": _all_read_as(exp.column(column, quoted=True), kind)
            for number, column in enumerate(columns)
            for kind in _GUESSED
        }
        picked = [value.as_(alias, quoted=True) for alias, value in asked.items()]
        (row,) = self._duck.rows(exp.select(*picked).from_(exp.table_(name, quoted=True)))
        fits = dict(zip(asked, row, strict=True))
        kinds = [
            next((kind for kind in _GUESSED if fits[f"{kind} {number}"]), "VARCHAR")
            for number in range(len(columns))
        ]
        self._duck.cast(name, list(zip(columns, kinds, strict=True)))
        return list(zip(columns, kinds, strict=True))

    def rows(self, expression: ir.Table) -> list[dict[str, Any]]:
        found = self._duck.query(self.sql(expression))
        return [dict(zip(expression.columns, row, strict=True)) for row in found]

    def keep(self, expression: ir.Table, name: str) -> ir.Table:
        self._duck.keep(self.sql(expression), name)
        self._tables[name] = ibis.table(expression.schema(), name=name)
        return self._tables[name]

    def write(self, expression: ir.Table, file: Path, order: Sequence[str] = ()) -> None:
        columns = [
            exp.cast(exp.column(name, quoted=True), DuckDBType.from_ibis(kind)).as_(
                name, quoted=True
            )
            for name, kind in expression.schema().items()
        ]  # DuckDB's sum of integers is a HUGEINT, which Parquet would hold as a DOUBLE
        typed = ", ".join(one.sql(dialect="duckdb") for one in columns)
        self._duck.write(f"SELECT {typed} FROM ({self.sql(expression)})", order, file)

    def check_unchanged(self) -> None:
        self._duck.check_unchanged()

    def close(self) -> None:
        self._duck.close()


def _all_read_as(text: exp.Expr, kind: str) -> exp.Expr:
    """Return whether there is a text and each can be read as `kind`; 007 is no integer, it is an id."""
    read = exp.TryCast(this=text.copy(), to=exp.DataType.build(kind, dialect="duckdb"))
    fits: exp.Expr = read.is_(exp.null()).not_()
    if kind == "BIGINT":
        fits = exp.and_(fits, exp.cast(read.copy(), "text").eq(text.copy()))
    if kind == "BOOLEAN":
        fits = exp.Lower(this=text.copy()).isin("true", "false")
    if kind == "DOUBLE":
        padded = exp.RegexpLike(this=text.copy(), expression=exp.Literal.string("^[-+]?0[0-9]"))
        fits = exp.and_(fits, padded.not_())
    said = exp.func("bool_and", exp.or_(text.copy().is_(exp.null()), fits))
    return exp.and_(said, exp.func("count", text.copy()) > 0)
