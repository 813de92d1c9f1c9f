"""Values, calls and loops: what rules hold in their hands."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from groundrules.facts import loops
from groundrules.facts.aggregations import Aggregation, Step, of_reduction, steps
from groundrules.facts.branches import apart, choices, outcomes
from groundrules.facts.chain import chain, is_spark_source
from groundrules.facts.charts import axis_start, begun_between, of_same_axes
from groundrules.facts.clock import Bound, Moment, bounds, moment
from groundrules.facts.columns import targets_of
from groundrules.facts.counting import is_count
from groundrules.facts.cuts import first_rows, splits_rows
from groundrules.facts.divisions import quotient
from groundrules.facts.grouping import frame_of_reference, split
from groundrules.facts.imbalance import imbalance
from groundrules.facts.intervals import ends, of_difference
from groundrules.facts.makers import makers
from groundrules.facts.pvalues import p_tests
from groundrules.facts.ratios import row_ratio
from groundrules.facts.reducing import reductions
from groundrules.facts.repeats import draws, growing
from groundrules.facts.rounds import only_counts
from groundrules.facts.rows import row_origins
from groundrules.facts.samples import sample_arguments
from groundrules.facts.shares import shares
from groundrules.facts.spread import half_widths, is_of_population, measure, spreads
from groundrules.facts.texts import said, texts
from groundrules.facts.thresholds import sides
from groundrules.facts.uses import uses
from groundrules.spans import Span

if TYPE_CHECKING:
    from groundrules.facts.code import Code
    from groundrules.facts.flow import Flow

_PLAIN = {"Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">="}


class Place(NamedTuple):
    """A stretch of the source."""

    span: Span


class IntervalEnd(NamedTuple):
    """An end of an interval; two with different keys are of different intervals."""

    side: str
    """`low`, `high`, or `both` where it is the whole interval."""
    key: tuple[object, ...]
    source: Value
    """The call, or the centre ± margin, that the interval comes from."""


@dataclass(eq=False)  # not frozen: a frozen one takes twice as long to make, and there are many
class Value:
    """An expression. Two values are equal when they are the same place in the same file."""

    code: Code
    flow: Flow
    node: ast.AST

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and other.node is self.node

    def __hash__(self) -> int:
        return hash(self.node)

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.code.span(self.node)

    @property
    def text(self) -> str:
        """Its source, on one line."""
        return " ".join(self.code.text(self.span).split())

    @property
    def short(self) -> str:
        """Its source, cut off where it is long."""
        text = self.text
        return text if len(text) <= 60 else f"{text[:57]}…"

    @property
    def first_line(self) -> str:
        """The whole line of source on which it begins."""
        line = self.span.line
        return self.flow.tree.lines(line, line).rstrip("\r\n")

    @property
    def name(self) -> str | None:
        """The dotted name of what it refers to, aliases and tracked objects resolved."""
        return self.flow.qualified(self.node)

    @property
    def type(self) -> str | None:
        """The type that the vocabulary gives it, such as `pandas.DataFrame`."""
        return self.flow.type_of(self.node)

    @property
    def column(self) -> str | None:
        """The column that it takes from a frame, if it does just that."""
        return self.flow.column_name(self.node)

    @property
    def literal(self) -> str | int | float | bool | None:
        """Its value where it is a plain constant, or a name bound to one."""
        node: ast.AST | None = self.node
        for _ in range(4):
            if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
                inner = Value(self.code, self.flow, node.operand).literal
                return -inner if isinstance(inner, int | float) else None
            if isinstance(node, ast.Constant):
                value = node.value
                return value if isinstance(value, str | int | float | bool) else None
            if not isinstance(node, ast.Name):
                return None
            bound = self.flow.definitions(node)
            if len(bound) != 1 or bound[0].kind != "assign" or bound[0].index is not None:
                return None
            node = bound[0].value
        return None

    @property
    def is_call(self) -> bool:
        """Whether it is a call."""
        return isinstance(self.node, ast.Call)

    @property
    def is_none(self) -> bool:
        """Whether it is the constant None."""
        return isinstance(self.node, ast.Constant) and self.node.value is None

    @property
    def is_variable(self) -> bool:
        """Whether it is a name, and not that of an import."""
        return isinstance(self.node, ast.Name) and all(
            definition.kind != "import" for definition in self.flow.definitions(self.node)
        )

    def origins(self) -> Iterator[Value]:
        """Yield all that it is computed from, itself first: names, columns, helpers followed."""
        for node in self.flow.origins(self.node):
            yield self._at(node)

    def makers(self) -> list[tuple[Value, tuple[str | int, ...]]]:
        """Return (expression, what is taken of it) of all that may make this value, nearest first.

        Names, unpacking, containers, conditional expressions and helpers are looked through.
        """
        return [(self._at(made.node), made.path) for made in makers(self.flow, self.node)]

    def near_origins(self) -> Iterator[Value]:
        """Yield what it is written with: its own parts, and those of what its names are bound to."""
        for node in ast.walk(self.node):
            yield self._at(node)
            if isinstance(node, ast.Name):
                for definition in self.flow.definitions(node):
                    if definition.kind == "assign" and definition.value is not None:
                        yield from (self._at(inner) for inner in ast.walk(definition.value))

    def calls(self, *meanings: str) -> list[Call]:
        """Return the calls with one of `meanings` among its origins, nearest first."""
        wanted = set(meanings)
        return [
            Call(self.code, self.flow, node)
            for node in self.flow.origins(self.node)
            if isinstance(node, ast.Call) and wanted & self.flow.meanings(node)
        ]

    def p_tests(self, *meanings: str) -> list[Call]:
        """Return the tests of these meanings whose p-value this is, or holds."""
        found = p_tests(self.flow, self.node, frozenset(meanings))
        return sorted((Call(self.code, self.flow, n) for n in found), key=lambda call: call.span)

    def row_origins(self, *, own: bool = True) -> Iterator[Value]:
        """Yield what its rows come from, nearest first, stopping at what groups or deduplicates.

        Where `own`, an aggregate's own grouping is looked through: `df.groupby(k)["x"].sum()` sums
        the rows of df.
        """
        return (self._at(node) for node in row_origins(self.flow, self.node, own=own))

    def uses(self) -> Iterator[Value]:
        """Yield what it flows into, nearest first: expressions around it, names bound to it, columns."""
        return (self._at(node) for node in uses(self.flow, self.node))

    def frame(self) -> Value | None:
        """Return the frame that a column expression (`pl.col("x")`, `F.avg("x")`) refers to."""
        found = frame_of_reference(self.flow, self.node)
        return self._at(found) if found is not None else None

    def chain(self) -> Iterator[Call]:
        """Yield the calls whose receivers lead to it, nearest first; names and helpers are followed."""
        return (Call(self.code, self.flow, node) for node in chain(self.flow, self.node))

    def lineage(self) -> frozenset[str]:
        """Return the names of the variables that a frame or a column is cut out of."""
        return self.flow.lineage(self.node)

    def row_ratio(self) -> tuple[str, str, str] | None:
        """Return (column, numerator, denominator) if its values are per-row quotients of columns."""
        return row_ratio(self.flow, self.node)

    def comparison(self) -> tuple[Value, str, Value] | None:
        """Return (left, operator, right) of a plain comparison `<`, `<=`, `>` or `>=`."""
        node = self.node
        if not isinstance(node, ast.Compare) or len(node.ops) != 1:
            return None
        operator = _PLAIN.get(type(node.ops[0]).__name__)
        return (self._at(node.left), operator, self._at(node.comparators[0])) if operator else None

    def threshold(self) -> tuple[Value, Value] | None:
        """Return (tested value, alpha) if this compares something below a level in (0, 0.2]."""
        found = sides(self.flow, self.node) if isinstance(self.node, ast.Compare) else None
        return (self._at(found[0]), self._at(found[1])) if found else None

    def quotient(self) -> tuple[Value, Value] | None:
        """Return (what is divided, by what) if this is a division."""
        sides = quotient(self.node)
        return (self._at(sides[0]), self._at(sides[1])) if sides else None

    def imbalance(self) -> Value | None:
        """Return what in the code makes the classes that it holds visibly unequal in size."""
        found = imbalance(self.flow, self.node)
        return self._at(found) if found is not None else None

    def product(self) -> tuple[Value, Value] | None:
        """Return the two factors if this is a product."""
        node = self.node
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            return self._at(node.left), self._at(node.right)
        return None

    def difference(self) -> tuple[Value, Value] | None:
        """Return (what is subtracted from, what is subtracted) if this is a subtraction."""
        node = self.node
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
            return self._at(node.left), self._at(node.right)
        return None

    def spreads(self) -> list[Call]:
        """Return the standard deviations or variances that it is, as such, squared or times a constant."""
        return [Call(self.code, self.flow, node) for node in spreads(self.flow, self.node)]

    def interval_ends(self, *, of_differences: bool = False) -> list[IntervalEnd]:
        """Return which ends of which intervals this is; of differences alone, where asked for."""
        return [
            IntervalEnd(end.side, end.key, self._at(end.source))
            for end in ends(self.flow, self.node)
            if not of_differences or of_difference(self.flow, end)
        ]

    def present(self) -> Moment | None:
        """Return how the clock makes this value; None where it does not."""
        return moment(self.flow, self.node)

    def present_bounds(self) -> list[Bound]:
        """Return where its rows are cut at the present: by comparisons, ranges, queries."""
        return list(bounds(self.flow, self.node))

    def outcomes(self) -> tuple[list[Value], list[Value]]:
        """Return what is evaluated only where this condition holds, and only where it does not."""
        found = outcomes(self.flow, self.node)
        return [self._at(node) for node in found.true], [self._at(node) for node in found.false]

    def shares(self) -> Value | None:
        """Return what makes shares, rates or means of the counts that a table of this would hold."""
        found = shares(self.flow, self.node)
        return self._at(found) if found is not None else None

    def choices(self) -> Iterator[tuple[Value, list[Value], list[Value]]]:
        """Yield each condition that this decides, alone or with others, and what either side evaluates."""
        for test, taken, left in choices(self.flow, self.node):
            yield self._at(test), [self._at(n) for n in taken], [self._at(n) for n in left]

    def apart_from(self, other: Value) -> bool:
        """Whether this and another expression of the same function never both run."""
        return apart(self.flow, self.node, other.node)

    def elements(self) -> list[Value]:
        """Return what a list, tuple, set or dict of this file holds; nothing where it is none."""
        return [self._at(node) for node in self.flow.elements(self.node)]

    @property
    def said(self) -> str | None:
        """What it says, where it is itself a string literal; `{}` stands for what is put in."""
        return said(self.node)

    def texts(self) -> Iterator[tuple[Value, str]]:
        """Yield the string literals in it and what they say; `{}` stands for what is put in."""
        return ((self._at(node), text) for node, text in texts(self.node))

    def enclosing_loops(self) -> list[Loop]:
        """Return the loops around it, innermost first: statements, comprehensions, `.apply`.

        A function's body also stands in the loops around the calls of that function.
        """
        return [Loop(self.code, self.flow, node) for node in loops.enclosing(self.flow, self.node)]

    def function(self) -> Value | None:
        """Return the function that it stands in, or None at the top level."""
        parent = self.flow.tree.parents.get(self.node)
        while parent is not None:
            if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
                return self._at(parent)
            parent = self.flow.tree.parents.get(parent)
        return None

    def first_rows(self) -> int | None:
        """Return how many of a frame's first rows it keeps, where it is `df.head(n)` or `df[:n]`."""
        return first_rows(self.flow, self.node)

    def splits_rows(self) -> bool:
        """Whether the file also takes the rest of what it keeps the first rows of: `df[n:]`."""
        return splits_rows(self.flow, self.node)

    def is_same(self, other: Value) -> bool:
        """Whether both are uses of one variable that nothing binds anew in between."""
        mine, its = self.node, other.node
        if not isinstance(mine, ast.Name) or not isinstance(its, ast.Name) or mine.id != its.id:
            return False
        bound = [
            [d for d in self.flow.definitions(node) if d.kind != "mutation"] for node in (mine, its)
        ]
        return bound[0] == bound[1]

    def assigned_to(self) -> frozenset[str]:
        """Return the names of the variables that its statement binds, or changes a part of."""
        names: set[str] = set()
        for target in targets_of(self.statement().node):
            for part in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
                root: ast.AST = part
                while isinstance(root, ast.Attribute | ast.Subscript):
                    root = root.value
                if isinstance(root, ast.Name):
                    names.add(root.id)
        return frozenset(names)

    def statement(self) -> Value:
        """Return the statement that it is part of."""
        node = self.node
        while not isinstance(node, ast.stmt):
            node = self.flow.tree.parents[node]
        return self._at(node)

    def inside(self, outer: Value) -> bool:
        """Whether it stands within `outer`, by syntax."""
        return loops.within(self.flow, self.node, outer.node)

    def is_count(self, column: str | None = None, *, plurals: bool = True) -> bool:
        """Whether a column holds counts or sums: by how it is computed, or else by its name.

        Where `plurals`, a plural is taken for the name of a count: `baskets`.
        """
        return is_count(self.flow, self.node, column, plurals=plurals)

    def steps(self, column: str | None = None) -> Iterator[Step]:
        """Yield the way back from a column, or from a column of this frame, to what computed it."""
        return steps(self, column)

    def at(self, node: ast.AST) -> Value:
        """Return another expression of the same file."""
        return self._at(node)

    def _at(self, node: ast.AST) -> Value:
        cls = Call if isinstance(node, ast.Call) else Value
        return cls(self.code, self.flow, node)


class Call(Value):
    """A call with its meaning, its receiver and its arguments."""

    node: ast.Call

    @property
    def callee(self) -> str:
        """The dotted name of what is called, or its source where that is unknown."""
        return self.flow.qualified(self.node.func) or self.code.text(self.code.span(self.node.func))

    @property
    def callees(self) -> frozenset[str]:
        """The dotted names of all that it calls, where a loop runs over functions."""
        func = self.node.func
        if isinstance(func, ast.Name) and any(
            definition.kind == "loop" for definition in self.flow.definitions(func)
        ):
            names = (self.flow.qualified(one) for one in self.flow.looped(func))
            return frozenset(name for name in names if name)
        return frozenset([self.callee])

    @property
    def method(self) -> str:
        """The last part of the name that is called."""
        func = self.node.func
        return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")

    @property
    def place(self) -> Place:
        """Where its method is named: in a chain over several lines that is not where the call begins."""
        func, whole = self.node.func, self.span
        if not isinstance(func, ast.Attribute):
            return Place(whole)
        end = self.code.span(func)
        return Place(whole._replace(line=end.end_line, column=end.end_column - len(func.attr)))

    @property
    def spread(self) -> str | None:
        """`sd` or `variance`, where it gives such a measure."""
        return measure(self.node)

    @property
    def is_of_population(self) -> bool:
        """Whether a measure of spread divides by n, not by n - 1."""
        return is_of_population(self.flow, self.node)

    @property
    def called(self) -> Value:
        """The expression that is called."""
        return self._at(self.node.func)

    @property
    def decorators(self) -> tuple[str, ...]:
        """The decorators of the function of this file that it runs, as they are written."""
        function = self.flow.function_of(self.node)
        return tuple(ast.unparse(one) for one in getattr(function, "decorator_list", ()))

    @property
    def reads_spark(self) -> bool:
        """Whether it reads a table, files or a query with Spark."""
        return is_spark_source(self.flow, self.node)

    def axis_start(self, axis: str) -> Value | None:
        """Return where it makes a chart's `x` or `y` axis begin, if that is above zero."""
        found = axis_start(self.flow, self.node, axis)
        return self._at(found) if found is not None else None

    def tells_axes_of(self, drawn: Call) -> bool:
        """Whether it is about the axes that another call draws on; `plt.…` about those near it."""
        same = of_same_axes(self.flow, self.node, drawn.node)
        if same is not None:
            return same
        return self.code.near(self, drawn) and not begun_between(self.flow, self.node, drawn.node)

    def half_widths(self) -> list[Value]:
        """Return what a plot takes as the half width of its error bars, or of its band."""
        return [self._at(node) for node in half_widths(self.flow, self.node)]

    @property
    def meanings(self) -> frozenset[str]:
        """What the vocabulary says that it does."""
        return self.flow.meanings(self.node)

    def aggregations(self) -> list[Aggregation]:
        """Return what this call aggregates, one for each function and column."""
        return [of_reduction(self, found) for found in reductions(self.flow, self.node)]

    def group_keys(self) -> list[str | None]:
        """Return the names of the columns that a grouping call groups by; None for other keys."""
        return [key.name for key in split(self.flow, self.node)[1]]

    @property
    def receiver(self) -> Value | None:
        """The object whose method is called, if it is one."""
        func = self.node.func
        return self._at(func.value) if isinstance(func, ast.Attribute) else None

    @property
    def arguments(self) -> list[Value]:
        """All arguments, by place and then by name."""
        return [self._at(a) for a in (*self.node.args, *(k.value for k in self.node.keywords))]

    @property
    def keywords(self) -> dict[str, Value]:
        """The arguments that are given by name; those of `**` are not among them."""
        return {k.arg: self._at(k.value) for k in self.node.keywords if k.arg is not None}

    def argument(self, place: int | None, name: str | None = None) -> Value | None:
        """Return one argument by its place (from 0) or its name."""
        for keyword in self.node.keywords:
            if name is not None and keyword.arg == name:
                return self._at(keyword.value)
        if place is not None and place < len(self.node.args):
            return self._at(self.node.args[place])
        return None

    @property
    def has_star(self) -> bool:
        """Whether `*args` or `**kwargs` may pass what cannot be seen."""
        return any(k.arg is None for k in self.node.keywords) or any(
            isinstance(a, ast.Starred) for a in self.node.args
        )

    @property
    def samples(self) -> list[Value]:
        """What it compares, where it is a test: those of its receiver's constructor too."""
        return [self._at(node) for node in sample_arguments(self.flow, self.node)]

    def draws_in(self, loop: Loop) -> bool:
        """Whether a loop draws anew what it is given: a simulation, a permutation, a bootstrap."""
        return draws(self.flow, self.node, loop.node)

    def grows_in(self, loop: Loop) -> str | None:
        """Return what it is given that grows from round to round of a loop, if anything does."""
        return growing(self.flow, self.node, loop.node)

    def defines_column_of(self, frames: frozenset[str]) -> bool:
        """Whether it is computed into a column of a frame of one of these lineages."""
        return any(
            loops.within(self.flow, self.node, column.value)
            and frames & self.flow.column_frames(column)
            for columns in self.flow.tree.columns.values()
            for column in columns
        )


class Loop(Value):
    """A `for`, a `while`, a comprehension, or a call that applies a function to each row or group."""

    @property
    def iterable(self) -> Value | None:
        """What a `for` or comprehension runs over."""
        node = self.node
        if isinstance(node, ast.For | ast.AsyncFor):
            return self._at(node.iter)
        if isinstance(node, loops.COMPREHENSIONS):
            return self._at(node.generators[0].iter)
        return None

    @property
    def condition(self) -> Value | None:
        """What a `while` tests."""
        return self._at(self.node.test) if isinstance(self.node, ast.While) else None

    @property
    def is_while(self) -> bool:
        """Whether it is a `while`."""
        return isinstance(self.node, ast.While)

    @property
    def only_counts(self) -> bool:
        """Whether its rounds differ in nothing but their number, which it shows or stores at."""
        return only_counts(self.flow, self.node)

    @property
    def targets(self) -> frozenset[str]:
        """The names that change with each round."""
        return loops.targets(self.node)

    def contains(self, value: Value) -> bool:
        """Whether a value stands in the loop, by syntax."""
        return value.inside(self)
