"""What a model is given as features, and whether its target is among them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from groundrules.facts.bindings import Definition
from groundrules.facts.learning.learners import argument
from groundrules.facts.learning.places import Place
from groundrules.facts.learning.standing import Modelling

_ESTIMATORS = frozenset(["classifier", "regressor", "network", "pipeline", "search"])
_KEEPS = frozenset([
    "to_numpy", "ravel", "flatten", "astype", "copy", "map", "replace", "reset_index", "values", "array",
    "asarray", "squeeze", "reshape", "to_frame", "fillna", "tolist",
])  # fmt: skip


@dataclass(frozen=True, eq=False, slots=True)
class Given:
    """Features and target that a model is fitted on, or a cross-validation is given."""

    node: ast.Call
    rows: ast.expr
    target: ast.expr | None


@dataclass(frozen=True, eq=False, slots=True)
class TargetAmong:
    """A target that is among the features: itself, or the column that it is computed from."""

    given: Given
    column: str
    source: str
    """The column among the features; the target's own where it is the target itself."""


def given(modelling: Modelling) -> Iterator[Given]:
    """Yield what models are fitted on, in file order."""
    for fit in modelling.learners.fits:
        kinds = [modelling.learners.meanings(c) for c in fit.constructions]
        if fit.method == "fit" and fit.data is not None and any(k & _ESTIMATORS for k in kinds):
            yield Given(fit.call, fit.data, fit.target)
    for split in modelling.splits.all():
        if split.kind == "cross_validation" and isinstance(split.node, ast.Call):
            rows = argument(split.node, 1, "X")
            if rows is not None and argument(split.node, 0, "estimator") is not None:
                yield Given(split.node, rows, argument(split.node, 2, "y"))


def targets_among(modelling: Modelling) -> Iterator[TargetAmong]:
    """Yield the fits whose target, or what it is computed from row by row, is among the features."""
    for one in given(modelling):
        found = _column_of(modelling, one.target) if one.target is not None else None
        if found is None:
            continue
        column, frame = found
        tables = _definitions(modelling, frame)
        names = [column, *_computed_from(modelling, column, tables)]
        for name in names:
            if _holds(modelling, one.rows, name, tables):
                yield TargetAmong(one, column, name)
                break


def _column_of(modelling: Modelling, node: ast.expr) -> tuple[str, ast.expr] | None:
    """Return (column, table) of a target that is just a column, past the split that cut it."""
    for _ in range(12):
        name = modelling.flow.column_name(node)
        if name is not None and isinstance(node, ast.Subscript | ast.Attribute):
            return name, node.value
        match node:
            case ast.Name():
                following = _bound(modelling, node)
            case ast.Call(
                func=ast.Attribute(attr="pop", value=frame),
                args=[ast.Constant(value=str() as column)],
            ):
                return column, frame
            case ast.Call(func=ast.Attribute(attr=method, value=inner)) if method in _KEEPS:
                module = modelling.rows.is_module(inner)
                following = (node.args[0] if node.args else None) if module else inner
            case ast.Attribute(attr="values" | "T", value=inner):
                following = inner
            case _:
                return None
        if following is None:
            return None
        node = following
    return None


def _bound(modelling: Modelling, node: ast.Name) -> ast.expr | None:
    definitions = [d for d in modelling.flow.definitions(node) if d.kind != "mutation"]
    if len(definitions) != 1 or definitions[0].kind != "assign":
        return None
    part = modelling.splits.of_definition(definitions[0])
    if part is not None:
        return part.source
    return definitions[0].value if definitions[0].index is None else None


def _definitions(modelling: Modelling, frame: ast.AST) -> frozenset[Definition]:
    """Return the bindings of the table that a target is a column of."""
    while isinstance(frame, ast.Attribute | ast.Subscript):
        frame = frame.value
    if not isinstance(frame, ast.Name):
        return frozenset()
    return frozenset(d for d in modelling.flow.definitions(frame) if d.kind != "mutation")


def _holds(
    modelling: Modelling, rows: ast.expr, column: str, tables: frozenset[Definition]
) -> bool:
    """Whether a column of some table is among the features, for sure."""
    for node, places in modelling.source(rows).places.items():
        if not isinstance(node, ast.Name) or not tables.intersection(
            modelling.flow.definitions(node)
        ):
            continue
        if any(_is_among(modelling, place, column) for place in places):
            return True
    return False


def _is_among(modelling: Modelling, place: Place, column: str) -> bool:
    node = place.node
    assert isinstance(node, ast.Name)
    columns = modelling.rows.left(node, place.columns)
    if not columns.sure or not columns.may_hold(column):
        return False
    site = modelling.flow.tree.site(node)
    written = modelling.flow.tree.columns.get(column, [])
    return not written or site is None or any(one.order < site.order for one in written)


def _computed_from(
    modelling: Modelling, column: str, tables: frozenset[Definition]
) -> Iterator[str]:
    """Yield the one column that a target is computed from, row by row: `df["good"] = df["stars"] > 3`."""
    for one in modelling.flow.tree.columns.get(column, ()):
        modelling.flow.tree.ensure(one.statement)
        if not tables.intersection(_definitions(modelling, one.frame)):
            continue
        names = {
            name
            for inner in ast.walk(one.value)
            if (name := modelling.flow.column_name(inner)) is not None
        }
        words = {n.attr for n in ast.walk(one.value) if isinstance(n, ast.Attribute)}
        if len(names) == 1 and words.isdisjoint(
            ("shift", "diff", "rolling", "pct_change", "groupby")
        ):
            yield from names - {column}
