"""What a run of contracts says, in the form that is asked for: each module is one form.

A form takes a `Run` and returns text. None shows a value of the data that the result does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass

from groundrules.contracts.result import ValidationResult


@dataclass(frozen=True, slots=True)
class Judged:
    """One table that was judged, by the contract that was named."""

    data: str
    contract: str
    result: ValidationResult


@dataclass(frozen=True, slots=True)
class Unread:
    """One table that could not be judged, and why."""

    data: str
    contract: str
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    """All that was asked for at once."""

    judged: tuple[Judged, ...]
    unread: tuple[Unread, ...]
