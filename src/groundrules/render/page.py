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
from groundrules.render.outputs import output_html
from groundrules.render.tables import align_headers, mend_table

_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


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


@dataclass
class _Draft:
    folder: Path
    answer: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def build_page(node: NotebookNode, folder: Path, name: str) -> Page:
    """Return the page of a notebook that lies in `folder` under `name` (no suffix).

    Raises GroundrulesError when a cell ended in an exception: such a notebook has no
    report. A cell tagged `raises-exception` may.
    """
    draft = _Draft(folder)
    for number, cell in enumerate(node.cells, start=1):
        tags = set(cell.metadata.get("tags", []))
        if tags & {"remove-cell", "remove_cell"}:
            continue
        html = _cell_html(cell, number, tags, draft, f"{name}.ipynb")
        (draft.answer if "answer" in tags else draft.body).append(html)
    if not any(draft.answer):
        draft.warnings.append(" no cell is tagged `answer`: the report has no summary at its top")
    answer = BeautifulSoup("\n".join(filter(None, draft.answer)), "html.parser")
    body = BeautifulSoup("\n".join(filter(None, draft.body)), "html.parser")
    title = _title(body, answer) or str(node.metadata.get("title") or name)
    heading = _answer_heading(answer)
    _demote(body)
    _unique_ids(answer, body)
    ours = node.metadata.get("groundrules", {})
    return Page(
        title=title,
        lang=str(ours.get("lang", "en") if isinstance(ours, dict) else "en"),
        answer_heading=heading,
        answer=Markup(answer.decode()),
        body=Markup(body.decode()),
        contents=tuple((str(h["id"]), h.get_text(" ", strip=True)) for h in body.find_all("h2")),
        warnings=tuple(draft.warnings),
    )


def _cell_html(cell: NotebookNode, number: int, tags: set[str], draft: _Draft, file: str) -> str:
    place = f"cell {number}"
    if cell.cell_type == "markdown":
        html = _markdown(cell.source, f"{file}:{place}", cell.get("attachments"))
        soup, trouble = clean(html, draft.folder)
    elif cell.cell_type == "code" and not tags & {"remove-output", "remove_output"}:
        soup, trouble = _outputs(cell, f"{file}:{place}", tags, draft.folder)
    else:
        return ""
    trouble += _describe(soup, cell.metadata)
    draft.warnings += [f"{place}: {line}" for line in trouble]
    return soup.decode()


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


def _describe(soup: BeautifulSoup, metadata: NotebookNode) -> list[str]:
    """Add captions and alt texts from the cell's metadata; return what is missing."""
    tables, images = soup.find_all("table"), soup.find_all("img")
    captions = _texts(metadata.get("caption"))
    for table in tables:
        mend_table(soup, table, captions.pop(0) if captions and not table.caption else None)
        align_headers(table)
    alts, warnings = _texts(metadata.get("alt")), []
    for image in images:
        if not str(image.get("alt") or "").strip():
            image["alt"] = alts.pop(0) if alts else ""
        if not image["alt"]:
            image["alt"] = "Image without a description"
            warnings.append(
                "an image has no alt text: say in the cell's metadata `alt` what it shows"
            )
        if captions:
            caption = soup.new_tag("figcaption")
            caption.string = captions.pop(0)
            image.wrap(soup.new_tag("figure")).append(caption)
    return warnings


def _texts(value: object) -> list[str]:
    """A text, or a list of texts in the order of the tables and images."""
    return [str(text) for text in (value if isinstance(value, list) else [value]) if text]


def _title(*parts: BeautifulSoup) -> str:
    """The text of the first heading, which leaves the body when it was the page's own title."""
    for part in parts:
        first = part.find(_HEADINGS)
        if isinstance(first, Tag) and first.get_text(strip=True):
            text = first.get_text(" ", strip=True)
            if first.name == "h1":
                first.decompose()
            return text
    return ""


def _answer_heading(answer: BeautifulSoup) -> str:
    """The heading that the answer begins with becomes that of its box."""
    first = next((child for child in answer.children if isinstance(child, Tag)), None)
    text = "Answer"
    if first is not None and first.name in _HEADINGS:
        text = first.get_text(" ", strip=True) or text
        first.decompose()
    for heading in answer.find_all(_HEADINGS):
        heading.name = f"h{max(3, int(heading.name[1]))}"
    return text


def _demote(body: BeautifulSoup) -> None:
    """The page has one h1, its title; when the body holds more, all its headings step down."""
    if body.find("h1"):
        for heading in body.find_all(_HEADINGS):
            heading.name = f"h{min(6, int(heading.name[1]) + 1)}"


def _unique_ids(*parts: BeautifulSoup) -> None:
    """Headings get ids as JupyterLab makes them, so links within the notebook still work."""
    seen: set[str] = set()
    for part in parts:
        for heading in part.find_all(_HEADINGS):
            heading.attrs.setdefault("id", "-".join(heading.get_text(" ", strip=True).split()))
        for tag in part.find_all(id=True):
            wanted = unique = str(tag["id"]) or "section"
            count = 1
            while unique in seen or unique.startswith("gr-"):
                count += 1
                unique = f"{wanted.removeprefix('gr-')}-{count}"
            tag["id"] = unique
            seen.add(unique)
