"""Bytes and time of our report and slides beside nbconvert's stock templates, for one executed notebook.

    python benchmarks/report_size.py [NOTEBOOK]

Without NOTEBOOK, the template `experiment` is made, run, and its notebook executed. The stock templates embed images
(`--embed-images`) and hide the code (`--no-input`), as our report does; what they load from a network (MathJax,
require.js) is not part of their bytes, and is listed. Times are medians of rounds in which all take turns, in
this process, nbconvert already imported; they are given as ratios to ours.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter

from groundrules import scaffold
from groundrules.render import exporter
from groundrules.render.execute import run_notebook
from groundrules.render.notebook import read_notebook

ROUNDS = 7
_FETCHED = re.compile(r"""<(?:script|link)[^>]+(?:src|href)=["'](https?://[^"']+)""")


def main() -> None:
    """Print one line for each way to render the notebook."""
    with tempfile.TemporaryDirectory() as folder:
        notebook = Path(sys.argv[1]) if len(sys.argv) > 1 else _project(Path(folder))
        node = run_notebook(read_notebook(notebook), notebook, lambda _line: None)
        ways = _ways(notebook)
        pages = {name: way(nbformat.from_dict(node)) for name, way in ways.items()}
        times = _times(ways, node)
    ours = len(pages["groundrules"].encode())
    print(
        f"{'template':18} {'bytes':>9} {'of ours':>8} {'time / ours':>12}  fetched from a network"
    )
    for name, page in pages.items():
        size = len(page.encode())
        fetched = ", ".join(sorted(set(_FETCHED.findall(page)))) or "nothing"
        ratio = times[name] / times["groundrules"]
        print(f"{name:18} {size:9,} {size / ours:8.2f} {ratio:12.2f}  {fetched}")


def _project(folder: Path) -> Path:
    made = scaffold.new("experiment", folder, {"hooks": "installed"}, no_input=True)
    run = [sys.executable, "-m", "groundrules", "run"]
    subprocess.run(run, cwd=made, check=True, capture_output=True)
    return made / "analysis.ipynb"


def _ways(notebook: Path) -> dict[str, Callable[[Any], str]]:
    resources = {"metadata": {"name": notebook.stem, "path": str(notebook.resolve().parent)}}

    def ours(kind: Any) -> Callable[[Any], str]:
        return lambda node: str(
            kind().from_notebook_node(node, {**resources, "groundrules": {"executed_now": True}})[0]
        )

    def stock(name: str) -> Callable[[Any], str]:
        options = {"template_name": name, "embed_images": True, "exclude_input": True}
        return lambda node: str(HTMLExporter(**options).from_notebook_node(node, dict(resources))[0])  # fmt: skip

    return {
        "groundrules": ours(exporter.ReportExporter),
        "groundrules-slides": ours(exporter.SlidesExporter),
        **{name: stock(name) for name in ("lab", "classic", "basic")},
    }


def _times(ways: dict[str, Callable[[Any], str]], node: Any) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            fresh = nbformat.from_dict(node)
            began = time.perf_counter()
            way(fresh)
            taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(some) for name, some in taken.items()}


if __name__ == "__main__":
    main()
