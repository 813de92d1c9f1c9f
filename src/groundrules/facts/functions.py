"""Which functions the arguments of an aggregate name: `"mean"`, `np.mean`, `{"x": ["sum", "max"]}`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from groundrules.facts import columns

if TYPE_CHECKING:
    from groundrules.facts.flow import Flow

FUNCTIONS: dict[str, tuple[str, ...]] = {
    "mean": ("mean", "avg", "nanmean", "fmean", "average"),
    "sum": ("sum", "nansum", "fsum", "sum_distinct", "sumDistinct"),
    "count": ("count", "size", "len"),
    "nunique": (
        "nunique", "n_unique", "countDistinct", "count_distinct", "approx_count_distinct",
        "approxCountDistinct", "approx_n_unique",
    ),
    "median": ("median", "nanmedian"),
    "quantile": ("quantile", "percentile", "nanquantile", "nanpercentile", "percentile_approx", "approxQuantile"),
    "std": ("std", "stddev", "nanstd", "stdev", "stddev_samp"),
    "var": ("var", "variance", "nanvar", "var_samp"),
    "min": ("min", "nanmin"),
    "max": ("max", "nanmax"),
    "first": ("first",),
    "last": ("last",),
    "cumsum": ("cumsum", "cum_sum"),
}  # fmt: skip
"""The words for each function, as libraries write it."""
BY_WORD = {word: name for name, words in FUNCTIONS.items() for word in words}


def word_of(flow: Flow, node: ast.AST) -> str | None:
    """Return the function's name that `"mean"`, `np.mean`, `lambda s: s.mean()` stand for."""
    named = columns.text(node) if isinstance(node, ast.expr) else None
    if named is not None:
        return BY_WORD.get(named)
    if isinstance(node, ast.Lambda):
        body = node.body
        return BY_WORD.get(last_name(body.func)) if isinstance(body, ast.Call) else None
    if isinstance(node, ast.Name | ast.Attribute):
        return BY_WORD.get((flow.qualified(node) or "").rpartition(".")[2])
    return None


def last_name(node: ast.AST) -> str:
    return getattr(node, "attr", getattr(node, "id", ""))


def table(flow: Flow, call: ast.Call) -> Iterator[tuple[str | None, str, str | None]]:
    """Yield (column, function, output) of the arguments of `agg`; column None for those selected."""
    for keyword in call.keywords:
        if keyword.arg is None or keyword.arg in ("axis", "func", "engine", "engine_kwargs"):
            continue
        column, how = _named(flow, keyword.value)
        for _, word in words(flow, how) if how is not None else ():
            yield column, word, keyword.arg
    yield from ((column, word, None) for column, word in functions(flow, call))


def _named(flow: Flow, value: ast.expr) -> tuple[str | None, ast.expr | None]:
    """Read `("x", "mean")`, `pd.NamedAgg("x", "mean")` or a function alone."""
    if isinstance(value, ast.Tuple) and len(value.elts) == 2:
        return columns.text(value.elts[0]), value.elts[1]
    if isinstance(value, ast.Call):
        if last_name(value.func) != "NamedAgg":
            return None, None
        column = columns.argument_of(value, 0, "column")
        return columns.text(column), columns.argument_of(value, 1, "aggfunc")
    return None, value


def functions(flow: Flow, call: ast.Call) -> Iterator[tuple[str | None, str]]:
    how = columns.argument_of(call, 0, "func")
    if how is not None:
        yield from words(flow, how)


def words(flow: Flow, how: ast.expr, column: str | None = None) -> Iterator[tuple[str | None, str]]:
    """Yield (column, function) of what stands for functions: a name, a list, a table of columns."""
    if isinstance(how, ast.Name):
        for definition in flow.definitions(how):
            if definition.kind == "assign" and isinstance(definition.value, ast.Dict | ast.List):
                how = definition.value
                break
    if isinstance(how, ast.List | ast.Tuple):
        for element in how.elts:
            yield from words(flow, element, column)
    elif isinstance(how, ast.Dict):
        for key, value in zip(how.keys, how.values, strict=True):
            name = columns.text(key)
            if key is not None and name is not None:
                yield from words(flow, value, name)
    else:
        word = word_of(flow, how)
        if word is not None:
            yield column, word
