"""A baseline knows what was there, however it moves, and nothing that comes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundrules import baseline, check
from groundrules import config as configuration
from groundrules.errors import ConfigError

HEAD = "import pandas as pd\nfrom scipy.stats import ttest_ind\n"
LOOP = (
    "df_{name} = pd.read_csv('x.csv')\nfor day in range(14):\n    s_{name} = df_{name}[df_{name}.day <= day]\n"
    "    if ttest_ind(s_{name}[s_{name}.v == 1].y, s_{name}[s_{name}.v == 0].y).pvalue < 0.05:\n        break\n"
)
QUERY = "SELECT u.id, COUNT(*) AS n FROM {name} u LEFT JOIN o ON u.id = o.id WHERE o.day > '2024' GROUP BY u.id;\n"


def notebook(cells: list[str]) -> str:
    made = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def ready(folder: Path) -> None:
    (folder / "groundrules.toml").write_text('select = ["EXP002", "SQL"]\n')


def tolerate(folder: Path) -> int:
    """Write the baseline of what is found now, and return how much that is."""
    config = configuration.load(folder)
    found = check.check_paths([folder], config=config, anchored=True).findings
    entries = baseline.renewed(found, (), config.root).grown
    (folder / configuration.BASELINE).write_text(baseline.dumps(entries))
    return len(found)


def reported(folder: Path) -> list[tuple[str, str]]:
    found = check.check_paths([folder]).findings
    return sorted((Path(hit.path).name, "".join(hit.excerpt)) for hit in found)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_only_what_is_added_is_reported(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Cells, functions and statements move, blank lines and comments come, files are renamed and reformatted."""
    folder = tmp_path_factory.mktemp("b")
    ready(folder)
    loops = [LOOP.format(name=name) for name in "abc"]
    queries = [QUERY.format(name=f"t{number}") for number in range(3)]
    (folder / "a.py").write_text(HEAD + "\n".join(loops))
    (folder / "n.ipynb").write_text(notebook([HEAD, *loops]))
    (folder / "q.sql").write_text("\n".join(queries))
    assert tolerate(folder) >= 9
    assert reported(folder) == []

    def draw(blocks: list[str], comment: str, new: str | None) -> list[str]:
        moved = data.draw(st.permutations(blocks))
        for _ in range(data.draw(st.integers(0, 4))):
            at = data.draw(st.integers(0, len(moved)))
            moved = [
                *moved[:at],
                data.draw(st.sampled_from(["\n\n", f"{comment} a word\n"])),
                *moved[at:],
            ]
        if new:
            at = data.draw(st.integers(0, len(moved)))
            moved = [*moved[:at], new, *moved[at:]]
        return moved

    extra = [data.draw(st.booleans()) for _ in range(3)]
    new = [LOOP.format(name="new"), LOOP.format(name="newer"), QUERY.format(name="newest")]
    chosen = [text if wanted else None for text, wanted in zip(new, extra, strict=True)]
    names = ["a.py", "n.ipynb", "q.sql"]
    for name in names:
        (folder / name).unlink()
    if data.draw(st.booleans()):
        names = [f"renamed_{name}" for name in names]
    (folder / names[0]).write_text(HEAD + "\n".join(draw(loops, "#", chosen[0])))
    (folder / names[1]).write_text(notebook([HEAD, *draw(loops, "#", chosen[1])]))
    sql = "\n".join(draw(queries, "--", chosen[2]))
    if data.draw(st.booleans()):
        sql = (
            sql.replace("SELECT", "select\n  ").replace(" FROM", "\nfrom").replace("COUNT", "count")
        )
    (folder / names[2]).write_text(sql)
    if data.draw(st.booleans()):
        words = [
            sys.executable,
            "-m",
            "ruff",
            "format",
            "-q",
            "--isolated",
            "--line-length",
            "60",
            str(folder),
        ]
        subprocess.run(words, check=True)
    found = reported(folder)
    expected = [(names[0], "s_new["), (names[1], "s_newer["), (names[2], "newest")]
    for (name, word), wanted in zip(expected, extra, strict=True):
        held = [text for file, text in found if file == name]
        assert bool(held) == wanted, (found, extra)
        if name != names[2]:
            assert all(word.replace("[", "") in text for text in held) and len(held) == wanted


SAME = [
    ("x = f(a,b)", "x = f(\n    a,\n    b,\n)  # why"),
    ("del (a, b)", "del a, b"),
    ("for x in y:\n    HERE(x)", "for x in y:\n    other()\n    HERE(x)"),
    ("def f(a):\n    '''Says.'''\n    HERE(a)", "@cached\ndef f(a, b):\n    HERE(a)"),
    ("x = u'a' + 0XFF", 'x = "a" + 0xff'),
]
OTHER = [
    ("x = f(a)", "x = f(b)"),
    ("if a:\n    pass", "if b:\n    pass"),
    ("x = 1", "x = True"),
    ("x = 'a'", "x = b'a'"),
]


def anchor(text: str) -> str:
    """Return the anchor of the line that says HERE, or of the first."""
    from groundrules.anchors import python as anchors
    from groundrules.files import python

    source = python.read("a.py", text.encode())
    lines = text.split("\n")
    line = next((n for n, one in enumerate(lines, 1) if "HERE" in one), 1)
    said = anchors.statement(source, python.parse(source), line, source.index.offset(line, 1))
    assert said is not None
    return said


@pytest.mark.parametrize(("one", "two"), SAME)
def test_layout_and_neighbours_are_no_part_of_a_statement(one: str, two: str) -> None:
    assert anchor(one) == anchor(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_other_statements_are_others(one: str, two: str) -> None:
    assert anchor(one) != anchor(two)


def test_a_deep_expression_has_an_anchor() -> None:
    assert anchor("x = " + " + ".join(["a"] * 900))


def sql_anchor(text: str, word: str) -> str | None:
    from groundrules.anchors import sql
    from groundrules.files.source import Region

    return sql.clause([Region(0, text)], text.index(word))


def test_a_clause_is_what_stands_around_a_place() -> None:
    one = "SELECT a, b / c AS r FROM t LEFT JOIN (SELECT x FROM y) s ON t.i = s.i WHERE q > 1"
    two = "select a,\n new, B/c as r -- why\nfrom t left join (\n select x, z from y) s on t.i = s.i where q > 2"
    assert sql_anchor(one, "/ c") == sql_anchor(two, "/c") == "b / c as r"
    assert sql_anchor(one, "JOIN") == sql_anchor(two, "join")
    assert sql_anchor(one, "x FROM y") == sql_anchor(two, "x, z from")
    assert sql_anchor(one, "q >") != sql_anchor(two, "q >")


def test_more_of_the_same_is_reported_and_each_entry_serves_once(tmp_path: Path) -> None:
    ready(tmp_path)
    (tmp_path / "a.py").write_text(HEAD + LOOP.format(name="a"))
    tolerate(tmp_path)
    (tmp_path / "a.py").write_text(HEAD + LOOP.format(name="a") * 2)
    assert len(reported(tmp_path)) == 1
    (tmp_path / "a.py").unlink()
    for name in ("b.py", "c.py"):
        (tmp_path / name).write_text(HEAD + LOOP.format(name="a"))
    assert [name for name, _ in reported(tmp_path)] == ["c.py"]


def test_it_grows_with_a_reason_alone_and_is_pruned(run: Run, tmp_path: Path) -> None:
    ready(tmp_path)
    (tmp_path / "a.py").write_text(HEAD + LOOP.format(name="a"))
    assert run("baseline", "prune").returncode == 2
    assert run("baseline", "write").returncode == 0
    (tmp_path / "b.py").write_text(HEAD + LOOP.format(name="b"))
    kept = (tmp_path / configuration.BASELINE).read_text()
    done = run("baseline", "write")
    assert (done.returncode, "b.py:6:8: EXP002" in done.stdout) == (1, True)
    assert (tmp_path / configuration.BASELINE).read_text() == kept
    assert run("baseline", "write", "--grow").returncode == 2
    assert run("baseline", "write", "--grow", "--reason", "taken over").returncode == 0
    assert '"reason":"taken over"' in (tmp_path / configuration.BASELINE).read_text()
    assert run("check", "-q", ".").returncode == 0
    assert run("check", "-q", ".", "--no-baseline").returncode == 1
    assert run("check", "-q", "b.py").returncode == 0
    stdin = (tmp_path / "b.py").read_text()
    assert run("check", "-", "--stdin-filename", "b.py", stdin=stdin).returncode == 0
    assert run("check", "-", "--stdin-filename", "c.py", stdin=stdin).returncode == 1
    assert run("check", "-q", ".").returncode == 0  # from the cache
    (tmp_path / "a.py").unlink()
    done = run("baseline", "show")
    assert "1 of them are no longer found" in done.stderr
    assert run("baseline", "prune").returncode == 0
    assert "a.py" not in (tmp_path / configuration.BASELINE).read_text()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"version": 2, "entries": []}',
        "<<<<<<< HEAD\n",
        '{"version": 1, "entries": [{}]}',
    ],
)
def test_what_is_no_baseline_is_one_error(run: Run, tmp_path: Path, text: str) -> None:
    ready(tmp_path)
    (tmp_path / "a.py").write_text(HEAD + LOOP.format(name="a"))
    (tmp_path / configuration.BASELINE).write_text(text)
    done = run("check", ".")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert configuration.BASELINE in done.stderr


def test_a_named_baseline_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "groundrules.toml").write_text('baseline = "known.json"\n')
    with pytest.raises(ConfigError, match="baseline write"):
        check.check_paths([tmp_path])


def test_a_file_that_is_broken_as_a_whole_may_change(tmp_path: Path) -> None:
    (tmp_path / "groundrules.toml").write_text("")
    (tmp_path / "a.ipynb").write_text("{")
    config = configuration.load(tmp_path)
    notes = check.check_paths([tmp_path], anchored=True).notes
    entries = baseline.renewed(notes, (), config.root).grown
    (tmp_path / configuration.BASELINE).write_text(baseline.dumps(entries))
    (tmp_path / "a.ipynb").write_text("{{")
    assert check.check_paths([tmp_path]).clean
    (tmp_path / "b.ipynb").write_text("{")
    assert not check.check_paths([tmp_path]).clean
