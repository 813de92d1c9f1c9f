"""Where code looks at which way the samples of a test came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groundrules.facts.bindings import Definition
from groundrules.facts.tested import Sample, sample
from groundrules.facts.values import Call, Value

if TYPE_CHECKING:
    from groundrules.facts.code import Code

_SUMMARIES = frozenset([
    "mean", "median", "sum", "average", "nanmean", "nanmedian", "fmean", "quantile", "percentile", "nansum",
    "trim_mean", "avg", "rate",
])  # fmt: skip


def looks(code: Code, test: Call, *, own: bool) -> list[Value]:
    """Return the comparisons of the means or rates of a test's samples, or of a statistic of theirs.

    Comparisons with a level of significance are none. `own` says whether the test's own
    statistic counts, beside that of another test of the same samples.
    """
    given = test.samples or test.arguments
    rows = [sample(one) for one in given]
    names = {o.text for one in given for o in one.origins() if o.is_variable}
    found = []
    for comparison in code.comparisons():
        sides = comparison.comparison()
        if sides is None or comparison.threshold():
            continue
        origins = [origin for side in (sides[0], sides[2]) for origin in side.origins()]
        if any(_is_look(origin, test, rows, names, own) for origin in origins):
            found.append(comparison)
    return found


def _sums(origin: Call) -> list[Sample]:
    """Return what a mean is of; in a helper, what its calls give it too."""
    summed = sample(origin)
    parameter = summed.root[2] if summed.root[:1] == ("name",) and len(summed.root) > 2 else None
    given = origin.flow.arguments_for(parameter) if isinstance(parameter, Definition) else []
    return [summed, *(sample(Value(origin.code, origin.flow, one)) for one in given)]


def _is_look(origin: Value, test: Call, rows: list[Sample], names: set[str], own: bool) -> bool:
    if origin.quotient():
        return any(part.is_variable and part.text in names for part in origin.origins())
    if origin.column in _SUMMARIES:
        return any(sample(origin).root == row.root for row in rows)
    if not isinstance(origin, Call):
        return False
    if origin == test:
        return own
    if origin.method in _SUMMARIES:
        return any(one.covers(row) for one in _sums(origin) for row in rows)
    same = [one.text for one in origin.samples] == [one.text for one in test.samples]
    return same and bool(origin.meanings & test.meanings)
