"""What a check answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from groundrules.files.source import Source
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

    @property
    def clean(self) -> bool:
        """Whether nothing was found and every file could be read."""
        return not self.findings and not any(n.severity == "error" for n in self.notes)


def stamp(source: Source, span: Span, code: str, name: str, severity: str, message: str) -> Finding:
    """Return a finding at a span of a source's text, in the coordinates of its cell."""
    cell, here = source.place(span)
    last = min(span.end_line, source.index.line_count)
    excerpt = tuple(source.index.line(n) for n in range(span.line, last + 1))
    return Finding(
        source.path, cell, here.line, here.column, code, name, severity, message,
        here.end_line, here.end_column, excerpt,
    )  # fmt: skip
