"""What a model is given as features, and whether its target is among them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from groundrules.facts.bindings import Definition
from groundrules.facts.learning.learners import argument
from groundrules.facts.learning.places import Place
from groundrules.facts.learning.selection import strings
from groundrules.facts.learning.standing import Modelling

_ESTIMATORS = frozenset(["classifier", "regressor", "network", "pipeline", "search"])
_CHOOSERS = frozenset([
    "ColumnTransformer", "make_column_transformer", "FunctionTransformer", "TransformerMixin", "DataFrameMapper",
    "DictVectorizer",
])  # fmt: skip
_WHOLE = frozenset(["data", "images"])  # of a Bunch: an autoencoder's target is what it reads
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

    node: ast.AST
    """Where the features are taken from the table."""
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
    """Yield the models whose target, or what it is computed from row by row, is among the features."""
    for one in given(modelling):
        found = _column_of(modelling, one.target) if one.target is not None else None
        if found is None:
            continue
        column, frame = found
        if column in _WHOLE or _chooses_columns(modelling, one):
            continue
        tables = _definitions(modelling, frame)
        names = [column, *_computed_from(modelling, column, tables)]
        for name in names:
            node = _holds(modelling, one.rows, name, tables)
            if node is not None:
                yield TargetAmong(node, one, column, name)
                break
    yield from _assembled(modelling)


def _chooses_columns(modelling: Modelling, one: Given) -> bool:
    """Whether a pipeline takes the columns that it names, of a table that may hold more."""
    func = one.node.func
    kinds = modelling.learners.kinds(func.value) if isinstance(func, ast.Attribute) else frozenset()
    return "pipeline" in kinds and bool(modelling.flow.tree.words & _CHOOSERS)


def _column_of(modelling: Modelling, node: ast.expr) -> tuple[str, ast.expr] | None:
    """Return (column, table) of a target that is just a column, past the split that cut it."""
    for _ in range(12):
        name = modelling.flow.column_name(node)
        if name is not None and isinstance(node, ast.Subscript | ast.Attribute):
            return name, node.value
        match node:
            case ast.Subscript(slice=ast.Name() | ast.Attribute()):
                said = strings(modelling.flow, node.slice)
                return (said[0], node.value) if said and len(said) == 1 else None
            case ast.Attribute(value=ast.Name(id="self")):
                own = [
                    d.value for d in modelling.flow.attribute_definitions(node) if d.index is None
                ]
                following = own[0] if len(own) == 1 else None
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
    value, index = definitions[0].value, definitions[0].index
    if index is None or not isinstance(value, ast.Call):
        return value if index is None else None
    function = modelling.flow.function_of(value)
    returned = modelling.flow.tree.returns_of(function) if function is not None else []
    if len(returned) == 1 and isinstance(returned[0], ast.Tuple) and index < len(returned[0].elts):
        return returned[0].elts[index]
    return None


def _definitions(modelling: Modelling, frame: ast.AST) -> frozenset[Definition]:
    """Return the bindings of the table that a target is a column of."""
    while isinstance(frame, ast.Attribute | ast.Subscript):
        frame = frame.value
    if not isinstance(frame, ast.Name):
        return frozenset()
    return frozenset(d for d in modelling.flow.definitions(frame) if d.kind != "mutation")


def _holds(
    modelling: Modelling, rows: ast.expr, column: str, tables: frozenset[Definition]
) -> ast.AST | None:
    """Return where the features are taken from a table with a column that is among them, for sure."""
    for node, places in modelling.table(rows).places.items():
        bound = _definitions(modelling, node)
        if not isinstance(node, ast.Name) or not bound or not bound <= tables:
            continue  # it may be another table
        if any(_is_among(modelling, place, column) for place in places):
            return node
    return None


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
            and not _of_another(modelling, inner, tables)
        }
        words = {n.attr for n in ast.walk(one.value) if isinstance(n, ast.Attribute)}
        if len(names) == 1 and words.isdisjoint(
            ("shift", "diff", "rolling", "pct_change", "groupby")
        ):
            yield from names - {column}


def _of_another(modelling: Modelling, column: ast.AST, tables: frozenset[Definition]) -> bool:
    """Whether a column is taken of another table than these: `df["y"] = bunch["target"]`."""
    if not isinstance(column, ast.Subscript | ast.Attribute):
        return False
    bound = _definitions(modelling, column.value)
    return bool(bound) and bound.isdisjoint(tables)


def _assembled(modelling: Modelling) -> Iterator[TargetAmong]:
    """Yield the assemblers of Spark whose columns hold the label that an estimator names."""
    tree = modelling.flow.tree
    named = [
        (construction.lineno, name)
        for construction in tree.calls_named(_spark_estimators(modelling))
        for name in strings(modelling.flow, argument(construction, None, "labelCol")) or ()
    ]
    assemblers = tree.calls_named(["VectorAssembler"]) if named else []
    ends = [call.lineno for call in assemblers[1:]]
    for call, end in zip(assemblers, [*ends, None], strict=False):
        # Of several models in one file, those that come before the next features are made.
        labels = {
            n for line, n in named if len(assemblers) == 1 or call.lineno <= line < (end or 10**9)
        }
        columns = argument(call, 0, "inputCols")
        names = strings(modelling.flow, columns)
        if isinstance(columns, ast.Attribute) and columns.attr == "columns":
            names = sorted(labels)  # all of them
        for name in labels.intersection(names or ()):
            if columns is not None:
                yield TargetAmong(call, Given(call, columns, None), name, name)


def _spark_estimators(modelling: Modelling) -> list[str]:
    words = ("Classifier", "Regressor", "Regression", "SVC", "Bayes")
    bound = modelling.flow.tree.scope.bound
    return [name for name in bound if name.endswith(words)]
