"""Units, the summary from a readout, contracts, slides: what a report tells besides its cells."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from readouts import answered, stopped

from groundrules import charts
from groundrules import render as rendering
from groundrules.cli.render import run_render
from groundrules.errors import ContentError, GroundrulesError, UsageError
from groundrules.readout.origin import Origin, Table
from groundrules.readout.report.json import json as written
from groundrules.readout.result import Readout
from groundrules.render import chromium
from groundrules.render.exporter import ReportExporter
from groundrules.render.told import Told
from groundrules.render.verdicts import Verdict
from groundrules.reports import render, render_all
from groundrules.reports.judging import judge
from groundrules.tables.address import parse
from groundrules.tables.fingerprint import seen

Make = Callable[..., Path]
ANSWER = new_markdown_cell("Yes.", metadata={"tags": ["answer"]})


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def write(*cells: Any, **ours: Any) -> Path:
        path = tmp_path / "analysis.ipynb"
        nbformat.write(new_notebook(cells=list(cells), metadata={"groundrules": ours}), path)
        return path

    return write


def soup(path: Path, warnings: list[str] | None = None, **options: Any) -> BeautifulSoup:
    tell = (warnings if warnings is not None else []).append
    made = render(path, report=tell, **options)
    return BeautifulSoup(made.read_text(encoding="utf-8"), "html.parser")


def table(head: list[str], rows: list[list[str]], **metadata: Any) -> Any:
    cells = "".join(f"<th>{one}</th>" for one in head)
    body = "".join(f"<tr><th>{r[0]}</th>{''.join(f'<td>{v}</td>' for v in r[1:])}</tr>" for r in rows)  # fmt: skip
    html = f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"
    shown = new_output("display_data", data={"text/html": html})
    return new_code_cell("", metadata=metadata, outputs=[shown])


def texts(page: BeautifulSoup) -> list[list[str]]:
    rows = [row.find_all(["th", "td"]) for row in page.select(".gr-body tr")]
    return [[cell.get_text(" ", strip=True) for cell in row] for row in rows]


def test_numbers_are_written_in_their_units(make: Make, tmp_path: Path) -> None:
    (tmp_path / "groundrules.toml").write_text("")  # our own catalogue of metrics
    units = {"n": "count", "revenue": "EUR", "share": "percent"}
    units["hours"] = "metric:watch_hours_per_user"
    path = make(
        ANSWER,
        table(
            ["", "n", "revenue", "share", "hours", "note"],
            [
                ["a", "1234567.0", "-1234.5", "0.0312", "1.23456", "12.5 of 13"],
                ["b", "12", "3", "1.2e-1", "NaN", "0.5"],
            ],
            units=units,
        ),
    )
    warnings: list[str] = []
    assert texts(soup(path, warnings)) == [
        ["", "n", "revenue EUR", "share", "hours hours", "note"],
        ["a", "1,234,567", "−1,234.50", "3.1%", "1.23", "12.5 of 13"],
        ["b", "12", "3.00", "12.0%", "n/a", "0.5"],
    ]  # fmt: skip
    assert warnings == []


def test_a_unit_may_say_how_many_digits(make: Make) -> None:
    rows = [["a", "1289.46", "0.03123"], ["b", "-3", "0.5"]]
    units = {"fall": "EUR:0", "share": "percent:2"}
    page = soup(make(ANSWER, table(["", "fall", "share"], rows, units=units)))
    assert texts(page) == [
        ["", "fall EUR", "share"],
        ["a", "1,289", "3.12%"],
        ["b", "−3", "50.00%"],
    ]


def test_days_stay_on_one_line_and_nothing_else_does(make: Make) -> None:
    text = "## Since 2024-03-13\n\nIt *began 2024-03-13*; `2024-03-14`, a-2024-03-15, 2024-03-16T10:00."
    page = soup(make(ANSWER, new_markdown_cell(text), table(["", "day"], [["a", "2024-03-17"]])))
    assert [one.text for one in page.find_all("time")] == ["2024-03-13", "2024-03-13", "2024-03-17"]
    assert {str(one["datetime"]) for one in page.find_all("time")} == {"2024-03-13", "2024-03-17"}
    assert "It began 2024-03-13; 2024-03-14, a-2024-03-15, 2024-03-16T10:00." in page.text
    assert re.search(r"time \{[^}]*white-space: nowrap", str(page.style))


def test_units_are_of_rows_where_rows_are_metrics(make: Make) -> None:
    rows = [["share", "0.1", "0.25"], ["orders", "1.5", "2"]]
    units = {"share": "percent", "orders": "orders"}
    page = soup(make(ANSWER, table(["", "control", "new"], rows, units=units)))
    assert texts(page)[1:] == [["share", "10.0%", "25.0%"], ["orders orders", "1.5", "2.0"]]


def test_units_that_cannot_be_followed_are_told(make: Make) -> None:
    warnings: list[str] = []
    soup(make(ANSWER, table(["", "n"], [["a", "1"]], units={"m": "EUR"})), warnings)
    assert len(warnings) == 1 and "'m', which no table has" in warnings[0]
    with pytest.raises(UsageError, match="no metric is called `nope`"):
        soup(make(ANSWER, table(["", "n"], [["a", "1"]], units={"n": "metric:nope"})))
    with pytest.raises(GroundrulesError, match=r"cell 2: the metadata `units` must be columns"):
        soup(make(ANSWER, table(["", "n"], [["a", "1"]], units=["EUR"])))


def place(tmp_path: Path, readout: Readout) -> Readout:
    """Return the readout as one of the plan and data that are written into the folder."""
    (tmp_path / "plan.yaml").write_text("name: autoplay\nstart: 2024-03-04\n")
    (tmp_path / "orders.csv").write_text("a\n1\n")
    state = seen(parse(tmp_path / "orders.csv"))
    assert state is not None
    tables = (Table("orders", "orders.csv", 1, state.size, state.changed, state.fingerprint),)
    digest = hashlib.sha256((tmp_path / "plan.yaml").read_bytes()).hexdigest()
    found = replace(readout, origin=Origin("plan.yaml", digest, None, False, tables, "0.1.0"))
    (tmp_path / "readout.json").write_text(written(found), encoding="utf-8")
    return found


def test_the_box_begins_with_what_the_readout_decided(make: Make, tmp_path: Path) -> None:
    place(tmp_path, answered())
    warnings: list[str] = []
    page = soup(make(new_markdown_cell("# T"), ANSWER, plan="plan.yaml", readout="readout.json"), warnings)  # fmt: skip
    box = page.select_one(".gr-answer")
    assert box is not None and "good" in (box.get("class") or [])
    words = " ".join(box.get_text(" ").split())
    assert words.startswith("Answer Yes: treatment Autoplay is turned on.")
    assert "Orders per user treatment +0.084 orders (+0.039 to +0.129)" in words
    assert "better p = 0.0003" in words and "harm beyond the margin of 3% is excluded" in words
    assert words.endswith("Yes.") and warnings == []
    footer = page.footer
    assert footer is not None and "orders.csv as written" in footer.text and "autoplay" in footer.text  # fmt: skip


def test_a_readout_of_other_data_or_another_plan_is_told(make: Make, tmp_path: Path) -> None:
    place(tmp_path, answered())
    path = make(new_markdown_cell("# T"), plan="plan.yaml", readout="readout.json")
    (tmp_path / "orders.csv").write_text("a\n2\n")
    (tmp_path / "plan.yaml").write_text("name: another\n")
    warnings: list[str] = []
    told = soup(path, warnings).select_one(".gr-warning")
    assert told is not None and "The data changed since the readout: orders.csv" in told.text
    assert "another version of the plan" in told.text
    assert len(warnings) == 2 and all("readout.json" in one for one in warnings)


def test_refused_guards_are_told_and_no_effect(make: Make, tmp_path: Path) -> None:
    place(tmp_path, stopped())
    box = soup(make(new_markdown_cell("# T"), readout="readout.json")).select_one(".gr-answer")
    assert box is not None and "No answer yet" in box.text and len(box.select(".gr-refusal")) == 2
    assert not box.find("table") and "bad" in (box.get("class") or [])


def test_what_is_no_readout(make: Make, tmp_path: Path) -> None:
    path = make(ANSWER, readout="readout.json")
    with pytest.raises(UsageError, match="no such readout"):
        render(path)
    (tmp_path / "readout.json").write_text("{}")
    with pytest.raises(ContentError, match="not what `groundrules readout"):
        render(path)


def test_the_reader_of_readouts_asks_for_nothing_that_they_do_not_hold() -> None:
    ours = msgspec.json.schema(Told)["$defs"]
    theirs = json.loads((ROOT / "standards" / "schema" / "readout.json").read_text())["$defs"]
    for name, form in ours.items():
        assert form["properties"].keys() <= theirs[name]["properties"].keys(), name


def test_a_table_without_a_caption_is_named_by_its_heading_and_its_columns(make: Make) -> None:
    text = "### Baselines\n\n| a |\n|---|\n| 1 |\n\n### Platforms\n\n| a |\n|---|\n| 2 |\n\n| b |\n|---|\n| 3 |"
    page = soup(make(ANSWER, new_markdown_cell(text)))
    named = [box["aria-label"] for box in page.select(".gr-table")]
    assert named == ["Baselines: a", "Platforms: a", "Platforms: b"]


CRITERION = {
    "name": "error", "beside": "mean", "wanted": "above 10%", "verdict": "better", "holds": True,
    "value": 0.216, "low": -0.01, "high": 0.28, "unit": "percent",
}  # fmt: skip


def decided(tmp_path: Path, **more: object) -> None:
    """Write an answer of a file beside it."""
    (tmp_path / "rows.csv").write_text("a\n1\n")
    files = {"rows.csv": hashlib.sha256(b"a\n1\n").hexdigest()}
    told = {"version": 1, "word": "Yes", "holds": True, "action": "Use it.", "level": 0.95}
    content = {**told, "criteria": [CRITERION], "files": files, **more}
    (tmp_path / "answer.json").write_text(json.dumps(content), encoding="utf-8")


def test_the_box_begins_with_what_the_project_decided(make: Make, tmp_path: Path) -> None:
    open_ = {"name": "bias", "wanted": "none", "verdict": "not known", "holds": None}
    index = {**open_, "name": "index", "value": 0.9, "decimals": 2}
    words = {**open_, "name": "source", "said": "21 of 21 days", "verdict": "no", "holds": False}
    decided(tmp_path, criteria=[CRITERION, open_, words, index], warning="Two days are not final.")
    page = soup(make(new_markdown_cell("# T"), answer="answer.json"))
    box = page.select_one(".gr-answer")
    assert box is not None and "good" in (box.get("class") or [])
    told = " ".join(box.get_text(" ").split())
    assert told.startswith("Answer Yes Use it. What was agreed to decide, and what was found, with")
    assert "with 95% intervals" in told
    assert "Error mean 21.6% (−1.0% to 28.0%) agreed: above 10% better" in told
    assert "Bias not known agreed: none not known" in told and "Source 21 of 21 days" in told
    assert "Index 0.90 agreed" in told
    tones = [(one.text, (one.get("class") or [""])[-1]) for one in box.select(".gr-verdict")]
    assert tones == [
        ("better", "good"),
        ("not known", "open"),
        ("no", "bad"),
        ("not known", "open"),
    ]
    assert told.endswith("Two days are not final.") and "Earlier looks" not in told
    assert page.footer is not None and "answer.json" in page.footer.text


def test_an_answer_of_other_files_is_told(make: Make, tmp_path: Path) -> None:
    decided(tmp_path)
    path = make(new_markdown_cell("# T"), answer="answer.json")
    assert soup(path).select_one(".gr-warning") is None
    (tmp_path / "rows.csv").write_text("a\n2\n")
    told = soup(path).select_one(".gr-warning")
    assert told is not None and "rows.csv changed since the answer" in told.text
    (tmp_path / "rows.csv").unlink()
    told = soup(path).select_one(".gr-warning")
    assert told is not None and "rows.csv, is not here to be compared" in told.text


def test_what_is_no_answer(make: Make, tmp_path: Path) -> None:
    path = make(ANSWER, answer="answer.json")
    with pytest.raises(UsageError, match="no such answer"):
        render(path)
    decided(tmp_path, vord="x")
    with pytest.raises(ContentError, match=r"schema/answer.json says: .*vord"):
        render(path)
    with pytest.raises(GroundrulesError, match="one fills the box"):
        render(make(ANSWER, answer="answer.json", readout="readout.json"))


CONTRACT = """import pandera.pandas as pa

class Orders(pa.DataFrameModel):
    id: int = pa.Field(unique=True)
    value: float = pa.Field(ge=0)
"""


def test_contracts_are_judged_when_a_report_is_made(make: Make, tmp_path: Path) -> None:
    (tmp_path / "contract.py").write_text(CONTRACT)
    (tmp_path / "good.csv").write_text("id,value\n1,2.5\n2,3.5\n")
    (tmp_path / "bad.csv").write_text("id,value\n1,-2.5\n1,3.5\n")
    names = ("good.csv", "bad.csv", "gone.csv")
    entries = "".join(f'"{one}" = "contract.py:Orders"\n' for one in names)
    (tmp_path / "groundrules.toml").write_text(f"[contracts]\n{entries}")
    path = make(new_markdown_cell("# T"), ANSWER, data=list(names))
    warnings: list[str] = []
    footer = soup(path, warnings).select("footer dd")
    told = [dd.get_text(" ", strip=True) for dd in footer if "contract.py" in dd.text]
    assert re.search(r"good\.csv by contract\.py:Orders: passed, \d+ rules over 2 rows", told[0])
    assert re.search(r"FAILED, 2 of \d+ rules over 2 rows: .*unique.*\(2 rows\)", told[1])
    assert "not judged: " in told[2] and len(warnings) == 3
    from groundrules import render as below

    without = below.render(path).read_text(encoding="utf-8")
    assert "not judged here: `groundrules render` judges them" in without


def test_data_are_judged_once_for_all_renderings(make: Make, tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("id\n1\n")
    asked: list[list[str]] = []

    def counting(_folder: Path, data: Sequence[str]) -> list[Verdict]:
        asked.append(list(data))
        return [Verdict("orders.csv", "orders.py:Orders", rules=1, rows=1)]

    path = make(ANSWER, data=["orders.csv"])
    done = rendering.render_all(path, {"report": None, "slides": None}, judge=counting)
    assert asked == [["orders.csv"]]
    for page in done.files.values():
        assert "passed, 1 rules over 1 rows" in page.read_text(encoding="utf-8")


def test_a_verdict_never_says_more_than_was_judged() -> None:
    some = Verdict("a", "c", rules=5, rows=1000, skipped=2)
    assert some.said == "passed, 5 rules over 1,000 rows, 2 of them could not be judged"
    assert Verdict("a", "c", unread="no file").state == "not judged"


def typed(text: str, kind: str) -> Any:
    return new_markdown_cell(text, metadata={"slideshow": {"slide_type": kind}})


def test_slides_follow_jupyters_slide_types(make: Make) -> None:
    path = make(
        typed("# Title", "slide"), ANSWER, typed("## One\n\ntext", "slide"), typed("more", "fragment"),
        typed("say this", "notes"), typed("## Two\n\n### Deeper", "subslide"), typed("hidden", "skip"),
    )  # fmt: skip
    page = soup(path, to="slides")
    shown = [" ".join(one.get_text(" ").split()) for one in page.select(".gr-slide .gr-on")]
    assert shown[0] == "Title Answer Yes." and shown[1:3] == ["One text more", "Two Deeper"]
    assert shown[3].startswith("Where this comes from") and len(shown) == 4
    assert "hidden" not in page.text and page.select_one(".gr-notes p").text == "say this"  # type: ignore[union-attr]
    assert "say this" not in soup(path).text
    for link in page.select(".gr-pager a"):
        assert page.find(id=str(link["href"])[1:]) is not None
    assert not page.find_all(["script", "link"]) and [h.text for h in page.find_all("h1")] == ["Title"]  # fmt: skip


def test_slides_without_types_begin_at_headings(make: Make) -> None:
    warnings: list[str] = []
    page = soup(make(new_markdown_cell("# T"), ANSWER, new_markdown_cell("## A\n\n" + "word " * 150),
                     new_markdown_cell("text"), new_markdown_cell("## B")), warnings, to="slides")  # fmt: skip
    assert [h.text for h in page.select(".gr-slide h2")] == ["Answer", "A", "B", "Where this comes from"]  # fmt: skip
    assert len(warnings) == 1 and "'A' holds 152 words" in warnings[0]


def test_alt_text_comes_from_the_code_and_dark_figures_from_the_style(make: Make, tmp_path: Path) -> None:  # fmt: skip
    import matplotlib

    matplotlib.use("agg")
    with matplotlib.rc_context():
        charts.use()
        figure = charts.intervals(["a"], [1.0], [0.5], [1.5], unit="EUR")
        svg = charts.save(figure, tmp_path / "x.svg").read_text()
    bundle = figure._repr_mimebundle_()[1]  # what IPython merges into the output
    output = new_output("display_data", data={"image/svg+xml": svg}, metadata=bundle)
    page = soup(make(ANSWER, new_code_cell("", metadata={"caption": "C"}, outputs=[output])))
    picture = page.select_one("figure > picture")
    assert picture is not None and picture.img is not None and picture.source is not None
    assert "a: +1.00 (+0.50 to +1.50)" in str(picture.img["alt"])
    assert picture.source["srcset"] != picture.img["src"]


def test_a_notebook_that_is_run_shows_its_parameters(make: Make) -> None:
    path = make(ANSWER, new_code_cell("date = ''", metadata={"tags": ["parameters"]}))
    made = render(path, execute=True, parameters={"date": "2024-03-24"})
    text = BeautifulSoup(made.read_text(encoding="utf-8"), "html.parser").footer
    assert text is not None and "date = 2024-03-24" in text.text and "for this report" in text.text


def test_strict_exits_1_on_warnings(make: Make) -> None:
    image = new_output("display_data", data={"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>"})  # fmt: skip
    path = make(ANSWER, new_code_cell("", outputs=[image]))
    asked = {"notebook": path, "output": None, "execute": False, "to": ["report", "slides"]}
    assert run_render(argparse.Namespace(**asked, strict=False)) == 0
    assert run_render(argparse.Namespace(**asked, strict=True)) == 1
    assert path.with_suffix(".html").is_file() and path.with_suffix(".slides.html").is_file()


def test_without_a_browser_a_pdf_is_one_clear_error(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(chromium, "find", lambda: None)
    path = make(ANSWER)
    with pytest.raises(UsageError, match="print it to a PDF, which gives the same pages"):
        render(path, to="pdf")
    assert not path.with_suffix(".pdf").exists()
    with pytest.raises(UsageError, match="named for two"):
        render_all(path, {"report": path.with_name("a.html"), "slides": path.with_name("a.html")})
    with pytest.raises(UsageError, match="need the notebook to be executed"):
        render(path, parameters={"a": 1})


def test_nbconvert_is_told_of_exporters_that_are_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = project["entry-points"]["nbconvert.exporters"]
    assert named.keys() == {"groundrules", "groundrules-slides"}
    for place_ in named.values():
        module, _, name = place_.partition(":")
        found = getattr(import_module(module), name)
        assert issubclass(found, ReportExporter) and found.judge is judge


@pytest.mark.heavy
def test_nbconvert_gives_what_render_gives_contracts_too(make: Make, tmp_path: Path) -> None:
    (tmp_path / "contract.py").write_text(CONTRACT)
    (tmp_path / "good.csv").write_text("id,value\n1,2.5\n2,3.5\n")
    (tmp_path / "groundrules.toml").write_text('[contracts]\n"good.csv" = "contract.py:Orders"\n')
    path = make(new_markdown_cell("# T"), ANSWER, data=["good.csv"])
    command = [sys.executable, "-m", "nbconvert", path.name, "--to"]
    command.append("groundrules.reports.exporters.SlidesExporter")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    by_nbconvert = path.with_suffix(".slides.html").read_bytes()
    assert b"contract.py:Orders: passed" in by_nbconvert
    assert render(path, to="slides").read_bytes() == by_nbconvert


@pytest.mark.heavy
def test_alt_text_reaches_a_png_without_the_house_style(make: Make) -> None:
    code = (
        "import matplotlib.pyplot as plt\nfrom groundrules import charts\nfigure, axes = plt.subplots()\n"
        "axes.plot([1, 2])\ncharts.describe(figure, 'From 1 to 2.')\nplt.show()"
    )
    warnings: list[str] = []
    page = soup(make(ANSWER, new_code_cell(code)), warnings, execute=True)
    image = page.find("img")
    assert image is not None and image["alt"] == "From 1 to 2."
    assert str(image["src"]).startswith("data:image/png") and not page.find("picture")
    assert not [one for one in warnings if "no alt text" in one]


def test_a_report_does_not_tell_where_the_project_lies(tmp_path: Path) -> None:
    from groundrules.render.summary import _shown

    assert _shown(str(tmp_path / "data" / "x.parquet"), tmp_path) == "data/x.parquet"
    for address in ("data/x.parquet", "/elsewhere/x.parquet", "spark:shop.orders"):
        assert _shown(address, tmp_path) == address
