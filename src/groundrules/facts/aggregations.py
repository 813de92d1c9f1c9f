"""Aggregations as rules see them: `code.aggregations("mean")`, whatever the library and the form."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundrules.facts.counting import names_count
from groundrules.facts.functions import FUNCTIONS
from groundrules.facts.reducing import CONTAINERS, Kind, Reduction, making, reductions
from groundrules.facts.sqltext import written_ratio
from groundrules.facts.trace import Kind as StepKind
from groundrules.facts.trace import trace

if TYPE_CHECKING:
    from groundrules.facts.code import Code
    from groundrules.facts.values import Call, Value
    from groundrules.spans import Span


@dataclass(frozen=True, slots=True)
class Step:
    """One expression on the way back from a column to what it was computed from.

    `kind` is `pass` where the values come through it, and at the way's end `define` (an
    expression computes them), `aggregate` (a grouping does) or `source` (they are read).
    """

    kind: StepKind
    value: Value
    column: str | None

    @property
    def operation(self) -> str:
        """The source of this step alone: a method with its arguments, an index, or all of it."""
        node = self.value.node
        inner = node.func if isinstance(node, ast.Call) else node
        base = inner.value if isinstance(inner, ast.Attribute | ast.Subscript) else None
        if base is None or isinstance(base, ast.Name):
            return self.value.text
        start, end = self.value.at(base).span, self.value.span
        own = end._replace(line=start.end_line, column=start.end_column)
        return " ".join(self.value.code.text(own).split())

    def written_ratio(self) -> tuple[str, str] | None:
        """Return (numerator, denominator) of counts or sums where the query read divides them.

        `SELECT clicks / shown AS ctr` is read of the query's text.
        """
        node = self.value.node
        if self.kind != "source" or self.column is None or not isinstance(node, ast.Call):
            return None
        found = written_ratio(self.value.flow, node, self.column)
        if found is None:
            return None
        top, bottom, summed = found
        counts = names_count(top) and names_count(bottom)
        return (top, bottom) if summed or counts else None

    def aggregations(self) -> list[Aggregation]:
        """Return what makes the column, where the step is an aggregate."""
        call = self.value
        if self.kind != "aggregate" or not isinstance(call.node, ast.Call):
            return []
        found = making(call.flow, call.node, self.column)
        return [of_reduction(call.code.call(call.node), one) for one in found]


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that rows are grouped by. `is_time` says that it is a period by its expression."""

    name: str | None
    value: Value
    is_time: bool


@dataclass(frozen=True, slots=True)
class Aggregation:
    """One function over one column (or all, where `column` is None) of a frame's rows."""

    call: Call
    function: str
    """`mean`, `sum`, `count`, `nunique`, `median`, `quantile`, `cumsum`, …: a key of `FUNCTIONS`."""
    column: str | None
    value: Value | None
    """The expression aggregated, such as `df["x"]`; None where columns are named by strings."""
    frame: Value | None
    """The frame whose rows are aggregated, this aggregation's own grouping left out."""
    keys: tuple[Key, ...]
    output: str | None
    """The name of the resulting column, where the library gives it one that can be read."""
    kind: Kind
    """`reduce`; `transform` and `window` where there is a result for each row."""
    weighted: bool

    @property
    def span(self) -> Span:
        """Where the aggregation is called."""
        return self.call.place.span

    @property
    def is_shown_only(self) -> bool:
        """Whether it is one figure of `describe()`."""
        return self.call.method in ("describe", "summary")

    def rows_through(self) -> Iterator[Call]:
        """Yield the calls that the aggregated rows come through as rows, nearest first."""
        start = self.frame or self.value
        origins = start.row_origins(own=self.frame is None) if start is not None else ()
        for origin in origins:
            if isinstance(origin, type(self.call)):
                yield origin

    def steps(self) -> Iterator[Step]:
        """Yield the way back from the aggregated column to what it was computed from."""
        if self.value is not None:
            yield from self.value.steps()
        elif self.frame is not None:
            yield from self.frame.steps(self.column)


def aggregations(code: Code, functions: tuple[str, ...]) -> list[Aggregation]:
    """Return the aggregations by some functions, all where none is named, in file order."""
    kept: list[Aggregation] | None = code.flow.memo.get(("aggregations", functions))
    if kept is not None:
        return kept
    wanted = functions or tuple(FUNCTIONS)
    words = {*CONTAINERS, *(word for name in wanted for word in FUNCTIONS[name])}
    calls = code.calls_named(*words)
    found = [
        of_reduction(call, one)
        for call in calls
        for one in reductions(code.flow, call.node)
        if one.function in wanted
    ]
    code.flow.memo["aggregations", functions] = found
    return found


def of_reduction(call: Call, found: Reduction) -> Aggregation:
    """Return a reduction with its places made values."""
    return Aggregation(
        call,
        found.function,
        found.column,
        call.at(found.value) if found.value is not None else None,
        call.at(found.frame) if found.frame is not None else None,
        tuple(Key(key.name, call.at(key.node), key.is_time) for key in found.keys),
        found.output,
        found.kind,
        found.weighted,
    )


def steps(value: Value, column: str | None = None) -> Iterator[Step]:
    """Yield the way back from a value, or from a column of a frame."""
    for step in trace(value.flow, value.node, column):
        yield Step(step.kind, value.at(step.node), step.column)
