"""The nbconvert exporters: `jupyter nbconvert --to groundrules NOTEBOOK`, and `--to groundrules-slides`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from groundrules.pages import SAFE, style
from groundrules.render.box import Summary
from groundrules.render.deck import Deck, build_deck
from groundrules.render.fit import fit, fit_answer
from groundrules.render.page import Page, build_page
from groundrules.render.provenance import Provenance, provenance
from groundrules.render.summary import summary
from groundrules.render.verdicts import Judge


class ReportExporter(TemplateExporter):
    """One self-contained HTML file: the answer first, no code, provenance last.

    Nothing in it reaches for the network: there is no script, images are data, and a
    content security policy forbids the rest.

    Cell tags: `answer` lifts a cell to the top; `remove-cell` and `remove-output` hide.
    Cell metadata: `caption` (tables, figures) and `alt` (images), a text or a list of
    texts; `units`, {column: unit}, writes the numbers of tables. Notebook metadata, in
    `groundrules`: `data` (paths, hashed in the footer), `plan` (its file), `readout` (JSON of
    `groundrules readout`) or `answer` (the project's own), which fills the box at the top, `lang`.
    """

    export_from_notebook = "Groundrules report"
    output_mimetype = "text/html"
    styles: tuple[str, ...] = ("report.css",)
    judge: Judge | None = None
    """Says whether the data keep their contracts; without it they are not judged, and the footer says so."""

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "report"

    @default("extra_template_basedirs")
    def _own_template_folder(self) -> list[str]:
        return [str(Path(__file__).parent)]

    def _create_environment(self) -> Environment:
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True  # titles and paths come from anywhere
        own = [(Path(__file__).parent / name).read_text(encoding="utf-8") for name in self.styles]
        environment.globals.update(style=Markup("\n".join([style(), *own])), safe=Markup(SAFE))
        return environment

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Add to nbconvert's filters those that the templates start from."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "report_page", self._page
        yield "slide_deck", self._deck
        yield "fit", fit
        yield "fit_answer", fit_answer
        yield "summary", self._summary
        yield "provenance", self._provenance

    def _page(self, node: NotebookNode, resources: dict[str, Any], told: Summary | None) -> Page:
        page = build_page(node, *_place(resources), summed_up=told is not None)
        resources["groundrules"]["warnings"].extend(page.warnings)
        return page

    def _deck(self, node: NotebookNode, resources: dict[str, Any], told: Summary | None) -> Deck:
        deck = build_deck(node, *_place(resources), summed_up=told is not None)
        resources["groundrules"]["warnings"].extend(deck.warnings)
        return deck

    def _summary(self, node: NotebookNode, resources: dict[str, Any]) -> Summary | None:
        told = summary(node, _place(resources)[0])
        if told:
            resources["groundrules"]["warnings"].extend(
                f" {told.file}: {why}" for why in told.stale
            )
        return told

    def _provenance(self, node: NotebookNode, resources: dict[str, Any]) -> Provenance:
        folder, name = _place(resources)
        ours = resources["groundrules"]
        origin = provenance(
            node,
            folder,
            name,
            executed_now=ours.get("executed_now", False),
            output=Path(ours.get("output", folder / f"{name}.html")),
            judge=type(self).judge,
            parameters=ours.get("parameters", {}),
        )
        for file in origin.data:
            if file.sha256 is None:
                ours["warnings"].append(f" the data file {file.name} is not there to be hashed")
        for one in origin.verdicts:
            if one.state != "passed":
                ours["warnings"].append(f" the contract of {one.data}: {one.said}")
        if origin.plan and origin.plan.sha256 is None:
            ours["warnings"].append(f" the plan {origin.plan.file} cannot be read")
        return origin

    def from_notebook_node(  # type: ignore[override]  # as every exporter of nbconvert does
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the HTML, and resources whose `groundrules.warnings` is a list of texts.

        Whoever passes `groundrules` in `resources` shows the warnings himself; for
        nbconvert's own program they go to its log.
        """
        given = dict(resources or {})
        ours = {**given.get("groundrules", {}), "warnings": []}
        html, used = super().from_notebook_node(nb, {**given, "groundrules": ours}, **kw)
        if "groundrules" not in given:
            for warning in used["groundrules"]["warnings"]:
                self.log.warning("%s.ipynb:%s", _place(given)[1], warning)
        return html, used


class SlidesExporter(ReportExporter):
    """The same notebook as slides in one HTML file, without a script: they snap into place as the page scrolls.

    Jupyter's slide types say where slides begin (`slide`, `subslide`), what is left out (`skip`) and what is for
    the speaker (`notes`); fragments are shown at once. Printed, each slide is one page.
    """

    export_from_notebook = "Groundrules slides"
    styles = ("report.css", "slides.css")

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".slides.html"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".html.j2"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "slides"


def _place(resources: dict[str, Any]) -> tuple[Path, str]:
    metadata = resources.get("metadata", {})
    return Path(metadata.get("path") or ".").resolve(), metadata.get("name") or "notebook"
