"""Metrics of the catalogue by day, as rows of a table: who reads it has the numbers that were agreed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pyarrow as arrow

from groundrules.metrics.form import Metric
from groundrules.metrics.history import history
from groundrules.metrics.periods import Span
from groundrules.tables.relations import Relations

METRIC_TABLE = arrow.schema(
    [
        ("metric", arrow.string()),
        ("version", arrow.int64()),
        ("units", arrow.int64()),
        ("value", arrow.float64()),
        ("low", arrow.float64()),
        ("high", arrow.float64()),
    ]
)
"""Ends of the interval and the value are NULL where they are not defined, as of a ratio to nothing."""
_DIGITS = 10
"""Of a value: beyond them the order of a sum tells, and so the engine."""


def metric_table(
    tables: Relations,
    metrics: Iterable[Metric],
    days: Sequence[date],
    *,
    confidence: float = 0.95,
) -> dict[date, arrow.Table]:
    """Return the metrics of each of the days, sorted by name; a day without units has no row.

    tables: the metrics' sources, by the names that the catalogue gives them; they need hold these days alone.
    Raises ContentError where rows hold no value and the metric refuses those, or several of what must be single.
    """
    rows: dict[date, list[Mapping[str, object]]] = {day: [] for day in days}
    for metric in sorted(metrics, key=lambda one: one.name):
        for point in history(tables, metric, ["day"], Span(), confidence=confidence).points:
            if (day := date.fromisoformat(point.keys[0])) not in rows:
                continue
            level = point.level
            rows[day].append(
                {
                    "metric": metric.name,
                    "version": metric.version,
                    "units": level.units,
                    "value": _rounded(level.value),
                    "low": _rounded(level.low),
                    "high": _rounded(level.high),
                }
            )
    return {day: arrow.Table.from_pylist(found, METRIC_TABLE) for day, found in rows.items()}


def _rounded(value: float) -> float | None:
    return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None
