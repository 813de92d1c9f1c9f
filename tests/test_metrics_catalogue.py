"""`groundrules metrics list` and `show`: what a reader is told, and SQL that runs as it is printed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Run
from shop import shop

from groundrules.errors import UsageError
from groundrules.metrics import catalogue, sql
from groundrules.metrics.words import computed, number

CATALOGUE = catalogue.read((ROOT / "standards" / "metrics",))


def test_list_filters(run: Run) -> None:
    everything = run("metrics", "list", "--all").stdout
    assert all(name in everything for name in CATALOGUE.metrics)
    ours = run("metrics", "list").stdout
    assert "video_starts_per_user" not in ours and "sessions_per_user" in ours
    told = json.loads(
        run("metrics", "list", "--source", "sessions", "--type", "ratio", "--format", "json").stdout
    )
    assert [one["name"] for one in told["metrics"]] == [
        "ad_revenue_per_hour",
        "crash_free_sessions",
    ]
    owned = run("metrics", "list", "--owner", "PAYMENTS").stdout
    assert "payment_failures" in owned and "conversion" not in owned
    assert run("metrics", "list", "--owner", "nobody").stdout == "No metric is like that.\n"


def test_show_tells_all(run: Run, tmp_path: Path) -> None:
    plan = "primary: [{metric: revenue_per_user}]\nguardrails: [{metric: crash_free_sessions}]\n"
    (tmp_path / "plan.yaml").write_text(plan, encoding="utf-8")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "plan.yml").write_text("not: [a plan", encoding="utf-8")
    shown = run("metrics", "show", "revenue_per_user").stdout
    for part in (
        "What a user paid", "A unit's number: the sum of `amount`", "capped at the quantile 0.999",
        "CUPED adjusts", "2 % of control", "In DuckDB's SQL".lower(), "plan.yaml (primary)",
    ):  # fmt: skip
        assert part.lower() in shown.lower(), part
    told = json.loads(run("metrics", "show", "crash_free_sessions", "--format", "json").stdout)
    assert told["plans"] == [{"path": "plan.yaml", "role": "guardrails"}]
    assert set(told["sql"]) == {"duckdb", "spark"} and len(told["sql"]["spark"]) == 2
    replaced = run("metrics", "show", "video_starts_per_user").stdout
    assert "REPLACED: use sessions_per_user instead." in replaced
    assert (
        "video_starts_per_user, which it replaces"
        in run("metrics", "show", "sessions_per_user").stdout
    )
    wrong = run("metrics", "show", "revenu_per_user")
    assert wrong.returncode == 2 and "did you mean `revenue_per_user`" in wrong.stderr


@pytest.mark.parametrize("name", CATALOGUE.metrics)
def test_the_sql_that_is_shown_runs_and_gives_the_example(name: str, tmp_path: Path) -> None:
    """The reader's query over an example's rows gives what the example expects of units with rows that count."""
    from groundrules.metrics.examples import _by_source, _table

    metric = CATALOGUE.metrics[name]
    example = metric.tests[0]
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for source in {str(measure.source) for measure in metric.measures()}:
            rows = _by_source(metric, example).get(source, ())
            connection.register(source, _table(source, rows, CATALOGUE.sources))
        found = [
            dict(connection.execute(one).fetchall())
            for one in sql.of_units(CATALOGUE, metric, "duckdb")
        ]
        exposures = (
            "CREATE TABLE exposures AS SELECT 'a' AS unit, 'c' AS variant, 0::BIGINT AS exposed"
        )
        connection.execute(exposures)
        assert (
            len(connection.execute(sql.of_experiment(CATALOGUE, metric, "duckdb")).fetchall()) == 1
        )
    for unit, expected in example.expect.items():
        values = expected if isinstance(expected, tuple) else (expected,)
        for value, own in zip(values, found, strict=True):
            assert (own.get(unit) or 0) == pytest.approx(value or 0)


def test_every_metric_is_told_in_words() -> None:
    for metric in CATALOGUE.metrics.values():
        assert len(computed(metric)) >= 3
    percent = CATALOGUE.metrics["conversion"]
    assert number(percent, 0.031) == "3.10 %"
    assert number(CATALOGUE.metrics["startup_time_p95"], 1234.6) == "1,235"
    assert number(percent, float("nan")) == "–"


def test_an_undeclared_source_has_no_sql() -> None:
    bare = catalogue.Catalogue(CATALOGUE.metrics)
    with pytest.raises(UsageError, match="`orders` is not declared"):
        sql.of_units(bare, CATALOGUE.metrics["conversion"], "duckdb")


@pytest.mark.spark
def test_the_whole_query_runs_on_spark_as_it_is_printed(tmp_path: Path) -> None:
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    assert session is not None
    folder = shop(tmp_path / "shop", users=20, weeks=1)
    for name in ("orders", "sessions", "ad_impressions"):
        session.read.parquet(str(folder / f"{name}.parquet")).createOrReplaceTempView(name)
    session.sql("SELECT 'u1' AS unit, 'c' AS variant, 0L AS exposed").createOrReplaceTempView(
        "exposures"
    )
    try:
        query = sql.of_experiment(CATALOGUE, CATALOGUE.metrics["ad_revenue_per_hour"], "pyspark")
        (row,) = session.sql(query).collect()
        assert row["unit"] == "u1"
    finally:
        for name in ("orders", "sessions", "ad_impressions", "exposures"):
            session.catalog.dropTempView(name)


def test_spark_s_sql_is_shown_where_pyspark_is_not_installed() -> None:
    code = (
        "import sys; sys.modules['pyspark'] = None; sys.argv = ['groundrules', 'metrics', 'show', 'conversion']; "
        "from groundrules.cli import main; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "FROM `orders` AS `t0`" in done.stdout
