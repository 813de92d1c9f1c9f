"""Whether a report's data keep their contracts, as plain values: who judges stands above this room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of one file of data and its contract."""

    data: str
    """As the notebook names it."""
    contract: str
    rules: int = 0
    rows: int = 0
    failed: tuple[tuple[str, int | None], ...] = ()
    """(rule, rows that break it) of each that failed; None where a rule is about no row."""
    skipped: int = 0
    """Rules that could not be judged."""
    unread: str | None = None
    """Why the file was not judged at all."""

    @property
    def state(self) -> str:
        """`passed`, `failed` or `not judged`."""
        return "not judged" if self.unread else "failed" if self.failed else "passed"

    @property
    def said(self) -> str:
        """The verdict in words."""
        if self.unread:
            return f"not judged: {self.unread}"
        seen = f"{self.rules} rules over {self.rows:,} rows"
        left = f", {self.skipped} of them could not be judged" if self.skipped else ""
        if not self.failed:
            return f"passed, {seen}{left}"
        told = [name if rows is None else f"{name} ({rows:,} rows)" for name, rows in self.failed]
        more = f" and {len(told) - 5} more" if len(told) > 5 else ""
        return f"FAILED, {len(told)} of {seen}{left}: {'; '.join(told[:5])}{more}"


Judge = Callable[[Path, Sequence[str]], Sequence[Verdict]]
"""Folder of the notebook, its data as it names them → a verdict on each that has a contract."""
