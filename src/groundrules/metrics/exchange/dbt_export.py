"""The catalogue as dbt's semantic models and metrics (`semantic_models:` and `metrics:`, dbt 1.6 and later).

A table becomes a semantic model, what is gathered of its rows a measure, a metric a ratio of two measures: the
mean over units is a sum over the number of units. What dbt does not have stands in `config.meta.groundrules`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from groundrules.errors import UsageError
from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.exchange.form import OURS, Loss, losses, plain
from groundrules.metrics.exchange.rows import condition_of, row_value
from groundrules.metrics.form import Column, Measure, Metric, Source

_WHERE = f"config.meta.{OURS}"
_AGGREGATES = {"sum": "sum", "count": "count"}
"""Those of which a unit's numbers add up to the rows' own aggregate."""
PART = "part"
"""What a metric is marked as that only stands for one measure: a ratio in dbt is of two metrics."""
_GRANULARITIES = {
    "nanosecond", "microsecond", "millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year",
}  # fmt: skip
_KEYWORDS = {
    "and", "as", "create", "distinct", "for", "from", "full", "having", "in", "inner", "into", "is", "join", "left",
    "like", "natural", "not", "null", "on", "or", "right", "select", "union", "using", "where", "with",
}  # fmt: skip


@dataclass
class _Model:
    """A semantic model in the making."""

    called: str
    source: Source
    measures: dict[str, dict[str, Any]] = field(default_factory=dict)
    units: set[str] = field(default_factory=set)
    """Columns that are keys somewhere: whose a row is, or which. dbt wants a name to be a key everywhere or nowhere."""
    aside: list[dict[str, Any]] = field(default_factory=list)
    """Metrics that dbt has no form for."""


def export(catalogue: Catalogue) -> tuple[dict[str, Any], list[Loss]]:
    """Return dbt's document and what dbt does not act on, sorted.

    Raises UsageError for a metric whose source is not declared.
    """
    models = _models(catalogue)
    metrics, lost = [], []
    for metric in catalogue.metrics.values():
        try:
            metrics.append(_metric(metric, models))
        except _NoFormError as error:
            models[metric.source].aside.append(plain(metric))
            where = f"config.meta.{OURS} of the semantic model"
            lost.append(
                Loss(metric.name, "metric", f"{error}: dbt does not offer it; kept in {where}")
            )
            continue
        lost += losses(metric, _WHERE)
    document = {
        "version": 2,
        "semantic_models": [_semantic_model(model) for model in models.values()],
        "metrics": [
            *metrics,
            *(_part(one) for model in models.values() for one in model.measures.values()),
        ],
    }
    return document, sorted(lost)


class _NoFormError(Exception):
    """Internal: dbt has no form for a metric."""


def _models(catalogue: Catalogue) -> dict[str, _Model]:
    found: dict[str, _Model] = {}
    for metric in catalogue.metrics.values():
        for measure in metric.measures():
            if measure.source not in catalogue.sources:
                raise UsageError(
                    f"metric {metric.name}: the source `{measure.source}` is not declared"
                )
    taken: set[str] = set()
    for name, source in catalogue.sources.items():
        found[name] = _Model(called(name, taken), source)
    keys = {str(one.unit) for metric in catalogue.metrics.values() for one in metric.measures()}
    keys |= {source.grain[0] for source in catalogue.sources.values() if len(source.grain) == 1}
    for model in found.values():
        model.units |= keys & set(model.source.columns)
    return found


def called(name: str, taken: set[str]) -> str:
    """Return a name as dbt takes it, which none of `taken` has, and add it to them."""
    plainly = re.sub(r"_+", "_", re.sub(r"[^a-z0-9_]", "_", name.lower())).strip("_")
    plainly = plainly if re.match(r"[a-z]", plainly) else f"x_{plainly}".rstrip("_")
    if plainly in _GRANULARITIES | _KEYWORDS or len(plainly) < 2:
        plainly += "_column"
    number, free = 2, plainly
    while free in taken:
        free, number = f"{plainly}_{number}", number + 1
    taken.add(free)
    return free


def _metric(metric: Metric, models: Mapping[str, _Model]) -> dict[str, Any]:
    first, *rest = metric.measures()
    if metric.type == "quantile":
        raise _NoFormError("a quantile over units of a number a unit has no form in dbt")
    numerator = _measure(metric, "numerator", first, models)
    if metric.type == "ratio" and rest:
        denominator = _measure(metric, "denominator", rest[0], models)
    else:
        denominator = _units(first, models)
    return {
        "name": called(metric.name, set()),
        "label": metric.name.replace("_", " "),
        "description": metric.description,
        "type": "ratio",
        "type_params": {"numerator": {"name": numerator}, "denominator": {"name": denominator}},
        "config": {"meta": {OURS: plain(metric)}},
    }


def _part(measure: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": measure["name"],
        "label": measure["name"].replace("_", " "),
        "type": "simple",
        "type_params": {"measure": {"name": measure["name"]}},
        "config": {"meta": {OURS: PART}},
    }


def _measure(metric: Metric, which: str, measure: Measure, models: Mapping[str, _Model]) -> str:
    """Add a measure to its semantic model and return its name."""
    model = models[str(measure.source)]
    name = called(f"{metric.name}_{which}", _names(model))
    if measure.aggregate == "any":
        filters = (*measure.filters, str(measure.value))
        value = f"CASE WHEN {condition_of(filters)} THEN {_quoted(str(measure.unit))} END"
        made = {"agg": "count_distinct", "expr": value}
    elif measure.aggregate in _AGGREGATES:
        made = {
            "agg": _AGGREGATES[measure.aggregate],
            "expr": row_value(measure, measure.value or "1"),
        }
    else:
        raise _NoFormError(f"a unit's {measure.aggregate} does not add up over units")
    model.measures[name] = {
        "name": name,
        **made,
        "agg_time_dimension": _time(model, str(measure.time)),
    }
    return name


def _units(measure: Measure, models: Mapping[str, _Model]) -> str:
    """Add the number of units that have a row, and return the measure's name."""
    model = models[str(measure.source)]
    expression, time = _quoted(str(measure.unit)), _time(model, str(measure.time))
    made = {"agg": "count_distinct", "expr": expression, "agg_time_dimension": time}
    for name, known in model.measures.items():
        if {key: known.get(key) for key in made} == made:
            return name
    name = called(f"{model.called}_units", _names(model))
    description = f"how many {measure.unit} have a row"
    model.measures[name] = {"name": name, "description": description, **made}
    return name


def _names(model: _Model) -> set[str]:
    return {*model.measures, *_called_columns(model.source).values()}


def _called_columns(source: Source) -> dict[str, str]:
    """Return column → what its dimension or entity is called."""
    taken: set[str] = set()
    return {column: called(column, taken) for column in source.columns}


def _time(model: _Model, column: str) -> str:
    return _called_columns(model.source).get(column, column)


def _semantic_model(model: _Model) -> dict[str, Any]:
    source = model.source
    names = _called_columns(source)
    entities = list(_entities(model, names))
    made: dict[str, Any] = {
        "name": model.called,
        "description": source.description,
        "model": f"ref('{model.called}')",
    }
    if source.time in names:
        made["defaults"] = {"agg_time_dimension": names[str(source.time)]}
    if len(source.grain) != 1:
        made["primary_entity"] = called(f"{model.called}_row", set(names.values()))
    made["entities"] = entities
    used = {one["name"] for one in entities}
    made["dimensions"] = list(
        _dimensions(source, {c: n for c, n in names.items() if n not in used})
    )
    made["measures"] = list(model.measures.values())
    aside: dict[str, Any] = {"source": plain(source)}
    if model.aside:
        aside["metrics"] = model.aside
    made["config"] = {"meta": {OURS: aside}}
    return {key: value for key, value in made.items() if value != []}


def _entities(model: _Model, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    source = model.source
    if len(source.grain) == 1 and source.grain[0] in names:
        yield {"name": names[source.grain[0]], "type": "primary", "expr": _quoted(source.grain[0])}
    for column in source.columns:
        if column in model.units and column not in source.grain:
            yield {"name": names[column], "type": "foreign", "expr": _quoted(column)}


def _dimensions(source: Source, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for column, name in names.items():
        if (made := _dimension(source.columns[column])) is not None:
            about = source.columns[column].description
            yield {
                "name": name, **made, "expr": _quoted(column), **({"description": about} if about else {}),
            }  # fmt: skip


def _dimension(column: Column) -> dict[str, Any] | None:
    if column.type in ("timestamp", "date"):
        grain = "day" if column.type == "date" else "second"
        return {"type": "time", "type_params": {"time_granularity": grain}}
    return {"type": "categorical"} if column.type in ("text", "boolean") else None


def _quoted(column: str) -> str:
    """Return a column as SQL, quoted where it must be."""
    if re.fullmatch(r"[a-z_][a-z0-9_]*", column) and column not in _KEYWORDS:
        return column
    return '"' + column.replace('"', '""') + '"'
