"""Findings for a person: in full with the source, or one line each."""

from __future__ import annotations

from collections.abc import Iterable

from groundrules.findings import Finding, Result

_RED, _BOLD, _DIM, _CYAN, _RESET = "\x1b[31m", "\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[0m"


def concise(result: Result, *, colour: bool = False) -> str:
    """One line a finding."""
    lines = [_line(finding, colour) for finding in _all(result)]
    return "\n".join([*lines, _summary(result)])


def full(result: Result, *, colour: bool = False) -> str:
    """The source with a caret, what mends it, and where to read and practise."""
    blocks = []
    for finding in _all(result):
        lines = [_line(finding, colour), *_excerpt(finding, colour)]
        about = result.about.get(finding.code)
        if about:
            lines.append(f"  why: {about['summary']}")
            lines.append(f"  mend: {about['mend']}")
            more = f"  more: groundrules explain {finding.code}"
            if about["exercise"]:
                more += f"; practise: groundrules learn start {about['exercise']}"
            lines.append(more)
        blocks.append("\n".join(lines) + "\n")
    return "\n".join([*blocks, _summary(result)])


def lines(findings: Iterable[Finding]) -> str:
    """One line a finding, and no summary."""
    return "\n".join(_line(finding, False) for finding in findings)


def _all(result: Result) -> list[Finding]:
    return sorted([*result.findings, *result.notes])


def _line(finding: Finding, colour: bool) -> str:
    code, place = finding.code, finding.place
    if colour:
        code, place = f"{_RED}{_BOLD}{code}{_RESET}", f"{_BOLD}{place}{_RESET}"
    return f"{place}: {code} [{finding.name}] {finding.message}"


def _excerpt(finding: Finding, colour: bool) -> list[str]:
    if not finding.excerpt:
        return []
    width = len(str(finding.line))
    first = finding.excerpt[0]
    one_line = finding.end_line == finding.line
    end = finding.end_column if one_line else len(first) + 1
    # Tabs are kept so that the caret stands under what it points at.
    lead = "".join("\t" if char == "\t" else " " for char in first[: finding.column - 1])
    carets = "^" * max(end - finding.column, 1)
    if colour:
        carets = f"{_RED}{carets}{_RESET}"
    lines = [f"  {finding.line} | {first[:400]}", f"  {' ' * width} | {lead}{carets[:400]}"]
    if not one_line:
        lines.append(f"  {' ' * width} | … to line {finding.end_line}")
    return lines


def _summary(result: Result) -> str:
    files = f"{result.files} file{'' if result.files == 1 else 's'}"
    count = len(result.findings)
    known = f"; the baseline tolerates {len(result.tolerated)} more" if result.tolerated else ""
    if result.clean and not result.notes:
        known = known.removesuffix(" more")
        return f"Clean: {files}, {len(result.about)} rules{known}."
    text = f"{count} finding{'' if count == 1 else 's'} in {files}"
    if result.notes:
        text += (
            f"; {len(result.notes)} place{'' if len(result.notes) == 1 else 's'} could not be read"
        )
    return f"{text}{known}."
