"""The planted truth is recovered by both definitions, and a broken assumption is told by name."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pandas.testing
import pytest
import yaml
from groundrules import contracts

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "data")]

import make_data  # noqa: E402

import analysis  # noqa: E402
import gather  # noqa: E402

LAST = date(2024, 4, 7)
NAMES = ("visits", "orders", "booked")


def gathered(folder, until=LAST, **broken):
    """Return a folder with the tables of the maker's raw data, which may be broken."""
    return gather.gather(until, make_data.write(folder / "raw", make_data.make(**broken)), folder)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return gathered(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def found(data):
    return analysis.impact(LAST, data)


def broken_rules(folder, name):
    """Return the rules of its contract that a table breaks."""
    contract = f"{ROOT / 'contracts' / 'data.py'}:{name.capitalize()}"
    result = contracts.validate(folder / f"{name}.parquet", contract)
    return [one.name for one in result.rules if one.status != "passed"]


def lint(*places):
    """Return what `groundrules metrics lint` says of files and folders."""
    command = [sys.executable, "-m", "groundrules", "metrics", "lint", *map(str, places)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")


def kept(found):
    """Return rule → whether it holds."""
    return {one["rule"]: one["holds"] for one in found["rules"]}


def test_the_maker_makes_the_data_that_stands_here():
    for name, frame in make_data.make().items():
        times = list(frame.select_dtypes("datetime"))
        stored = pd.read_csv(ROOT / "data" / "raw" / f"{name}.csv", parse_dates=times)
        pandas.testing.assert_frame_equal(stored, frame, check_dtype=False)


@pytest.mark.parametrize("name", NAMES)
def test_the_data_keep_their_contracts(data, name):
    assert broken_rules(data, name) == []


def test_both_definitions_keep_their_examples():
    for which in ("current", "proposed"):
        done = lint(f"metrics/{which}", "metrics/sources")
        assert done.returncode == 0, done.stdout


def test_every_week_has_the_planted_value_by_both_versions(found):
    weeks = pd.DataFrame(found["weeks"])
    truth = make_data.truth()
    whole = weeks["whole"].sum()
    assert list(weeks["week"]) == list(truth["week"].astype("string"))
    assert (weeks["users"] == truth["visitors"]).all()
    old, new = (weeks[one] * weeks["users"] * 100 for one in ("old", "new"))
    assert whole == 12 and not weeks["whole"][12:].any()
    assert abs(old - truth["version_1"]).max() < 1e-6
    assert abs(new - truth["version_2"])[:whole].max() < 1e-6
    assert (new[whole:] > truth["version_2"][whole:]).all()  # not all is given back by then


def test_the_size_is_that_of_the_planted_weeks(found):
    """By hand, of counts alone: t(11, 0.975) = 2.201, as in tables of Student's distribution."""
    truth = make_data.truth()[:12]
    change = (truth["version_2"] - truth["version_1"]) / truth["visitors"] / 100
    reach = 2.201 * change.std() / 12**0.5
    size = found["size"]
    assert size["weeks"] == 12
    assert size["mean"] == pytest.approx(change.mean())
    assert size["low"] == pytest.approx(change.mean() - reach, abs=1e-4)
    assert size["high"] == pytest.approx(change.mean() + reach, abs=1e-4)
    assert analysis.size(pd.DataFrame(found["weeks"])[:1]) is None


def test_the_smallest_effect_moves_as_planted(found, tmp_path, monkeypatch):
    """Gift cards are few and dear, and taking them out helps; refunds alone make orders rarer."""
    assert found["smallest_effect"]["cuped"]
    assert found["smallest_effect"]["ratio"] < 0.9
    monkeypatch.setattr(make_data, "GIFT_CARDS", {})
    monkeypatch.setattr(make_data, "WHOLE", {499: 20, 999: 10, 1999: 1})
    without = analysis.impact(LAST, gathered(tmp_path))
    assert without["smallest_effect"]["ratio"] > 1.05
    assert without["answer"] == "reject" and not kept(without)["smallest-effect"]
    assert kept(without)["agrees-with-finance"]


def test_it_is_adopted_when_the_running_plan_has_ended(found):
    assert found["answer"] == "adopt" and all(kept(found).values())
    first, second = found["plans"]
    assert (first["state"], second["state"]) == ("running", "starts later")
    assert found["from"] == str(date.fromisoformat(first["end"]) + timedelta(days=1))
    level = found["smallest_effect"]["level"]
    assert f"margin: absolute 0.25 becomes {0.25 * level:.2g}" in second["change"]


def test_too_few_whole_weeks_are_too_early(tmp_path):
    until = date(2024, 2, 25)
    early = analysis.impact(until, gathered(tmp_path, until))
    assert early["answer"] == "too early" and not kept(early)["whole-weeks"]
    assert sum(week["whole"] for week in early["weeks"]) == 6


def test_what_finance_does_not_book_is_not_adopted(tmp_path):
    found = analysis.impact(LAST, gathered(tmp_path, unbooked=500))
    assert found["answer"] == "reject"
    assert [rule for rule, holds in kept(found).items() if not holds] == ["agrees-with-finance"]


def test_broken_data_break_a_contract_by_name(tmp_path):
    for broken, rule in (
        ({"slow": 3}, "table: refunded_on <= refundable_until"),
        ({"missing": 2}, "amount: not null"),
        ({"foreign": 2}, "currency: isin(['EUR'])"),
    ):
        folder = tmp_path / next(iter(broken))
        assert broken_rules(gathered(folder, **broken), "orders") == [rule]


def test_nulls_and_mixed_currencies_stop_the_comparison(tmp_path):
    with pytest.raises(analysis.ImpactError, match=r"nulls: refuse"):
        analysis.impact(LAST, gathered(tmp_path / "missing", missing=2))
    with pytest.raises(analysis.ImpactError, match=r"several values of `currency`"):
        analysis.impact(LAST, gathered(tmp_path / "foreign", foreign=2))


def test_a_join_that_repeats_orders_breaks_the_contract(data, tmp_path):
    """As if refunds had been joined without being added up by order first."""
    with duckdb.connect() as connection:
        connection.read_csv(str(data / "raw" / "refunds.csv")).create_view("refunds")
        connection.read_parquet(str(data / "orders.parquet")).create_view("orders")
        joined = "SELECT o.* FROM orders AS o LEFT JOIN refunds AS r ON o.order_id = r.order_id"
        connection.sql(joined).write_parquet(str(tmp_path / "orders.parquet"))
    assert broken_rules(tmp_path, "orders") == ["order_id: unique"]


def test_a_definition_that_counts_twice_breaks_its_example(tmp_path):
    """Gathered of order lines, each of which repeats what the whole order cost."""
    source = yaml.safe_load((ROOT / "metrics" / "sources" / "orders.yaml").read_text("utf-8"))
    line = {"type": "integer", "description": "the line of the order"}
    source |= {"name": "order_lines", "grain": ["order_id", "line"]}
    source["columns"]["line"] = line
    metric = yaml.safe_load(analysis.definition("proposed", "revenue_per_user").read_text("utf-8"))
    metric |= {"source": "order_lines", "grain": ["order_id"]}
    rows = [
        {"order_id": 1, "line": number, "user_id": 1, "ordered_on": "2024-01-01", "product": "film"}
        | {"status": "paid", "amount": 19.99, "refunded": 0, "currency": "EUR"}
        for number in (1, 2)
    ]
    metric["tests"] = [{"rows": rows, "expect": {"1": 19.99}}]
    (tmp_path / "sources").mkdir()
    for path, content in (
        (tmp_path / "sources" / "order_lines.yaml", source),
        (tmp_path / "revenue_per_user.yaml", metric),
    ):
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
    done = lint(tmp_path)
    assert done.returncode == 1
    assert "MET006" in done.stdout
    assert "MET023" in done.stdout and "is to be 19.99, and is 39.98" in done.stdout
