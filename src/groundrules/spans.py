"""Places in a text: lines and columns count from 1, columns in characters."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple


class Span(NamedTuple):
    """A range of source text, end exclusive in `end_column`."""

    line: int
    column: int
    end_line: int
    end_column: int


class LineIndex:
    """Turns offsets into `text` into lines and columns."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        sizes = map(len, self.text.split("\n"))
        return list(accumulate(map((1).__add__, sizes), initial=0))[:-1]

    def span(self, start: int, end: int) -> Span:
        """Return the span of `text[start:end]`."""
        line, column = self.position(start)
        end_line, end_column = self.position(end)
        return Span(line, column, end_line, end_column)

    def position(self, offset: int) -> tuple[int, int]:
        """Return (line, column) of a character offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the character offset of a line and column."""
        return self._starts[line - 1] + column - 1

    def offset_of_byte(self, line: int, byte_column: int) -> int:
        """Return the character offset of a line (from 1) and a UTF-8 byte column (from 0).

        That is how Python's own parser counts.
        """
        start = self._starts[line - 1]
        text = self.line(line)
        if text.isascii():
            return start + byte_column
        return start + len(text.encode()[:byte_column].decode(errors="ignore"))

    def line(self, number: int) -> str:
        """Return line `number` without its line end."""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    @property
    def line_count(self) -> int:
        """How many lines the text has; an empty text has one."""
        return len(self._starts)
