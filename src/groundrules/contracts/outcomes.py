"""What is said of a rule whoever judged it: that it was skipped, passed, or has no column to speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from groundrules.contracts.result import RuleResult, Status

if TYPE_CHECKING:
    from groundrules.contracts.checks.whole import Verdict, WholeRule

NO_ROWS = "the table has no rows"


class Outcomes:
    """Rows of a report on a table of `rows` rows."""

    def __init__(self, rows: int) -> None:
        self.rows = rows

    def has_rows(self) -> RuleResult:
        """Return the rule that every contract has: an empty table keeps nothing."""
        if not self.rows:
            return RuleResult("table: has rows", "failed", self.rows, detail=NO_ROWS)
        return RuleResult("table: has rows", "passed", self.rows)

    def absent(self, column: str, labels: Sequence[str], *, required: bool) -> Iterator[RuleResult]:
        """Yield the rules of a column that is not there."""
        why = "the column is missing" if required else "the optional column is absent"
        if required:
            yield RuleResult(f"{column}: present", "failed", self.rows, detail=why)
        else:
            yield self.skipped(f"{column}: present", why)
        for label in labels:
            yield self.skipped(f"{column}: {label}", why)

    def no_column(
        self, name: str, column: str, declared: bool, *, advisory: bool = False
    ) -> RuleResult:
        """Return a rule of the table that lacks a column: explained elsewhere where it is declared."""
        why = f"the column {column} is missing"
        if declared:
            return self.skipped(name, why, advisory=advisory)
        return RuleResult(name, "failed", self.rows, detail=why, advisory=advisory)

    def skipped(self, name: str, why: str, *, advisory: bool = False) -> RuleResult:
        """Return a rule that was not evaluated."""
        return RuleResult(name, "skipped", self.rows, detail=why, advisory=advisory)

    def passed(self, name: str, unread: int, *, advisory: bool = False) -> RuleResult:
        """Return a rule that no row broke; it proves nothing where some could not be read."""
        if unread:
            return self.skipped(name, f"{self.unread(unread)}; the others pass", advisory=advisory)
        return RuleResult(name, "passed", self.rows, 0, advisory=advisory)

    def tolerated(self, rule: RuleResult, enough: bool, found: str, unread: int) -> RuleResult:
        """Return a rule that some rows break, by whether enough of them keep it."""
        if not enough:
            return replace(rule, detail="; ".join(filter(None, (found, rule.detail))))
        if unread:
            return self.skipped(
                rule.name, f"{self.unread(unread)}; {found}", advisory=rule.advisory
            )
        return replace(rule, status="passed", detail=found)

    def whole(
        self,
        name: str,
        rule: WholeRule,
        judge: Callable[[], Verdict],
        unread: int,
        *,
        advisory: bool = False,
    ) -> RuleResult:
        """Return a rule about the table as a whole; values that could not be read may turn any verdict."""
        why = "" if self.rows else NO_ROWS
        why = why or (self.unread(unread) if unread else "")
        if why and not rule.counts_rows_alone:
            return self.skipped(name, why, advisory=advisory)
        verdict = judge()
        status: Status = "passed" if verdict.kept else "failed"
        return RuleResult(name, status, self.rows, detail=verdict.detail, advisory=advisory)

    def unread(self, count: int) -> str:
        """Say how many rows could not be read."""
        return f"{count:,} of {self.rows:,} rows hold a value that could not be read"
