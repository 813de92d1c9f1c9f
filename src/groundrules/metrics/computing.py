"""Metrics computed from data as the command line names them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from groundrules.config import nearest
from groundrules.errors import UsageError
from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.form import Metric
from groundrules.metrics.history import History, history
from groundrules.metrics.periods import Among, Span
from groundrules.tables.named import opened


def compute(
    catalogue: Catalogue,
    names: Sequence[str],
    data: Sequence[str],
    *,
    by: Sequence[str],
    span: Span,
    among: str | None = None,
    confidence: float = 0.95,
    spark: bool = False,
    tell: Callable[[str], None],
) -> list[History]:
    """Return the histories of some metrics, in the order of their names' first mention."""
    metrics = [catalogue.metric(name) for name in dict.fromkeys(names)]
    wanted = tables_of(metrics, among)
    with opened(data, wanted, spark=spark, tell=tell) as relations:
        found = [
            history(relations, metric, by, span, among=among_of(catalogue, metric, among), confidence=confidence)
            for metric in metrics
        ]  # fmt: skip
        relations.check_unchanged()
    return found


def tables_of(metrics: Sequence[Metric], among: str | None = None) -> list[str]:
    """Return the source tables that metrics are computed from, sorted."""
    own = {str(measure.source) for metric in metrics for measure in metric.measures()}
    return sorted(own | ({among} if among else set()))


def among_of(catalogue: Catalogue, metric: Metric, name: str | None) -> Among | None:
    """Return the table whose units are counted; raises UsageError where it does not say when its rows were."""
    if name is None:
        return None
    if name not in catalogue.sources:
        raise UsageError(f"no source is declared as `{name}`{nearest(name, catalogue.sources)}")
    source = catalogue.sources[name]
    if source.time is None:
        raise UsageError(
            f"the source `{name}` declares no `time`, so it cannot say whose period a row is of"
        )
    return Among(name, metric.unit, source.time)


def span_of(first: date | None, last: date | None) -> Span:
    """Return whole days, both included, in UTC."""
    if first and last and last < first:
        raise UsageError(f"{last} is before {first}")
    return Span(_at(first), _at(last + timedelta(days=1)) if last else None)


def _at(day: date | None) -> int | None:
    return int(datetime.combine(day, time(), UTC).timestamp()) * 1_000_000 if day else None
