"""What a contract says, before it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from groundrules.contracts.writing.literals import Call


@dataclass(frozen=True, slots=True)
class DraftColumn:
    """One column of the contract."""

    name: str
    type: str
    """As Python writes it inside `Series[…]`."""
    options: tuple[tuple[str, Any], ...] = ()
    """Keywords of `pa.Field`, in the order in which they are written."""
    notes: tuple[str, ...] = ()
    """Comments above it, one a paragraph."""
    checks: tuple[Call, ...] = ()
    """What no keyword of `pa.Field` says: only a schema can hold it."""
    kind: Any = None
    """Its type as a `pa.Column` has it, where that is not `type`."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column of the data that the contract does not name, and why."""

    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole contract."""

    name: str
    """Of its class."""
    doc: str
    columns: tuple[DraftColumn | LeftOut, ...]
    config: tuple[tuple[str, Any], ...] = ()
    """What its `Config` sets, in order."""
    notes: tuple[str, ...] = ()
    """Comments in its `Config`."""
    checks: tuple[Call, ...] = ()
    """Of the table: only a schema can hold them."""
