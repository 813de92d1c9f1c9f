"""Reports and slides in a real browser: what axe says, without a network, and printed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
import whole_projects as whole
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from pages import axe_source, picture, printed, slides, violations
from readouts import CASES
from test_reports import place

from groundrules import scaffold
from groundrules.render import chromium
from groundrules.reports import render, render_all

pytestmark = [
    pytest.mark.templates,
    pytest.mark.skipif(
        chromium.find() is None, reason="no Chromium, Chrome or Edge is installed here"
    ),
]
SETUP = (
    "import matplotlib.pyplot as plt, pandas as pd\nfrom groundrules import charts\ncharts.use()"
)
TABLE = (
    "index = pd.Index(['control', 'new'], name='arm')\n"
    "pd.DataFrame({'users': [947, 935], 'share': [0.031, 0.034]}, index=index)"
)
EFFECT = (
    "charts.intervals(['Orders per user'], [0.08], [0.04], [0.13], unit='EUR', margin=-0.02)\n"
    "plt.show()"
)
LINES = (
    "figure, axes = plt.subplots()\nfor n in range(5):\n    axes.plot([1, 2, 3], [n, 2, n], label=f'line {n}')\n"
    "charts.label_lines(axes)\ncharts.describe(figure, 'Five lines, from 0 to 4.')\nplt.show()"
)
TEXT = (
    "## How\n\nSome `code`, a [link](https://example.org), *words*.\n\n> quoted\n\n- one\n- two\n\n"
    "```\nx = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |"
)


def write(folder: Path, readout: str = "answered") -> Path:
    """Write a notebook whose report has everything that a report can have."""
    place(folder, CASES[readout])
    cells = [
        new_markdown_cell("# Autoplay"),
        new_code_cell(SETUP),
        new_markdown_cell("It sells more.", metadata={"tags": ["answer"]}),
        new_markdown_cell("## The arms"),
        new_code_cell(TABLE, metadata={"caption": "Users", "units": {"users": "count", "share": "percent"}}),
        new_markdown_cell("## The effect"),
        new_code_cell(EFFECT, metadata={"caption": "The effect"}),
        new_markdown_cell("## By day"),
        new_code_cell(LINES),
        new_code_cell("print('text')"),
        new_markdown_cell(TEXT),
        new_markdown_cell("for the speaker", metadata={"slideshow": {"slide_type": "notes"}}),
    ]  # fmt: skip
    ours = {"data": ["orders.csv", "gone.csv"], "plan": "plan.yaml", "readout": "readout.json"}
    path = folder / "analysis.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"groundrules": ours}), path)
    return path


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_source(tmp_path_factory.mktemp("axe"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Report and slides of one execution."""
    folder = tmp_path_factory.mktemp("made")
    done = render_all(write(folder), {"report": None, "slides": None}, execute=True)
    assert [one for one in done.warnings if "gone.csv" not in one] == []
    return dict(done.files)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", ["report", "slides"])
def test_axe_finds_nothing(
    made: dict[str, Path], axe: str, tmp_path: Path, kind: str, width: int, dark: bool
) -> None:
    page = made[kind].read_text(encoding="utf-8")
    assert violations(page, axe, tmp_path, width=width, dark=dark) == []


@pytest.fixture(scope="module", params=whole.TEMPLATES)
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of each template, after its run."""
    folder, answers = tmp_path_factory.mktemp(request.param), whole.variants(request.param)[0]
    made = scaffold.new(request.param, folder, answers, no_input=True)
    whole.commit(made)
    subprocess.run([sys.executable, "-m", "groundrules", "run"], cwd=made, check=True)
    return made


def test_axe_finds_nothing_in_the_pages_of_a_project(
    project: Path, axe: str, tmp_path: Path
) -> None:
    """Nor is there a figure without a description, which axe takes for described."""
    for path in whole.reports(project):
        page = path.read_text(encoding="utf-8")
        assert "Image without a description" not in page
        for width, dark in ((1000, False), (390, True)):
            assert violations(page, axe, tmp_path, width=width, dark=dark) == [], path.name


def test_each_slide_of_a_project_fits_its_screen_and_its_page(
    project: Path, tmp_path: Path
) -> None:
    decks = [path for path in whole.reports(project) if path.stem.endswith("-slides")]
    assert decks, "each template has slides"
    for path in decks:
        page = path.read_text(encoding="utf-8")
        found = slides(page, tmp_path)
        bad = [one for one in found if one.height > 720 or one.wide > 1280 or one.out or one.cue]
        assert bad == []
        assert printed(page, tmp_path / "deck.pdf") == len(found) > 3


@pytest.mark.parametrize("case", ["stopped", "peeked"])
def test_axe_finds_nothing_where_guards_refuse_or_somebody_looked_before(
    axe: str, tmp_path: Path, case: str
) -> None:
    path = write(tmp_path, case)
    (tmp_path / "orders.csv").write_text("a\n2\n")  # and the data changed
    page = render(path).read_text(encoding="utf-8")
    assert "Not up to date." in page and ("Refused: " in page or "Earlier looks." in page)
    assert violations(page, axe, tmp_path, width=390, dark=True) == []


def test_axe_would_find_something(made: dict[str, Path], axe: str, tmp_path: Path) -> None:
    page = made["report"].read_text(encoding="utf-8")
    bad = re.sub(r' alt="[^"]*"', "", page).replace("--soft: #57606a", "--soft: #d0d0d0")
    found = " ".join(violations(bad, axe, tmp_path, width=1280, dark=False))
    assert "critical image-alt" in found and "serious color-contrast" in found


def test_a_page_names_nothing_outside_itself(made: dict[str, Path]) -> None:
    for path in made.values():
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert not soup.find_all(["script", "link", "iframe", "object", "embed", "base", "form"])
        for tag in soup.find_all(True):
            for name in ("src", "srcset", "poster", "data", "action"):
                assert str(tag.get(name, "data:")).startswith("data:")
        assert not re.search(r"@import|url\(", str(soup.style))


def test_a_page_is_whole_without_a_network(made: dict[str, Path], tmp_path: Path) -> None:
    """Every image of the page has a size when Chromium, for which no host has an address, has read it."""
    page = made["report"].read_text(encoding="utf-8")
    probe = """<script>addEventListener('load', () => { const told = document.createElement('pre');
      told.id = 'told'; told.textContent = [...document.images].map(i => i.naturalWidth).join(' ');
      document.body.append(told); })</script></body>"""
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    copy = tmp_path / "copy.html"
    copy.write_text(bare.replace("</body>", probe), encoding="utf-8")
    assert "--host-resolver-rules=MAP * ~NOTFOUND" in chromium.FLAGS
    flags = ["--dump-dom", "--virtual-time-budget=5000"]
    done = chromium.ask(chromium.needed(), flags, copy.as_uri(), 120)
    told = re.search(r'<pre id="told">([\d ]+)</pre>', done.stdout.decode())
    widths = [int(one) for one in told[1].split()] if told else []
    assert len(widths) == 2 and min(widths) > 300
    plain = tmp_path / "plain.html"
    plain.write_text(page, encoding="utf-8")
    assert picture(plain, tmp_path / "shot.png").startswith(b"\x89PNG")


def test_each_slide_is_a_page_and_a_pdf_is_tagged(made: dict[str, Path], tmp_path: Path) -> None:
    notebook = made["report"].with_suffix(".ipynb")
    first = render(notebook, tmp_path / "s.pdf", to="slides").read_bytes()
    slides = BeautifulSoup(render(notebook, tmp_path / "s.html", to="slides").read_text(), "html.parser")  # fmt: skip
    assert len(re.findall(rb"/Type /Page\b", first)) == len(slides.select(".gr-slide"))
    assert b"/MarkInfo" in first and b"/StructTreeRoot" in first and b"/Lang" in first
    again = render(notebook, tmp_path / "s.pdf", to="slides").read_bytes()
    assert again == first and b"D:1970" in first
    report: Any = render(notebook, tmp_path / "r.pdf", to="pdf").read_bytes()
    assert report.startswith(b"%PDF-") and b"/StructTreeRoot" in report


def test_a_slide_that_holds_too_much_says_so_and_goes_on_in_print(tmp_path: Path) -> None:
    rows = "\n".join(f"| row {n} | {n} | some words |" for n in range(70))
    cells = [
        new_markdown_cell("# T"),
        new_markdown_cell("Yes.", metadata={"tags": ["answer"]}),
        new_markdown_cell("## Short\n\nA line."),
        new_markdown_cell(f"## Long\n\n| a | b | c |\n|---|---|---|\n{rows}"),
        new_markdown_cell("## Words\n\n" + "many words are said here, " * 200),
    ]
    path = tmp_path / "deck.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    page = render(path, to="slides").read_text(encoding="utf-8")
    first, short, long, words, _ = slides(page, tmp_path)
    assert [first.cue, short.cue, long.cue, words.cue] == [False, False, True, True]
    assert long.height > 720 and words.height > 720 and [*long.out, *words.out] == []
    assert short.height == 720 and words.text < first.text
    assert printed(page, tmp_path / "deck.pdf") > 5 + 2
    only = page.replace(
        "row 69", "row 69" + "<br>x" * 120
    )  # a row more than a page high is not lost either
    assert printed(only, tmp_path / "more.pdf") > printed(page, tmp_path / "deck.pdf")
