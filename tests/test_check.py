"""`groundrules check` as a user meets it: paths, formats, exit codes, broken input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Run

from groundrules import check, ruletest
from groundrules import config as configuration
from groundrules.errors import ConfigError

PEEK = """import pandas as pd
from scipy.stats import ttest_ind
df = pd.read_csv("x.csv")
for day in range(14):
    s = df[df.day <= day]
    if ttest_ind(s[s.v == 1].y, s[s.v == 0].y).pvalue < 0.05:
        break
"""


def test_clean(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    done = run("check", ".")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Clean: 1 file")


def test_finding_has_place_excerpt_caret_mend_and_exercise(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(PEEK)
    done = run("check", "a.py")
    assert done.returncode == 1
    assert "a.py:6:8: EXP002 [peeking-loop]" in done.stdout
    assert "6 |     if ttest_ind" in done.stdout
    caret = next(line for line in done.stdout.split("\n") if "^^^" in line)
    source = next(line for line in done.stdout.split("\n") if line.startswith("  6 |"))
    assert caret.index("^") == source.index("ttest_ind")
    assert "learn start 01_peeking" in done.stdout


def test_json_form(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(PEEK)
    (tmp_path / "b.ipynb").write_text("{")
    document = json.loads(run("check", "--format", "json", ".").stdout)
    assert set(document) == {"version", "findings", "notes", "tolerated"}
    assert document["version"] == 1
    finding = document["findings"][0]
    assert set(finding) == {
        "code", "name", "severity", "message", "path", "cell", "line", "column", "end_line", "end_column", "fix",
    }  # fmt: skip
    assert (finding["code"], finding["cell"], finding["line"]) == ("EXP002", None, 6)
    assert [note["code"] for note in document["notes"]] == ["E002"]


def test_stdin(run: Run) -> None:
    done = run("check", "-", "--format", "concise", stdin=PEEK)
    assert done.returncode == 1
    assert done.stdout.startswith("stdin.py:6:8: EXP002")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("broken.ipynb", b'{"cells": [', "E002"),
        ("list.ipynb", b"[1]", "E002"),
        ("empty.ipynb", b"", "E002"),
        ("latin.py", "x = 'caf\u00e9'".encode("latin-1"), "E001"),
        ("latin.sql", "SELECT 'caf\u00e9'".encode("latin-1"), "E001"),
        (
            "syntax.py",
            b"from scipy.stats import ttest_ind\nfor x in y:\n    if ttest_ind(a, b).pvalue < 0.05(:\n",
            "E003",
        ),
        ("invalid.sql", b"SELECT COUNT(CASE WHEN ELSE FROM WHERE (", "E004"),
    ],
)
def test_broken_files_are_named_and_the_others_still_checked(
    run: Run, tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "peek.py").write_text(PEEK)
    done = run("check", "--format", "concise", ".")
    assert done.returncode == 1
    assert sum(f"{name}:" in line and code in line for line in done.stdout.split("\n")) == 1
    assert "EXP002" in done.stdout
    (tmp_path / "peek.py").unlink()
    assert run("check", ".").returncode == 1


def test_a_broken_cell_leaves_the_others_checked(run: Run, tmp_path: Path) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
        for source in ("def f(:\n", PEEK)
    ]
    (tmp_path / "n.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}))
    out = run("check", "--format", "concise", "n.ipynb").stdout
    assert "n.ipynb:cell 1:1:7: E003" in out
    assert "n.ipynb:cell 2:6:8: EXP002" in out


def test_embedded_sql_that_does_not_parse_is_a_note_and_no_failure(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text("cursor.execute('SELECT FROM WHERE COUNT ( CASE')\n")
    done = run("check", "a.py")
    assert "E004" in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ('selct = ["EXP"]', "did you mean `select`"),
        ('select = ["EXPP002"]', "did you mean `EXP002`"),
        ('dialect = "hve"', "did you mean `hive`"),
        ('select = "EXP"', "must be a list"),
        ('rules = ["nowhere"]', "not a folder"),
        ("x = [", "not TOML"),
    ],
)
def test_wrong_configuration_is_exit_2_and_named(
    run: Run, tmp_path: Path, config: str, words: str
) -> None:
    (tmp_path / "groundrules.toml").write_text(config + "\n")
    (tmp_path / "a.py").write_text("x = 1\n")
    done = run("check", ".")
    assert done.returncode == 2
    assert words in done.stderr
    assert "groundrules.toml" in done.stderr


def test_unknown_code_and_missing_path(run: Run) -> None:
    done = run("check", "--select", "EXP0O2", ".")
    assert (done.returncode, "did you mean" in done.stderr) == (2, True)
    done = run("check", "nowhere.py")
    assert (done.returncode, "no such file" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("raise ValueError('boom')", "boom"),
        ("x = 1", "must define one rule"),
        ("def f(:", "SyntaxError"),
    ],
)
def test_a_rule_file_that_does_not_load_is_exit_2(
    run: Run, tmp_path: Path, body: str, words: str
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "bad.py").write_text(body + "\n")
    (tmp_path / "groundrules.toml").write_text('rules = ["rules"]\n')
    (tmp_path / "a.py").write_text("x = 1\n")
    done = run("check", ".")
    assert done.returncode == 2
    assert words in done.stderr
    assert "bad.py" in done.stderr


def test_a_rule_that_raises_on_a_file_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "bad.py").write_text(
        'from groundrules import CodeRule\n\n\nclass Bad(CodeRule):\n    """Raises."""\n\n'
        '    code = "TEA001"\n    name = "bad"\n    standard = "x"\n    mend = "x"\n\n'
        "    def check(self, code):\n        raise KeyError('boom')\n"
    )
    (tmp_path / "groundrules.toml").write_text('rules = ["rules"]\n')
    (tmp_path / "a.py").write_text("x = 1\n")
    done = run("check", ".")
    assert done.returncode == 2
    assert "TEA001 raised KeyError on a.py" in done.stderr


def test_gitignore_noqa_excludes_and_per_file_ignores(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("ignored/\n")
    for folder in ("ignored", "excluded", "forgiven", "kept"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_text(PEEK)
    (tmp_path / "silenced.py").write_text(PEEK.replace("< 0.05:", "< 0.05:  # noqa: EXP002"))
    (tmp_path / "ours.py").write_text(
        PEEK.replace("< 0.05:", "< 0.05:  # groundrules: ignore[EXP002] simulated")
    )
    (tmp_path / "other.py").write_text(PEEK.replace("< 0.05:", "< 0.05:  # noqa: E501"))
    (tmp_path / "groundrules.toml").write_text(
        'exclude = ["excluded/"]\nper-file-ignores = {"forgiven/*" = ["EXP"]}\n'
    )
    found = json.loads(run("check", "--format", "json", ".").stdout)["findings"]
    assert [f["path"] for f in found] == ["kept/a.py", "other.py"]


def test_two_runs_print_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in "cab":
        (tmp_path / f"{name}.py").write_text(PEEK)
    assert run("check", ".").stdout == run("check", ".").stdout


def test_explain_and_rules(run: Run) -> None:
    page = run("explain", "exp002")
    assert page.returncode == 0
    assert "Bad:" in page.stdout
    assert "standards/experiments/stopping.md" in page.stdout
    assert run("explain", "peeking-loop").stdout == page.stdout
    wrong = run("explain", "EXP0002")
    assert (wrong.returncode, "did you mean" in wrong.stderr) == (2, True)
    assert "EXP002  peeking-loop" in run("rules").stdout


def _check(
    tmp_path: Path, text: str, config: str = "", name: str = "a.py"
) -> list[tuple[str, int]]:
    (tmp_path / name).write_text(text)
    (tmp_path / "groundrules.toml").write_text(config)
    return [(hit.code, hit.line) for hit in check.check_paths([tmp_path / name]).findings]


def test_a_suppression_that_silences_nothing_is_reported(tmp_path: Path) -> None:
    ours = "x = 1  # groundrules: ignore[EXP002] no longer true\n"
    assert _check(tmp_path, ours) == [("E005", 1)]
    assert _check(tmp_path, ours, 'ignore = ["EXP002"]') == []  # the rule did not run
    assert _check(tmp_path, "x = '# groundrules: ignore[EXP002]'\n") == []  # a string, no comment
    assert _check(tmp_path, "x = 1  # noqa: E501\ny = 2  # noqa\n") == []  # other linters' own
    assert _check(tmp_path, "x = 1  # noqa: E501, EXP002\ny = 2  # noqa: RUF100\n") == [("E005", 1)]
    sql = "SELECT 1 --"  # joined below: whole, it would be embedded SQL with a suppression
    assert _check(tmp_path, f"{sql} noqa: SQL005\n", name="a.sql") == [("E005", 1)]


def test_a_reason_can_be_required(tmp_path: Path) -> None:
    bare = PEEK.replace("< 0.05:", "< 0.05:  # groundrules: ignore[EXP002]")
    reasoned = PEEK.replace("< 0.05:", "< 0.05:  # groundrules: ignore[EXP002] an A/A run")
    assert _check(tmp_path, bare) == []
    codes = [code for code, _ in _check(tmp_path, bare, "require-reason = true")]
    assert sorted(codes) == ["E006", "EXP002"]
    assert _check(tmp_path, reasoned, "require-reason = true") == []


def test_a_comment_of_ours_on_its_own_line_silences_the_next(tmp_path: Path) -> None:
    line = next(line for line in PEEK.split("\n") if "< 0.05:" in line)
    indent = line[: len(line) - len(line.lstrip())]
    above = PEEK.replace(line, f"{indent}# groundrules: ignore[EXP002] simulated\n{line}")
    assert _check(tmp_path, above) == []


def test_a_cell_tag_silences_the_cell(tmp_path: Path) -> None:
    document = json.loads(ruletest.as_notebook(PEEK))
    (tmp_path / "a.ipynb").write_text(json.dumps(document))
    assert "EXP002" in {hit.code for hit in check.check_paths([tmp_path / "a.ipynb"]).findings}
    document["cells"][0]["metadata"]["tags"] = ["noqa: EXP002"]
    (tmp_path / "a.ipynb").write_text(json.dumps(document))
    assert "EXP002" not in {hit.code for hit in check.check_paths([tmp_path / "a.ipynb"]).findings}


def test_a_team_wide_configuration_is_extended(tmp_path: Path) -> None:
    (tmp_path / "team.toml").write_text(
        'unit = "user_id"\nignore = ["EXP002"]\n[keys]\n"d.u" = ["id"]\n'
    )
    (tmp_path / "groundrules.toml").write_text(
        'extends = "team.toml"\nunit = "device"\n[keys]\n"d.v" = ["id"]\n'
    )
    config = configuration.load(tmp_path)
    assert config.settings == {"unit": "device", "keys": {"d.u": ["id"], "d.v": ["id"]}}
    assert config.ignore == ("EXP002",)
    (tmp_path / "team.toml").write_text('extends = "groundrules.toml"\n')
    with pytest.raises(ConfigError, match="circle"):
        configuration.load(tmp_path)
    (tmp_path / "groundrules.toml").write_text('extends = "absent.toml"\n')
    with pytest.raises(ConfigError, match=r"absent\.toml, which is not a file"):
        configuration.load(tmp_path)
    for package in ("absent", "absent.inner"):
        (tmp_path / "groundrules.toml").write_text(f'extends = "{package}:team.toml"\n')
        with pytest.raises(ConfigError, match=f"names the package {package}: install it first"):
            configuration.load(tmp_path)


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        (["!wget a \\\n  -O b", "print(y)"], [(2, 1)]),
        (["%timeit -r1 for x in range(3): pass", "print(y)"], [(2, 1)]),
        ([" z = 1\n print(z)", "print(y)"], [(2, 1)]),
        (["%md\nHere we go: 1 2", "print(y)"], [(2, 1)]),
        (["%sql\nSELECT 1", "print(y)"], []),
        (["pwd", "print(y)"], [(2, 1)]),
        (["exec('y = 1')", "print(y)"], []),
    ],
)
def test_cells_are_read_as_ipython_runs_them(
    tmp_path: Path, cells: list[str], places: list[tuple[int, int]]
) -> None:
    document = {
        "cells": [
            {"cell_type": "code", "source": text, "metadata": {}, "outputs": []} for text in cells
        ],
        "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip
    (tmp_path / "a.ipynb").write_text(json.dumps(document))
    result = check.check_paths([tmp_path / "a.ipynb"], select=["NBK002"])
    assert result.notes == ()
    assert [(hit.cell, hit.line) for hit in result.findings] == places
