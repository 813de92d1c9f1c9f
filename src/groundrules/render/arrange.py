"""Puts what stands on a slide where there is room: tables and figures that follow each other side by side."""

from __future__ import annotations

import base64
import re
from binascii import Error

from bs4 import BeautifulSoup, Tag

_FIGURES = ("figure", "picture", "img")
_SVG = "data:image/svg+xml;base64,"
_BOX = re.compile(r'<svg[^>]*?\sviewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"')
_POINTS = re.compile(r'<svg[^>]*?\swidth="([\d.]+)pt"')
_GROWS = 0.104
"""Rem for each point: the 11.5 pt of the house style's text are then as high as 1.2 rem, and no larger."""


def arrange(soup: BeautifulSoup) -> None:
    """Put runs of tables, and runs of figures, into a row, and tell the style sheet the shapes of figures."""
    for box in soup.find_all("div", recursive=False):
        if not box.attrs:  # as pandas puts around a table
            box.unwrap()
    run: list[Tag] = []
    for child in [one for one in soup.children if isinstance(one, Tag)]:
        if run and _kind(child) != _kind(run[0]):
            _row(soup, run)
            run = []
        if _kind(child):
            run.append(child)
    _row(soup, run)
    for image in soup.find_all("img"):
        _shape(image)


def _kind(tag: Tag) -> str:
    if tag.name in _FIGURES:
        return "figure"
    return "table" if "gr-table" in str(tag.get("class")) else ""


def _row(soup: BeautifulSoup, run: list[Tag]) -> None:
    if len(run) < 2:
        return
    row = soup.new_tag("div", attrs={"class": f"gr-row gr-{_kind(run[0])}s"})
    run[0].insert_before(row)
    for one in run:
        row.append(one.extract())


def _shape(image: Tag) -> None:
    """Say how wide and high a drawing is: only then can it fill what is left of a slide and leave no gap below."""
    source = str(image.get("src"))
    if not source.startswith(_SVG):
        return
    try:
        head = base64.b64decode(source.removeprefix(_SVG)).decode(errors="replace")
    except Error:
        return
    if found := _BOX.search(head):
        around = image.find_parent("figure") or image.find_parent("picture") or image
        wide, high = (float(one) or 1.0 for one in found.groups())
        points = _POINTS.search(head)
        most = f"; --most: {float(points[1]) * _GROWS:.1f}rem" if points else ""
        around["style"] = f"--shape: {high / wide:.3f}{most}"
        known = around.get("class") or ""
        around["class"] = f"{known if isinstance(known, str) else ' '.join(known)} gr-drawn".strip()
