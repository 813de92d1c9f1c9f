"""What a report shows, and in which order: title, answer, body.

The title is the notebook's first heading. Cells tagged `answer` come next, then
everything else in the notebook's own order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from markupsafe import Markup
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from groundrules.errors import GroundrulesError
from groundrules.render.clean import clean
from groundrules.render.days import keep_days
from groundrules.render.outputs import output_html
from groundrules.render.tables import align_headers, mend_table
from groundrules.render.units import Units, show_units, units_of

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


@dataclass(frozen=True)
class Page:
    """The parts of a report; HTML that is ready is Markup, the rest is text."""

    title: str
    lang: str
    answer_heading: str
    answer: Markup
    body: Markup
    contents: tuple[tuple[str, str], ...]
    """(id, text) of the sections, for the list of contents."""
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """What one cell shows."""

    html: str
    answer: bool
    slide: str
    """Its `slideshow.slide_type`; nothing where it has none."""


@dataclass
class Draft:
    """What all cells show, and what was left out or is missing."""

    pieces: list[Piece] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def answer(self) -> BeautifulSoup:
        """Return the cells that are tagged `answer`."""
        return BeautifulSoup("\n".join(p.html for p in self.pieces if p.answer), "html.parser")


def gather(node: NotebookNode, folder: Path, name: str, *, summed_up: bool = False) -> Draft:
    """Return what the cells of a notebook show that lies in `folder` under `name` (no suffix).

    summed_up: a readout fills the box at the top, so that no cell has to be tagged `answer`.
    Raises GroundrulesError when a cell ended in an exception: such a notebook has no
    report. A cell tagged `raises-exception` may.
    """
    draft = Draft()
    for number, cell in enumerate(node.cells, start=1):
        tags = set(cell.metadata.get("tags", []))
        if tags & {"remove-cell", "remove_cell", "injected-parameters"}:
            continue
        html, trouble = _cell_html(cell, f"{name}.ipynb:cell {number}", tags, folder)
        draft.warnings += [f"cell {number}: {line}" for line in trouble]
        slide = cell.metadata.get("slideshow", {}).get("slide_type", "")
        if html:
            draft.pieces.append(Piece(html, "answer" in tags, "" if slide == "-" else slide))
    if not summed_up and not any(piece.answer for piece in draft.pieces):
        draft.warnings.append(" no cell is tagged `answer`: the report has no summary at its top")
    return draft


def build_page(node: NotebookNode, folder: Path, name: str, *, summed_up: bool = False) -> Page:
    """Return the page of a notebook, as `gather` finds it; what is for slides alone is left out."""
    draft = gather(node, folder, name, summed_up=summed_up)
    answer = draft.answer()
    shown = [piece.html for piece in draft.pieces if not piece.answer and piece.slide != "notes"]
    body = BeautifulSoup("\n".join(shown), "html.parser")
    title = take_title(body, answer) or str(node.metadata.get("title") or name)
    heading = answer_heading(answer)
    _demote(body)
    unique_ids(answer, body)
    return Page(
        title=title,
        lang=language(node),
        answer_heading=heading,
        answer=Markup(answer.decode()),
        body=Markup(body.decode()),
        contents=tuple((str(h["id"]), h.get_text(" ", strip=True)) for h in body.find_all("h2")),
        warnings=tuple(draft.warnings),
    )


def language(node: NotebookNode) -> str:
    """Return the language that the notebook says it is in."""
    ours = node.metadata.get("groundrules", {})
    return str(ours.get("lang", "en") if isinstance(ours, dict) else "en")


def _cell_html(
    cell: NotebookNode, place: str, tags: set[str], folder: Path
) -> tuple[str, list[str]]:
    if cell.cell_type == "markdown":
        html = _markdown(cell.source, place, cell.get("attachments"))
        soup, trouble = clean(html, folder)
    elif cell.cell_type == "code" and not tags & {"remove-output", "remove_output"}:
        soup, trouble = _outputs(cell, place, tags, folder)
    else:
        return "", []
    units = units_of(cell.metadata.get("units"), folder, place)
    trouble += _describe(soup, cell.metadata, units)
    keep_days(soup)
    return soup.decode(), trouble


def _outputs(
    cell: NotebookNode, place: str, tags: set[str], folder: Path
) -> tuple[BeautifulSoup, list[str]]:
    parts, warnings = [], []
    for output in cell.outputs:
        if output.output_type == "error" and "raises-exception" not in tags:
            raise GroundrulesError(
                f"{place} ended in {output.ename}: {output.evalue}. "
                "No report was written; mend the cell and run the notebook again"
            )
        html, trouble = output_html(output, folder, lambda text: _markdown(text, place))
        parts.append(html)
        warnings += trouble
    return BeautifulSoup("\n".join(filter(None, parts)), "html.parser"), warnings


def _markdown(source: str, place: str, attachments: dict[str, dict[str, str]] | None = None) -> str:
    renderer = IPythonRenderer(
        escape=False, attachments=attachments or {}, exclude_anchor_links=True
    )
    try:
        return str(MarkdownWithMath(renderer=renderer).render(source))
    except InvalidNotebook as error:
        raise GroundrulesError(f"{place}: {error}") from error


def _describe(soup: BeautifulSoup, metadata: NotebookNode, units: Units) -> list[str]:
    """Add captions, alt texts and units from the cell's metadata; return what is missing."""
    tables, images = soup.find_all("table"), soup.find_all("img")
    captions, used = _texts(metadata.get("caption")), set()
    for table in tables:
        used |= show_units(soup, table, units)
        mend_table(soup, table, captions.pop(0) if captions and not table.caption else None)
        align_headers(table)
    alts, warnings = _texts(metadata.get("alt")), []
    for name in sorted(units.keys() - used):
        warnings.append(f"the metadata `units` names {name!r}, which no table has as a header")
    for image in images:
        if not str(image.get("alt") or "").strip():
            image["alt"] = alts.pop(0) if alts else ""
        if not image["alt"]:
            image["alt"] = "Image without a description"
            warnings.append(
                "an image has no alt text: say in the cell's metadata `alt`, or by charts.describe, "
                "what it shows"
            )
        if captions:
            caption = soup.new_tag("figcaption")
            caption.string = captions.pop(0)
            whole = image.find_parent("picture") or image
            whole.wrap(soup.new_tag("figure")).append(caption)
    return warnings


def _texts(value: object) -> list[str]:
    """A text, or a list of texts in the order of the tables and images."""
    return [str(text) for text in (value if isinstance(value, list) else [value]) if text]


def take_title(*parts: BeautifulSoup) -> str:
    """Return the text of the first heading, which leaves the body when it was the page's own title."""
    for part in parts:
        first = part.find(HEADINGS)
        if isinstance(first, Tag) and first.get_text(strip=True):
            text = first.get_text(" ", strip=True)
            if first.name == "h1":
                first.decompose()
            return text
    return ""


def answer_heading(answer: BeautifulSoup) -> str:
    """The heading that the answer begins with becomes that of its box."""
    first = next((child for child in answer.children if isinstance(child, Tag)), None)
    text = "Answer"
    if first is not None and first.name in HEADINGS:
        text = first.get_text(" ", strip=True) or text
        first.decompose()
    for heading in answer.find_all(HEADINGS):
        heading.name = f"h{max(3, int(heading.name[1]))}"
    return text


def _demote(body: BeautifulSoup) -> None:
    """The page has one h1, its title; when the body holds more, all its headings step down."""
    if body.find("h1"):
        for heading in body.find_all(HEADINGS):
            heading.name = f"h{min(6, int(heading.name[1]) + 1)}"


def unique_ids(*parts: BeautifulSoup) -> None:
    """Headings get ids as JupyterLab makes them, so links within the notebook still work."""
    seen: set[str] = set()
    for part in parts:
        for heading in part.find_all(HEADINGS):
            heading.attrs.setdefault("id", "-".join(heading.get_text(" ", strip=True).split()))
        for tag in part.find_all(id=True):
            wanted = unique = str(tag["id"]) or "section"
            count = 1
            while unique in seen or unique.startswith("gr-"):
                count += 1
                unique = f"{wanted.removeprefix('gr-')}-{count}"
            tag["id"] = unique
            seen.add(unique)
