"""The facts of one Python file or notebook, as rules read them."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from groundrules.facts.aggregations import Aggregation, aggregations
from groundrules.facts.bindings import runs_in_place
from groundrules.facts.chained import ChainedChange, chained_changes
from groundrules.facts.discarded import discarded
from groundrules.facts.divisions import divisions, products
from groundrules.facts.flow import Flow
from groundrules.facts.halves import halves
from groundrules.facts.joins import Join, joins
from groundrules.facts.looks import looks
from groundrules.facts.loops import targets
from groundrules.facts.nulls import NullComparison, null_comparisons
from groundrules.facts.outputs import Output, last_expressions, marked_cells, outputs
from groundrules.facts.positions import PositionalPair, positional_pairs
from groundrules.facts.reruns import reruns
from groundrules.facts.tested import Sample, Test, Threshold, held, sample, tests, tests_in
from groundrules.facts.tree import Tree
from groundrules.facts.unbound import unbound
from groundrules.facts.values import Call, Loop, Value
from groundrules.facts.vocabulary import Vocabulary
from groundrules.files.source import Cell, Source
from groundrules.spans import Span

if TYPE_CHECKING:
    from groundrules.facts.learning.models import Models
    from groundrules.facts.plan import Plan


class Code:
    """Calls with their meanings, values with their origins, loops, and the cells of a notebook."""

    def __init__(
        self,
        source: Source,
        module: ast.Module,
        vocabulary: Vocabulary,
        settings: Mapping[str, Any] | None = None,
        plan: Plan | None = None,
    ) -> None:
        self.path = source.path
        self.plan = plan
        """The plan of the experiment that the file analyses: the nearest `plan.yaml` at or above it."""
        self.settings = settings or {}
        """The semantic keys of the configuration: `unit`, `variant`, …"""
        self._source = source
        self.flow = Flow(Tree(module, source.python), vocabulary)
        self._by_meaning: dict[str, list[Call]] = {}
        self._divisions: list[ast.AST] | None = None
        self._outputs: list[Output] | None = None
        self._thresholds: list[Threshold] | None = None
        self._looped: list[ast.Call] | None = None
        self._lower: str | None = None

    def release(self) -> None:
        """Let go of all facts. They refer to each other in circles, which would wait for a collection."""
        self.flow.tree.release()
        self.flow.__dict__.clear()
        self.__dict__.clear()

    @property
    def is_notebook(self) -> bool:
        """Whether the file has cells."""
        return bool(self._source.cells)

    @property
    def ran_in_order(self) -> bool:
        """Whether a kernel, once started, ran every cell from top to bottom and nothing else."""
        return self._source.ran_in_order

    def calls(self, *meanings: str) -> list[Call]:
        """Return the calls that the vocabulary gives one of `meanings`, in file order."""
        found: dict[ast.Call, Call] = {}
        for meaning in meanings:
            if meaning not in self._by_meaning:
                self._by_meaning[meaning] = self._meaning(meaning)
            found.update((call.node, call) for call in self._by_meaning[meaning])
        if len(meanings) == 1:
            return list(found.values())
        return sorted(found.values(), key=lambda call: call.span)

    def _meaning(self, meaning: str) -> list[Call]:
        flow = self.flow
        calls = [
            *flow.tree.calls_named(flow.vocabulary.last_names(meaning)),
            *self._calls_of_loops(),
        ]
        found = {node: Call(self, flow, node) for node in calls if meaning in flow.meanings(node)}
        return sorted(found.values(), key=lambda call: call.span)

    def _calls_of_loops(self) -> list[ast.Call]:
        """Return the calls of what a loop runs over: `for name, test in tests.items(): test(a, b)`."""
        if self._looped is None:
            tree = self.flow.tree
            names = {name for node in tree.loops for name in targets(node)}
            called = {
                name for name in names if f" {name}(" in tree.text or f"({name}(" in tree.text
            }
            self._looped = tree.calls_named(called)
        return self._looped

    def calls_named(self, *names: str) -> list[Call]:
        """Return the calls of functions or methods with these last names, known or not."""
        return [Call(self, self.flow, node) for node in self.flow.tree.calls_named(names)]

    def every_call(self) -> Iterator[Call]:
        """Yield every call of the file, known or not; the whole file is indexed for it."""
        self.flow.tree.ensure_all()
        nodes = [node for named in self.flow.tree.calls_by_name.values() for node in named]
        for node in sorted(nodes, key=_place):
            yield Call(self, self.flow, node)

    @cached_property
    def models(self) -> Models:
        """What learns from data, what splits it, and which part of a split a value is."""
        from groundrules.facts.learning.models import Models

        return Models(self)

    def loops(self) -> list[Loop]:
        """Return the `for` and `while` statements, in file order."""
        for node in self.flow.tree.loops:
            self.flow.tree.ensure(node)
        return [Loop(self, self.flow, node) for node in self.flow.tree.loops]

    def comparisons(self) -> list[Value]:
        """Return the comparisons by order (`a < b`), in file order."""
        return [Value(self, self.flow, node) for node in self.flow.tree.comparisons()]

    def divisions(self) -> list[Value]:
        """Return the divisions (`a / b`, `a.div(b)`), in file order."""
        if self._divisions is None:
            self._divisions = divisions(self.flow)
        return [Value(self, self.flow, node) for node in self._divisions]

    def products(self) -> list[Value]:
        """Return the products (`a * b`), in file order."""
        return [Value(self, self.flow, node) for node in products(self.flow)]

    def aggregations(self, *functions: str) -> list[Aggregation]:
        """Return what the file aggregates by some functions (`mean`, `sum`, …), in file order."""
        return aggregations(self, functions)

    def attributes(self, *names: str) -> list[Value]:
        """Return where attributes of these names are read without a call: `x.shape`, `s.is_unique`."""
        tree = self.flow.tree
        if not any(name in tree.text for name in names):
            return []
        for name in names:
            tree.mention(name)
        found = [
            node
            for node in tree.parents
            if isinstance(node, ast.Attribute)
            and node.attr in names
            and getattr(tree.parents[node], "func", None) is not node
        ]
        return [Value(self, self.flow, node) for node in sorted(found, key=_place)]

    def chained_changes(self) -> list[ChainedChange]:
        """Return the changes of selections of frames that the frames do not see, in file order."""
        return chained_changes(self)

    def positional_pairs(self) -> list[PositionalPair]:
        """Return where columns of two tables are put side by side by row number, in file order."""
        return positional_pairs(self)

    def null_comparisons(self) -> list[NullComparison]:
        """Return the comparisons by `==` and `!=` with a missing value, in file order."""
        return null_comparisons(self)

    def discarded(self) -> list[Call]:
        """Return the calls whose result is neither used nor shown, in file order."""
        return discarded(self)

    def call(self, node: ast.Call) -> Call:
        """Return a call of the file as a value."""
        return Call(self, self.flow, node)

    def value(self, node: ast.AST) -> Value:
        """Return an expression or statement of the file as a value."""
        return (Call if isinstance(node, ast.Call) else Value)(self, self.flow, node)

    def joins(self) -> list[Join]:
        """Return the joins of frames by keys, in file order."""
        return joins(self)

    def tests(self, *meanings: str) -> list[Test]:
        """Return the tests with one of `meanings` and their samples, once for each place that runs them."""
        return list(tests(self, meanings))

    def sample(self, value: Value) -> Sample:
        """Return what an expression is cut out of: its frame, column and the conditions on its rows."""
        return sample(value)

    def tests_in(self, values: list[Value], *meanings: str) -> set[str]:
        """Return the names of the tests that some statements run, choose or call a helper for."""
        return tests_in(values, *meanings)

    def looks_at(self, test: Call, *, own: bool = False) -> list[Value]:
        """Return the comparisons that show which way a test's samples came out.

        They compare the samples' means or rates, or a statistic of theirs; the test's own
        statistic only where `own`.
        """
        return looks(self, test, own=own)

    def halves(self) -> list[tuple[Value, Value]]:
        """Return (the halving, what is halved), in file order: `p / 2`, `0.5 * p`, `p /= 2`."""
        pairs = halves(self.flow)
        return [
            (Value(self, self.flow, one), Value(self, self.flow, other)) for one, other in pairs
        ]

    def thresholds(self) -> list[Threshold]:
        """Return where something is held to a significance level, in file order."""
        if self._thresholds is None:
            self._thresholds = held(self)
        return self._thresholds

    def mentions(self, *words: str) -> bool:
        """Whether one of these words stands anywhere in the code, compared without case."""
        if self._lower is None:
            self._lower = self.flow.tree.text.lower()
        return any(word in self._lower for word in words)

    def outputs(self) -> list[tuple[Value, list[Value]]]:
        """Return what the file shows: (the expression that shows, the values shown), in file order.

        Printed, logged and displayed values count, tables that are written, and the last
        expression of a notebook's cell.
        """
        if self._outputs is None:
            last = last_expressions(self.flow.tree.module, self._starts)
            self._outputs = outputs(self.flow, last)
        return [
            (self._value(out.node), [self._value(node) for node in out.values])
            for out in self._outputs
        ]

    def unbound_names(self) -> Iterator[Value]:
        """Yield uses at the top level of names that nothing before them binds.

        In functions that the top level calls, names that nothing in the file binds. Nothing is
        yielded where a star import, a magic or a broken cell could bind anything.
        """
        stars = self.flow.tree.scope.bound.get("*", ())
        if not self._source.opaque and not any(d.target.endswith(".*") for d in stars):
            yield from (Value(self, self.flow, node) for node in unbound(self.flow))

    def bindings(self, name: str) -> list[Span]:
        """Return where the top level binds `name`."""
        return [self.span(d.node) for d in self.flow.tree.scope.bound.get(name, ())]

    def lines_around(self, first: int, last: int, *, cells: int, lines: int) -> str:
        """Return the text from `first` to `last` and what stands around it.

        In a notebook that is `cells` code cells before and after, elsewhere `lines` lines.
        """
        index = self._source.index
        if self._source.cells:
            starts = [cell.first_line for cell in self._source.cells] + [index.line_count + 1]
            low = max(sum(start <= first for start in starts) - 1 - cells, 0)
            high = min(sum(start <= last for start in starts) + cells, len(starts) - 1)
            first, last = starts[low], starts[high] - 1
        else:
            first, last = max(first - lines, 1), min(last + lines, index.line_count)
        return "\n".join(index.line(number) for number in range(first, last + 1))

    # -- for values ---------------------------------------------------------

    def span(self, node: ast.AST) -> Span:
        """Return where a syntax node stands, columns counted in characters."""
        index = self._source.index
        line = getattr(node, "lineno", 1)
        end_line = getattr(node, "end_lineno", None) or line
        start = index.offset_of_byte(line, getattr(node, "col_offset", 0))
        end = index.offset_of_byte(end_line, getattr(node, "end_col_offset", None) or 0)
        return index.span(start, max(start, end))

    def cell_of(self, line: int) -> Cell | None:
        """Return the notebook cell that holds a line of the text."""
        return self._source.cell_of(line)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The code cells of a notebook, in the order in which they stand."""
        return self._source.cells

    def reruns(self) -> Iterator[tuple[Value, str]]:
        """Yield (statement, what it changes) where a cell changes a name of an earlier cell by itself."""
        for found in reruns(self.flow, self.cell_index) if self._source.cells else ():
            yield self._value(found.node), found.changed

    def first_statement(self, cell: Cell) -> Value | None:
        """Return the first statement of a cell; None where it holds no Python."""
        for statement in self.flow.tree.module.body:
            if self.cell_of(statement.lineno) == cell:
                return self._value(statement)
        return None

    def stale_uses(self) -> Iterator[tuple[Value, Cell, Cell]]:
        """Yield (use, its cell, the cell above that bound the name), where that one ran later.

        What the cell showed was then made from an older state. Imports are left out.
        """
        tree = self.flow.tree
        tree.ensure_all()
        for node in sorted(tree.names, key=_place):
            if not isinstance(node.ctx, ast.Load):
                continue
            here = self.cell_of(node.lineno)
            site = tree.site(node)
            if (
                here is None
                or here.execution_count is None
                or not site
                or not runs_in_place(site.scope)
            ):
                continue
            definitions = self.flow.definitions(node)
            if any(definition.kind == "import" for definition in definitions):
                continue  # `plt.rcParams[…] = …` changes a module, and not what a cell made
            for definition in definitions:
                there = self.cell_of(getattr(definition.node, "lineno", 0))
                if (
                    there is not None
                    and there.number < here.number
                    and (there.execution_count or 0) > here.execution_count
                ):
                    yield self._value(node), here, there

    def near(self, one: Value, other: Value, lines: int = 30) -> bool:
        """Whether two values stand in one function and cell, at most so many lines apart."""
        first, last = sorted((one.span.line, other.span.line))
        if last - first > lines or self.cell_index(first) != self.cell_index(last):
            return False
        return one.function() == other.function()

    def cell_index(self, line: int) -> int:
        """Return which code cell, or part between `# %%` lines of a script, holds a line; from 0."""
        return max(bisect_right(self._starts, line) - 1, 0)

    @cached_property
    def _starts(self) -> list[int]:
        cells = [cell.first_line for cell in self._source.cells]
        return cells or marked_cells(self.flow.tree.text)

    def _value(self, node: ast.AST) -> Value:
        return (Call if isinstance(node, ast.Call) else Value)(self, self.flow, node)

    def text(self, span: Span) -> str:
        """Return the source text of a span."""
        index = self._source.index
        return self._source.text[
            index.offset(span.line, span.column) : index.offset(span.end_line, span.end_column)
        ]


def _place(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset
