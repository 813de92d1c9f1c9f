"""What a contract asks of a table, free of pandera and of any engine.

Its meaning is written out in `standards/data/contract-semantics.md`, line by line, and each line is tested
against pandera's own verdict. What has no form here is judged by pandera itself (`UnportableError` says why).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as arrow

    from groundrules.contracts.checks.whole import WholeRule

Kind = Literal["integer", "float", "decimal", "text", "boolean", "date", "time", "zoned time"]
Scalar = int | float | Decimal | str | bool | date | datetime
Comparison = Literal["eq", "ne", "gt", "ge", "lt", "le"]


class UnportableError(Exception):
    """A part of a contract that has no form: only pandera can judge it."""


@dataclass(frozen=True, slots=True)
class Compare:
    """The value stands in a relation to one number, text or time."""

    how: Comparison
    to: Scalar


@dataclass(frozen=True, slots=True)
class Among:
    """The value is one of some, or none of them."""

    values: tuple[Scalar, ...]
    wanted: bool


@dataclass(frozen=True, slots=True)
class Matches:
    """The text holds a match of an RE2 pattern (anchors are part of it)."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Begins:
    """The text begins (or ends) with another."""

    text: str
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Length:
    """The text has so many code points at least, and at most."""

    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class All:
    """Several conditions at once."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class DistinctAre:
    """The distinct values of the column, nulls aside, are exactly these."""

    values: tuple[Scalar, ...]


Condition = Compare | Among | Matches | Begins | Length | All
"""About one value. A null neither keeps nor breaks it."""


@dataclass(frozen=True, slots=True)
class CheckForm:
    """One check of a column."""

    label: str
    condition: Condition | DistinctAre
    advisory: bool = False
    share: float | None = None
    """At least this share of the values, nulls aside, keep it; None: all of them."""


@dataclass(frozen=True, slots=True)
class TypeForm:
    """A logical type."""

    kind: Kind
    name: str
    """As the contract, or the engine, writes it."""
    limits: tuple[int, int] | None = None
    """Of an integer: its least and greatest value."""
    single: bool = False
    """Of a float: whether it has 32 bits."""
    digits: tuple[int, int] | None = None
    """Of a decimal: how many digits it has, and how many of them after the point."""
    category: bool = False
    """Of a text: whether it has no order."""
    categories: tuple[str, ...] | None = None
    """Of a text: the only values there may be."""
    unread: str | None = None
    """Of a stored type: the column that holds the text of each value that could not be read."""


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """One column of the contract; `present` tells whether the table has it."""

    name: str
    present: bool
    required: bool
    type: TypeForm | None
    nullable: bool
    unique: bool
    checks: tuple[CheckForm, ...]

    @property
    def labels(self) -> list[str]:
        """What is asked of it beside being present, in the order of a report."""
        return [
            *(["dtype"] if self.type else []),
            *([] if self.nullable else ["not null"]),
            *(["unique"] if self.unique else []),
            *(check.label for check in self.checks),
        ]


@dataclass(frozen=True, slots=True)
class Versus:
    """The values of two columns stand in a relation; a null on either side neither keeps nor breaks it."""

    left: str
    how: Comparison
    right: str


@dataclass(frozen=True, slots=True)
class Implies:
    """Where one column's value keeps a condition, another's keeps its own; None: is not null."""

    column: str
    condition: Condition
    then_column: str
    then: Condition | None


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """The values of some columns, none of them null, are those of no row of another table."""

    columns: tuple[str, ...]
    known: arrow.Table
    """The distinct rows of the other table, without nulls: k0, k1, …."""


@dataclass(frozen=True, slots=True)
class TableCheckForm:
    """One check of the table; `columns` are those it looks at."""

    label: str
    condition: Versus | Implies | Unknown | WholeRule
    columns: tuple[str, ...]
    advisory: bool = False


@dataclass(frozen=True, slots=True)
class ContractForm:
    """A whole contract, on a table of known columns."""

    name: str
    columns: tuple[ColumnForm, ...]
    unique: tuple[tuple[str, ...], ...]
    """Groups of columns in which no two rows may agree."""
    checks: tuple[TableCheckForm, ...] = ()
