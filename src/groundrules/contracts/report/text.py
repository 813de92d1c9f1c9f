"""For a reader at a terminal: one table at a time, as soon as it is judged."""

from __future__ import annotations

from groundrules.contracts.report import Judged
from groundrules.contracts.report.words import percent, sample, status
from groundrules.contracts.result import RuleResult


def one(judged: Judged) -> str:
    """Return the report on one table."""
    result = judged.result
    verdict = "keeps" if result.passed else "BREAKS"
    lines = [f"{judged.data} {verdict} {result.contract} ({result.rows:,} rows)", ""]
    width = max(len(rule.name) for rule in result.rules)
    for rule in result.rules:
        lines.append(f"  {status(rule):8} {rule.name:{width}}  {_counts(rule)}".rstrip())
        if rule.detail:
            lines.append(f"  {'':8}   {rule.detail}")
        lines += [f"  {'':8}   {sample(found)}" for found in rule.samples]
    lines += ["", *(f"  note: {note}" for note in result.notes)]
    tally = ", ".join(f"{result.count(s)} {s}" for s in ("passed", "failed", "skipped"))
    return "\n".join([*lines, f"  {tally}", ""])


def _counts(rule: RuleResult) -> str:
    if rule.failures is None or rule.share is None:
        return ""
    return f"{rule.failures:>9,} of {rule.rows:,} rows  {percent(rule)}"
