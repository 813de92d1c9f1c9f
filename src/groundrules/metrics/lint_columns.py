"""The rules about columns and expressions: are they there, do they parse, are they of a kind that fits?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from groundrules.config import nearest
from groundrules.errors import ContentError
from groundrules.metrics.form import Metric, Source
from groundrules.metrics.lint_rule import (
    Context,
    Found,
    MetricRule,
    Part,
    declared,
    named,
    parts,
)
from groundrules.rules import Severity


class UndeclaredSource(MetricRule):
    """A metric reads a table that no file in `sources/` declares.

    Why: of an undeclared table 0 columns are known, so no expression over it can be checked, and its page in the
    data dictionary is missing.

    Bad:
        source: ordres
    Good:
        source: orders
    """

    code = "MET001"
    name = "undeclared-source"
    severity = Severity.ERROR
    mend = "Write sources/NAME.yaml: what a row is, its owner, grain, time and columns."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield each source that is not declared, where it is named."""
        known = context.catalogue.sources
        for key, measure in named(metric):
            if measure.source in known:
                continue
            own = getattr(metric, key).source
            steps = (key, "source") if own else ("source",)
            if own or key == "numerator":
                message = f"No file declares the source `{measure.source}`"
                yield steps, f"{message}{nearest(str(measure.source), known) if known else ''}."


class UnknownColumn(MetricRule):
    """A metric or a source names a column that the source does not declare.

    Why: it fails on the day that somebody computes it, or, where the table has a column of that name after all,
    1 column is missing in the data dictionary.

    Bad:
        time: order_at
    Good:
        time: ordered_at
    """

    code = "MET002"
    name = "unknown-column"
    severity = Severity.ERROR
    mend = "Correct the name, or declare the column in the source's file."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield the columns that are named outside of expressions."""
        sources = context.catalogue.sources
        for key, measure in named(metric):
            for what in ("unit", "time"):
                own = getattr(getattr(metric, key), what)
                steps = (key, what) if own else (what,)
                yield from _missing(
                    getattr(measure, what), sources.get(measure.source or ""), steps
                )
        own_source = sources.get(metric.source)
        for what, columns in (("grain", metric.grain), ("single", metric.single)):
            for number, column in enumerate(columns):
                yield from _missing(column, own_source, (what, str(number)))
        for number, column in enumerate(metric.dimensions):
            for source in dict.fromkeys(measure.source or "" for measure in metric.measures()):
                yield from _missing(column, sources.get(source), ("dimensions", str(number)))

    def check_source(self, source: Source, context: Context) -> Iterator[Found]:
        """Yield grain and time where they are no columns."""
        for number, column in enumerate(source.grain):
            yield from _missing(column, source, ("grain", str(number)))
        if source.time is not None:
            yield from _missing(source.time, source, ("time",))


def _missing(column: str | None, source: Source | None, steps: tuple[str, ...]) -> Iterator[Found]:
    if source is not None and column is not None and column not in source.columns:
        yield (
            steps,
            f"`{source.name}` declares no column `{column}`{nearest(column, source.columns)}.",
        )


class BadExpression(MetricRule):
    """An expression does not parse, names an unknown column, or says what engines understand differently.

    Why: `5 / 2` is 2 on one engine and 2.5 on another; only the SQL that has 1 meaning on every engine is taken.

    Bad:
        filters: ["strftime(ordered_at, '%H') = '09'"]
    Good:
        filters: ["status = 'paid'"]
    """

    code = "MET003"
    name = "bad-expression"
    severity = Severity.ERROR
    mend = "Write it in the subset that the message names, or compute a column in the source table."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield what cannot be compiled over the declared columns."""
        from groundrules.metrics.expression import compile_row

        for part in parts(metric):
            table = declared(part, context)
            try:
                if table is not None:
                    compile_row(part.text, table)
            except ContentError as error:
                yield part.steps, f"{error}."


class WrongKind(MetricRule):
    """A filter is no condition, a sum is over texts, or a time column holds no time.

    Why: DuckDB stops where a text is summed, and Spark takes NULL for each that is no number: of
    `9.99`, `4,50` and `-` it sums 1 of 3.

    Bad:
        numerator: {value: status}
    Good:
        numerator: {value: amount}
    """

    code = "MET004"
    name = "wrong-kind"
    severity = Severity.ERROR
    mend = "Compare it with something, take another column, or declare the column's right type."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield expressions and times whose type does not fit."""
        for part in parts(metric):
            message = _misfit(part, _compiled(part, context))
            if message:
                yield part.steps, message
        for key, measure in named(metric):
            source = context.catalogue.sources.get(measure.source or "")
            column = source.columns.get(measure.time or "") if source else None
            if column is not None and column.type not in ("timestamp", "date"):
                steps = (key, "time") if getattr(metric, key).time else ("time",)
                yield steps, f"`{measure.time}` is {_a(column.type)}, no timestamp or date."

    def check_source(self, source: Source, context: Context) -> Iterator[Found]:
        """Yield a time column that is no time."""
        column = source.columns.get(source.time or "")
        if column is not None and column.type not in ("timestamp", "date"):
            yield ("time",), f"`{source.time}` is {_a(column.type)}, no timestamp or date."


def _compiled(part: Part, context: Context) -> Any | None:
    from groundrules.metrics.expression import compile_row

    table = declared(part, context)
    try:
        return None if table is None else compile_row(part.text, table)
    except ContentError:
        return None  # MET003 says so


def _misfit(part: Part, compiled: Any | None) -> str | None:
    if compiled is None or compiled.type().is_null():
        return None
    kind = compiled.type()
    if part.measure is None or part.measure.aggregate == "any":
        return None if kind.is_boolean() else f"`{part.text}` is {_a(str(kind))}, no condition."
    if part.measure.aggregate in ("count", "count_distinct"):
        return None
    if kind.is_numeric() or kind.is_boolean():
        return None
    return f"`{part.text}` is {_a(str(kind))}, and {part.measure.aggregate} needs a number."


def _a(kind: str) -> str:
    name = {"string": "text", "float64": "number", "int64": "number"}.get(kind, kind)
    return f"an {name}" if name[0] in "aeio" else f"a {name}"


class SensitiveDimension(MetricRule):
    """A metric may be split by a column that holds personal data.

    Why: a table by such a column shows 1 row for each person.

    Bad:
        dimensions: [user_id]
    Good:
        dimensions: [country]
    """

    code = "MET005"
    name = "sensitive-dimension"
    mend = "Take a coarser column, or declare that the column is not sensitive."

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield dimensions that a source marks as sensitive."""
        for number, name in enumerate(metric.dimensions):
            for source in dict.fromkeys(measure.source or "" for measure in metric.measures()):
                known = context.catalogue.sources.get(source)
                column = known.columns.get(name) if known else None
                if column is not None and column.sensitive:
                    yield ("dimensions", str(number)), f"`{name}` of `{source}` is personal data."


class GrainDisagrees(MetricRule):
    """A metric says another grain than its source.

    Why: duplicates are looked for by the grain: by one that is too fine, a file that was loaded twice with new row
    numbers has 0 duplicates, and every sum over it is 2 times what it should be.

    Bad:
        grain: [order_id, status]
    Good:
        grain: [order_id]
    """

    code = "MET006"
    name = "grain-disagrees"
    mend = (
        "Take the metric's grain away: the source's holds. If the source's is wrong, mend it there."
    )

    def check(self, metric: Metric, context: Context) -> Iterator[Found]:
        """Yield a grain that is not the source's."""
        source = context.catalogue.sources.get(metric.source)
        if source and metric.grain and set(metric.grain) != set(source.grain):
            yield (
                ("grain",),
                f"The grain is ({', '.join(metric.grain)}), and that of `{source.name}` is "
                f"({', '.join(source.grain)}).",
            )
