"""The catalogue in the form of the Open Semantic Interchange, version 0.1.1 (Apache Ossie's first release).

Its specification: core-spec/spec.md of github.com/open-semantic-interchange/OSI. A metric is one SQL expression of
aggregates: the mean over units is a sum over the number of units. What it does not have stands in `custom_extensions`
under the vendor COMMON, as JSON with the key groundrules.
"""

from __future__ import annotations

import json
from typing import Any

from sqlglot import exp

from groundrules.errors import UsageError
from groundrules.metrics import expression
from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.exchange.form import OURS, Loss, losses, plain
from groundrules.metrics.exchange.rows import condition_of, row_value
from groundrules.metrics.form import Measure, Metric, Source

VERSION = "0.1.1"
VENDOR = "COMMON"
_WHERE = f"custom_extensions ({VENDOR}, {OURS})"


class NoExpressionError(Exception):
    """A metric is no expression of aggregates over rows: why."""


def export(catalogue: Catalogue) -> tuple[dict[str, Any], list[Loss]]:
    """Return the document and what it does not say, sorted. Raises UsageError for undeclared sources."""
    metrics, lost, aside = [], [], []
    for metric in catalogue.metrics.values():
        for measure in metric.measures():
            if measure.source not in catalogue.sources:
                raise UsageError(
                    f"metric {metric.name}: the source `{measure.source}` is not declared"
                )
        try:
            said = expression_of(metric)
        except NoExpressionError as error:
            aside.append(plain(metric))
            lost.append(
                Loss(
                    metric.name,
                    "metric",
                    f"{error}: it is not offered; kept in {_WHERE} of the model",
                )
            )
            continue
        metrics.append({
            "name": metric.name, "expression": _dialects(said), "description": metric.description,
            "custom_extensions": [_extension(plain(metric))],
        })  # fmt: skip
        lost += losses(metric, _WHERE)
        if len({measure.source for measure in metric.measures()}) > 1:
            why = (
                "no relationship joins its two datasets: each sum is to be taken over its own table"
            )
            lost.append(Loss(metric.name, "denominator.source", why))
    model: dict[str, Any] = {
        "name": "metric_catalogue",
        "description": "Metrics and their source tables, as the groundrules catalogue defines them.",
        "datasets": [_dataset(source) for source in catalogue.sources.values()],
        "metrics": metrics,
    }
    if aside:
        model["custom_extensions"] = [_extension({"metrics": aside})]
    return {"version": VERSION, "semantic_model": [model]}, sorted(lost)


def expression_of(metric: Metric) -> str:
    """Return a metric as SQL over qualified columns; raises NoExpressionError where it is none."""
    first, *rest = metric.measures()
    if metric.type == "quantile":
        raise NoExpressionError("a quantile over units of a number a unit takes two steps")
    above = _aggregate(first)
    below = _aggregate(rest[0]) if rest and metric.type == "ratio" else _units(first)
    return f"1.0 * {above} / NULLIF({below}, 0)"


def _aggregate(measure: Measure) -> str:
    if measure.aggregate == "any":
        condition = condition_of((*measure.filters, str(measure.value)))
        return f"COUNT(DISTINCT {_qualified(f'CASE WHEN {condition} THEN {_column(measure)} END', measure)})"
    if measure.aggregate not in ("sum", "count"):
        raise NoExpressionError(f"a unit's {measure.aggregate} does not add up over units")
    value = _qualified(row_value(measure, measure.value or "1"), measure)
    return f"{measure.aggregate.upper()}({value})"


def _units(measure: Measure) -> str:
    return f"COUNT(DISTINCT {_qualified(_column(measure), measure)})"


def _column(measure: Measure) -> str:
    return exp.column(str(measure.unit), quoted=True).sql()


def _qualified(text: str, measure: Measure) -> str:
    """Return an expression of rows whose columns name their dataset; a name is quoted where it must be."""
    tree = expression.read(text)

    def named(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column):
            return exp.column(_identifier(node.name), table=_identifier(str(measure.source)))
        return node

    return str(tree.transform(named).sql(dialect="postgres"))


def _identifier(name: str) -> exp.Identifier:
    return exp.to_identifier(
        name, quoted=not exp.SAFE_IDENTIFIER_RE.match(name) or name != name.lower()
    )


def _dialects(text: str) -> dict[str, Any]:
    return {"dialects": [{"dialect": "ANSI_SQL", "expression": text}]}


def _dataset(source: Source) -> dict[str, Any]:
    fields = []
    for name, column in source.columns.items():
        made: dict[str, Any] = {
            "name": name,
            "expression": _dialects(_identifier(name).sql(dialect="postgres")),
        }
        if column.type not in ("decimal", "integer", "other"):
            made["dimension"] = {"is_time": column.type in ("timestamp", "date")}
        if column.description:
            made["description"] = column.description
        fields.append(made)
    return {
        "name": source.name, "source": source.name, "primary_key": list(source.grain),
        "description": source.description, "fields": fields, "custom_extensions": [_extension(plain(source))],
    }  # fmt: skip


def _extension(content: Any) -> dict[str, str]:
    return {"vendor_name": VENDOR, "data": json.dumps({OURS: content}, ensure_ascii=False)}
