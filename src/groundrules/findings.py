"""What a check answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from groundrules.files.source import Note, Source
from groundrules.spans import Span


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A hit stamped by the engine, or (codes E…) what could not be read. Positions from 1."""

    path: str
    cell: int | None
    line: int
    column: int
    code: str
    name: str
    severity: str
    message: str
    end_line: int
    end_column: int
    excerpt: tuple[str, ...] = field(default=(), compare=False)
    """The source lines that it spans."""
    anchor: str = field(default="", compare=False)
    """What it stands in, as `anchors` tells it; empty where nobody asked."""

    @property
    def place(self) -> str:
        """`path:line:column`, or `path:cell N:line:column` in a notebook."""
        cell = f":cell {self.cell}" if self.cell is not None else ""
        return f"{self.path}{cell}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Result:
    """All findings and notes of a run, sorted."""

    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    files: int
    about: Mapping[str, Mapping[str, Any]]
    """What the catalogue says of each rule that ran, by code."""
    tolerated: tuple[Finding, ...] = ()
    """Findings and notes that the baseline knows."""

    @property
    def clean(self) -> bool:
        """Whether nothing was found and every file could be read."""
        return not self.findings and not any(n.severity == "error" for n in self.notes)


def joined(one: Result, other: Result) -> Result:
    """Return two runs over different files as one."""
    return Result(
        tuple(sorted([*one.findings, *other.findings])),
        tuple(sorted([*one.notes, *other.notes])),
        one.files + other.files,
        {**one.about, **other.about},
        tuple(sorted([*one.tolerated, *other.tolerated])),
    )


def stamp(source: Source, span: Span, code: str, name: str, severity: str, message: str) -> Finding:
    """Return a finding at a span of a source's text, in the coordinates of its cell."""
    cell, here = source.place(span)
    last = min(span.end_line, source.index.line_count)
    excerpt = tuple(source.index.line(n) for n in range(span.line, last + 1))
    return Finding(
        source.path, cell, here.line, here.column, code, name, severity, message,
        here.end_line, here.end_column, excerpt,
    )  # fmt: skip


def stamp_note(source: Source | None, path: str, note: Note) -> Finding:
    """Return what could not be read; `source` is None where that is the whole file."""
    severity = "error" if note.fatal else "note"
    span = Span(note.line, note.column, note.line, note.column)
    if source is None:
        return Finding(
            path, None, note.line, note.column, note.code, note.name, severity, note.message,
            note.line, note.column,
        )  # fmt: skip
    span = span._replace(line=min(span.line, source.index.line_count))
    return stamp(
        source, span._replace(end_line=span.line), note.code, note.name, severity, note.message
    )


def unreadable(path: str, error: OSError) -> Finding:
    """Return the note of a file that cannot be read."""
    note = Note("E000", "unreadable-file", f"Cannot be read: {error.strerror}.")
    return stamp_note(None, path, note)
