"""`groundrules metrics export` and `import`: there and back, what is lost, what others wrote."""

from __future__ import annotations

import subprocess
import venv
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest
from conftest import ROOT, Run
from hypothesis import given, settings
from hypothesis import strategies as st
from shop import shop

from groundrules import documents
from groundrules.errors import ContentError, UsageError
from groundrules.metrics import catalogue
from groundrules.metrics.computing import compute
from groundrules.metrics.exchange import dbt_export, dbt_import, osi_export, osi_import
from groundrules.metrics.exchange.form import Imported, plain
from groundrules.metrics.form import Column, Measure, Source
from groundrules.metrics.periods import Span

CATALOGUE = catalogue.read((ROOT / "standards" / "metrics",))
FORMS = {"dbt": (dbt_export, dbt_import), "osi": (osi_export, osi_import)}
SAID = {
    "name",
    "description",
    "type",
    "source",
    "unit",
    "time",
    "numerator",
    "denominator",
    "filters",
}
"""Fields that both forms do say, each in its own way."""


def _back(text: str, form: str, unit: str | None = None) -> Imported:
    found: Imported = FORMS[form][1].read(text, "file", unit=unit, owner="them")  # type: ignore[attr-defined]
    return found


def _there(known: catalogue.Catalogue, form: str) -> tuple[dict[str, Any], list[Any]]:
    document, losses = FORMS[form][0].export(known)  # type: ignore[attr-defined]
    return document, losses


@pytest.mark.parametrize("form", FORMS)
def test_there_and_back(form: str) -> None:
    document, _ = _there(CATALOGUE, form)
    text = documents.written(document)
    assert documents.written(_there(CATALOGUE, form)[0]) == text
    found = _back(text, form)
    assert {one.name: one for one in found.metrics} == dict(CATALOGUE.metrics)
    assert {one.name: one for one in found.sources} == dict(CATALOGUE.sources)
    assert found.losses == ()


@pytest.mark.parametrize("form", FORMS)
def test_every_field_that_is_not_said_is_named(form: str) -> None:
    _, losses = _there(CATALOGUE, form)
    named = {(one.name, one.field) for one in losses}
    left_out = {name for name, field in named if field == "metric"}
    assert left_out == {"active_days_per_user", "startup_time_p95"}
    for name, metric in CATALOGUE.metrics.items():
        if name not in left_out:
            for field in {*plain(metric)} - SAID - {"nulls"}:
                assert (name, field) in named, (name, field)


@pytest.mark.parametrize("form", FORMS)
def test_what_was_edited_there_is_read(form: str) -> None:
    text = documents.written(_there(CATALOGUE, form)[0])
    assert "status = 'paid' THEN" in text or "orders.status = 'paid' THEN" in text
    edited = text.replace("status = 'paid' THEN", "status <> 'failed' THEN")
    found = _back(edited, form, unit="user_id")
    metrics = {one.name: one for one in found.metrics}
    changed = [one.name for one in found.losses if "was edited since" in one.why]
    assert "revenue_per_user" in changed and "watch_hours_per_user" not in changed
    revenue = metrics["revenue_per_user"]
    assert revenue.numerator.filters == ("status <> 'failed'",) and revenue.window is None
    assert metrics["watch_hours_per_user"] == CATALOGUE.metrics["watch_hours_per_user"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shop(tmp_path_factory.mktemp("shop"), users=100, weeks=2)


@pytest.mark.parametrize("name", CATALOGUE.metrics)
def test_the_expression_of_osi_gives_what_we_compute(name: str, folder: Path) -> None:
    metric = CATALOGUE.metrics[name]
    if name in ("active_days_per_user", "startup_time_p95"):
        with pytest.raises(osi_export.NoExpressionError):
            osi_export.expression_of(metric)
        return
    bare = msgspec.structs.replace(metric, winsorise=None, window=None)
    known = catalogue.Catalogue({name: bare}, CATALOGUE.sources)
    (ours,) = compute(known, [name], [str(folder)], by=[], span=Span(), tell=print)
    sources = list(dict.fromkeys(str(measure.source) for measure in metric.measures()))
    if len(sources) > 1:
        return  # joined rows would be counted twice: the loss is named
    with duckdb.connect() as connection:
        query = f"SELECT {osi_export.expression_of(metric)} FROM '{folder / sources[0]}.parquet' AS {sources[0]}"
        (theirs,) = connection.execute(query).fetchone() or (None,)
    assert ours.points[0].level.value == pytest.approx(theirs, rel=1e-12)


JAFFLE = """
semantic_models:
  - name: order_item
    model: ref('order_items')
    defaults: {agg_time_dimension: ordered_at}
    entities:
      - {name: order_item, type: primary, expr: order_item_id}
      - {name: order_id, type: foreign}
      - {name: customer, type: foreign, expr: customer_id}
    dimensions:
      - {name: ordered_at, type: time, type_params: {time_granularity: day}}
      - {name: is_food_item, type: categorical}
    measures:
      - {name: revenue, agg: sum, expr: product_price}
      - {name: food_revenue, agg: sum, expr: case when is_food_item then product_price end}
      - {name: items, agg: count, expr: order_item_id}
      - {name: mean_price, agg: average, expr: product_price}
      - {name: customers, agg: count_distinct, expr: customer_id}
      - {name: median_revenue, agg: median, expr: product_price}
metrics:
  - {name: revenue, description: Sum of the product revenue, type: simple, type_params: {measure: {name: revenue}}}
  - {name: per_customer, type: ratio, type_params: {numerator: {name: revenue}, denominator: {name: customers}}}
  - {name: food_share, type: ratio, type_params: {numerator: {name: food_revenue}, denominator: revenue}}
  - name: food_items
    type: simple
    type_params: {measure: items}
    filter: "{{ Dimension('order_item__is_food_item') }}"
  - {name: mean_price, type: simple, type_params: {measure: mean_price}}
  - name: eaters
    type: simple
    type_params: {measure: customers}
    filter: "{{ Dimension('order_item__is_food_item') }}"
  - {name: median_revenue, type: simple, type_params: {measure: median_revenue}}
  - {name: growth, type: derived, type_params: {expr: a - b, metrics: [{name: revenue}]}}
  - {name: lost, type: simple, type_params: {measure: nowhere}}
  - {name: spined, type: simple, type_params: {measure: items}, filter: "{{ TimeDimension('metric_time', 'day') }} > 1"}
"""  # fmt: skip


def test_what_others_wrote_in_dbt() -> None:
    found = _back(JAFFLE, "dbt", unit="customer_id")
    metrics = {one.name: one for one in found.metrics}
    assert set(metrics) == {
        "revenue",
        "per_customer",
        "food_share",
        "food_items",
        "mean_price",
        "eaters",
    }
    price = Measure(value="product_price")
    assert (metrics["revenue"].type, metrics["revenue"].numerator) == ("mean", price)
    assert (metrics["per_customer"].type, metrics["per_customer"].denominator) == ("mean", None)
    share = metrics["food_share"]
    assert (share.type, share.numerator.filters, share.denominator) == (
        "ratio",
        ("is_food_item",),
        price,
    )
    items = Measure(aggregate="count", filters=("is_food_item", "order_item_id IS NOT NULL"))
    assert metrics["food_items"].numerator == items
    assert metrics["mean_price"].denominator == Measure(
        aggregate="count", filters=("product_price IS NOT NULL",)
    )
    eaters = metrics["eaters"]
    assert (eaters.type, eaters.numerator) == (
        "proportion",
        Measure(value="is_food_item", aggregate="any"),
    )
    left = {one.name: one.why for one in found.losses if one.field == "metric"}
    assert set(left) == {"median_revenue", "growth", "lost", "spined"}
    (source,) = found.sources
    assert source.name == "order_items" and source.grain == ("order_item_id",)
    types = {name: column.type for name, column in source.columns.items()}
    assert types["product_price"] == "decimal" and types["is_food_item"] == "boolean"
    with pytest.raises(
        UsageError, match="--unit COLUMN whose a row is among order_id, customer_id"
    ):
        _back(JAFFLE, "dbt")
    with pytest.raises(ContentError, match="no `semantic_models`"):
        _back("models: []", "dbt")


OSI = """
version: 0.2.0.dev0
semantic_model:
  - name: ecommerce
    datasets:
      - name: orders
        source: sales.public.orders
        primary_key: [order_id]
        fields:
          - {name: order_id, expression: {dialects: [{dialect: ANSI_SQL, expression: order_id}]}, datatype: Integer}
          - {name: customer_id, expression: {dialects: [{dialect: ANSI_SQL, expression: customer_id}]}}
          - {name: order_date, expression: {dialects: [{dialect: ANSI_SQL, expression: order_date}]}, datatype: Date}
          - {name: amount, expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}, datatype: Decimal}
        metrics:
          - {name: total_amount, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(amount)}]}}
    relationships:
      - {name: r, from: orders, to: customers, from_columns: [customer_id], to_columns: [id]}
    metrics:
      - name: per_customer
        expression:
          dialects:
            - {dialect: SNOWFLAKE, expression: SUM(orders.amount) / COUNT(DISTINCT orders.customer_id)}
      - name: order_value
        expression: {dialects: [{dialect: ANSI_SQL, expression: AVG(orders.amount)}]}
      - name: buyers
        expression:
          dialects:
            - dialect: ANSI_SQL
              expression: COUNT(DISTINCT CASE WHEN orders.amount > 0 THEN orders.customer_id END)
      - name: odd
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount) - 1}]}
      - name: cube
        expression: {dialects: [{dialect: MDX, expression: "[Measures].[x]"}]}
"""


def test_what_others_wrote_in_osi() -> None:
    found = _back(OSI, "osi")
    metrics = {one.name: one for one in found.metrics}
    assert set(metrics) == {"total_amount", "per_customer", "order_value", "buyers"}
    assert metrics["per_customer"].type == "mean" and metrics["per_customer"].unit == "customer_id"
    assert metrics["order_value"].type == "ratio" and metrics["total_amount"].type == "mean"
    assert metrics["buyers"].numerator == Measure(value="amount > 0", aggregate="any")
    assert {one.name for one in found.losses if one.field == "metric"} == {"odd", "cube"}
    (source,) = found.sources
    assert source.columns["amount"] == Column(type="decimal") and source.time == "order_date"
    with pytest.raises(ContentError, match="no `semantic_model`"):
        _back("version: 0.1.1", "osi")


@pytest.mark.parametrize("form", FORMS)
def test_hostile_names(form: str) -> None:
    columns = {
        name: Column(type=kind)
        for name, kind in (
            ("select", "text"),
            ("day", "date"),
            ('a"; DROP', "decimal"),
            ("É", "text"),
        )
    }
    source = Source(
        name="shop.Orders x", description="d", owner="o", grain=("select", "É"), columns=columns
    )  # type: ignore[arg-type]
    metric = msgspec.structs.replace(
        CATALOGUE.metrics["conversion"],
        source=source.name, unit="É", time="day", dimensions=(), tests=(),
        numerator=Measure(value='"a""; DROP" > 0', aggregate="any"),
    )  # fmt: skip
    known = catalogue.Catalogue({metric.name: metric}, {source.name: source})
    document, _ = _there(known, form)
    found = _back(documents.written(document), form)
    assert found.metrics == (metric,) and found.sources == (source,)
    undeclared = replace(known, sources={})
    with pytest.raises(UsageError, match="is not declared"):
        _there(undeclared, form)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
ODD = st.sampled_from(
    ["no", "1e3", "12:30", "~", "null", "2026-03-02", "0x1F", "=", "- a", "a: b", "#x", " x", "yes", "1_000"]
)  # fmt: skip


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(
    st.dictionaries(
        TEXTS | ODD,
        TEXTS
        | ODD
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.integers()
        | st.booleans(),
    )
)
def test_what_is_written_is_read_back(content: dict[str, Any]) -> None:
    read = documents.parse(documents.written({"x": content}), "x", dict[str, Any])
    assert read == {"x": content}


def test_the_commands(run: Run, tmp_path: Path) -> None:
    done = run("metrics", "export", "conversion", "--to", "dbt", "-o", "out.yaml")
    assert done.returncode == 0 and "note: conversion: window: " in done.stderr
    assert run("metrics", "export", "--to", "dbt", "-o", "out.yaml").returncode == 2  # is there
    strict = run("metrics", "export", "conversion", "--to", "osi", "--strict")
    assert strict.returncode == 1 and 'version: "0.1.1"'.replace('"', "") in strict.stdout.replace(
        "'", ""
    )
    back = run("metrics", "import", "out.yaml", "--from", "dbt", "-o", "ours", "--strict")
    assert back.returncode == 0 and back.stdout.split() == [
        "ours/conversion.yaml",
        "ours/sources/orders.yaml",
    ]
    assert run("metrics", "import", "out.yaml", "--from", "dbt", "-o", "ours").returncode == 2
    assert run("metrics", "import", "out.yaml", "--from", "osi", "-o", "x").returncode == 2
    read = catalogue.read((tmp_path / "ours",))
    assert read.metrics["conversion"] == CATALOGUE.metrics["conversion"]
    linted = run("metrics", "lint", "ours")
    assert linted.returncode == 0, linted.stdout


@pytest.mark.heavy
def test_dbt_takes_what_we_export(tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    package = "dbt-semantic-interfaces>=0.10,<0.11"
    subprocess.run([python, "-m", "pip", "install", "-q", package], check=True, cwd=tmp_path)
    (tmp_path / "x.yaml").write_text(
        documents.written(_there(CATALOGUE, "dbt")[0]), encoding="utf-8"
    )
    script = ROOT / "tests" / "dbt_validate.py"
    done = subprocess.run(
        [python, script, "x.yaml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith(" metrics, 0 issues"), done.stdout
