"""Projects that were edited, then updated: every edit is there, whatever was edited and by which editor."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundrules import scaffold
from groundrules.errors import GroundrulesError, UsageError
from groundrules.scaffold import applying, text_merge, update
from groundrules.scaffold.planning import Change
from groundrules.scaffold.record import PLACE

pytestmark = pytest.mark.templates

CODE = """\
\"\"\"An analysis.\"\"\"

import csv


def load(path, delimiter=",", encoding="utf-8", newline="", strict=False, name=None):
    with open(path, encoding=encoding, newline=newline) as file:
        return list(csv.DictReader(file, delimiter=delimiter, strict=strict))


def total(rows):
    return sum(float(row["value"]) for row in rows)


def mean(rows):
    return total(rows) / len(rows)
"""
NEW_CODE = CODE.replace("/ len(rows)", "/ max(len(rows), 1)").replace("name=None)", "label=None)")
QUERY = (
    "-- what users did\nSELECT\n  user_id,\n  COUNT(*) AS visits\nFROM visits\n"
    "WHERE day >= '2026-01-01'\nGROUP BY user_id\n"
)
NOTES = "# {{ cookiecutter.project_name }}\n\nfirst\n\nsecond\n\nthird\n\nfourth\n"


def _cell(source: str, kind: str = "code", **more: Any) -> dict[str, Any]:
    extra: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, **extra, "source": source, **more}


def _notebook(*cells: dict[str, Any], minor: int = 4) -> str:
    whole = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": minor}
    return json.dumps(whole, indent=1) + "\n"


CELLS = [
    _cell("# Title", "markdown"),
    _cell("import analysis\n\nrows = analysis.load('data/big.csv')"),
    _cell("mean = analysis.mean(rows)\nprint(mean)"),
    _cell("total = analysis.total(rows)\nprint(total)"),
    _cell("The end of it.", "markdown"),
]
BIG = "id,value\n" + "".join(f"{n},{n}\n" for n in range(12_000))


class Shop:
    """A template in a git repository, and a project made from its first version."""

    def __init__(self, folder: Path) -> None:
        self.repository = folder / "repository"
        self.folder = self.repository / "templates" / "tiny"
        self.own = self.folder / "{{cookiecutter.project_slug}}"
        asked = {
            "project_name": "Tiny",
            "project_slug": "tiny_one",
            "colour": ["red", "blue"],
            "old": "x",
        }
        self.write("cookiecutter.json", json.dumps(asked), self.folder)
        self.write("analysis.py", CODE)
        self.write("sql/visits.sql", QUERY)
        self.write("notes.md", NOTES)
        self.write("colour.txt", "{{ cookiecutter.colour }}\n")
        self.write("analysis.ipynb", _notebook(*CELLS))
        self.write("data/big.csv", BIG)
        self.write("pyproject.toml", "[tool.ruff]\nline-length = 100\n")
        self.write("gone.md", "this will go\nfrom the template\n")
        (self.own / "logo.bin").write_bytes(bytes(range(256)))
        commit(self.repository, "first")
        git(self.repository, "tag", "v1")
        self.project = folder / "tiny_one"
        update.rendering.render(self.folder, {}, folder)
        git(folder, "init", "-q", str(self.project))

    def write(self, name: str, text: str, folder: Path | None = None) -> None:
        path = (folder or self.own) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def renew(self) -> None:
        """Bring the template to its second version."""
        self.write("analysis.py", NEW_CODE)
        self.write("sql/visits.sql", QUERY.replace("2026-01-01", "2026-02-02"))
        self.write("notes.md", NOTES.replace("third", "third, as the template has it now"))
        cells = json.loads(json.dumps(CELLS))
        cells[2]["source"] = cells[2]["source"].replace("print(mean)", "print(round(mean, 2))")
        cells.insert(4, _cell("'a cell that the template added'"))
        self.write("analysis.ipynb", _notebook(*cells))
        self.write("data/big.csv", BIG + "12000,1\n")
        self.write("new.md", "new in the template\n")
        (self.own / "logo.bin").write_bytes(bytes(reversed(range(256))))
        (self.own / "gone.md").unlink()

    def request(self, **more: Any) -> update.Request:
        base = None if (self.project / PLACE).exists() else f"{self.repository}@v1"
        more = {"template": str(self.folder), "base": base, **more}
        return update.Request(self.project, **more)

    def update(self, **more: Any) -> update.Update:
        """Commit the project, update it, and hold that to being done once."""
        commit(self.project)
        prepared = update.prepare(self.request(**more))
        update.carry_out(prepared)
        again = update.prepare(self.request())
        assert (again.needed, again.stale, again.changes) == (False, False, []), again.changes
        left = [
            path.name
            for path in self.project.rglob("*")
            if path.suffix in (".rej", ".orig", ".new", ".was")
        ]
        assert left == []
        return prepared

    def read(self, name: str) -> str:
        return (self.project / name).read_bytes().decode()

    def states(self, prepared: update.Update) -> dict[str, str]:
        return {change.path: change.state for change in prepared.changes}


def git(folder: Path, *words: str) -> str:
    who = [
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "core.autocrlf=false",
    ]
    return subprocess.run(
        ["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


def commit(folder: Path, message: str = "x") -> None:
    if not (folder / ".git").is_dir():
        git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    Shop(folder)
    return folder


@pytest.fixture
def shop(first: Path, tmp_path: Path) -> Shop:
    made = Shop.__new__(Shop)
    shutil.copytree(first, tmp_path / "shop", symlinks=True)
    made.repository = tmp_path / "shop" / "repository"
    made.folder = made.repository / "templates" / "tiny"
    made.own = made.folder / "{{cookiecutter.project_slug}}"
    made.project = tmp_path / "shop" / "tiny_one"
    return made


def test_an_untouched_project_becomes_what_the_template_makes(shop: Shop, tmp_path: Path) -> None:
    shop.renew()
    done = shop.update()
    assert not done.conflicts and done.stale
    made = update.rendering.render(shop.folder, {}, tmp_path / "fresh")
    for path in sorted(path for path in made.rglob("*") if path.is_file()):
        assert (shop.project / path.relative_to(made)).read_bytes() == path.read_bytes()
    assert not (shop.project / "gone.md").exists()


def test_reformatted_code_takes_the_template_s_change_in_its_own_format(shop: Shop) -> None:
    shop.renew()
    (shop.project / "pyproject.toml").write_text("[tool.ruff]\nline-length = 60\n")
    subprocess.run(
        [sys.executable, "-m", "ruff", "format", "-q", "."], cwd=shop.project, check=True
    )
    assert shop.read("analysis.py") != CODE
    done = shop.update()
    assert not done.conflicts
    code = shop.read("analysis.py")
    assert "max(len(rows), 1)" in code and "    label=None,\n" in code
    assert "line-length = 60" in shop.read("pyproject.toml")
    ruff = [sys.executable, "-m", "ruff", "format", "--check", "-q", "."]
    assert subprocess.run(ruff, cwd=shop.project, check=False).returncode == 0


def test_blanks_at_ends_of_lines_stay_and_hinder_nothing(shop: Shop) -> None:
    shop.renew()
    own = "".join(f"{line}  \n" for line in QUERY.splitlines())
    (shop.project / "sql" / "visits.sql").write_text(own)
    assert not shop.update().conflicts
    lines = shop.read("sql/visits.sql").splitlines()
    assert "WHERE day >= '2026-02-02'" in lines and lines.count("FROM visits  ") == 1


def test_an_edit_elsewhere_in_a_file_stays(shop: Shop) -> None:
    shop.renew()
    (shop.project / "notes.md").write_text(
        shop.read("notes.md").replace("first", "first, as I have it")
    )
    done = shop.update()
    assert shop.states(done)["notes.md"] == "merged"
    notes = shop.read("notes.md")
    assert "first, as I have it" in notes and "third, as the template has it now" in notes


def test_a_line_that_both_changed_holds_both_and_is_told(shop: Shop, run: Run) -> None:
    shop.renew()
    (shop.project / "notes.md").write_text(
        shop.read("notes.md").replace("third", "third, as I have it")
    )
    commit(shop.project)
    words = [
        "update",
        str(shop.project),
        "--template",
        str(shop.folder),
        "--base",
        f"{shop.repository}@v1",
    ]
    done = run(*words)
    assert (done.returncode, done.stdout.splitlines()[0].split()[:2]) == (
        1,
        ["conflict", "notes.md:"],
    )
    notes = shop.read("notes.md")
    assert (
        "<<<<<<< yours\nthird, as I have it\n=======\nthird, as the template has it now\n>>>>>>>"
        in notes
    )
    commit(shop.project)
    shop.write("notes.md", NOTES.replace("third", "third, once more changed"))
    with pytest.raises(UsageError, match=r"notes\.md still holds the conflict"):
        update.prepare(shop.request())


@pytest.mark.parametrize("edited", [False, True])
def test_a_moved_file_is_updated_where_it_is_now(shop: Shop, edited: bool) -> None:
    shop.renew()
    shop.write("sql/extra.sql", "SELECT 1 AS one\n")
    (shop.project / "sql").rename(shop.project / "abfragen ä")
    place = shop.project / "abfragen ä" / "visits.sql"
    if edited:
        place.write_text(place.read_text().replace("visits\n", "visits  -- mine\n", 1))
    done = shop.update()
    assert not done.conflicts and not (shop.project / "sql").exists()
    assert "2026-02-02" in place.read_text() and ("-- mine" in place.read_text()) == edited
    assert (shop.project / "abfragen ä" / "extra.sql").read_text() == "SELECT 1 AS one\n"


def test_a_file_that_the_template_moved_is_moved_with_its_edits(shop: Shop) -> None:
    shop.renew()
    (shop.own / "sql").rename(shop.own / "queries")
    place = shop.project / "sql" / "visits.sql"
    place.write_text(place.read_text().replace("-- what users did", "-- what users did, and why"))
    (shop.project / "sql" / "mine.sql").write_text("SELECT 2 AS two\n")
    done = shop.update()
    assert shop.states(done)["queries/visits.sql"] == "moved"
    moved = shop.read("queries/visits.sql")
    assert "and why" in moved and "2026-02-02" in moved and not place.exists()
    assert shop.read("sql/mine.sql") == "SELECT 2 AS two\n"


def test_a_file_that_both_moved_stays_where_its_owner_put_it(shop: Shop) -> None:
    shop.renew()
    (shop.own / "sql").rename(shop.own / "queries")
    (shop.project / "sql").rename(shop.project / "mine")
    done = shop.update()
    assert "2026-02-02" in shop.read("mine/visits.sql") and not (shop.project / "queries").exists()
    assert any("moved it to queries/visits.sql" in change.note for change in done.changes)


def test_a_moved_notebook_with_outputs_is_known_again(shop: Shop) -> None:
    shop.renew()
    notebook = json.loads(shop.read("analysis.ipynb"))
    notebook["cells"][3]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "9" * 20_000}
    ]
    (shop.project / "analysis.ipynb").unlink()
    (shop.project / "report.ipynb").write_text(json.dumps(notebook))
    shop.update()
    cells = json.loads(shop.read("report.ipynb"))["cells"]
    assert "round(mean, 2)" in cells[2]["source"] and cells[3]["outputs"][0]["text"] == "9" * 20_000
    assert not (shop.project / "analysis.ipynb").exists()


def test_a_deleted_file_stays_deleted_and_it_is_told(shop: Shop) -> None:
    shop.renew()
    (shop.project / "notes.md").unlink()
    (shop.project / "gone.md").unlink()
    done = shop.update()
    assert not (shop.project / "notes.md").exists() and not done.conflicts
    assert [change.note for change in done.changes if change.path == "notes.md"] == [
        "you deleted it; the template changed it"
    ]


def test_a_changed_file_that_the_template_dropped_stays(shop: Shop) -> None:
    shop.renew()
    (shop.project / "gone.md").write_text("this will go\nbut it is mine\n")
    done = shop.update()
    assert shop.states(done)["gone.md"] == "kept" and "but it is mine" in shop.read("gone.md")


@pytest.mark.parametrize("text", ["new in the template\r\n", "new, and mine\n"])
def test_a_new_file_of_both_holds_both(shop: Shop, text: str) -> None:
    shop.renew()
    (shop.project / "new.md").write_bytes(text.encode())
    done = shop.update()
    both = text.startswith("new, ")
    assert bool(done.conflicts) == both and text in shop.read("new.md")
    assert ("new in the template\n" in shop.read("new.md")) == both


def test_what_git_does_not_keep_is_never_touched(shop: Shop) -> None:
    shop.renew()
    (shop.project / ".gitignore").write_text("new.md\ndata/\n")
    git(shop.project, "add", "-A")
    (shop.project / "new.md").write_text("ignored, and mine\n")
    (shop.project / "scratch.txt").write_text("scratch\n")
    git(shop.project, "add", ".gitignore", "notes.md")
    git(shop.project, "rm", "-qr", "--cached", "data", "--ignore-unmatch", "-f")
    git(
        shop.project,
        "add",
        "analysis.py",
        "sql",
        "colour.txt",
        "analysis.ipynb",
        "pyproject.toml",
        "gone.md",
        "logo.bin",
    )
    git(shop.project, "commit", "-qm", "x")
    done = update.prepare(shop.request())
    update.carry_out(done)
    assert (shop.read("new.md"), shop.read("scratch.txt")) == ("ignored, and mine\n", "scratch\n")
    assert shop.read("data/big.csv") == BIG
    assert shop.states(done)["new.md"] == "conflict" and shop.states(done)["data/big.csv"] == "kept"


@pytest.mark.parametrize("name", ["notes.md", "analysis.py", "sql/visits.sql", "analysis.ipynb"])
def test_carriage_returns_stay(shop: Shop, name: str) -> None:
    shop.renew()
    place = shop.project / name
    own = place.read_bytes()
    place.write_bytes(
        (own.replace(b"first", b"mine") if name == "notes.md" else own).replace(b"\n", b"\r\n")
    )
    assert not shop.update().conflicts
    content = place.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") > 3
    assert place.read_bytes() != own.replace(b"\n", b"\r\n")


def test_mixed_line_endings_stay_line_by_line(shop: Shop) -> None:
    shop.renew()
    lines = QUERY.encode().splitlines(keepends=True)
    mixed = [line.replace(b"\n", b"\r\n") if n % 2 else line for n, line in enumerate(lines)]
    (shop.project / "sql" / "visits.sql").write_bytes(b"".join(mixed))
    assert not shop.update().conflicts
    content = (shop.project / "sql" / "visits.sql").read_bytes().splitlines(keepends=True)
    kept = [line for line in mixed if b"WHERE" not in line]
    assert [line for line in content if b"WHERE" not in line] == kept
    assert any(b"2026-02-02" in line for line in content)


def test_no_final_newline_stays_none(shop: Shop) -> None:
    shop.renew()
    place = shop.project / "notes.md"
    place.write_text(place.read_text().rstrip("\n"))
    assert not shop.update().conflicts
    assert shop.read("notes.md").endswith("fourth") and "as the template has it" in shop.read(
        "notes.md"
    )


def test_outputs_counts_ids_and_cells_of_a_notebook_stay(shop: Shop) -> None:
    shop.renew()
    notebook = json.loads(shop.read("analysis.ipynb"))
    notebook["nbformat_minor"] = 5
    for number, cell in enumerate(notebook["cells"]):
        cell["id"] = f"id{number}"
        cell["source"] = cell["source"].splitlines(keepends=True)
        if cell["cell_type"] == "code":
            cell["execution_count"] = number
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": [f"{number}\n"]}]
    notebook["cells"].insert(2, {**_cell("'mine'"), "id": "mine"})
    notebook["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    (shop.project / "analysis.ipynb").write_text(json.dumps(notebook, indent=1) + "\n")
    assert not shop.update().conflicts
    merged = nbformat.reads(shop.read("analysis.ipynb"), as_version=4)
    nbformat.validate(merged)
    sources = [cell.source for cell in merged.cells]
    assert sources == [
        CELLS[0]["source"], CELLS[1]["source"], "'mine'", "mean = analysis.mean(rows)\nprint(round(mean, 2))",
        CELLS[3]["source"], "'a cell that the template added'", CELLS[4]["source"],
    ]  # fmt: skip
    assert [merged.cells[n].execution_count for n in (1, 3, 4)] == [1, None, 3]
    assert merged.cells[4].outputs[0].text == "3\n" and merged.cells[3].outputs == []
    assert [cell.id for cell in merged.cells][:5] == ["id0", "id1", "mine", "id2", "id3"]
    assert merged.metadata.kernelspec.name == "python3"


def test_running_a_cell_is_no_edit_of_it(shop: Shop) -> None:
    shop.renew()
    cells = json.loads((shop.own / "analysis.ipynb").read_text())["cells"]
    shop.write("analysis.ipynb", _notebook(*cells[:3], *cells[4:]))  # without CELLS[3]
    notebook = json.loads(shop.read("analysis.ipynb"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"]["execution"] = {"iopub.execute_input": "2026-01-01T00:00:00Z"}
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}]
    (shop.project / "analysis.ipynb").write_text(json.dumps(notebook, indent=1) + "\n")
    assert not shop.update().conflicts
    merged = json.loads(shop.read("analysis.ipynb"))["cells"]
    assert [cell["source"] for cell in merged] == [
        cell["source"] for cell in [*cells[:3], *cells[4:]]
    ]
    timed = ["execution" in cell["metadata"] for cell in merged]
    assert (
        timed
        == [bool(cell.get("outputs")) for cell in merged]
        == [False, True, False, False, False]
    )


def test_a_cell_that_both_changed_leaves_a_valid_notebook(shop: Shop) -> None:
    shop.renew()
    notebook = json.loads(shop.read("analysis.ipynb"))
    notebook["cells"][2]["source"] = "mean = analysis.mean(rows)\nprint(f'{mean:.3f}')"
    notebook["cells"].reverse()
    (shop.project / "analysis.ipynb").write_text(json.dumps(notebook, indent=1))
    done = shop.update()
    assert [change.path for change in done.conflicts] == ["analysis.ipynb"]
    merged = nbformat.reads(shop.read("analysis.ipynb"), as_version=4)
    nbformat.validate(merged)
    both = next(cell.source for cell in merged.cells if "<<<<<<< yours" in cell.source)
    assert "print(f'{mean:.3f}')" in both and "print(round(mean, 2))" in both
    assert merged.cells[0].source == "The end of it."
    assert "'a cell that the template added'" in [cell.source for cell in merged.cells]


def test_data_and_binaries_are_replaced_or_kept_whole(shop: Shop) -> None:
    shop.renew()
    (shop.project / "data" / "big.csv").write_text("id,value\n1,2\n")
    done = shop.update()
    assert shop.read("data/big.csv") == "id,value\n1,2\n"
    assert (shop.project / "logo.bin").read_bytes() == bytes(reversed(range(256)))
    shop.write("data/big.csv", BIG + "12000,2\n")
    (shop.own / "logo.bin").write_bytes(b"\0\1")
    (shop.project / "logo.bin").write_bytes(b"\0mine")
    done = shop.update()
    assert shop.read("data/big.csv") == "id,value\n1,2\n"
    assert (shop.project / "logo.bin").read_bytes() == b"\0mine"
    assert shop.states(done)["data/big.csv"] == shop.states(done)["logo.bin"] == "kept"


def test_a_large_file_that_was_moved_is_known_by_its_hash(shop: Shop) -> None:
    shop.update()
    shop.renew()
    (shop.project / "data" / "big.csv").rename(shop.project / "large.csv")
    shop.update()
    assert shop.read("large.csv") == BIG + "12000,1\n"
    assert not (shop.project / "data" / "big.csv").exists()


@pytest.mark.skipif(os.name == "nt", reason="files have no modes there")
def test_modes_of_either_side_stay(shop: Shop) -> None:
    shop.renew()
    (shop.own / "notes.md").chmod(0o755)
    (shop.project / "analysis.py").chmod(0o755)
    shop.update()
    modes = {
        name: (shop.project / name).stat().st_mode & 0o111
        for name in ("notes.md", "analysis.py", "new.md")
    }
    assert bool(modes["notes.md"]) and bool(modes["analysis.py"]) and not modes["new.md"]


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_links_are_never_written_through(shop: Shop, tmp_path: Path) -> None:
    shop.renew()
    outside = tmp_path / "outside"
    (shop.project / "data").rename(outside)
    (shop.project / "data").symlink_to(outside)
    (shop.project / "kept.md").write_text(shop.read("notes.md"))
    (shop.project / "notes.md").unlink()
    (shop.project / "notes.md").symlink_to("kept.md")
    before = (outside / "big.csv").read_bytes(), shop.read("kept.md")
    done = shop.update()
    assert ((outside / "big.csv").read_bytes(), shop.read("kept.md")) == before
    assert (shop.project / "notes.md").is_symlink() and (shop.project / "data").is_symlink()
    assert shop.states(done)["notes.md"] == shop.states(done)["data/big.csv"] == "kept"


def test_a_file_becomes_a_folder_and_a_folder_a_file(shop: Shop) -> None:
    shop.renew()
    (shop.own / "colour.txt").unlink()
    shop.write("colour.txt/one.txt", "a folder now\n")
    shutil.rmtree(shop.own / "sql")
    shop.write("sql", "a file now\n")
    assert not shop.update().conflicts
    assert (shop.read("colour.txt/one.txt"), shop.read("sql")) == ("a folder now\n", "a file now\n")


def test_what_stands_in_the_way_of_a_folder_or_file_stays(shop: Shop) -> None:
    shop.renew()
    shop.write("place/one.txt", "a folder\n")
    shop.write("other", "a file\n")
    (shop.project / "place").write_text("my file\n")
    (shop.project / "other").mkdir()
    (shop.project / "other" / "mine.txt").write_text("mine\n")
    done = shop.update()
    assert (shop.read("place"), shop.read("other/mine.txt")) == ("my file\n", "mine\n")
    assert {change.path for change in done.conflicts} == {"place/one.txt", "other"}


def test_answers_are_changed_dropped_and_new_ones_told(shop: Shop) -> None:
    shop.update()
    asked = {
        "project_name": "Tiny",
        "project_slug": "t",
        "colour": ["green", "blue"],
        "size": "large",
    }
    shop.write("cookiecutter.json", json.dumps(asked), shop.folder)
    shop.write("size.txt", "{{ cookiecutter.size }}\n")
    done = update.prepare(shop.request())
    assert sorted(done.told) == [
        "colour can no longer be 'red'; it is 'green' now",
        "old is no longer asked; 'x' is dropped",
        "size is asked now; taken is 'large', its default",
    ]
    commit(shop.project)
    update.carry_out(update.prepare(shop.request(answers={"colour": "blue", "size": "small"})))
    assert (shop.read("colour.txt"), shop.read("size.txt")) == ("blue\n", "small\n")
    for wrong, said in (
        ({"colour": "grey"}, "cannot be"),
        ({"colr": "x"}, "did you mean"),
        ({"size": "a\nb"}, "nobody sees"),
    ):
        with pytest.raises(UsageError, match=said):
            update.prepare(shop.request(answers=wrong))


def test_nothing_is_written_while_git_could_not_undo_it(shop: Shop) -> None:
    shop.renew()
    commit(shop.project)
    (shop.project / "notes.md").write_text("not committed\n")
    with pytest.raises(UsageError, match=r"notes\.md changed since the last commit"):
        update.carry_out(update.prepare(shop.request()))
    assert not (shop.project / PLACE).exists() and shop.read("analysis.py") == CODE
    update.carry_out(update.prepare(shop.request(force=True)))
    assert "not committed" in shop.read("notes.md") and shop.read("analysis.py") == NEW_CODE
    shutil.rmtree(shop.project / ".git")
    shop.write("analysis.py", CODE)
    with pytest.raises(UsageError, match="in no git repository"):
        update.carry_out(update.prepare(shop.request()))


def test_check_and_diff_write_nothing_and_the_patch_is_the_update(shop: Shop, run: Run) -> None:
    shop.renew()
    (shop.project / "notes.md").write_text(shop.read("notes.md").replace("first", "mine"))
    commit(shop.project)
    words = [
        "update",
        "--template",
        str(shop.folder),
        str(shop.project),
        "--base",
        f"{shop.repository}@v1",
    ]
    stale = run(*words, "--check")
    assert stale.returncode == 1 and "merged with yours  notes.md" in stale.stdout
    patch = run(*words, "--diff")
    assert patch.returncode == 0 and git(shop.project, "status", "--porcelain") == ""
    copy = shop.project.with_name("copy")
    shutil.copytree(shop.project, copy)
    subprocess.run(["git", "apply", "-"], cwd=copy, input=patch.stdout, text=True, check=True)
    assert run(*words).returncode == 0
    shutil.rmtree(shop.project / ".groundrules")
    for folder in (copy, shop.project):
        git(folder, "add", "-A")
    assert git(copy, "write-tree") == git(shop.project, "write-tree")


def test_an_update_that_fails_half_way_goes_back(shop: Shop) -> None:
    commit(shop.project)
    work = [
        Change("moved/notes.md", "moved", old="notes.md", content=b"moved\n"),
        Change("analysis.py", "updated", old="analysis.py", content=b"new\n"),
        Change("gone.md", "removed", old="gone.md"),
        Change("logo.bin/below", "added", content=b"cannot be: logo.bin is a file\n"),
    ]
    with pytest.raises(GroundrulesError, match="nothing was changed"):
        applying.apply(shop.project, work, b"{}")
    assert git(shop.project, "status", "--porcelain") == ""
    assert not (shop.project / "moved").exists()


def test_a_project_says_what_it_needs(shop: Shop) -> None:
    with pytest.raises(UsageError, match="does not say what it was made from"):
        update.prepare(shop.request(base=None))
    with pytest.raises(UsageError, match="knows no revision v9"):
        update.prepare(shop.request(base=f"{shop.repository}@v9"))
    with pytest.raises(UsageError, match="has no revision after @"):
        update.prepare(shop.request(base=f"{shop.repository}@-x"))
    with pytest.raises(UsageError, match="no such folder"):
        update.prepare(shop.request(template="nowhere"))


EDITS: list[Callable[[Path], object]] = [
    lambda made: (made / "README.md").write_text((made / "README.md").read_text() + "\nMine.\n"),
    lambda made: (made / "sql").rename(made / "queries"),
    lambda made: (made / "data" / "make_data.py").unlink(),
    lambda made: (made / "plan.yaml").write_text(
        (made / "plan.yaml").read_text().replace("\n", "\r\n"), newline=""
    ),
]


def test_the_shipped_template_changed_by_a_patch(tmp_path: Path) -> None:
    """From the project's own record, without git history of the template."""
    made = scaffold.new(
        "experiment", tmp_path, {"hosting": "GitHub", "owner": "Zoë 😀"}, no_input=True
    )
    newer = tmp_path / "newer" / "experiment"
    shutil.copytree(ROOT / "templates" / "experiment", newer)
    own = newer / "{{cookiecutter.project_slug}}"
    for name, was, becomes in (
        ("README.md", "## Run it", "## Run all of it"),
        ("plan.yaml", "weeks: ", "weeks: 1"),
        (".gitignore", ".venv/", ".venv/\n.env"),
    ):
        text = (own / name).read_text()
        assert was in text, name
        (own / name).write_text(text.replace(was, becomes))
    query = next((own / "sql").glob("*.sql"))
    query.write_text(query.read_text() + "-- the template's\n")
    for edit in EDITS:
        edit(made)
    commit(made)
    assert not update.prepare(update.Request(made)).needed
    request = update.Request(made, template=str(newer))
    prepared = update.prepare(request)
    assert prepared.stale and not prepared.conflicts
    update.carry_out(prepared)
    assert not update.prepare(request).needed
    readme = (made / "README.md").read_text()
    assert "## Run all of it" in readme and readme.endswith("\nMine.\n")
    assert (made / "queries" / query.name).read_text().endswith("-- the template's\n")
    assert not (made / "sql").exists() and not (made / "data" / "make_data.py").exists()
    plan = (made / "plan.yaml").read_bytes()
    assert plan.count(b"\r\n") == plan.count(b"\n") and b"weeks: 1" in plan


def _lines(texts: list[str]) -> bytes:
    return "".join(f"{text}\n" for text in texts).encode()


EDIT = st.tuples(st.sampled_from("ot"), st.sampled_from(["change", "delete", "insert"]))
KINDS = st.lists(st.sampled_from(["keep", "edit", "drop", "add"]), min_size=5, max_size=5)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(EDIT, min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_edits_in_different_places_always_merge(
    edits: list[tuple[str, str]], ending: str, ended: bool
) -> None:
    base = [f"line {n} of the file" for n in range(3 * len(edits) + 3)]
    sides = {"o": list(base), "t": list(base)}
    wanted = list(base)
    for number, (side, kind) in reversed(list(enumerate(edits))):
        at = 3 * number + 1
        for lines in (sides[side], wanted):
            if kind == "change":
                lines[at] = f"{side} changed {number}"
            elif kind == "delete":
                del lines[at]
            else:
                lines.insert(at, f"{side} added {number}")

    def own(lines: list[str]) -> bytes:
        content = _lines(lines).replace(b"\n", ending.encode())
        return content if ended else content.removesuffix(ending.encode())

    merged, conflicts = text_merge.merge(_lines(base), own(sides["o"]), _lines(sides["t"]))
    assert (conflicts, merged) == (0, own(wanted))


@settings(max_examples=40, deadline=None)
@given(KINDS, KINDS)
def test_merged_notebooks_are_valid_and_lose_no_cell(ours: list[str], theirs: list[str]) -> None:
    from groundrules.scaffold import notebooks

    def edited(kinds: list[str], who: str) -> tuple[str, set[str]]:
        cells, said = [], set()
        for number, kind in enumerate(kinds):
            cell = json.loads(json.dumps(CELLS[number]))
            if kind == "edit":
                cell["source"] += f"\n# {who} {number}"
                said.add(f"# {who} {number}")
            if kind != "drop":
                cells.append(cell)
            if kind == "add":
                cells.append(_cell(f"'{who} added {number}'"))
                said.add(f"'{who} added {number}'")
        return _notebook(*cells), said

    own, mine = edited(ours, "o")
    now, its = edited(theirs, "t")
    merged = notebooks.merge(_notebook(*CELLS).encode(), own.encode(), now.encode())
    assert merged is not None
    notebook = nbformat.reads(merged.content.decode(), as_version=4)
    nbformat.validate(notebook)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert all(word in text for word in mine)
    dropped = {f"# t {number}" for number in range(5) if ours[number] == "drop"}
    assert all(word in text for word in its - dropped)
