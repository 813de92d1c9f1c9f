"""Metrics of the Open Semantic Interchange (0.1.1 and its successor's draft) as metrics and sources of ours.

What we exported comes back as it was, unless its expression was edited since. Of anything else those are read that
are one aggregate over rows, or the ratio of two.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlglot
from sqlglot import exp

from groundrules import documents
from groundrules.errors import ContentError
from groundrules.metrics.exchange.foreign import Gathered, Model, NoFormError, Table, metric_of
from groundrules.metrics.exchange.form import OURS, Imported, Loss, entries, kept
from groundrules.metrics.exchange.osi_export import NoExpressionError, expression_of
from groundrules.metrics.exchange.rows import split
from groundrules.metrics.form import Metric, Source

_DIALECTS = {
    "ANSI_SQL": "postgres",
    "SNOWFLAKE": "snowflake",
    "DATABRICKS": "databricks",
    "BIGQUERY": "bigquery",
}
_TYPES = {
    "String": "text", "Integer": "integer", "Decimal": "decimal", "Float": "decimal", "Boolean": "boolean",
    "Date": "date", "DateTime": "timestamp", "DateTimeTz": "timestamp",
}  # fmt: skip
_AGGREGATES: Mapping[Any, str] = {
    exp.Sum: "sum",
    exp.Avg: "average",
    exp.Count: "count",
    exp.Min: "min",
    exp.Max: "max",
}


def read(text: str, where: str, *, unit: str | None, owner: str) -> Imported:
    """Return the metrics and sources of a file.

    unit: the column that says whose a row is, where the file's relationships cannot say which of several it is.
    Raises ContentError for a file that is no such document, UsageError where there is no unit.
    """
    document = documents.parse(text, where, dict[str, Any])
    models = entries(document.get("semantic_model"), f"{where}: semantic_model")
    if not models:
        raise ContentError(f"{where}: there is no `semantic_model` in it")
    metrics: list[Metric] = []
    sources: list[Source] = []
    lost: list[Loss] = []
    for model in models:
        found = _model(model, where, unit=unit, owner=owner)
        metrics += found.metrics
        sources += found.sources
        lost += found.losses
    return Imported(
        tuple(sorted(metrics, key=lambda one: one.name)), tuple(sources), tuple(sorted(lost))
    )


def _model(model: Mapping[str, Any], where: str, *, unit: str | None, owner: str) -> Imported:
    datasets = entries(model.get("datasets"), f"{where}: datasets")
    declared = {str(one.get("name")): one for one in datasets}
    tables = {name: _table(one, model, unit) for name, one in declared.items()}
    ours = {name: source for name, one in declared.items() if (source := _kept_source(one, where))}
    aside = (_extension(model) or {}).get("metrics", [])
    metrics = list(kept(aside, list[Metric], f"{where}: {model.get('name')}"))
    foreign: list[Metric] = []
    lost: list[Loss] = []
    for metric, own in _metrics(model, datasets, where):
        back, edited = _kept_metric(metric, where)
        if back is not None and not edited:
            metrics.append(back)
            continue
        if back is not None:
            why = "its expression was edited since: it is read, and what was kept aside is left"
            lost.append(Loss(back.name, "metric", why))
        try:
            made, noted = _foreign(metric, own, tables, back.owner if back else owner)
        except NoFormError as error:
            lost.append(Loss(str(metric.get("name")), "metric", f"{error}: it is left out"))
            continue
        foreign.append(made)
        lost += noted
    used = {str(measure.source) for one in foreign for measure in one.measures()}
    new = [
        table.declared(owner, foreign)
        for name, table in tables.items()
        if name not in ours and name in used
    ]
    return Imported((*metrics, *foreign), (*ours.values(), *new), tuple(lost))


def _metrics(
    model: Mapping[str, Any], datasets: Sequence[Mapping[str, Any]], where: str
) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Yield the metrics with the dataset that they belong to, of those that belong to one."""
    for metric in entries(model.get("metrics"), f"{where}: metrics"):
        yield metric, None
    for dataset in datasets:
        for metric in entries(dataset.get("metrics"), f"{where}: metrics of {dataset.get('name')}"):
            yield metric, str(dataset.get("name"))


def _extension(part: Mapping[str, Any]) -> dict[str, Any] | None:
    for one in entries(part.get("custom_extensions"), "custom_extensions"):
        try:
            data = json.loads(str(one.get("data")))
        except ValueError:
            continue
        if isinstance(data, dict) and isinstance(data.get(OURS), dict):
            return dict(data[OURS])
    return None


def _kept_source(dataset: Mapping[str, Any], where: str) -> Source | None:
    aside = _extension(dataset)
    return kept(aside, Source, f"{where}: {dataset.get('name')}") if aside else None


def _kept_metric(metric: Mapping[str, Any], where: str) -> tuple[Metric | None, bool]:
    """Return what was kept aside of a metric, and whether its expression says something else by now."""
    aside = _extension(metric)
    if aside is None:
        return None, False
    back = kept(aside, Metric, f"{where}: {metric.get('name')}")
    try:
        return back, expression_of(back) != _said(metric)[0]
    except (NoExpressionError, NoFormError):
        return back, True


def _said(metric: Mapping[str, Any]) -> tuple[str, str]:
    """Return a metric's or field's expression and sqlglot's name of its dialect."""
    given = metric.get("expression") or {}
    dialects = given if isinstance(given, list) else given.get("dialects") or []
    known = {
        str(one.get("dialect")): str(one.get("expression"))
        for one in dialects
        if isinstance(one, dict)
    }
    for name, dialect in _DIALECTS.items():
        if name in known:
            return known[name], dialect
    raise NoFormError(f"its expression is in none of {', '.join(_DIALECTS)}")


def _table(dataset: Mapping[str, Any], model: Mapping[str, Any], unit: str | None) -> Table:
    name, source = str(dataset.get("name")), str(dataset.get("source"))
    columns, times = {}, {}
    for field in entries(dataset.get("fields"), f"fields of {name}"):
        called = str(field.get("name"))
        kind = _TYPES.get(str(field.get("datatype")), "text")
        if (field.get("dimension") or {}).get("is_time", kind in ("date", "timestamp")):
            kind = kind if kind in ("date", "timestamp") else "timestamp"
            times[called] = called
        columns[called] = kind
    relations = entries(model.get("relationships"), f"relationships of {model.get('name')}")
    foreign = [
        one["from_columns"][0]
        for one in relations
        if one.get("from") == name and one.get("from_columns")
    ]
    keys = [str(one) for one in dataset.get("primary_key") or []]
    return Table(
        name=source.rpartition(".")[2] if re.fullmatch(r"[\w.]+\w", source) else name,
        description=str(dataset.get("description") or f"imported from the dataset {name}"),
        columns=columns,
        grain=tuple(keys),
        time=next(iter(times), None) if len(times) == 1 else None,
        times=times,
        dimensions={called: called for called in columns},
        units=[unit] if unit else [str(one) for one in foreign] or keys,
    )


def _foreign(
    metric: Mapping[str, Any], own: str | None, tables: Mapping[str, Table], owner: str
) -> tuple[Metric, list[Loss]]:
    text, dialect = _said(metric)
    try:
        tree = sqlglot.parse_one(text, dialect=dialect).unnest()
    except sqlglot.errors.SqlglotError as error:
        raise NoFormError(f"its expression does not parse: {text}") from error
    parts = [tree.this, tree.expression] if isinstance(tree, exp.Div) else [tree]
    gathered = [_gathered(_bare(part), own, tables) for part in parts]
    return metric_of(
        Model(
            name=str(metric.get("name")),
            description=str(metric.get("description") or metric.get("name")),
            owner=owner,
            origin="the Open Semantic Interchange",
        ),
        *gathered,
    )


def _bare(tree: exp.Expr) -> exp.Expr:
    """Return an aggregate without what guards a division: 1.0 *, NULLIF(…, 0), a cast."""
    tree = tree.unnest()
    if (
        isinstance(tree, exp.Mul)
        and isinstance(tree.this, exp.Literal)
        and float(tree.this.name) == 1
    ):
        return _bare(tree.expression)
    if isinstance(tree, exp.Nullif) or (isinstance(tree, exp.Cast) and tree.find(exp.AggFunc)):
        return _bare(tree.this)
    return tree


def _gathered(tree: exp.Expr, own: str | None, tables: Mapping[str, Table]) -> Gathered:
    aggregate = _AGGREGATES.get(type(tree))
    if aggregate is None:
        raise NoFormError(f"{tree.sql()} is no sum, count or average over rows")
    inner = tree.this
    if isinstance(inner, exp.Distinct):
        if aggregate != "count" or len(inner.expressions) != 1:
            raise NoFormError(f"{tree.sql()} is no count of one column's values")
        aggregate, inner = "count_distinct", inner.expressions[0]
    names = {column.table for column in inner.find_all(exp.Column) if column.table}
    name = own or next(iter(names), None)
    if name is None or len(names | {name}) > 1 or name not in tables:
        raise NoFormError(f"{tree.sql()} is not over one dataset of the file")
    table = tables[name]
    if table.time is None:
        raise NoFormError(f"the dataset {name} has no field of time, or several")
    plainly = inner.transform(
        lambda one: exp.column(one.this.copy()) if isinstance(one, exp.Column) else one
    )
    try:
        value, filters = split(
            "1" if isinstance(inner, exp.Star) else plainly.sql(dialect="duckdb")
        )
    except ContentError as error:
        raise NoFormError(str(error)) from error
    return Gathered(table, aggregate, value, filters, table.time)
