"""What is kept between runs never changes an answer: caches, glances, several processes."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from conftest import Run

from groundrules import catalogue, check, content, glance, glance_table
from groundrules import config as configuration
from groundrules.cache import FOLDER, RACY
from groundrules.findings import Result
from groundrules.lint import Linter
from groundrules.literals import required

CHECKS = content.room("checks")
PEEK = (
    "import pandas as pd\nfrom scipy.stats import ttest_ind\ndf = pd.read_csv('x.csv')\n"
    "for day in range(14):\n    s = df[df.day <= day]\n"
    "    if ttest_ind(s[s.v == 1].y, s[s.v == 0].y).pvalue < 0.05:\n        break\n"
)
CLEAN = "import os\n\nprint(os.sep)\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a mistake and a clean file, in which the tests stand."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "peek.py").write_text(PEEK)
    (tmp_path / "clean.py").write_text(CLEAN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    _age(tmp_path)
    return tmp_path


def _age(folder: Path) -> None:
    """Make every file old enough to be told by its stamp."""
    time.sleep(RACY / 1e9)
    for path in [*folder.rglob("*.py"), *folder.rglob("*.sql")]:
        os.utime(path, ns=(1_700_000_000_000_000_000,) * 2)
    time.sleep(RACY / 1e9)


def _check(**options: bool) -> Result:
    return check.check_paths([Path()], cached=True, **options)


def _codes(result: Result) -> list[str]:
    return [finding.code for finding in result.findings]


def test_a_second_run_says_the_same_and_reads_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _check()
    assert "EXP002" in _codes(first)
    monkeypatch.setattr(Linter, "check", None)  # would raise if anything were read
    second = _check()
    assert second == first
    assert [f.excerpt for f in second.findings] == [f.excerpt for f in first.findings]


def test_a_change_is_seen_whatever_its_size_and_time(place: Path) -> None:
    _check()
    text = PEEK.replace("0.05", "0.50")
    (place / "peek.py").write_text(text)
    os.utime(place / "peek.py", ns=(1_700_000_000_000_000_000,) * 2)  # same size, same time
    assert "EXP002" not in _codes(_check())


def test_another_configuration_is_another_state(place: Path) -> None:
    _check()
    (place / "groundrules.toml").write_text('ignore = ["EXP"]\n')
    assert _codes(_check()) == []
    (place / "groundrules.toml").unlink()
    assert "EXP002" in _codes(_check())


def test_what_a_dbt_project_says_is_part_of_a_model_s_state(place: Path) -> None:
    (place / "dbt_project.yml").write_text("name: shop\n")
    (place / "users.sql").write_text(
        "SELECT o.id, SUM(o.amount) FROM {{ ref('orders') }} o\n"
        "JOIN {{ ref('clicks') }} c ON o.id = c.order_id GROUP BY o.id\n"
    )
    _age(place)
    before = _codes(_check())
    (place / "schema.yml").write_text(
        "models:\n  - name: orders\n    columns:\n      - {name: id, tests: [unique]}\n"
        "  - name: clicks\n    columns:\n      - {name: click_id, tests: [unique]}\n"
    )
    assert _codes(_check()) == [*before, "SQL001"]


def test_in_ci_files_are_told_by_what_they_hold(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    first = _check()
    shutil.copy(place / "peek.py", place / "again.py")
    (place / "peek.py").unlink()
    (place / "again.py").rename(place / "peek.py")  # new times, as after a checkout
    monkeypatch.setattr(Linter, "check", None)
    assert _check() == first


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", "null", '{"about": 1, "files": 2}', '{"about": {}, "files": {"peek.py": [1]}}',
     '{"about": {}, "files": {"peek.py": [[0, 0, 0], 3, 4]}}', "\x00\xff"],
)  # fmt: skip
def test_a_damaged_cache_is_no_cache(place: Path, damage: str) -> None:
    first = _check()
    for path in (place / FOLDER).glob("*.json"):
        path.write_text(damage, encoding="latin-1")
    assert _check() == first


def test_a_folder_that_cannot_be_written_means_no_cache(place: Path) -> None:
    (place / FOLDER).write_text("a file where the folder should be")
    first = _check()
    assert _check() == first
    assert (place / FOLDER).is_file()


def test_old_states_are_forgotten(place: Path) -> None:
    for number in range(12):
        (place / "groundrules.toml").write_text(f'unit = "u{number}"\n')
        _check()
    assert len(list((place / FOLDER).glob("*.json"))) == 8
    assert not list((place / FOLDER).glob("*.part"))


def test_several_processes_say_what_one_says(place: Path) -> None:
    for number in range(20):
        (place / f"p{number}.py").write_text(PEEK if number % 2 else CLEAN)
    one = check.check_paths([Path()], jobs=1)
    assert check.check_paths([Path()], jobs=3) == one


# -- the glance ---------------------------------------------------------------


def _glance(*names: str) -> bool:
    return glance.nothing_to_report(["check", "--quiet", *names])


def test_a_glance_is_enough_for_clean_files_only(run: Run, place: Path) -> None:
    assert not _glance("clean.py")  # nothing is left behind yet
    assert run("check", "--quiet", "clean.py").returncode == 0
    assert _glance("clean.py")
    assert not _glance("clean.py", "peek.py")
    assert run("check", "--quiet", "clean.py", "peek.py").returncode == 1


@pytest.mark.parametrize(
    "words",
    [["clean.py"], ["--quiet"], ["--quiet", "--select", "EXP", "clean.py"], ["--quiet", "."],
     ["--quiet", "/etc/x.py"], ["--quiet", "../clean.py"], ["--quiet", "missing.py"],
     ["--quiet", "clean.ipynb"], ["--quiet", "-"]],
)  # fmt: skip
def test_a_glance_answers_nothing_else(run: Run, place: Path, words: list[str]) -> None:
    run("check", "--quiet", "clean.py")
    assert not glance.nothing_to_report(["check", *words])


@pytest.mark.parametrize(
    "text",
    [
        b"import pandas\n# merged, fitted and sampled elsewhere\n",
        b"# -*- coding: utf-8 -*-\nx = 1\n",
        b"x = 1  # noqa: E501\n",
        b"",
    ],
)
def test_words_alone_are_no_doubt_where_no_pattern_is_there(
    run: Run, place: Path, text: bytes
) -> None:
    run("check", "--quiet", "clean.py")
    (place / "clean.py").write_bytes(text)
    assert _glance("clean.py")


@pytest.mark.parametrize(
    "text", [b"\xff", b"x = '\x00'", b"# coding: latin-1\n", b"x = 1  # noqa: EXP001\n",
             b"x = 1  # groundrules: ignore[EXP001] y\n"],
)  # fmt: skip
def test_a_doubtful_file_is_read_whole(run: Run, place: Path, text: bytes) -> None:
    run("check", "--quiet", "clean.py")
    (place / "clean.py").write_bytes(text)
    assert not _glance("clean.py")


def test_a_glance_is_out_of_date_when_configuration_or_rules_change(run: Run, place: Path) -> None:
    (place / "ours").mkdir()
    (place / "groundrules.toml").write_text('rules = ["ours"]\n')
    run("check", "--quiet", "clean.py")
    assert _glance("clean.py")
    (place / "pyproject.toml").write_text("[project]\n")
    assert not _glance("clean.py")
    run("check", "--quiet", "clean.py")
    assert _glance("clean.py")
    (place / "ours" / "rule.py").write_text("broken(\n")
    assert not _glance("clean.py")
    (place / "ours" / "rule.py").unlink()
    run("check", "--quiet", "clean.py")
    (place / "inner").mkdir()
    (place / "inner" / "a.py").write_text(CLEAN)
    assert _glance("inner/a.py")
    (place / "inner" / "groundrules.toml").write_text("")
    assert not _glance("inner/a.py")


def test_what_a_glance_lets_pass_the_check_finds_clean(place: Path) -> None:
    """Over every Python fixture, seeded case and module of ours."""
    config = configuration.load(place)
    rules = catalogue.select(catalogue.load(config), config, ("ALL",), ())
    linter = Linter(config, rules, filtered=False)
    glance_table.write(place, config, rules, linter.vocabulary)
    root = Path(__file__).parents[1]
    passed = 0
    for path in sorted([*root.glob("checks/**/*.py"), *root.glob("src/**/*.py")]):
        shutil.copy(path, place / "one.py")
        if _glance("one.py"):
            passed += 1
            assert linter.check("one.py", path.read_bytes()) == ([], []), path
    assert passed > 10


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(?i)\bmerge\b", {"merge"}),
        (r"(?m)^\s*\w+\.dropna\(", {".dropna("}),
        (r"read_(?:csv|parquet)\(", {"read_"}),
        (r"(?:shift|diff)\(", {"shift", "diff"}),
        (r"(?:shift|\w+)\(", {"("}),
        (r"[ab]c?", set()),
        (r"\p{Greek}+", set()),
        (r"(?:ab)+x*", {"ab"}),
        (r"(?:ab)*", set()),
        (r"\bimport\s+numpy", {"numpy"}),
    ],
)
def test_words_that_a_pattern_needs(pattern: str, words: set[str]) -> None:
    assert required(pattern) == words
