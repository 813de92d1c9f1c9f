"""What a validation says: plain values, no pandas and no pandera."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Status = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule of the contract and how it came out."""

    name: str
    """`column: check`; `table: check` and `index: check` for rules of no single column."""
    status: Status
    rows: int
    """How many rows the table has."""
    failures: int | None = None
    """How many rows break the rule; None for a rule about no row (a missing column, a mean)."""
    detail: str = ""
    """Why it was skipped, or what pandera says of the failure."""
    samples: tuple[dict[str, Any], ...] = ()
    """Failing values: {"row": position counted from 1, "value": …}, in a folder with "file": its row there."""
    advisory: bool = False
    """The contract only warns (`raise_warning=True`): a failure does not fail the table."""

    @property
    def share(self) -> float | None:
        """`failures` as a share of `rows`, from 0 to 1."""
        return None if self.failures is None or not self.rows else self.failures / self.rows

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {**asdict(self), "share": self.share, "samples": list(self.samples)}


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """The verdict on one table."""

    contract: str
    rows: int
    rules: tuple[RuleResult, ...]
    notes: tuple[str, ...] = ()
    """What the reader must know of how the data were read and checked."""

    @property
    def passed(self) -> bool:
        """Whether no rule failed.

        A rule is skipped beside a failure that explains it (a missing column, values
        that could not be read, an empty table) or because its optional column is absent.
        """
        return not any(rule.status == "failed" and not rule.advisory for rule in self.rules)

    def count(self, status: Status) -> int:
        """How many rules came out as `status`."""
        return sum(rule.status == status for rule in self.rules)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return {
            "contract": self.contract,
            "passed": self.passed,
            "rows": self.rows,
            "rules": [rule.to_dict() for rule in self.rules],
            "notes": list(self.notes),
        }

    def raise_if_failed(self) -> None:
        """Raise BrokenContractError where the contract is broken."""
        from groundrules.contracts.broken import BrokenContractError

        if not self.passed:
            raise BrokenContractError(self)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from groundrules.contracts.report import html

        return html.whole(self)

    def __repr__(self) -> str:
        verdict = "passed" if self.passed else "FAILED"
        lines = [
            f"<ValidationResult {self.contract}: {verdict}, {self.rows:,} rows, "
            f"{self.count('passed')} passed, {self.count('failed')} failed, "
            f"{self.count('skipped')} skipped"
        ]
        for rule in self.rules:
            if rule.status != "passed":
                count = "" if rule.failures is None else f" in {rule.failures:,} rows"
                lines.append(f"  {rule.status} {rule.name}{count}" + f" {rule.detail}".rstrip())
        return "\n".join(lines) + ">"
