"""One file as text: what was read, which parts are Python or SQL, and what could not be read."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from groundrules.spans import LineIndex, Span


@dataclass(frozen=True, slots=True)
class Note:
    """Something that could not be read or parsed, in lines of the source's text."""

    code: str
    name: str
    message: str
    line: int = 1
    column: int = 1
    fatal: bool = True
    """Whether it means that part of the file was not checked for a fault of the file's own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: its number counted from 1 over all cells, and its first line in the text."""

    number: int
    first_line: int
    tags: tuple[str, ...] = ()
    execution_count: int | None = None
    """When it last ran in its kernel, counted from 1; None where it did not, or that was cleared."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the text, as offsets, that holds SQL; `sql` has the same length."""

    start: int
    sql: str
    template: bool = False
    """Whether parts of it were placeholders, so that a failure to parse proves nothing."""
    dialect: str | None = None
    """The dialect that its host is certain of: `spark.sql`, a BigQuery client."""


@dataclass(slots=True)
class Source:
    """The text of a file; code cells of a notebook are joined, one after the other.

    `text` is what stands in the file and what all spans refer to. `python` has the
    same length, with everything that is not Python blanked.
    """

    path: str
    text: str
    python: str = ""
    cells: tuple[Cell, ...] = ()
    regions: tuple[Region, ...] = ()
    notes: list[Note] = field(default_factory=list)
    opaque: bool = False
    """Whether something that cannot be read (`%run`, `%pylab`, a broken cell) may bind names."""
    ran_in_order: bool = False
    """Whether a kernel, once started, ran every cell from top to bottom and nothing else."""
    python2: bool = False
    """Whether the file says that it is Python 2: then it is not searched for cells that parse."""
    index: LineIndex = field(init=False)

    def __post_init__(self) -> None:
        self.index = LineIndex(self.text)

    def cell_of(self, line: int) -> Cell | None:
        """Return the cell that holds a line of the text, if this is a notebook."""
        if not self.cells:
            return None
        at = bisect_right(self.cells, line, key=lambda cell: cell.first_line)
        return self.cells[max(at - 1, 0)]

    def cell_index(self, line: int) -> int:
        """Return which code cell, counted from 0, holds a line of the text; 0 outside notebooks."""
        return max(bisect_right(self.cells, line, key=lambda cell: cell.first_line) - 1, 0)

    def place(self, span: Span) -> tuple[int | None, Span]:
        """Return (cell number, span within that cell), or (None, span) outside notebooks."""
        cell = self.cell_of(span.line)
        if cell is None:
            return None, span
        shift = cell.first_line - 1
        return cell.number, Span(
            span.line - shift, span.column, span.end_line - shift, span.end_column
        )


class UnreadableError(Exception):
    """Internal to the front ends: the whole file cannot be read. Carries its note."""

    def __init__(self, note: Note) -> None:
        super().__init__(note.message)
        self.note = note


def decode(data: bytes) -> str:
    """Decode UTF-8 (with or without a mark), and normalise line ends for positions."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(
            Note(
                "E001",
                "not-utf8",
                f"Byte {error.start} (0x{data[error.start]:02x}) is not UTF-8; "
                "save the file as UTF-8.",
                line,
            )
        ) from None
    if "\x00" in text:
        raise UnreadableError(
            Note("E001", "not-utf8", "The file holds NUL bytes; save it as UTF-8 text.")
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def blank(text: str) -> str:
    """Return spaces of the same length, line ends kept."""
    return "\n".join([" " * len(line) for line in text.split("\n")])
