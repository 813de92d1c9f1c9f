"""Tables and paragraphs of plain text, no wider than a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import fill
from unicodedata import bidirectional, category, combining, east_asian_width

WIDTH = 100
_GAP = "  "
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
"""What turns the direction of the text that follows."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: of a table its cells; or a line of its own above those that follow."""

    cells: tuple[str, ...] = ()
    line: str = ""


def visible(text: str) -> str:
    """Return text whose control characters are spelt out: a name must not steer the terminal."""
    return "".join(
        " " if one.isspace() else one.encode("unicode_escape").decode() if _steers(one) else one
        for one in text
    )


def _steers(one: str) -> bool:
    return category(one) in ("Cc", "Cs") or bidirectional(one) in _TURNS


def filled(line: str, indent: str = "") -> str:
    """Return a paragraph, its later lines indented."""
    return fill(visible(line), WIDTH, subsequent_indent=indent, break_on_hyphens=False)


def table(
    heads: Sequence[str],
    rows: Sequence[Row],
    left: Sequence[int] = (0,),
    paint: Callable[[int, str, str], str] = lambda _number, _cell, padded: padded,
) -> Iterator[str]:
    """Yield an aligned table; where it is wider than the page, each row as a list of its cells.

    left: columns that are aligned to the left; numbers are aligned to the right.
    paint: given a cell's column, text and padded text, returns what is shown.
    """
    rows = [Row(tuple(map(visible, row.cells)), row.line) for row in rows]
    widths = [
        max(map(_width, column))
        for column in zip(heads, *(row.cells for row in rows if row.cells), strict=True)
    ]
    if sum(widths) + len(_GAP) * len(widths) > WIDTH:
        yield from _stacked(heads, rows)
        return
    plain = tuple(_padded(head, widths[n], left=n in left) for n, head in enumerate(heads))
    yield (_GAP + _GAP.join(plain)).rstrip()
    for row in rows:
        if row.cells:
            shown = [
                paint(n, cell, _padded(cell, widths[n], left=n in left))
                for n, cell in enumerate(row.cells)
            ]
            yield (_GAP + _GAP.join(shown)).rstrip()
        else:
            yield filled(row.line, _GAP * 2)


def _stacked(heads: Sequence[str], rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        if not row.cells:
            yield filled(row.line, _GAP * 2)
            continue
        yield filled(f"{_GAP}{row.cells[0]}", _GAP * 2)
        for head, cell in zip(heads[1:], row.cells[1:], strict=True):
            if cell:
                yield filled(f"{_GAP * 2}{f'{head}: ' if head else ''}{cell}", _GAP * 3)


def _width(text: str) -> int:
    """Return the columns that a text takes at a terminal."""
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def _padded(text: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text
