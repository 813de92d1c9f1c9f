"""How large the text of a slide can be, so that the slide fits its page: no script runs there that could measure.

Heights are estimated from the HTML, in em of the slide's text. A page is 56 rem wide and 31.5 rem high
(`slides.css`), on a screen of any size and on paper. Where an estimate is too low, or nothing is small enough, the
slide is taller than its page: it scrolls, with a cue, and goes on to the next page in print. Nothing is cut.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup, Tag

SIZES = (120, 110, 100, 90, 80, 73, 67)
"""Percent of the deck's text size: `gr-fit-90` in slides.css. Below the last one nobody reads from a wall."""
WIDTH, ROOM = 48.0, 27.3
"""Of what a page holds, in rem: between its margins, above its foot."""
_FRAME = 2.6
_SAID, _TABLES = 19.8, 23.6
"""Of the answer's box: its margins left and right, and the columns that it has where it holds tables."""
_LARGER = 0.7
"""How much of the page a text may fill that is set larger than usual."""
_SERIF, _SANS, _BOLD, _MONO = 0.49, 0.53, 0.59, 0.61
"""Mean width of a letter, in em: of the widest of the fonts that the style names."""
_LINE, _AFTER = 1.45, 0.9
_TABLE, _CELL = 0.86, 0.9
"""Size of a table's text, and the room right of a cell in em of it."""
_FIGURE = 13.0
"""What a figure needs at least; it takes what is left of the page."""


def fit(html: str, *, taken: float = 0.0) -> str:
    """Return the class of a slide's content: its text's size, `gr-over` where no size is small enough, and
    `gr-wide` where that is for a table that is too wide.

    taken: rem of the page that are for something else.
    """
    soup = BeautifulSoup(html, "html.parser")
    if heading := soup.find("h2"):
        taken += _heading(_said(heading), 1.5)  # of one size on all slides
        heading.decompose()
    return _fitting(lambda size: _stack(soup, WIDTH / size), taken)


def fit_answer(title: str, verdict: str, said: str, tables: str) -> str:
    """Return the class of the first slide's box: the verdict, below it what is said, and the tables.

    `gr-beside` where text and tables stand side by side, which they do where that lets the text be larger.
    """
    above, left, right = (BeautifulSoup(one, "html.parser") for one in (verdict, said, tables))
    wide = WIDTH - _FRAME
    taken = _heading(title, 1.8) + 3.2  # besides the title, the box has margins and a small heading

    def stacked(size: float) -> float:
        return sum(_stack(one, wide / size) for one in (above, left, right))

    def beside(size: float) -> float:
        columns = _stack(left, _SAID / size), _stack(right, _TABLES / size)
        return _stack(above, wide / size) + max(columns)

    if said.strip() and tables.strip() and _largest(beside, taken) > _largest(stacked, taken):
        return f"gr-beside {_fitting(beside, taken)}"
    return _fitting(stacked, taken)


def _largest(tall: Callable[[float], float], taken: float) -> int:
    """Return the largest of the sizes at which it fits; 0 where it does at none."""
    for percent in SIZES:
        share = _LARGER if percent > 100 else 1.0
        if taken + tall(percent / 100) * percent / 100 <= ROOM * share:
            return percent
    return 0


def _fitting(tall: Callable[[float], float], taken: float) -> str:
    if percent := _largest(tall, taken):
        return f"gr-fit-{percent}"
    wide = math.isinf(tall(SIZES[-1] / 100))
    return f"gr-fit-{SIZES[-1]} gr-over{' gr-wide' if wide else ''}"


def _heading(text: str, size: float) -> float:
    return size * 1.25 * _lines(text, WIDTH / size, _BOLD) + 0.9


def _stack(parent: Tag, width: float) -> float:
    return sum(_one(child, width) for child in parent.children if isinstance(child, Tag))


def _one(tag: Tag, width: float) -> float:
    kind, names = tag.name, tag.get("class") or ""
    listed = names.split() if isinstance(names, str) else list(names)
    if "gr-row" in listed:
        return _row(tag, width)
    if kind == "table":
        return _table(tag, width)
    if kind in ("figure", "picture", "img"):
        caption = tag.find("figcaption")
        return _FIGURE + (
            0.5 + _AFTER + _text(caption, width, _TABLE, _SANS) if caption else _AFTER
        )
    if kind in ("h3", "h4", "h5", "h6"):
        return 1.35 * 1.25 * _lines(_said(tag), width / 1.35, _BOLD) + 1.2
    if kind == "pre":
        return tag.get_text().count("\n") * 1.22 + 1.22 + 1.4 + _AFTER
    if kind in ("ul", "ol"):
        return (
            sum(_item(item, width - 2.4) for item in tag.find_all("li", recursive=False)) + _AFTER
        )
    if kind == "dl":
        return sum(_text(one, width - 7, 0.72, _SANS) + 0.3 for one in tag.find_all("dd")) + _AFTER
    if kind in ("div", "section", "blockquote", "details"):
        framed = bool({"gr-warning", "gr-refusal"} & set(listed))
        return _stack(tag, width - 2.4 if framed else width) + (1.9 if framed else 0)
    if kind == "style":
        return 0.0
    if "gr-word" in listed:
        return 1.8 * 1.15 * _lines(_said(tag), width / 1.8, _BOLD) + 0.1
    if "gr-do" in listed:
        return 1.12 * 1.35 * _lines(_said(tag), width / 1.12, _BOLD) + _AFTER
    return _text(tag, width, 1.0, _SERIF) + _AFTER


def _item(item: Tag, width: float) -> float:
    nested = item.find_all(["ul", "ol"], recursive=False)
    own = len(_said(item)) - sum(len(_said(one)) for one in nested)
    return _LINE * _lines("x" * own, width, _SERIF) + sum(_one(one, width) for one in nested)


def _row(row: Tag, width: float) -> float:
    """Things side by side, as many as find room in a line."""
    total = line = left = 0.0
    for child in (one for one in row.children if isinstance(one, Tag)):
        table = child.find("table")
        wide = min(width, sum(_columns(table)) if table else (width - 3) / 2)
        if wide > left:
            total, line, left = total + line, 0.0, width
        left -= wide + 3
        line = max(line, _one(child, wide))
    return total + line


def _table(table: Tag, width: float) -> float:
    natural = _columns(table)
    least = _columns(table, whole=False)
    if not natural:
        return 0.0
    if sum(least) > width:
        return math.inf
    given = _shared(natural, least, width)
    caption = table.find("caption")
    wide = max(sum(given), width if "gr-effects" in str(table.get("class")) else 0.0)
    tall = _text(caption, wide, _TABLE, _SANS) + 0.5 if caption else 0.0
    for cells in _rows(table):
        lines = max(_cell_lines(cell, given[at]) for at, cell in cells) if cells else 1
        tall += _TABLE * (1.4 * lines + 0.8) + 0.05
    return tall + _AFTER


def _rows(table: Tag) -> Iterator[list[tuple[int, Tag]]]:
    for row in table.find_all("tr"):
        yield list(enumerate(row.find_all(["th", "td"])))


def _columns(table: Tag, *, whole: bool = True) -> list[float]:
    """Return the width of each column in em: of its longest line, or of its longest word."""
    found: list[float] = []
    for cells in _rows(table):
        for at, cell in cells:
            texts = _parts(cell) if whole or _stays(cell) else _said(cell).split()
            letter = _BOLD if cell.name == "th" else _SANS
            wide = _TABLE * (max(map(len, texts), default=0) * letter + _CELL)
            if at == len(found):
                found.append(wide)
            elif at < len(found):
                found[at] = max(found[at], wide)
    return found


def _shared(natural: list[float], least: list[float], width: float) -> list[float]:
    """Return widths as a browser shares them out: the longest word, and of the rest by what each asks for."""
    if sum(natural) <= width:
        return natural
    asked = sum(natural) - sum(least)
    spare = (width - sum(least)) / asked
    return [low + (high - low) * spare for high, low in zip(natural, least, strict=True)]


def _cell_lines(cell: Tag, width: float) -> int:
    letter = _BOLD if cell.name == "th" else _SANS
    room = width / _TABLE - _CELL
    if _stays(cell):
        return 1
    return sum(_lines(part, room + 0.01, letter) for part in _parts(cell)) or 1


def _stays(cell: Tag) -> bool:
    return "gr-number" in str(cell.get("class"))


def _parts(cell: Tag) -> list[str]:
    """Return the lines that a cell has by itself."""
    parts = [""]
    for one in cell.descendants:
        if isinstance(one, Tag):
            parts += [""] if one.name == "br" else []
        else:
            parts[-1] += str(one)
    return [" ".join(part.split()) for part in parts]


def _text(tag: Tag, width: float, size: float, letter: float) -> float:
    return size * _LINE * _lines(_said(tag), width / size, letter)


def _said(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _lines(text: str, width: float, letter: float) -> int:
    return max(1, math.ceil(len(text) * letter / max(width, letter)))
