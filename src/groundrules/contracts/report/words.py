"""How one rule's outcome is put into words, in every form of report."""

from __future__ import annotations

import json
from typing import Any

from groundrules.contracts.result import RuleResult


def status(rule: RuleResult) -> str:
    """Return how a rule came out; a broken rule that only warns is a warning."""
    return "warning" if rule.status == "failed" and rule.advisory else rule.status


def counts(rule: RuleResult) -> str:
    """Return how many rows break a rule, as `12 of 4,000 rows (0.30 %)`; "" for one about no row."""
    if rule.failures is None or rule.share is None:
        return ""
    return f"{rule.failures:,} of {rule.rows:,} rows ({percent(rule)})"


def percent(rule: RuleResult) -> str:
    """Return the share that breaks a rule: what is not nought must not print as nought, nor a part as the whole."""
    share = 100 * (rule.share or 0)
    if 0 < share < 0.01:
        return "<0.01 %"
    if 99.99 < share < 100:
        return ">99.99 %"
    return f"{share:.2f} %"


def sentence(rule: RuleResult) -> str:
    """Return one line on a rule: its name, its count and its detail."""
    return ": ".join(
        filter(None, (rule.name, "; ".join(filter(None, (counts(rule), rule.detail)))))
    )


def sample(found: dict[str, Any]) -> str:
    """Return a failing value and where it stands; rows of a database stand nowhere."""
    place = ""
    if "row" in found:
        where = f"{found['file']} row" if "file" in found else "row"
        place = f"{where} {found['row']}: "
    shown = json.dumps(found["value"], ensure_ascii=False)
    if found.get("hidden"):
        rest = f"; {shown}" if found["value"] else ""
        shown = f"hidden, as the contract calls the column sensitive{rest}"
    return place + shown
