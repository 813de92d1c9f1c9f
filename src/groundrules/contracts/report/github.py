"""For GitHub Actions: workflow commands, which its log shows as annotations.

Their escapes are those of `@actions/core` (packages/core/src/command.ts).
"""

from __future__ import annotations

from collections.abc import Iterator

from groundrules.contracts.report import Judged, Run
from groundrules.contracts.report.words import sample, sentence
from groundrules.contracts.result import RuleResult


def whole(run: Run) -> str:
    """Return one command for each rule that is broken or was not judged, and a line for each table."""
    lines: list[str] = []
    for one in run.judged:
        lines += _table(one)
    lines += [
        _command("error", one.contract, f"{one.data} was not judged", one.message)
        for one in run.unread
    ]
    return "\n".join(lines)


def _table(one: Judged) -> Iterator[str]:
    result = one.result
    for rule in result.rules:
        if rule.status == "failed":
            level = "warning" if rule.advisory else "error"
            yield _command(level, one.contract, f"{one.data} breaks {result.contract}", _said(rule))
        elif rule.status == "skipped":
            yield _command("notice", one.contract, f"{one.data}: not judged", _said(rule))
    verdict = "keeps" if result.passed else "BREAKS"
    # A name may not begin a command.
    yield f"{_data(one.data)} {verdict} {_data(result.contract)} ({result.rows:,} rows)".lstrip(":")


def _said(rule: RuleResult) -> str:
    return "\n".join([sentence(rule), *(sample(found) for found in rule.samples)])


def _command(level: str, contract: str, title: str, message: str) -> str:
    file = contract.rpartition(":")[0]
    return f"::{level} file={_property(file)},title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
