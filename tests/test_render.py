"""The report of a notebook: what it shows, what it hides, and what it never does."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from groundrules.cli.render import run_render
from groundrules.errors import GroundrulesError, UsageError
from groundrules.render import render

PNG = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763"
        "f8ffff3f0005fe02fea7350d0a0000000049454e44ae426082"
    )
).decode()
FRAME = """<div><style scoped>.dataframe {}</style><table border="1" class="dataframe">
<thead><tr style="text-align: right;"><th></th><th>arm</th><th>users</th></tr></thead>
<tbody><tr><th>0</th><td>new</td><td>1,210</td></tr></tbody></table></div>"""

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a notebook of `cells` and return its path."""

    def write(*cells: Any, name: str = "analysis", **metadata: Any) -> Path:
        path = tmp_path / f"{name}.ipynb"
        nbformat.write(new_notebook(cells=list(cells), metadata=metadata), path)
        return path

    return write


def shown(data: dict[str, str], **metadata: Any) -> Any:
    return new_code_cell(
        "secret_code()", metadata=metadata, outputs=[new_output("display_data", data=data)]
    )


def answer(text: str = "Yes, ship it.") -> Any:
    return new_markdown_cell(text, metadata={"tags": ["answer"]})


def report(path: Path, **options: Any) -> tuple[BeautifulSoup, list[str]]:
    warnings: list[str] = []
    written = render(path, report=warnings.append, **options)
    return BeautifulSoup(written.read_text(encoding="utf-8"), "html.parser"), warnings


def test_answers_first_and_shows_no_code(make: Make) -> None:
    soup, warnings = report(
        make(
            new_markdown_cell("# Checkout\n\nDid it sell more?"),
            new_code_cell(
                "secret_code()",
                outputs=[
                    new_output("stream", name="stdout", text="Read 10 rows.\n"),
                    new_output("stream", name="stderr", text="FutureWarning: old"),
                ],
                execution_count=7,
            ),
            answer("## The answer\n\nYes."),
        )
    )
    main = soup.main
    assert main is not None
    sections = list(main.find_all(True, recursive=False))
    assert sections[0].name == "section" and "Yes." in sections[0].text
    assert soup.h2 is not None and soup.h2.text == "The answer"
    assert [h.text for h in soup.find_all("h1")] == ["Checkout"]
    assert "Read 10 rows." in soup.text
    for hidden in ("secret_code", "FutureWarning", "In [", "Out[", "[7]"):
        assert hidden not in str(soup)
    assert warnings == []


def test_a_code_cells_outputs_can_be_the_answer(make: Make) -> None:
    cell = shown({"text/html": FRAME}, tags=["answer"], caption="Users by arm")
    soup, _ = report(make(new_markdown_cell("# T"), cell))
    box = soup.select_one("section.gr-answer")
    assert box is not None and box.caption is not None and box.caption.text == "Users by arm"


def test_says_that_the_answer_is_missing(make: Make) -> None:
    _, warnings = report(make(new_markdown_cell("# T")))
    assert len(warnings) == 1 and "no cell is tagged `answer`" in warnings[0]


def test_tables_have_caption_and_scope(make: Make) -> None:
    soup, _ = report(make(answer(), shown({"text/html": FRAME}, caption="Users <by> arm")))
    assert soup.caption is not None and soup.caption.text == "Users <by> arm"
    assert [(th.text, th["scope"]) for th in soup.find_all("th")] == [
        ("arm", "col"),
        ("users", "col"),
        ("0", "row"),
    ]
    assert not soup.select("[border], tr[style] th[style]")


def test_tables_without_a_caption_are_told_apart(make: Make) -> None:
    tables = ("| a | b |\n|---|---|\n| 1 | 2 |", "| c | d |\n|---|---|\n| 1 | 2 |")
    page = make(*(new_markdown_cell(one) for one in tables))
    regions = BeautifulSoup(render(page).read_text(encoding="utf-8"), "html.parser").select(
        ".gr-table"
    )
    assert [one["aria-label"] for one in regions] == ["Table: a, b", "Table: c, d"]


def test_images_get_their_alt_text_or_a_warning(make: Make) -> None:
    image = {"image/png": PNG, "text/plain": "<Figure size 640x480 with 1 Axes>"}
    soup, warnings = report(
        make(answer(), shown(image, alt='Effect "up"', caption="Effect"), shown(image))
    )
    assert [img["alt"] for img in soup.find_all("img")] == [
        'Effect "up"',
        "Image without a description",
    ]
    assert soup.figcaption is not None and soup.figcaption.text == "Effect"
    assert len(warnings) == 1 and "cell 3" in warnings[0] and "no alt text" in warnings[0]
    assert "<Figure" not in soup.text


def test_nothing_reaches_for_the_network(make: Make, tmp_path: Path) -> None:
    (tmp_path / "pic.png").write_bytes(base64.b64decode(PNG))
    hostile = """<script src="https://cdn.example/x.js"></script><link rel=stylesheet href=//x.y/z.css>
<iframe src="https://x.y"></iframe><img src="https://x.y/a.png" alt="far" onerror="alert(1)">
<style>@import url(https://x.y/z.css);</style><p style="background:url(https://x.y/p.png)">kept</p>
<a href="java&#10;script:alert(1)">bad link</a> <a href="https://example.org">good link</a>
<svg><image href="https://x.y/b.svg"/></svg><form action="https://x.y"><input></form>"""
    path = make(
        new_markdown_cell(f"# T\n\n{hostile}\n\n![near](pic.png)"),
        answer(),
        shown({"text/html": hostile}),
        shown({"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'/>"}, alt="x"),
        shown({"application/vnd.plotly.v1+json": "{}", "text/html": "<script>plot()</script>"}),  # type: ignore[dict-item]
    )
    soup, warnings = report(path)
    assert not soup.find_all(["script", "iframe", "link", "form", "object", "embed", "base"])
    for tag in soup.find_all(True):
        assert not any(name.startswith("on") for name in tag.attrs)
        for name in ("src", "srcset", "data", "action", "poster", "background"):
            assert str(tag.get(name, "data:")).startswith("data:")
    assert re.findall(r"https?://[^\s\"'<)]*", str(soup)) == ["https://example.org"] * 2
    assert not re.search(r"@import|url\(", str(soup))
    assert "default-src 'none'" in str(soup.find("meta", attrs={"http-equiv": True}))
    assert soup.find("img", alt="near") is not None and "kept" in soup.text
    assert any("on the network" in line for line in warnings)
    assert any("cell 5" in line and "interactive" in line for line in warnings)


def test_hostile_titles_and_names_are_text(make: Make) -> None:
    title = '</title><script>alert("x")</script> {{ 7 * 7 }} \\ & "q"'
    soup, _ = report(make(new_markdown_cell(f"# `{title}`"), answer(), name="a b's"))
    assert soup.title is not None and soup.title.text == title
    assert not soup.find_all("script") and "49" not in soup.text.split("Where")[0]


def test_a_page_that_can_be_walked_without_eyes(make: Make) -> None:
    parts = [new_markdown_cell(f"## Part {n}\n\ntext") for n in range(4)]
    twins = [new_markdown_cell("## Twin\n\na"), new_markdown_cell("## Twin\n\nb")]
    soup, _ = report(
        make(new_markdown_cell("# T"), answer(), *parts, *twins, groundrules={"lang": "de"})
    )
    assert soup.html is not None and soup.html["lang"] == "de"
    for landmark in ("header", "main", "nav", "footer"):
        assert len(soup.find_all(landmark)) == 1
    skip = soup.find("a")
    assert skip is not None and soup.find(id=str(skip["href"]).lstrip("#")) is soup.main
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for link in soup.select("nav a"):
        assert soup.find(id=str(link["href"])[1:]) is not None


def test_provenance(make: Make, tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("a\n1\n")
    cell = new_code_cell(
        "1", metadata={"execution": {"shell.execute_reply": "2024-05-01T10:20:30Z"}}
    )
    path = make(
        new_markdown_cell("# T"), answer(), cell, groundrules={"data": ["d.csv", "gone.csv"]}
    )
    soup, warnings = report(path)
    footer = soup.footer
    assert footer is not None
    for digest in (path.read_bytes(), b"a\n1\n"):
        assert hashlib.sha256(digest).hexdigest() in footer.text
    assert "2024-05-01 10:20 UTC" in footer.text and "not found" in footer.text
    assert "not in a git repository" in footer.text
    assert len(warnings) == 1 and "gone.csv" in warnings[0]


def test_commit_and_dirty_flag(make: Make, tmp_path: Path) -> None:
    def git(*args: str) -> None:
        identity = [
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "-c",
            "commit.gpgsign=false",
        ]
        subprocess.run(
            ["git", "-C", str(tmp_path), *identity, *args], check=True, capture_output=True
        )

    path = make(new_markdown_cell("# T"), answer())
    git("init")
    git("add", ".")
    git("commit", "-m", "x")
    first = render(path).read_bytes()
    assert b"uncommitted" not in first and re.search(rb"<code>[0-9a-f]{40}</code>", first)
    git("add", ".")
    git("commit", "-m", "the report too")
    clean = render(path).read_bytes()
    assert render(path).read_bytes() == clean, "writing a tracked report must not make it dirty"
    (tmp_path / "other.py").write_text("x = 1\n")
    git("add", ".")
    assert b"with uncommitted changes" in render(path).read_bytes()


def test_the_same_input_gives_the_same_bytes(make: Make) -> None:
    path = make(new_markdown_cell("# T"), answer(), shown({"text/html": FRAME}))
    assert render(path).read_bytes() == render(path).read_bytes()


def test_a_stored_exception_is_one_error_and_no_report(make: Make, tmp_path: Path) -> None:
    failed = new_output("error", ename="ValueError", evalue="no rows", traceback=[])
    path = make(new_markdown_cell("# T"), new_code_cell("x", outputs=[failed]))
    (tmp_path / "analysis.html").write_text("the report of yesterday")
    with pytest.raises(GroundrulesError, match=r"analysis\.ipynb:cell 2 .*ValueError: no rows"):
        render(path)
    assert (tmp_path / "analysis.html").read_text() == "the report of yesterday"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["analysis.html", "analysis.ipynb"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "broken JSON"),
        (b'{"cells": [', r"bad\.ipynb:1:12: broken JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[1, 2]", "no notebook"),
        (b'{"a": 1}', "no notebook"),
        (
            b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}',
            "no valid notebook",
        ),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}', "no valid notebook"),
        (
            b'{"nbformat": 99, "nbformat_minor": 5, "metadata": {}, "cells": []}',
            "no valid notebook",
        ),
    ],
)
def test_what_is_no_notebook(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "bad.ipynb"
    path.write_bytes(content)
    with pytest.raises(GroundrulesError, match=message):
        render(path)
    assert list(tmp_path.iterdir()) == [path]


def test_paths(make: Make, tmp_path: Path) -> None:
    path = make(new_markdown_cell("# T"), answer())
    with pytest.raises(UsageError, match="no such notebook"):
        render(tmp_path / "none.ipynb")
    with pytest.raises(UsageError, match="the notebook itself"):
        render(path, path)
    with pytest.raises(GroundrulesError, match="list of paths"):
        render(make(answer(), name="odd", groundrules={"data": "d.csv"}))
    assert render(path, tmp_path / "out" / "r.html").is_file()
    assert render(path, tmp_path / "out") == tmp_path / "out" / "analysis.html"


def test_cells_of_old_notebooks_and_leftovers(tmp_path: Path) -> None:
    raw = {
        "nbformat": 4,
        "nbformat_minor": 2,
        "metadata": {},
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["# Old\n", "\n", "text"]},
            {
                "cell_type": "code",
                "metadata": {"tags": ["answer"]},
                "execution_count": 1,
                "source": ["plt.plot()"],
                "outputs": [
                    {
                        "output_type": "execute_result",
                        "execution_count": 1,
                        "metadata": {},
                        "data": {"text/plain": ["[<matplotlib.lines.Line2D at 0x7f00>]"]},
                    },
                    {
                        "output_type": "stream",
                        "name": "stdout",
                        "text": ["\x1b[31mred\x1b[0m\n", "two"],
                    },
                ],
            },
        ],
    }
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(raw))
    soup, _ = report(path)
    assert soup.h1 is not None and soup.h1.text == "Old"
    assert soup.pre is not None and soup.pre.text == "red\ntwo" and "Line2D" not in soup.text


def test_command(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    path = make(new_markdown_cell("# T"), answer())
    asked = argparse.Namespace(notebook=path, output=None, execute=False, to=None, strict=False)
    assert run_render(asked) == 0
    assert capsys.readouterr().out == f"{path.with_suffix('.html')}\n"


@pytest.mark.heavy
def test_jupyter_nbconvert_finds_the_exporter(make: Make) -> None:
    path = make(new_markdown_cell("# T"), answer(), shown({"image/png": PNG}))
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "groundrules", path.name],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no alt text" in done.stderr
    by_nbconvert = path.with_suffix(".html").read_bytes()
    assert render(path).read_bytes() == by_nbconvert


@pytest.mark.heavy
def test_executes_with_the_running_interpreter(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A kernel registered under the same name, by another environment, must not be used.
    kernel = tmp_path / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    spec = {"argv": ["/nowhere/python", "-f", "{connection_file}"], "display_name": "x"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    path = make(
        new_markdown_cell("# T"),
        answer(),
        new_code_cell("import sys, os\nprint(sys.executable)\nprint(os.getcwd())"),
        kernelspec={"name": "python3", "display_name": "x", "language": "python"},
    )
    before = path.read_bytes()
    soup, lines = report(path, execute=True)
    assert soup.pre is not None
    assert soup.pre.text.split("\n") == [sys.executable, str(tmp_path.resolve())]
    assert path.read_bytes() == before
    assert lines == [f"{path}: running cell 3 of 3"]
    assert soup.footer is not None and "for this report" in soup.footer.text
    first = path.with_suffix(".html").read_bytes()
    assert render(path, execute=True).read_bytes() == first


@pytest.mark.heavy
def test_a_failing_cell_is_one_error_and_no_report(make: Make, tmp_path: Path) -> None:
    path = make(
        new_markdown_cell("# T"), new_code_cell("a = 1\n\nb = a / 0"), new_code_cell("never")
    )
    with pytest.raises(
        GroundrulesError, match=r"ipynb:cell 2:3: ZeroDivisionError: division by zero"
    ):
        render(path, execute=True)
    assert [p.name for p in tmp_path.iterdir()] == ["analysis.ipynb"]


@pytest.mark.heavy
def test_a_kernel_that_is_not_installed(make: Make) -> None:
    spec = {"name": "ir", "display_name": "R", "language": "R"}
    with pytest.raises(GroundrulesError, match="wants the kernel 'ir'"):
        render(make(new_code_cell("1"), kernelspec=spec), execute=True)
