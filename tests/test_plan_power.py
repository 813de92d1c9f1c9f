"""`groundrules plan power`: numbers of the pre-period beside numpy's own, and power beside simulation."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from scipy.stats import ttest_ind

from groundrules import cli

START = datetime(2026, 3, 2)
PLAN = """\
name: checkout
hypothesis: A shorter checkout makes visitors spend more.
owner: checkout team
decision: {then: All visitors get it., otherwise: It stays as it is.}
unit: user_id
variants: {control: 0.5, treatment: 0.5}
start: 2026-03-02
weeks: 2
primary: [{metric: revenue}]
"""
METRIC = """\
name: revenue
version: 1
owner: finance
description: What a user paid.
type: mean
source: orders
unit: user_id
time: at
numerator: {value: amount}
window: {days: 7}
mde: {relative: 0.1}
"""
SOURCE = """\
name: visits
description: One row is a visit.
owner: web
grain: [user_id, at]
time: at
columns:
  user_id: {type: integer}
  at: {type: timestamp}
"""
WINDOW, HORIZON = 7, 14


class Team:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "metrics" / "sources").mkdir(parents=True)
        (folder / "groundrules.toml").write_text('metrics = ["metrics"]\n')
        self.metric("revenue", METRIC)
        (folder / "metrics" / "sources" / "visits.yaml").write_text(SOURCE)
        rng = np.random.default_rng(1)
        users = 3_000
        rate = rng.gamma(2, 0.5, users)
        self.visitor, self.visited = self._rows(rng, rate * 40)
        self.buyer, self.bought = self._rows(rng, rate * 8)
        self.amount = rng.gamma(2, 10, len(self.buyer))
        city = (self.buyer % 40).astype(str)
        self.write(
            "orders", user_id=self.buyer, at=self._times(self.bought), amount=self.amount, city=city
        )
        self.write("visits", user_id=self.visitor, at=self._times(self.visited))

    @staticmethod
    def _rows(rng: np.random.Generator, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        unit = np.repeat(np.arange(len(mean)), rng.poisson(mean))
        return unit, rng.uniform(-90, 10, len(unit))

    @staticmethod
    def _times(days: np.ndarray) -> pa.Array:
        zero = int((START - datetime(1970, 1, 1)).total_seconds()) * 1_000_000
        return pa.array(zero + (days * 86_400e6).astype("int64"), pa.timestamp("us"))

    def write(self, name: str, **columns: Any) -> None:
        pq.write_table(pa.table(columns), self.folder / f"{name}.parquet")

    def metric(self, name: str, text: str) -> None:
        (self.folder / "metrics" / f"{name}.yaml").write_text(text)

    def power(
        self, capsys: pytest.CaptureFixture[str], plan: str = PLAN, *more: str
    ) -> dict[str, Any]:
        (self.folder / "plan.yaml").write_text(plan)
        words = ["plan", "power", str(self.folder / "plan.yaml"), str(self.folder), *more]
        code = cli.main([*words, "--format", "json"])
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert code == (0 if told["reached"] else 1)
        return told

    def values(self, unit: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Each unit's revenue in the 7 days from its first row of the first 7 days of the pre-period."""
        inside = (at >= -HORIZON) & (at < -HORIZON + HORIZON - WINDOW)
        first = np.full(3_000, np.inf)
        np.minimum.at(first, unit[inside], at[inside])
        begun = first[self.buyer]
        counts = (self.bought >= begun) & (self.bought < begun + WINDOW) & (self.bought < 0)
        found = np.bincount(self.buyer[counts], self.amount[counts], minlength=3_000)
        return found[np.isfinite(first)]


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def test_mean_and_spread_are_those_of_the_units(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    told = team.power(capsys)
    values = team.values(team.buyer, team.bought)
    (one,) = told["metrics"]
    assert told["seen"] == len(values)
    assert one["mean"] == pytest.approx(values.mean(), rel=1e-9)
    assert one["deviation"] == pytest.approx(values.std(ddof=1), rel=1e-9)
    assert one["wanted"] == pytest.approx(0.1 * values.mean(), rel=1e-9)


def test_who_was_there_is_told_by_another_table(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    told = team.power(capsys, PLAN, "--among", "visits")
    values = team.values(team.visitor, team.visited)
    assert (told["seen"], told["source"]) == (len(values), "visits")
    assert told["metrics"][0]["mean"] == pytest.approx(values.mean(), rel=1e-9)
    assert not any("--among" in note for note in told["notes"])
    assert any("--among" in note for note in team.power(capsys)["notes"])


def test_the_smallest_effect_is_found_as_often_as_is_said(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    told = team.power(capsys)
    one, values = told["metrics"][0], team.values(team.buyer, team.bought)
    rng, half = np.random.default_rng(2), told["units"] // 2
    arms = rng.choice(values, (2, 4_000, half))
    arms[1] += one["smallest"]
    found = np.mean(ttest_ind(arms[1], arms[0], axis=1, equal_var=False).pvalue < 0.05)
    assert found == pytest.approx(0.8, abs=4 * np.sqrt(0.16 / 4_000))


def test_weeks_find_less_and_what_is_needed_is_enough(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    told = team.power(capsys, PLAN + "traffic: {per_day: 100}\n")
    (one,) = told["metrics"]
    assert told["units"] == 700
    assert [row["units"] for row in one["rows"][:3]] == [700, 1400, 2100]
    sizes = [row["smallest"] for row in one["rows"]]
    assert sizes == sorted(sizes, reverse=True)
    needed = next(row for row in one["rows"] if row["smallest"] <= one["wanted"])
    assert needed["weeks"] == one["weeks"]
    weeks = PLAN.replace("weeks: 2", f"weeks: {one['weeks']}") + "traffic: {per_day: 100}\n"
    assert team.power(capsys, weeks)["reached"]


def test_several_comparisons_looks_and_shares_cost(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    traffic = "traffic: {per_day: 200}\n"
    plain = team.power(capsys, PLAN + traffic)["metrics"][0]
    looks = "weeks: 3\nstopping: {design: group-sequential, spending: pocock, looks: [14, 21]}\n"
    longer = PLAN.replace("weeks: 2\n", "weeks: 3\n") + traffic
    looked = team.power(capsys, PLAN.replace("weeks: 2\n", looks) + traffic)["metrics"][0]
    assert looked["inflation"] > 1.02
    assert looked["smallest"] > team.power(capsys, longer)["metrics"][0]["smallest"]
    assert "one look at the horizon" in {lever["what"] for lever in looked["levers"]}
    three = PLAN.replace("{control: 0.5, treatment: 0.5}", "{control: 0.6, a: 0.2, b: 0.2}")
    split = team.power(capsys, three + traffic)["metrics"][0]
    assert split["smallest"] > plain["smallest"]
    assert {"one treatment instead of 2", "equal shares for all variants"} <= {
        lever["what"] for lever in split["levers"]
    }


def test_a_covariate_is_what_is_said_of_it(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    (one,) = team.power(capsys, PLAN, "--among", "visits")["metrics"]
    lever = next(lever for lever in one["levers"] if "CUPED" in lever["what"])
    team.metric("revenue", METRIC + "covariate: {days: 28}\n")
    (adjusted,) = team.power(capsys, PLAN, "--among", "visits")["metrics"]
    assert adjusted["kept"] < 0.97
    assert adjusted["smallest"] == pytest.approx(lever["smallest"], rel=1e-9)


def test_a_guardrail_is_held_to_its_margin(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    plan = PLAN + "guardrails: [{metric: revenue, margin: {absolute: 4}}]\n"
    primary, guardrail = team.power(capsys, plan)["metrics"]
    assert guardrail["role"] == "guardrail"
    assert guardrail["wanted"] == 4
    # One end of a two-sided interval, no effect: nearly what the two-sided test finds.
    assert guardrail["smallest"] == pytest.approx(primary["smallest"], rel=1e-3)


def test_shares_ratios_quantiles_and_clusters(
    team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    def changed(name: str, *pairs: tuple[str, str]) -> str:
        text = METRIC.replace("name: revenue", f"name: {name}")
        for old, new in pairs:
            text = text.replace(old, new)
        return text

    count = ("numerator: {value: amount}", "numerator: {value: amount > 30, aggregate: any}")
    team.metric("big", changed("big", ("type: mean", "type: proportion"), count))
    below = ("window:", "denominator: {aggregate: count}\nwindow:")
    team.metric("each", changed("each", ("type: mean", "type: ratio"), below))
    median = ("window:", "quantile: 0.5\nwindow:")
    team.metric("median", changed("median", ("type: mean", "type: quantile"), median))
    names = ", ".join(f"{{metric: {name}}}" for name in ("big", "each", "median"))
    told = team.power(capsys, PLAN.replace("{metric: revenue}", names))
    big, each, quantile = told["metrics"]
    assert big["deviation"] == pytest.approx(np.sqrt(big["mean"] * (1 - big["mean"])), rel=1e-3)
    assert 18 < each["mean"] < 22
    assert "quantiles" in quantile["unknown"]
    assert not told["reached"]
    clustered = team.power(capsys, PLAN + "cluster: [city]\n")
    assert (clustered["clusters"], clustered["units"]) == (40, 40)
    (one,) = clustered["metrics"]
    assert one["mean"] == pytest.approx(team.values(team.buyer, team.bought).mean(), rel=1e-9)
    assert one["weeks"] is None and one["rows"] == []


@pytest.mark.parametrize(
    ("plan", "more", "said"),
    [
        (PLAN.replace("2026-03-02", "2020-03-02"), [], "has no row in the 7 days from 2020-02-17"),
        (PLAN.replace("metric: revenue", "metric: revenu"), [], "did you mean `revenue`?"),
        (PLAN.replace("weeks: 2", "weeks: 1"), [], "leaves no day of the 7 to take units in"),
        (PLAN + "cluster: [region]\n", [], "orders has no column `region`"),
        (PLAN, ["--among", "vists"], "did you mean `visits`?"),
    ],
)
def test_what_cannot_be_told(
    team: Team, capsys: pytest.CaptureFixture[str], plan: str, more: list[str], said: str
) -> None:
    (team.folder / "plan.yaml").write_text(plan)
    words = ["plan", "power", str(team.folder / "plan.yaml"), str(team.folder), *more]
    assert cli.main(words) == 2
    assert said in capsys.readouterr().err


def test_a_person_reads_the_answer_first(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    (team.folder / "plan.yaml").write_text(PLAN)
    assert cli.main(["plan", "power", str(team.folder / "plan.yaml"), str(team.folder)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("Not long enough: 2 weeks do not find")
    assert "what helps, at the same horizon:" in said
