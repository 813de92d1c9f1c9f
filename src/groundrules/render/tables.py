"""Makes the tables of pandas and Markdown readable by machines that read aloud."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

_NUMBER = re.compile(
    r"^([<>≤≥]\s?)?[-+−±]?[$€£]?\s?(\d[\d,.\s]*|\.\d+)(e[-+]?\d+)?\s?(%|pp)?$|^(nan|-?inf)$", re.I
)


def mend_table(soup: BeautifulSoup, table: Tag, caption: str | None) -> None:
    """Give `table` its caption, the scope of each header, aligned numbers and a scroll box."""
    for name in ("border", "style"):
        table.attrs.pop(name, None)
    if caption:
        element = soup.new_tag("caption")
        element.string = caption
        table.insert(0, element)
    _join_index_name(table)
    for header in table.find_all("th"):
        _scope(header)
    for cell in table.find_all("td"):
        if _NUMBER.match(cell.get_text(strip=True)):
            _add_class(cell, "gr-number")
    title = table.caption.get_text(" ", strip=True) if table.caption else _titled(table)
    # A wide table scrolls in its own box, which the keyboard must be able to reach.
    box = soup.new_tag(
        "div", attrs={"class": "gr-table", "role": "region", "aria-label": title, "tabindex": "0"}
    )
    table.wrap(box)


def _titled(table: Tag) -> str:
    """Return what a table without a caption is called: two alike on a page could not be told apart by ear."""
    heading = table.find_previous(["h1", "h2", "h3", "h4", "h5", "h6"])
    row = table.find("tr")
    cells = row.find_all(["th", "td"]) if row else []
    texts = [cell.get_text(" ", strip=True) for cell in cells]
    above = heading.get_text(" ", strip=True) if heading else "Table"
    return f"{above}: {', '.join(filter(None, texts))}"[:120].rstrip(": ")


def _join_index_name(table: Tag) -> None:
    """pandas writes the index's name into a row of its own: it belongs into the corner above the index."""
    rows = table.thead.find_all("tr") if table.thead else []
    if len(rows) != 2:
        return
    above, below = (row.find_all(["th", "td"]) for row in rows)
    texts = [cell.get_text(strip=True) for cell in below]
    empty_corner = above and not above[0].get_text(strip=True)
    if len(above) == len(below) and texts[0] and not any(texts[1:]) and empty_corner:
        above[0].string = texts[0]
        rows[1].decompose()


def _scope(header: Tag) -> None:
    if not header.get_text(strip=True):  # the corner above an index is no header of anything
        header.name = "td"
        return
    in_head = header.find_parent("thead") is not None
    spans = str(header.get("colspan" if in_head else "rowspan", "1"))
    header.attrs.setdefault(
        "scope", ("col" if in_head else "row") + ("group" if spans.strip() not in ("", "1") else "")
    )
    # pandas aligns headers by an inline style, which would win over the style sheet.
    header.attrs.pop("style", None)


def align_headers(table: Tag) -> None:
    """Put the header of a column of numbers to the right as well (tables without spans)."""
    head, body = table.thead, table.tbody
    if head is None or body is None or table.select_one("[colspan]"):
        return
    first = next((row for row in body.find_all("tr")), None)
    if first is None:
        return
    numbers = ["gr-number" in str(cell.get("class") or "") for cell in first.find_all(["td", "th"])]
    for row in head.find_all("tr"):
        for cell, number in zip(row.find_all(["td", "th"]), numbers, strict=False):
            if number:
                _add_class(cell, "gr-number")


def _add_class(tag: Tag, name: str) -> None:
    known = tag.get("class") or ""
    tag["class"] = f"{known if isinstance(known, str) else ' '.join(known)} {name}".strip()
