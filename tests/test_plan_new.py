"""`groundrules plan new`: what it writes is a plan, and only what is missing is found in it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_plan_check import METRIC

from groundrules import cli, documents
from groundrules.errors import UsageError
from groundrules.metrics.form import Metric
from groundrules.plans.check import check_plans
from groundrules.plans.form import Plan
from groundrules.plans.new import Answers, draft, name_of, shares

REVENUE = documents.parse(METRIC, "revenue", Metric)


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "groundrules.toml").write_text('metrics = ["metrics"]\n')
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "revenue.yaml").write_text(METRIC)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return tmp_path


def test_what_is_not_said_is_todo_and_the_rest_is_sound(team: Path) -> None:
    flags = ["--metric", "revenue", "--start", "2026-03-02", "--owner", "us"]
    assert cli.main(["plan", "new", "checkout", *flags]) == 0
    found = check_plans([team]).findings
    assert [finding.code for finding in found] == ["PLN024"] * 3
    said = ["--hypothesis", "a: b", "--then", "true", "--otherwise", "- no"]
    assert cli.main(["plan", "new", "-o", "other.plan.yaml", *flags, *said]) == 0
    assert check_plans([team / "other.plan.yaml"]).findings == ()


def test_a_plan_is_never_replaced(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (team / "plan.yaml").write_text("mine")
    assert cli.main(["plan", "new", "--metric", "revenue", "--start", "2026-03-02"]) == 2
    assert (team / "plan.yaml").read_text() == "mine"
    assert "a plan is never replaced" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--start", "2026-03-02"], "name a primary metric"),
        (["--metric", "revenu", "--start", "2026-03-02"], "did you mean `revenue`?"),
        (["--metric", "revenue", "--start", "2026-03-02", "--variants", "a"], "two variants"),
        (["--metric", "revenue", "--start", "2026-03-02", "--variants", "a=1,b"], "write shares"),
        (["My plan", "--metric", "revenue", "--start", "2026-03-02"], "these answers make no plan"),
    ],
)
def test_answers_that_make_no_plan(
    team: Path, capsys: pytest.CaptureFixture[str], flags: list[str], said: str
) -> None:
    assert cli.main(["plan", "new", *flags]) == 2
    assert said in capsys.readouterr().err
    assert not (team / "plan.yaml").exists()


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(st.text(min_size=1).filter(lambda text: text.strip()), st.text(min_size=1))
def test_any_text_comes_back_as_it_was(text: str, name: str) -> None:
    answers = Answers(
        name="x", primary=["revenue"], start=date(2026, 3, 2), hypothesis=text, owner=text,
        variants={name: 0.5, name + "!": 0.5},
    )  # fmt: skip
    plan = documents.parse(draft(answers, {"revenue": REVENUE}, Path("plan.yaml")), "p", Plan)
    assert (plan.hypothesis, plan.owner, plan.control) == (text, text, name)
    assert list(plan.variants) == [name, name + "!"]


def test_shares_add_up_to_one() -> None:
    for number in range(2, 12):
        given = shares(",".join(f"v{n}" for n in range(number)))
        assert sum(given.values()) == pytest.approx(1, abs=1e-9)
    with pytest.raises(UsageError):
        shares("control")


@pytest.mark.parametrize("name", ["My Experiment!", "2026", "größe", "---", "a" * 90])
def test_a_folder_gives_a_name(name: str) -> None:
    answers = Answers(name=name_of(Path("/tmp") / name), primary=["revenue"], start=date.min)
    assert draft(answers, {"revenue": REVENUE}, Path("plan.yaml"))
