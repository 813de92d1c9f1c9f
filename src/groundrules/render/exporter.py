"""The nbconvert exporter: `jupyter nbconvert --to groundrules NOTEBOOK`."""

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
from groundrules.render.page import Page, build_page
from groundrules.render.provenance import Provenance, provenance


class ReportExporter(TemplateExporter):
    """One self-contained HTML file: the answer first, no code, provenance last.

    Nothing in it reaches for the network: there is no script, images are data, and a
    content security policy forbids the rest.

    Cell tags: `answer` lifts a cell to the top; `remove-cell` and `remove-output` hide.
    Cell metadata: `caption` (tables, figures) and `alt` (images), a text or a list of
    texts. Notebook metadata: `groundrules.data` (paths, hashed in the footer), `lang`.
    """

    export_from_notebook = "Groundrules report"
    output_mimetype = "text/html"

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
        environment.globals.update(style=Markup(style()), safe=Markup(SAFE))
        return environment

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """Add to nbconvert's filters the two that the template starts from."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "report_page", self._page
        yield "provenance", self._provenance

    def _page(self, node: NotebookNode, resources: dict[str, Any]) -> Page:
        folder, name = _place(resources)
        page = build_page(node, folder, name)
        resources["groundrules"]["warnings"].extend(page.warnings)
        return page

    def _provenance(self, node: NotebookNode, resources: dict[str, Any]) -> Provenance:
        folder, name = _place(resources)
        ours = resources["groundrules"]
        origin = provenance(
            node,
            folder,
            name,
            executed_now=ours.get("executed_now", False),
            output=Path(ours.get("output", folder / f"{name}.html")),
        )
        for file in origin.data:
            if file.sha256 is None:
                ours["warnings"].append(f" the data file {file.name} is not there to be hashed")
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


def _place(resources: dict[str, Any]) -> tuple[Path, str]:
    metadata = resources.get("metadata", {})
    return Path(metadata.get("path") or ".").resolve(), metadata.get("name") or "notebook"
