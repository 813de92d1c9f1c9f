"""Which findings comments and tags silence, and which of those silence nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from groundrules import ignores, walk
from groundrules.config import Config
from groundrules.files.source import Source
from groundrules.findings import Finding, stamp
from groundrules.ignores import Suppression
from groundrules.rules import Rule
from groundrules.spans import Span

UNUSED = ("E005", "unused-suppression")
REASONLESS = ("E006", "suppression-without-reason")
# What may be reported when it is of no use: ours, and a `noqa` of a code that looks like ours.
_MARKS = (b"groundrules:", b"noqa", b"NOQA", b"NoQA")
HINT = r"(?i)groundrules:|noqa:[^\n]*[A-Z]{3}\d{3}\b"
_HINT = re.compile(HINT.encode())


def hinted(words: bytes) -> bool:
    """Whether a text may hold a suppression that is reported when it is of no use."""
    return any(mark in words for mark in _MARKS) and bool(_HINT.search(words))


def configured(name: str, config: Config) -> tuple[str, ...]:
    """Return the codes that the configuration ignores in a file."""
    if not config.per_file_ignores:
        return ()
    from pathspec import GitIgnoreSpec

    called = walk.relative(name, config.root)
    return tuple(
        code
        for pattern, codes in config.per_file_ignores.items()
        if GitIgnoreSpec.from_lines([pattern]).match_file(called)
        for code in codes
    )


def apply(
    source: Source, found: Iterable[Finding], rules: Sequence[Rule], require_reason: bool
) -> list[Finding]:
    """Return what is left of the findings, and a finding for each suppression that is at fault.

    A bare `noqa` and codes of other linters are never called unused.
    """
    found = sorted(found)
    if not found and not hinted(source.text.encode(errors="replace")):
        tagged = any(cell.tags for cell in source.cells)
        if not tagged:
            return []
    given = _suppressions(source)
    if not given:
        return found
    holding = [s for s in given if not (require_reason and s.ours and not s.reason)]
    kept = [finding for finding in found if not _silenced(finding, source, holding)]
    ran = {rule.code for rule in rules}
    for one in given:
        if one not in holding:
            kept.append(_fault(source, one, REASONLESS, "It needs a reason after the bracket."))
            continue
        for code in one.codes:
            if code not in one.used and code in ran:
                message = f"It silences {code}, which finds nothing here; take it out."
                kept.append(_fault(source, one, UNUSED, message))
    return sorted(kept)


def _suppressions(source: Source) -> list[Suppression]:
    given = ignores.read(source.text, python=bool(source.python) and not source.regions)
    ends = [cell.first_line - 1 for cell in source.cells[1:]] + [source.index.line_count]
    for cell, last in zip(source.cells, ends, strict=True) if source.cells else ():
        given += [s for word in cell.tags if (s := ignores.tag(word, cell.first_line, last))]
    return given


def _silenced(finding: Finding, source: Source, given: Sequence[Suppression]) -> bool:
    shift = 0
    if finding.cell is not None:
        shift = next(c.first_line for c in source.cells if c.number == finding.cell) - 1
    lines = (finding.line + shift, finding.end_line + shift)
    silencing = [one for one in given if one.silences(finding.code, lines)]  # all mark their use
    return bool(silencing)


def _fault(source: Source, one: Suppression, kind: tuple[str, str], message: str) -> Finding:
    line = min(one.line, source.index.line_count)
    end = len(source.index.line(line)) + 1
    span = Span(line, min(one.column, end), line, end)
    return stamp(source, span, kind[0], kind[1], "warning", message)
