"""`groundrules plan check`, and analyses held to the plan beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from groundrules import check, cli
from groundrules.plans.check import check_plans

PLAN = """\
name: checkout
hypothesis: A shorter checkout makes more visitors buy.
owner: checkout team
decision: {then: All visitors get it., otherwise: It stays as it is.}
unit: user_id
variants: {control: 0.5, treatment: 0.5}
start: 2024-03-04
weeks: 2
primary:
  - metric: revenue
"""
METRIC = """\
name: revenue
version: 1
owner: finance
description: What a user paid.
type: mean
source: orders
unit: user_id
time: ordered_at
numerator: {value: amount}
window: {days: 7}
mde: {relative: 0.02}
"""
ANALYSIS = """\
import pandas as pd
from scipy.stats import ttest_ind

df = pd.read_parquet("users.parquet")
df = df[df["day"] < "2024-03-11"]
a, b = df[df["variant"] == "control"], df[df["variant"] == "treatment"]
print(ttest_ind(a["revenue"], b["revenue"], equal_var=False))
"""


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "groundrules.toml").write_text('metrics = ["metrics"]\n')
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "revenue.yaml").write_text(METRIC)
    (tmp_path / "plan.yaml").write_text(PLAN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _codes(*paths: Path) -> list[str]:
    return [finding.code for finding in check_plans(paths).findings]


def test_a_sound_plan_is_clean(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "check"]) == 0
    assert capsys.readouterr().out.startswith("Clean: 1 file, ")
    assert cli.main(["plan", "check", "-q"]) == 0
    assert capsys.readouterr().out == ""


def test_findings_have_their_line_and_mend(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (team / "plan.yaml").write_text(PLAN.replace("metric: revenue", "metric: revenu"))
    assert cli.main(["plan", "check", "plan.yaml"]) == 1
    said = capsys.readouterr().out
    assert "plan.yaml:10:13: PLN010" in said
    assert "did you mean `revenue`?" in said
    assert "mend: Name a metric of the catalogue" in said


def test_json_is_as_of_check(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (team / "plan.yaml").write_text(PLAN.replace("weeks: 2", "days: 10"))
    assert cli.main(["plan", "check", "--format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    (finding,) = document["findings"]
    assert (finding["code"], finding["line"], finding["path"]) == ("PLN009", 8, "plan.yaml")


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        (PLAN.replace("owner", "ownr"), "unknown key `ownr`; did you mean `owner`?", 3),
        (PLAN.replace("weeks: 2\n", ""), "say `weeks`, the horizon, or `days`", 1),
        (PLAN + "days: 14\n", "say `weeks`, the horizon, or `days`", 1),
        (PLAN + "alpha: 5\n", "alpha: Expected `float` < 1.0", 11),
        (PLAN.replace("- metric: revenue", "- metric: revenue\n    mde: {}"), "say `relative`", 11),
        ("primary: [", "not YAML", 1),
        ("", "is empty", 1),
    ],
)
def test_what_is_no_plan_is_said_and_the_others_are_checked(
    team: Path, text: str, said: str, line: int
) -> None:
    (team / "plan.yaml").write_text(text)
    (team / "other").mkdir()
    (team / "other" / "plan.yaml").write_text(PLAN.replace("weeks: 2", "days: 10"))
    result = check_plans([team])
    (note,) = result.notes
    assert (note.code, note.line) == ("E007", line)
    assert said in note.message
    assert [finding.code for finding in result.findings] == ["PLN009"]
    assert not result.clean


def test_comments_and_the_configuration_silence(team: Path) -> None:
    plan = team / "plan.yaml"
    plan.write_text(
        PLAN.replace("weeks: 2", "days: 10  # groundrules: ignore[PLN009] a sale of ten days")
    )
    assert _codes(plan) == []
    plan.write_text(PLAN.replace("weeks: 2", "weeks: 2  # groundrules: ignore[PLN009] none"))
    assert _codes(plan) == ["E005"]
    plan.write_text(PLAN.replace("weeks: 2", "days: 10"))
    (team / "groundrules.toml").write_text(
        'metrics = ["metrics"]\nper-file-ignores = {"*.yaml" = ["PLN009"]}\n'
    )
    assert _codes(plan) == []


def test_a_teams_own_rule_over_plans(team: Path) -> None:
    (team / "rules").mkdir()
    (team / "rules" / "short.py").write_text(RULE)
    (team / "groundrules.toml").write_text('metrics = ["metrics"]\nrules = ["rules"]\n')
    assert _codes(team / "plan.yaml") == ["TEA002"]


RULE = '''
from collections.abc import Iterator

from groundrules import Hit, PlanFile, PlanRule


class Short(PlanRule):
    """Two weeks are short for us."""

    code = "TEA002"
    name = "short"
    standard = "team/short"
    mend = "Plan four."

    def check(self, plan: PlanFile) -> Iterator[Hit]:
        if plan.form.horizon_days < 28:
            yield Hit(plan.at("weeks"), "Short.")
'''


def test_no_plan_is_wrong_usage(tmp_path: Path) -> None:
    assert cli.main(["plan", "check", str(tmp_path)]) == 2
    assert cli.main(["plan", "check", str(tmp_path / "plan.yaml")]) == 2


def _found(folder: Path, *, cached: bool = False) -> list[str]:
    return [finding.code for finding in check.check_paths([folder], cached=cached).findings]


def test_an_analysis_is_held_to_the_nearest_plan(team: Path) -> None:
    (team / "analysis").mkdir()
    (team / "analysis" / "readout.py").write_text(ANALYSIS)
    assert "PLN004" in _found(team)
    (team / "analysis" / "plan.yaml").write_text(PLAN.replace("weeks: 2", "weeks: 1"))
    assert "PLN004" not in _found(team)
    (team / "analysis" / "plan.yaml").write_text("kind: of another tool\n")
    assert "PLN004" not in _found(team)


def test_a_plan_above_the_repository_is_none_of_its(team: Path) -> None:
    (team / "analysis" / ".git").mkdir(parents=True)
    (team / "analysis" / "readout.py").write_text(ANALYSIS)
    assert "PLN004" not in _found(team)


def test_what_is_known_of_a_file_goes_with_its_plan(team: Path) -> None:
    (team / "readout.py").write_text(ANALYSIS)
    assert "PLN004" in _found(team, cached=True)
    (team / "plan.yaml").write_text(PLAN.replace("weeks: 2", "weeks: 1"))
    assert "PLN004" not in _found(team, cached=True)
    (team / "plan.yaml").unlink()
    assert "EXP005" not in _found(team, cached=True)


def test_history_on_the_command_line(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["plan", "history", "plan.yaml"]) == 2
    assert "git cannot tell its history: it is in no git repository" in capsys.readouterr().err
