"""Slides of a notebook: title and answer first, then one slide for each that Jupyter's slide types begin."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from nbformat import NotebookNode

from groundrules.render.arrange import arrange
from groundrules.render.fit import fit
from groundrules.render.page import (
    HEADINGS,
    Piece,
    answer_heading,
    gather,
    language,
    take_title,
    unique_ids,
)

_STARTS = ("slide", "subslide")
_FULL = 110
"""Words beyond which a slide is told to be full; tables and figures count besides."""


@dataclass(frozen=True)
class Slide:
    """One slide: HTML, what the speaker says, and what it is called where it has no heading."""

    body: Markup
    notes: Markup
    heading: str | None
    fit: str
    """The class that sizes its text."""


@dataclass(frozen=True)
class Deck:
    """The slides of a notebook."""

    title: str
    lang: str
    answer_heading: str
    answer: Markup
    slides: tuple[Slide, ...]
    warnings: tuple[str, ...]


@dataclass
class _Open:
    """A slide that is being filled."""

    shown: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def build_deck(node: NotebookNode, folder: Path, name: str, *, summed_up: bool = False) -> Deck:
    """Return the slides of a notebook, as `groundrules.render.page.gather` finds its cells.

    Cells of slide type `slide` or `subslide` begin a slide, `fragment` goes on with it (nothing appears by
    steps), `skip` is left out, `notes` are for the speaker. In a notebook without any of these, each heading of
    the first or second level begins one.
    """
    draft = gather(node, folder, name, summed_up=summed_up)
    answer = draft.answer()
    pieces = [one for one in draft.pieces if not one.answer and one.slide != "skip"]
    opened = _opened(pieces)
    soups = [BeautifulSoup("\n".join(one.shown), "html.parser") for one in opened]
    title = next((text for soup in soups if (text := take_title(soup))), "") or take_title(answer)
    heading = answer_heading(answer)
    for soup in soups:
        _level(soup)
        arrange(soup)
    unique_ids(answer, *soups)
    slides = [
        Slide(Markup(html), notes, _heading(soup), fit(html, taken=1.3 if notes else 0))
        for one, soup in zip(opened, soups, strict=True)
        for html, notes in [(soup.decode(), Markup("\n".join(one.notes)))]
        if soup.get_text(strip=True) or soup.find("img")
    ]
    return Deck(
        title=title or str(node.metadata.get("title") or name),
        lang=language(node),
        answer_heading=heading,
        answer=Markup(answer.decode()),
        slides=tuple(slides),
        warnings=(*draft.warnings, *_full(soups)),
    )


def _opened(pieces: list[Piece]) -> list[_Open]:
    typed = any(piece.slide in _STARTS for piece in pieces)
    found: list[_Open] = []
    for piece in pieces:
        begins = piece.slide in _STARTS if typed else _begins(piece.html)
        if begins or not found:
            found.append(_Open())
        (found[-1].notes if piece.slide == "notes" else found[-1].shown).append(piece.html)
    return found


def _begins(html: str) -> bool:
    first = next(
        (one for one in BeautifulSoup(html, "html.parser").children if isinstance(one, Tag)), None
    )
    return first is not None and first.name in ("h1", "h2")


def _level(soup: BeautifulSoup) -> None:
    """The first heading is the slide's, the others are below it."""
    for number, heading in enumerate(soup.find_all(HEADINGS)):
        heading.name = "h3" if number else "h2"


def _heading(soup: BeautifulSoup) -> str | None:
    first = soup.find("h2")
    return str(first["id"]) if isinstance(first, Tag) else None


def _full(soups: list[BeautifulSoup]) -> list[str]:
    told = []
    for soup in soups:
        outside = [s for s in soup.find_all(string=True) if not s.find_parent("table")]
        words = len(" ".join(outside).split())
        things = len(soup.find_all(["img", "table"]))
        if words > _FULL or things > 2:
            title = soup.find("h2")
            name = title.get_text(" ", strip=True) if title else " ".join(outside).strip()[:40]
            told.append(
                f" the slide {name!r} holds {words} words and {things} tables or figures: one idea a slide"
            )
    return told
