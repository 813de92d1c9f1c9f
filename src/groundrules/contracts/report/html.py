"""For a notebook: the verdict, and a table of the rules, the broken ones first."""

from __future__ import annotations

from html import escape

from groundrules.contracts.report.words import counts, sample, status
from groundrules.contracts.result import RuleResult, ValidationResult

_MARKS = {
    "passed": "✓ passed",
    "failed": "✗ failed",
    "warning": "! warning",
    "skipped": "– skipped",
}
_ORDER = ("failed", "warning", "skipped", "passed")


def whole(result: ValidationResult) -> str:
    """Return a result as HTML that needs no style sheet and no script."""
    verdict = "keeps" if result.passed else "breaks"
    rules = sorted(result.rules, key=lambda rule: _ORDER.index(status(rule)))
    told = [rule for rule in rules if rule.status != "passed"]
    kept = [rule for rule in rules if rule.status == "passed"]
    notes = "".join(f"<li>{escape(note)}</li>" for note in result.notes)
    return (
        f"<div><p><strong>The table {verdict} {escape(result.contract)}</strong> "
        f"({result.rows:,} rows): {result.count('passed')} passed, {result.count('failed')} failed, "
        f"{result.count('skipped')} skipped.</p>"
        + (_table(told) if told else "")
        + f"<details><summary>{len(kept)} passed</summary>{_table(kept)}</details>"
        + (f"<ul>{notes}</ul>" if notes else "")
        + "</div>"
    )


def _table(rules: list[RuleResult]) -> str:
    head = "".join(
        f'<th scope="col" style="text-align:left">{name}</th>'
        for name in ("outcome", "rule", "rows that break it", "detail")
    )
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(map(_row, rules))}</tbody></table>"
    )


def _row(rule: RuleResult) -> str:
    detail = "<br>".join(
        escape(line) for line in filter(None, (rule.detail, *map(sample, rule.samples)))
    )
    cells = (_MARKS[status(rule)], escape(rule.name), escape(counts(rule)), detail)
    return "<tr>" + "".join(f'<td style="text-align:left">{cell}</td>' for cell in cells) + "</tr>"
