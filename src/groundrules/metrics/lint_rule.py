"""What a rule about metrics is: it reads one definition beside its catalogue, and yields what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.form import Measure, Metric, Source
from groundrules.rules import Rule

if TYPE_CHECKING:
    import ibis.expr.types as ir

Found = tuple[tuple[str, ...], str]
"""The keys that lead to the place in its file, and one sentence."""

_KINDS = {
    "text": "string", "integer": "int64", "decimal": "float64", "boolean": "boolean", "date": "date",
    "timestamp": "timestamp('UTC')",
}  # fmt: skip


def _silent(_: str) -> None: ...


@dataclass(frozen=True)
class Context:
    """What a definition is read beside."""

    catalogue: Catalogue
    base: Mapping[str, Metric] = field(default_factory=dict)
    """The metrics as they were, by name."""
    spark: bool = False
    """Whether the examples run on Spark instead of DuckDB."""
    tell: Callable[[str], None] = _silent

    @cached_property
    def tables(self) -> Mapping[str, ir.Table]:
        """The declared sources as tables that expressions can be compiled over."""
        import ibis

        return {
            name: ibis.table(
                {
                    column: _KINDS[one.type]
                    for column, one in source.columns.items()
                    if one.type in _KINDS
                }
                or {"no column": "string"},
                name=name,
            )
            for name, source in self.catalogue.sources.items()
        }


class MetricRule(Rule):
    """A rule about a metric, or about a source table."""

    standard: ClassVar[str] = "experiments/metrics"

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield what is wrong with a metric."""
        return iter(())

    def check_source(self, source: Source, context: Context) -> Iterator[Found]:
        """Yield what is wrong with a source table's declaration."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Part:
    """One expression of a metric: where it stands, over which source, and what it must be."""

    steps: tuple[str, ...]
    source: str
    text: str
    measure: Measure | None = None
    """Of a value, whose it is; None for a filter."""


def named(metric: Metric) -> list[tuple[str, Measure]]:
    """Return numerator and denominator with their keys, the metric's defaults filled in."""
    return list(zip(("numerator", "denominator"), metric.measures(), strict=False))


def parts(metric: Metric) -> Iterator[Part]:
    """Yield the expressions of a metric; a filter of the metric's own once for each source that it is asked of."""
    own = [("numerator", metric.numerator), ("denominator", metric.denominator)]
    for source in dict.fromkeys(measure.source or "" for measure in metric.measures()):
        for number, text in enumerate(metric.filters):
            yield Part(("filters", str(number)), source, text)
    for key, measure in own:
        if measure is None:
            continue
        source = measure.source or metric.source
        for number, text in enumerate(measure.filters):
            yield Part((key, "filters", str(number)), source, text)
        if measure.value is not None:
            yield Part((key, "value"), source, measure.value, measure)


def declared(part: Part, context: Context) -> Any | None:
    """Return the table of a part's source, or None where it is not declared: another rule says so."""
    return context.tables.get(part.source)
