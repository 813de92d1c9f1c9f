"""Whether the code says how large the difference is that a test is about."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from groundrules.facts.provenance import cut
from groundrules.facts.values import Call, Value

if TYPE_CHECKING:
    from groundrules.facts.code import Code
    from groundrules.facts.tested import Test

# Functions and methods that say something of size, in a picture too, told by name.
_SIZES = re.compile(
    r"mean|median|average|describe|quantile|percentile|^agg|^sum$|value_counts|plot|hist|box|violin|^bar|effect|"
    r"effsize|cohen|hedges|cliff|lift|diff|delta|odds|ratio|interval|conf_?int|(?:^|_)ci(?:_|$)|summary|rate|"
    r"relative|risk|compare|crosstab|pivot|statistic|ecdf",
    re.I,
)
_SAID = re.compile(
    r"mean|median|average|avg|diff|effect|lift|delta|cohen|ratio|odds|interval|\bci\b|_ci\b|\bci_|rate|percent"
    r"|improve|increase|decrease|higher|lower|slope|coef",
    re.I,
)


def size_is_said(code: Code, test: Test, at: Value) -> bool:
    """Whether an effect of the samples of `test` is computed or shown near `at`.

    Near is the same function, a call of it, the script's top level, or in a notebook
    the cells from two before to two after.
    """
    names = frozenset().union(*(s.value.lineage() or _variables(s.value) for s in test.samples))
    columns = {sample.column for sample in test.samples}
    places = [*_places(at), *_places(test.call), *_places(test.site)]
    counts = "contingency_test" in test.call.meanings
    made = {sample.value.text for sample in test.samples if sample.grouped or counts}

    def near(value: Value) -> bool:
        return any(_together(code, one, other) for one in _places(value) for other in places)

    def about(value: Value) -> bool:
        if any(maker == test.call for maker, _ in value.makers()):
            return True
        return bool(value.lineage() & names) and _same_column(value, columns)

    for call in code.every_call():
        if _SIZES.search(call.method) and call != test.call and near(call):
            subjects = [v for v in (call.receiver, *call.arguments) if v is not None]
            if any(about(subject) for subject in subjects):
                return True
    for division in code.divisions():
        sides = division.quotient()
        if sides and near(division) and all(about(side) for side in sides):
            return True
    return any(
        near(out)
        and any(
            v.text in made or (_says(v) and _may_be_of(v, names) and _same_column(v, columns))
            for v in values
        )
        for out, values in code.outputs()
    )


def _says(value: Value) -> bool:
    """Whether a shown value, or what an f-string puts in, is called after an effect."""
    parts: Iterator[ast.AST] = iter([value.node])
    if isinstance(value.node, ast.JoinedStr):
        parts = (p.value for p in value.node.values if isinstance(p, ast.FormattedValue))
    return any(
        not isinstance(part, ast.Constant)
        and _SAID.search(Value(value.code, value.flow, part).text)
        for part in parts
    )


def _may_be_of(value: Value, names: frozenset[str]) -> bool:
    """Whether a shown value comes from these variables, or from none that can be seen."""
    roots = _variables(value)
    return bool(roots & names) or roots <= {value.text}


def _variables(value: Value) -> frozenset[str]:
    """Return the variables that a value is computed from, modules left out."""
    parts = (part for part in value.origins() if isinstance(part.node, ast.Name))
    return frozenset().union(*(part.lineage() for part in parts))


def _same_column(value: Value, columns: set[str | None]) -> bool:
    """Whether a value may be of one of these columns; what nobody names may be of any."""
    known = {column for column in columns if column and not column.startswith("<")}
    if not known:
        return True
    parts = list(ast.walk(value.node))
    texts = {part.value for part in parts if isinstance(part, ast.Constant)}
    taken = {value.flow.column_name(part) for part in parts} - {None}
    if known & texts or known & taken:
        return True
    if taken:
        return False
    column = cut(value.flow, value.node).column
    return column is None or column.startswith("<") or column in known


def _places(value: Value, levels: int = 2) -> Iterator[Value]:
    """Yield a value, and the calls of the functions that it stands in."""
    yield value
    function = value.function()
    if function is not None and levels:
        for node in value.flow.call_sites(function.node):
            yield from _places(Call(value.code, value.flow, node), levels - 1)


def _together(code: Code, one: Value, other: Value) -> bool:
    function = one.function()
    if function != other.function():
        return False
    if function is not None or not code.is_notebook:
        return True
    return abs(code.cell_index(one.span.line) - code.cell_index(other.span.line)) <= 2
