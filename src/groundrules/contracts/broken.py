"""A broken contract as an error, for pipelines that must stop at one."""

from __future__ import annotations

from groundrules.contracts.report.words import sentence
from groundrules.contracts.result import ValidationResult
from groundrules.errors import GroundrulesError

_MOST = 3  # rules; a log wants one line, and `result` holds the rest


class BrokenContractError(GroundrulesError):
    """A table breaks its contract; `result` says how."""

    def __init__(self, result: ValidationResult, what: str = "the table") -> None:
        broken = [rule for rule in result.rules if rule.status == "failed" and not rule.advisory]
        told = "; ".join(sentence(rule) for rule in broken[:_MOST])
        more = f"; and {len(broken) - _MOST} more" if len(broken) > _MOST else ""
        super().__init__(f"{what} breaks {result.contract} ({result.rows:,} rows): {told}{more}")
        self.result = result
