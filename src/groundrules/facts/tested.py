"""Statistical tests as rules hold them: what is compared, where it is given, what it is cut out of."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundrules.facts import thresholds
from groundrules.facts.effects import size_is_said
from groundrules.facts.provenance import GROUP, Cut, cut
from groundrules.facts.pvalues import p_tests
from groundrules.facts.repeats import decides
from groundrules.facts.samples import given, sample_arguments
from groundrules.facts.values import Call, Loop, Value

if TYPE_CHECKING:
    from groundrules.facts.bindings import Definition
    from groundrules.facts.code import Code
    from groundrules.facts.flow import Flow

_MOST_SITES = 12


@dataclass(frozen=True)
class Condition:
    """A condition on the rows of a sample: the column that it tests, where known, and its text."""

    column: str | None
    text: str
    at: Value


@dataclass(frozen=True)
class Sample:
    """One sample of a test, and what it is cut out of."""

    value: Value
    """The expression that is given, at the call of the helper where it is one."""
    column: str | None
    """The column that it takes; `<name>` where a variable names it."""
    columns: int
    """How many columns it takes, where they are written out."""
    frame: str | None
    """The variable that it is cut out of."""
    root: tuple[object, ...]
    """Samples with the same root are cut out of the same thing."""
    source: Value
    """Where the way back ends: what reads or makes the data."""
    conditions: tuple[Condition, ...]
    grouped: tuple[frozenset[str] | None, ...]
    """The keys by which its rows were aggregated, nearest first; None where they cannot be read."""
    totals: tuple[str, ...]
    """What sums it up as a whole: `mean`, `sum`."""
    methods: tuple[str, ...]
    """The methods and functions that it passes through, nearest first."""

    @property
    def filters(self) -> frozenset[str]:
        """The texts of its conditions."""
        return frozenset(condition.text for condition in self.conditions)

    @property
    def in_a_row(self) -> bool:
        """Whether it is a field of one row, as a loop over rows yields them."""
        return self.root[:1] == ("row",)

    def covers(self, other: Sample) -> bool:
        """Whether the rows of another sample are among its own, as far as its conditions say."""
        own = {text for text in self.filters if not text.startswith(GROUP)}
        return self.root == other.root and own <= other.filters


@dataclass(frozen=True)
class Test:
    """A call of a test, with the samples of one place that runs it.

    A test in a helper of the file is one for each call of the helper that gives it its samples.
    """

    __test__ = False  # not one of pytest's

    call: Call
    site: Call
    """Where its samples are given: the call itself, or the call of the helper around it."""
    samples: tuple[Sample, ...]

    def size_is_said(self, at: Value) -> bool:
        """Whether an effect of its samples is computed or shown near `at`, where p is reported."""
        return size_is_said(self.call.code, self, at)


@dataclass(frozen=True)
class Threshold:
    """Something that is held to a significance level."""

    at: Value
    """The comparison, or the call that makes it."""
    tested: Value
    level: Value
    found: thresholds.Threshold

    def p_tests(self, *meanings: str) -> list[Call]:
        """Return the tests of these meanings whose p-values are held to the level."""
        flow = self.at.flow
        calls = p_tests(flow, self.found.tested, frozenset(meanings), self.found.path)
        return sorted((Call(self.at.code, flow, n) for n in calls), key=lambda call: call.span)

    def sides(self) -> tuple[list[Value], list[Value]]:
        """Return what is evaluated only where it is below the level, and only where it is above."""
        true, false = self.at.outcomes()
        return (true, false) if self.found.less else (false, true)

    def decides(self, loop: Loop) -> bool:
        """Whether a loop ends, or settles on something, where it falls below the level."""
        below, above = ([value.node for value in side] for side in self.sides())
        place = self.at.node if self.found.less else loop.node
        return decides(self.at.flow, below, above, loop.node, place)

    @property
    def shared(self) -> bool:
        """Whether the level is a share of alpha: `alpha / len(metrics)`."""
        return any("/" in origin.text for origin in self.level.origins())

    @property
    def formats(self) -> bool:
        """Whether it only chooses how p is written: `"p < 0.001"`, or its figures."""
        level = self.level.text.lstrip("0")
        below, _ = self.sides()
        said = [text for value in below for _, text in value.texts()]
        return any("<" in text and level in text.partition("<")[2] for text in said)

    @property
    def asserted(self) -> bool:
        """Whether a test of software asserts it."""
        return isinstance(self.at.statement().node, ast.Assert)


def held(code: Code) -> list[Threshold]:
    """Return where a file holds something to a significance level, in order."""
    return [
        Threshold(_value(code, t.node), _value(code, t.tested), _value(code, t.level), t)
        for t in thresholds.thresholds(code.flow)
    ]


def tests(code: Code, meanings: tuple[str, ...]) -> Iterator[Test]:
    """Yield the tests of a file with one of these meanings, one for each place that runs them."""
    for call in code.calls(*meanings):
        yield from tests_of(call)


def tests_of(call: Call) -> Iterator[Test]:
    """Yield the runs of one test: its own, or one for each call of the helper that it stands in."""
    flow = call.flow
    arguments = sample_arguments(flow, call.node)
    cuts = [cut(flow, argument) for argument in arguments]
    sites = _sites(call, [p for one in cuts for p in one.parameters])
    if not sites:
        yield Test(call, call, tuple(_samples(call, arguments, cuts)))
    for site in sites:
        passed = given(flow, _function(call), site)
        inner = [cut(flow, argument, passed) for argument in arguments]
        shown = [
            _shown(argument, one, passed) for argument, one in zip(arguments, cuts, strict=True)
        ]
        yield Test(call, Call(call.code, flow, site), tuple(_samples(call, shown, inner)))


def _function(call: Call) -> ast.AST:
    function = call.function()
    assert function is not None
    return function.node


def _sites(call: Call, parameters: list[Definition]) -> list[ast.Call]:
    function = call.function()
    if function is None or not any(p.scope.node is function.node for p in parameters):
        return []
    return call.flow.call_sites(function.node)[:_MOST_SITES]


def _shown(argument: ast.expr, one: Cut, passed: dict[Definition, ast.expr]) -> ast.expr:
    """Return what a helper's call gives for a sample that is just its parameter."""
    for parameter in one.parameters:
        if isinstance(argument, ast.Name) and parameter.name == argument.id:
            return passed.get(parameter, argument)
    return argument


def _samples(call: Call, shown: list[ast.expr], cuts: list[Cut]) -> Iterator[Sample]:
    for node, one in zip(shown, cuts, strict=True):
        yield _sample(call.code, node, one)


def sample(value: Value) -> Sample:
    """Return what an expression is cut out of."""
    return _sample(value.code, value.node, cut(value.flow, value.node))


def _sample(code: Code, node: ast.AST, one: Cut) -> Sample:
    assert one.end is not None
    return Sample(
        _value(code, node),
        one.column,
        one.columns,
        one.frame,
        one.root,
        _value(code, one.end),
        tuple(Condition(c.column, c.text, _value(code, c.node or node)) for c in one.conditions),
        tuple(one.grouped),
        tuple(one.totals),
        tuple(one.methods),
    )


def tests_in(nodes: Iterable[Value], *meanings: str) -> set[str]:
    """Return the names of the tests that some statements run, choose, read or call a helper for."""
    wanted = frozenset(meanings)
    found: set[str] = set()
    for value in nodes:
        flow = value.flow
        for node in ast.walk(value.node):
            flow.tree.ensure(node)
            if isinstance(node, ast.Call):
                if wanted & flow.meanings(node):
                    found.add(_last(flow, node.func))
                elif (function := flow.function_of(node)) is not None:
                    found |= _tests_of_function(value, function, wanted)
            elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                name = flow.qualified(node)
                if name and wanted & flow.vocabulary.of(name):
                    found.add(name.rpartition(".")[2])
                elif isinstance(node, ast.Name):  # the p-value of a test that ran before
                    calls = p_tests(flow, node, wanted)
                    found |= {_last(flow, call.func) for call in calls}
    return found


def _last(flow: Flow, node: ast.expr) -> str:
    name = flow.qualified(node) or str(getattr(node, "id", ""))
    return name.rpartition(".")[2]


def _tests_of_function(value: Value, function: ast.AST, wanted: frozenset[str]) -> set[str]:
    return {
        call.callee.rpartition(".")[2]
        for call in value.code.calls(*wanted)
        if (own := call.function()) is not None and own.node is function
    }


def _value(code: Code, node: ast.AST) -> Value:
    cls = Call if isinstance(node, ast.Call) else Value
    return cls(code, code.flow, node)
