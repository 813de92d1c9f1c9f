"""What a finding stands in, told by a hash that outlives moved lines, other layout and comments.

In Python and notebooks that is the statement, by its syntax: of a compound one (`for`, `if`, `def`, …) the
header alone, so that an edit in its body changes nothing. In SQL it is the clause of its query: an item of the
select list, a table or a join, a condition. What is in neither is told by its text without layout.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from groundrules.anchors import python, sql
from groundrules.files.source import Region, Source
from groundrules.findings import Finding

WHOLE = "file-"
"""How the anchor of what is wrong with a file as a whole begins: its content may change."""
_COMMENTS = ("E005", "E006")  # faults of suppressions, which stand in comments
_CELLS = "E003"


def of_file(found: Iterable[Finding], data: bytes) -> list[Finding]:
    """Return notes on a file of which nothing could be read, with its anchor."""
    anchor = WHOLE + _hash(data)
    return [replace(note, anchor=anchor) for note in found]


def of(
    source: Source,
    module: ast.Module | None,
    regions: Sequence[Region],
    queries: Collection[str],
    found: Iterable[Finding],
) -> list[Finding]:
    """Return findings or notes of one file with their anchors; `queries` are the codes that are about SQL."""
    return [
        replace(one, anchor=_anchor(source, module, regions, one.code in queries, one))
        for one in found
    ]


def _anchor(
    source: Source, module: ast.Module | None, regions: Sequence[Region], query: bool, one: Finding
) -> str:
    line = one.line + _lines_before(source, one.cell)
    offset = source.index.offset(line, one.column)
    if one.code == _CELLS and (not source.cells or source.python2):
        return WHOLE + _hash(source.text.encode(errors="replace"))
    said = None
    if query:
        said = sql.clause(regions, offset, whole=one.severity in ("error", "note"))
    elif module is not None and one.code not in (*_COMMENTS, _CELLS):
        said = python.statement(source, module, line, offset)
    if said is None:
        text = source.index.line(line)
        said = " ".join((text[one.column - 1 :] if one.code in _COMMENTS else text).split())
    return _hash(said.encode(errors="replace"))


def _lines_before(source: Source, cell: int | None) -> int:
    if cell is None:
        return 0
    return next(one.first_line for one in source.cells if one.number == cell) - 1


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()
