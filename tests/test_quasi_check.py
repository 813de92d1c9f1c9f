"""`groundrules plan check` on plans of quasi-experiments."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from groundrules import cli, config
from groundrules.content import room
from groundrules.findings import Result
from groundrules.quasi.check import check_plans
from groundrules.quasi.sketch import sketch

DESIGNS = ("difference-in-differences", "synthetic-control", "geo")


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Return a function that checks a quasi.yaml of some text."""
    monkeypatch.chdir(tmp_path)

    def check(text: str) -> Result:
        Path("quasi.yaml").write_text(text, encoding="utf-8")
        return check_plans([Path()], config.load(Path()))

    return check


@pytest.mark.parametrize("design", DESIGNS)
def test_a_drafted_plan_is_clean(design: str, checked, capsys) -> None:  # type: ignore[no-untyped-def]
    assert checked(sketch(design)).clean
    for words in ([], ["quasi.yaml"], [".", "quasi.yaml"]):
        assert cli.main(["plan", "check", *words]) == 0
        assert capsys.readouterr().out.startswith("Clean: 1 file")


@pytest.mark.parametrize(
    ("design", "old", "new", "said", "at"),
    [
        ("geo", "alpha: 0.05", "alhpa: 0.05", "unknown key `alhpa`; did you mean `alpha`?", "alhpa"),
        ("geo", "design: geo", "design: goe", "design: Invalid enum value 'goe'", "design"),
        ("geo", "time: day", "time: market", "two roles: 'market' is the unit already", "time"),
        ("geo", "window_end: 2026-04-26", "window_end: soon", "'soon' is not a date", "window_end"),
        ("geo", "treatment_start: 2026-03-02", "treatment_start: 2026-03-09", "was-changed", "assignment"),
        ("geo", 'seed: "2026-02-16"', "seed: 7", "assignment-is-not-as-drawn", "assignment"),
        ("geo", "alpha: 0.05", "alpha: 0.01", "no p below 0.031 can come out", "assignment"),
        ("synthetic-control", "treated: [Lisboa]", "treated: [Lisboa, Porto]", "one unit", "treated"),
        ("difference-in-differences", "sides:", "largest_rmspe: 3\nsides:", "leave it out", "largest_rmspe"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_line_and_mend(  # type: ignore[no-untyped-def]
    design: str, old: str, new: str, said: str, at: str, checked
) -> None:
    text = sketch(design)
    assert text.count(f"\n{old}") + text.count(f"  {old}") >= 1
    broken = re.sub(rf"^( *){re.escape(old)}", rf"\g<1>{new}", text, count=1, flags=re.M)
    notes = checked(broken).notes
    (note,) = [one for one in notes if said in one.message]
    line = next(n for n, one in enumerate(broken.splitlines(), 1) if one.startswith(f"{at}:"))
    assert (note.code, note.path, note.line) == ("E007", "quasi.yaml", line)


def test_experiments_and_quasi_experiments_are_checked_together(  # type: ignore[no-untyped-def]
    checked, capsys
) -> None:
    checked("design: geo\n")
    Path("plan.yaml").write_text("name: x\n", encoding="utf-8")
    for words in ([], ["plan.yaml", "quasi.yaml"]):
        assert cli.main(["plan", "check", "--format", "concise", *words]) == 1
        said = capsys.readouterr().out
        assert "plan.yaml:1" in said and "quasi.yaml:1" in said


def test_a_file_that_is_no_text_is_told(checked) -> None:  # type: ignore[no-untyped-def]
    checked("")
    Path("quasi.yaml").write_bytes(b"owner: \xff\xfe")
    (note,) = check_plans([Path("quasi.yaml")], config.load(Path())).notes
    assert note.code == "E001"


def test_check_of_code_names_the_command_for_plans(checked, capsys) -> None:  # type: ignore[no-untyped-def]
    checked(sketch("geo"))
    assert cli.main(["check", "quasi.yaml"]) == 2
    assert "groundrules plan check" in capsys.readouterr().err


def test_the_hooks_read_both_kinds_of_plans() -> None:
    ours = yaml.safe_load((room("templates").parent / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (pattern,) = [hook["files"] for hook in ours if hook["id"] == "groundrules-plans"]
    made = (
        room("templates") / "causal" / "{{cookiecutter.project_slug}}" / ".pre-commit-config.yaml"
    )
    assert made.read_text("utf-8").count(f"files: {pattern}\n") == 2
    for name in ("quasi.yaml", "lisboa.quasi.yml", "a/plan.yaml", "a/b.plan.yml"):
        assert re.search(pattern, name)
    for name in ("myquasi.yaml", "quasi.yaml.txt", "plan/a.yaml"):
        assert not re.search(pattern, name)
