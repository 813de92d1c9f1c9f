"""Other people's aggregates as a metric of ours: a total becomes a mean over units, a ratio stays one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from groundrules.errors import ContentError, UsageError
from groundrules.metrics.exchange.form import Loss
from groundrules.metrics.exchange.rows import condition_of
from groundrules.metrics.expression import columns as columns_in
from groundrules.metrics.expression import read
from groundrules.metrics.form import Column, Measure, Metric, Source

_ROW_ONE = {"1", "*", "TRUE", "true"}


class NoFormError(Exception):
    """A metric has no form of ours: why."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of theirs."""

    name: str
    description: str
    columns: Mapping[str, str]
    """Column → type of ours."""
    grain: tuple[str, ...]
    time: str | None
    times: Mapping[str, str]
    """What they call a time → its column."""
    dimensions: Mapping[str, str]
    """What they call a dimension → its column."""
    units: Sequence[str]
    """Columns that may say whose a row is; the right one where there is one."""

    @property
    def unit(self) -> str:
        """The column that says whose a row is; raises UsageError where that is not clear."""
        if len(self.units) != 1:
            among = f" among {', '.join(self.units)}" if self.units else ""
            raise UsageError(f"{self.name}: say by --unit COLUMN whose a row is{among}")
        return self.units[0]

    def declared(self, owner: str, metrics: Sequence[Metric]) -> Source:
        """Return it as a source of ours, as far as their file and their expressions tell."""
        types = {**self.columns, **_guessed(self, metrics)}
        known = {name: Column(type=kind) for name, kind in types.items()}  # type: ignore[arg-type]
        return Source(
            name=self.name,
            description=self.description,
            owner=owner,
            grain=self.grain or tuple(known)[:1] or ("unknown",),
            columns=known,
            time=self.time,
        )


@dataclass(frozen=True, slots=True)
class Gathered:
    """An aggregate over a table's rows."""

    table: Table
    aggregate: str
    """In their words: sum, count, count_distinct, sum_boolean, average, …"""
    value: str
    filters: tuple[str, ...]
    time: str

    @property
    def counts_units(self) -> bool:
        """Whether it is the number of units."""
        return self.aggregate == "count_distinct" and _bare(self.value) == self.table.unit


@dataclass(frozen=True, slots=True)
class Model:
    """What is said of a metric beside its aggregates."""

    name: str
    description: str
    owner: str
    origin: str


def _guessed(table: Table, metrics: Sequence[Metric]) -> dict[str, str]:
    """Return columns of expressions with the types that their use needs: a sum's is decimal, a condition boolean."""
    found: dict[str, str] = {}
    for metric in metrics:
        for measure in metric.measures():
            if measure.source != table.name:
                continue
            conditions = [
                *measure.filters,
                *([measure.value or ""] if measure.aggregate == "any" else []),
            ]
            for text in conditions:
                found |= dict.fromkeys(_bare_conditions(text), "boolean")
                for column in columns_in(text) if text else ():
                    found.setdefault(column, table.columns.get(column, "text"))
            if measure.value and measure.aggregate == "sum":
                fresh = [
                    one
                    for one in columns_in(measure.value)
                    if one not in {**table.columns, **found}
                ]
                found |= dict.fromkeys(fresh, "decimal")
    return found


def _bare_conditions(text: str) -> list[str]:
    """Return the columns that are conditions themselves, or compared with TRUE or FALSE."""
    if not text:
        return []
    tree = read(text).unnest()
    parts = tree.flatten() if isinstance(tree, exp.And) else [tree]
    found = []
    for part in parts:
        inner = part.unnest()
        while isinstance(inner, exp.Not):
            inner = inner.this.unnest()
        if isinstance(inner, exp.EQ | exp.NEQ) and isinstance(inner.expression, exp.Boolean):
            inner = inner.this
        if isinstance(inner, exp.Column):
            found.append(inner.name)
    return found


def metric_of(
    model: Model, first: Gathered, second: Gathered | None = None
) -> tuple[Metric, list[Loss]]:
    """Return a metric of ours, and what it is no longer; raises NoFormError where it is none."""
    if second is None and first.aggregate == "average":
        second = Gathered(first.table, "count", first.value, first.filters, first.time)
        first = Gathered(first.table, "sum", first.value, first.filters, first.time)
    kind, numerator, denominator, said = _parts(first, second)
    name = re.sub(r"[^a-z0-9_]", "_", model.name.lower())[:63]
    made = Metric(
        name=name if re.match(r"[a-z]", name) else f"x_{name}"[:63],
        version=1,
        owner=model.owner,
        description=f"{model.description} (imported from {model.origin})",
        type=kind,  # type: ignore[arg-type]
        source=first.table.name,
        unit=first.table.unit,
        time=first.time,
        numerator=numerator,
        denominator=denominator,
        nulls="drop",
    )
    lost = [Loss(made.name, "type", said)] if said else []
    lost.append(
        Loss(made.name, "nulls", "SQL leaves NULLs out, so `drop` was taken: `refuse` is safer")
    )
    lost.append(
        Loss(
            made.name,
            "direction",
            f"{model.origin} does not say which way is better: `increase` was taken",
        )
    )
    return made, lost


def _parts(first: Gathered, second: Gathered | None) -> tuple[str, Measure, Measure | None, str]:
    if first.counts_units and (second is None or second.counts_units):
        if not first.filters:
            raise NoFormError("it counts the units, which is 1 for each of them")
        did = Measure(value=condition_of(first.filters), aggregate="any")
        total = "" if second else "theirs is a number of units, ours the share of units"
        if second is not None and second.filters:
            raise NoFormError(
                "it is a share of some units only: define those as the experiment's exposures"
            )
        return "proportion", did, None, total
    numerator = _measure(first)
    if second is None:
        return "mean", numerator, None, "theirs is a total, ours its mean over units"
    if second.counts_units and not second.filters and second.table == first.table:
        return "mean", numerator, None, ""
    return "ratio", numerator, _measure(second, first), ""


def _measure(one: Gathered, default: Gathered | None = None) -> Measure:
    aggregate, value, filters = one.aggregate, one.value, one.filters
    if aggregate == "sum" and value in _ROW_ONE:
        aggregate = "count"
    if aggregate == "sum_boolean":
        aggregate, filters = "count", (*filters, value)
        value = "1"
    if aggregate not in ("sum", "count", "count_distinct"):
        raise NoFormError(f"`{aggregate}` over rows is no sum over units")
    if one.counts_units and default is not None:
        raise NoFormError("it divides by a number of units of another table")
    if aggregate == "count_distinct" and default is not None:
        raise NoFormError("different values of units do not add up")
    if aggregate == "count" and value not in _ROW_ONE:
        filters = (*filters, f"{value} IS NOT NULL")
    try:
        for text in (*filters, *([] if aggregate == "count" else [value])):
            columns_in(text)
    except ContentError as error:
        raise NoFormError(str(error)) from error
    elsewhere = default is not None and one.table.name != default.table.name
    return Measure(
        source=one.table.name if elsewhere else None,
        time=one.time if default is not None and (elsewhere or one.time != default.time) else None,
        unit=one.table.unit
        if default is not None and one.table.unit != default.table.unit
        else None,
        value=None if aggregate == "count" else value,
        aggregate=aggregate,  # type: ignore[arg-type]
        filters=filters,
    )


def _bare(text: str) -> str:
    """Return a column's name without its quotes."""
    found = re.fullmatch(r'"((?:[^"]|"")+)"', text.strip())
    return found[1].replace('""', '"') if found else text.strip()
