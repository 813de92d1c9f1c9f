"""Data against a contract: one pandera schema, one row for each of its rules.

`load` finds the contract; `read` gives the data the contract's types and `run` asks pandera; or
`compile` gives the contract a form, one of the `engines` counts and `judge` reads the counts; `ways`
chooses; `result` is what comes back, the same from all, and `report` says it.

`checks` holds what pandera lacks. `authoring` (lint, diff, docs), `infer`, `odcs` and `writing` are for those
who write contracts.
"""

from groundrules.contracts.broken import BrokenContractError
from groundrules.contracts.guard import check_io
from groundrules.contracts.result import RuleResult, ValidationResult
from groundrules.contracts.validating import load_schema, validate

__all__ = [
    "BrokenContractError",
    "RuleResult",
    "ValidationResult",
    "check_io",
    "load_schema",
    "validate",
]
