"""`groundrules metrics diff`: the numbers of a change are those that pandas gets, and nothing is passed over."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, Run
from scipy import stats
from shop import START, shop

from groundrules.errors import ContentError
from groundrules.metrics import catalogue
from groundrules.metrics.computing import among_of, tables_of
from groundrules.metrics.diff import Diff, diff
from groundrules.metrics.form import Covariate, Measure, Metric, Window
from groundrules.metrics.periods import Span
from groundrules.metrics.sensitivity import Exposures
from groundrules.tables.named import opened

METRICS = ROOT / "standards" / "metrics"
CATALOGUE = catalogue.read((METRICS,))
REVENUE = msgspec.structs.replace(
    CATALOGUE.metrics["revenue_per_user"], winsorise=None, window=Window(days=7), covariate=Covariate(days=7)
)  # fmt: skip
BIG = msgspec.structs.replace(REVENUE, filters=("status = 'paid'", "amount >= 5"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("shop"), users=400)


def _diff(
    folder: Path,
    old: Metric,
    new: Metric,
    among: str | None = "sessions",
    exposures: Exposures | None = None,
    spark: bool = False,
) -> Diff:
    wanted = [*tables_of([old, new], among), *([exposures.table] if exposures else [])]
    with opened([str(folder)], wanted, spark=spark, tell=print) as relations:
        whom = among_of(CATALOGUE, new, among)
        return diff(relations, old, new, ["week"], Span(), among=whom, exposures=exposures)


def _by_unit(folder: Path, least: float) -> pd.Series:  # type: ignore[type-arg]
    orders = pd.read_parquet(folder / "orders.parquet")
    users = pd.read_parquet(folder / "sessions.parquet")["user_id"].unique()
    paid = orders[(orders["status"] == "paid") & (orders["amount"] >= least)]
    return paid.groupby("user_id")["amount"].sum().reindex(users, fill_value=0).sort_index()


def test_units_that_change_and_their_correlation(folder: Path) -> None:
    found = _diff(folder, REVENUE, BIG)
    old, new = _by_unit(folder, 0), _by_unit(folder, 5)
    assert found.units is not None
    assert (found.units.old, found.units.new, found.units.both) == (len(old),) * 3
    assert found.units.changed == ((old - new).abs() > 1e-9).sum() > 10
    assert found.units.correlation == pytest.approx(np.corrcoef(old, new)[0, 1], rel=1e-9)
    assert [week.keys[0] for week in found.weeks] == [
        "2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"
    ]  # fmt: skip
    assert all(0.7 < week.ratio < 1 for week in found.weeks)
    assert not found.same_number and [one.part for one in found.changes] == [
        "numerator, rows where"
    ]


def test_what_an_experiment_can_find(folder: Path) -> None:
    orders = pd.read_parquet(folder / "orders.parquet")
    sessions = pd.read_parquet(folder / "sessions.parquet")
    found = _diff(folder, REVENUE, BIG)
    assert found.sensitivity is not None and found.pretended and found.days == 7
    # The data of orders are complete a day later, so the outcome's week ends on the day before the last.
    end = pd.Timestamp(START) + pd.Timedelta(days=27)
    if orders["ordered_at"].max().hour < 23:
        end -= pd.Timedelta(days=1)
    begin, before = end - pd.Timedelta(days=7), end - pd.Timedelta(days=14)
    came = sessions["started_at"].between(begin, end, inclusive="left")
    users = sessions.loc[came, "user_id"].unique()
    for one, least in zip(found.sensitivity, (0, 5), strict=True):
        paid = orders[(orders["status"] == "paid") & (orders["amount"] >= least)]
        outcome, covariate = (
            paid[paid["ordered_at"].between(first, last, inclusive="left")]
            .groupby("user_id")["amount"].sum().reindex(users, fill_value=0)
            for first, last in ((begin, end), (before, begin))
        )  # fmt: skip
        assert one.units == len(users)
        assert one.mean == pytest.approx(outcome.mean())
        assert one.variance == pytest.approx(outcome.var())
        assert one.not_zero == pytest.approx((outcome != 0).mean())
        normal = (stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) * np.sqrt(4 / len(users))
        assert one.mde == pytest.approx(normal * outcome.std() / outcome.mean(), rel=0.02)
        left = 1 - np.corrcoef(outcome, covariate)[0, 1] ** 2
        assert one.mde_cuped == pytest.approx(one.mde * np.sqrt(left), rel=1e-6)


def test_a_running_experiments_own_units(folder: Path) -> None:
    rows = [{"user_id": f"u{n}", "exposed_at": START + pd.Timedelta(days=14)} for n in range(150)]
    rows.append({"user_id": "u0", "exposed_at": START + pd.Timedelta(days=20)})
    pq.write_table(pa.Table.from_pylist(rows), folder / "exposures.parquet")
    exposures = Exposures("exposures", "user_id", "exposed_at")
    found = _diff(folder, REVENUE, BIG, exposures=exposures)
    assert found.sensitivity is not None and not found.pretended
    assert found.sensitivity[0].units == 150
    wrong = _diff(folder, REVENUE, BIG, exposures=Exposures("exposures", "user_id", "at"))
    assert wrong.sensitivity is None and "no column `at`" in wrong.notes[0]


def test_from_a_mean_to_a_ratio(folder: Path) -> None:
    ratio = msgspec.structs.replace(REVENUE, type="ratio", denominator=Measure(aggregate="count"))
    found = _diff(folder, REVENUE, ratio, among=None)
    assert found.units is not None and found.units.both > 0
    assert all(abs(week.ratio - 1) > 1e-3 for week in found.weeks)
    assert -1 < found.units.correlation < 1


def test_nothing_changed(folder: Path) -> None:
    found = _diff(folder, REVENUE, msgspec.structs.replace(REVENUE, owner="them"))
    assert found.same_number and found.units is not None
    assert found.units.changed == 0 and found.units.correlation == pytest.approx(1)
    assert all(week.ratio == pytest.approx(1) for week in found.weeks)


def test_what_is_not_computed_is_said(folder: Path) -> None:
    base = CATALOGUE.metrics["startup_time_p95"]
    found = _diff(folder, base, msgspec.structs.replace(base, quantile=0.5), among=None)
    assert found.sensitivity is None and "quantile" in found.notes[0]
    assert all(week.ratio < 1 for week in found.weeks)
    far = msgspec.structs.replace(REVENUE, covariate=Covariate(days=364))
    noted = _diff(folder, REVENUE, far)
    assert noted.sensitivity is not None and noted.sensitivity[1].mde_cuped is None
    assert "new: the data do not reach back 364 days" in noted.notes[0]
    long = msgspec.structs.replace(REVENUE, window=Window(days=364))
    assert "no 364 whole days" in _diff(folder, REVENUE, long).notes[0]


def test_a_definition_that_refuses_the_data_is_named(folder: Path) -> None:
    refunds = msgspec.structs.replace(REVENUE, numerator=Measure(value="refunded"))
    with pytest.raises(ContentError, match="hold no value"):
        _diff(folder, REVENUE, refunds)


def _git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def test_the_command_against_a_revision(run: Run, folder: Path, tmp_path: Path) -> None:
    text = (METRICS / "orders_per_user.yaml").read_text(encoding="utf-8")
    file = tmp_path / "orders_per_user.yaml"
    file.write_text(text, encoding="utf-8")
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "add", "-A")
    _git(tmp_path, "commit", "-q", "-m", "x")
    same = run("metrics", "diff", "--base", "HEAD", file.name)
    assert same.returncode == 0 and "The definitions are the same." in same.stdout
    file.write_text(text.replace("= 'paid'\"]", "<> 'failed'\"]"), encoding="utf-8")
    done = run("metrics", "diff", "--base", "HEAD", file.name, str(folder))
    assert done.returncode == 1, done.stderr
    assert "! numerator, rows where" in done.stdout and "is   status <> 'failed'" in done.stdout
    assert "units have another value" in done.stdout and "smallest effect found" in done.stdout
    told = json.loads(
        run("metrics", "diff", "--base", "HEAD", file.name, str(folder), "--format", "json").stdout
    )
    assert told["units"]["changed"] > 0 and told["history"][0]["ratio"] > 1
    weeks = json.loads(
        run("metrics", "compute", "orders_per_user", str(folder), "--format", "json").stdout
    )["metrics"][0]["points"]
    assert [one["old_units"] for one in told["history"]] == [one["units"] for one in weeks]
    assert all(one["new_units"] >= 1 for one in told["history"])
    file.write_text(text.replace("owner: monetisation analytics", "owner: them"), encoding="utf-8")
    assert run("metrics", "diff", "--base", "HEAD", file.name).returncode == 0
    assert run("metrics", "diff", "--base", "nowhere", file.name).returncode == 2
    assert run("metrics", "diff", file.name).returncode == 2


@pytest.mark.spark
def test_spark_says_the_same(folder: Path) -> None:
    here, there = (_diff(folder, REVENUE, BIG, spark=spark) for spark in (False, True))
    assert here.units is not None and there.units is not None
    assert here.units.changed == there.units.changed
    assert here.units.correlation == pytest.approx(there.units.correlation, rel=1e-10)
    assert here.sensitivity is not None and there.sensitivity is not None
    for one, other in zip(here.sensitivity, there.sensitivity, strict=True):
        assert one.mde_cuped == pytest.approx(other.mde_cuped, rel=1e-10)
