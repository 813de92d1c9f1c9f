"""What a reconciliation says: plain values, no DuckDB."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal

Mode = Literal["key", "rows", "grain"]
Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class SideResult:
    """One table, as far as it was counted."""

    address: str
    rows: int
    only_columns: tuple[str, ...] = ()
    """Columns that the other side does not have."""
    null_keys: int = 0
    """Rows without a key: a part of it is null."""
    repeated_keys: int = 0
    """Keys that stand in several rows."""
    repeated_rows: int = 0
    """How many rows those are."""
    only: int = 0
    """Keys (rows, or groups of the grain) that the other side does not have."""


@dataclass(frozen=True, slots=True)
class ColumnResult:
    """One column that both tables have."""

    name: str
    type_a: str
    type_b: str
    how: str = ""
    """How it was compared, where not value by value: `as numbers`, `text read as BIGINT`, …"""
    cannot: str = ""
    """Why it could not be compared; such a column never agrees."""
    skipped: str = ""
    """Why it was left out, as sums are not of text."""
    tolerance: str = ""
    differing: int | None = None
    """Shared keys (or groups) with another value; None where rows are compared as a whole."""
    case_or_spaces: int = 0
    """How many of those differ in upper and lower case or surrounding spaces only."""
    unreadable_a: int = 0
    """Values of a CSV that cannot be read as the other side's type."""
    unreadable_b: int = 0
    sum_a: Number | None = None
    """Of the finite numbers; None of a column without any."""
    sum_b: Number | None = None
    difference: Number | None = None
    """sum_b - sum_a; of floats 0 where it is within the error of adding."""
    not_finite_a: int = 0
    not_finite_b: int = 0
    is_number: bool = False

    @property
    def agrees(self) -> bool:
        """Whether no difference was found in this column."""
        return not (self.cannot or self.differing or self.unreadable_a or self.unreadable_b)

    @property
    def relative(self) -> float | None:
        """The difference as a share of A's sum without its sign; None where that is 0."""
        if self.difference is None or not self.sum_a:
            return None
        return float(self.difference) / abs(float(self.sum_a))


@dataclass(frozen=True, slots=True)
class PartitionResult:
    """A partition that is not the same on both sides."""

    partition: tuple[Any, ...]
    rows_a: int
    rows_b: int
    only_a: int
    only_b: int
    changed: int | None
    """Shared keys with another value; None without a key."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The verdict on two tables."""

    mode: Mode
    by: tuple[str, ...]
    """The columns of the key or the grain."""
    a: SideResult
    b: SideResult
    shared: int
    """Keys (rows, groups) that both have."""
    changed: int
    """How many of those have another value in some column."""
    columns: tuple[ColumnResult, ...]
    recounted: int = 0
    """Of a grain: shared groups with another number of rows."""
    partition_by: tuple[str, ...] = ()
    partitions: int = 0
    partitions_apart: int = 0
    apart: tuple[PartitionResult, ...] = ()
    """The first of those that differ."""
    samples: tuple[dict[str, Any], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def agree(self) -> bool:
        """Whether both tables say the same: no row, no value, no column is another."""
        sides = (self.a, self.b)
        return (
            not self.changed
            and self.a.rows == self.b.rows
            and not any(s.only or s.null_keys or s.repeated_keys or s.only_columns for s in sides)
            and all(column.agrees for column in self.columns)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON; decimals become floats."""
        return {
            "agree": self.agree,
            "mode": self.mode,
            "by": list(self.by),
            "a": _plain(asdict(self.a)),
            "b": _plain(asdict(self.b)),
            "shared": self.shared,
            "changed": self.changed,
            "recounted": self.recounted,
            "columns": [
                {**_plain(asdict(one)), "agrees": one.agrees, "relative": one.relative}
                for one in self.columns
            ],
            "partition_by": list(self.partition_by),
            "partitions": self.partitions,
            "partitions_apart": self.partitions_apart,
            "apart": [_plain(asdict(one)) for one in self.apart],
            "samples": [_plain(one) for one in self.samples],
            "notes": list(self.notes),
        }


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it; what JSON has no type for becomes text."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    if value is None or isinstance(value, str | int):
        return value
    return value.hex() if isinstance(value, bytes) else str(value)
