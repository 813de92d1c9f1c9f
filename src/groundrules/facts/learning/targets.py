"""Lessons that look at the target: columns chosen by it, categories coded by its mean."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.learning.learners import argument
from groundrules.facts.learning.lessons import Lesson
from groundrules.facts.learning.parts import Split
from groundrules.facts.learning.places import Place, Trace
from groundrules.facts.learning.selection import strings
from groundrules.facts.learning.standing import Modelling
from groundrules.facts.uses import uses

_SUPPORT = frozenset(
    ["support_", "ranking_", "scores_", "pvalues_", "get_support", "k_feature_idx_"]
)
_WEIGHTS = frozenset(["feature_importances_", "coef_", "feature_importance", "get_score"])
_AGGREGATES = frozenset(
    ["mean", "median", "sum", "std", "agg", "aggregate", "transform", "apply", "avg"]
)
# Within a group and in order, an aggregate looks back at earlier rows only.
# Calls by which figures of groups reach the rows again.
_JOINS = frozenset(["map", "merge", "join", "replace", "merge_asof", "get", "apply", "concat"])
_BACKWARDS = frozenset(
    ["shift", "rolling", "expanding", "cumsum", "cumcount", "ewm", "diff", "lag"]
)


def find(modelling: Modelling, split: Split, trace: Trace) -> Iterator[tuple[Lesson, Place]]:
    """Yield the lessons on the way of some rows, each with the place where it shapes them."""
    for choice, place in trace.choices:
        for lesson in _choosers(modelling, split, choice):
            yield lesson, place
    names = modelling.target_names(split)
    for node, places in trace.places.items() if names else ():
        if isinstance(node, ast.Call):
            coded = _coded(modelling, node, names)
            if coded is not None and _is_put_back(modelling, node):
                yield from ((coded, place) for place in places)


# -- columns that the target chose ------------------------------------------


def _choosers(modelling: Modelling, split: Split, choice: ast.expr) -> Iterator[Lesson]:
    for node in _grounds(modelling, choice):
        match node:
            case ast.Attribute(attr=attr) if attr in _SUPPORT | _WEIGHTS:
                yield from _fitted(modelling, node)
            case ast.Call():
                data = _scored(modelling, split, node)
                if data is not None:
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    yield Lesson(node, "selector", name, data, (choice,))
            case ast.Subscript():
                yield from _correlated(modelling, split, node, choice)


def _scored(modelling: Modelling, split: Split, call: ast.Call) -> ast.expr | None:
    """Return the rows of a call that scores columns against the target."""
    means = modelling.learners.meanings(call)
    data = argument(call, 0, "X", "x", "a")
    if "selection_score" in means:
        return data
    names = modelling.target_names(split)
    func = call.func
    if isinstance(func, ast.Attribute) and func.attr in ("corr", "corrwith") and call.args:
        return func.value if modelling.column(call.args[0]) in names else None
    if means.isdisjoint(("two_sample_test", "group_test")):
        return None
    said = (n for a in call.args for n in modelling.flow.origins(a) if isinstance(n, ast.Constant))
    return data if any(node.value in names for node in said) else None


def _fitted(modelling: Modelling, node: ast.Attribute) -> Iterator[Lesson]:
    """Yield the fits whose support or weights an expression reads."""
    for fit in modelling.learners.fits_of(node.value):
        if fit.data is None:
            continue
        for construction in fit.constructions:
            means = modelling.learners.meanings(construction)
            supervised = "selector" if node.attr in _SUPPORT else "classifier"
            if supervised in means or (node.attr in _WEIGHTS and means & {"regressor", "selector"}):
                name = modelling.learners.name(construction)
                yield Lesson(fit.call, "selector", name, fit.data, (node,))
                break


def _correlated(
    modelling: Modelling, split: Split, node: ast.Subscript, choice: ast.expr
) -> Iterator[Lesson]:
    """Yield `df.corr()["target"]`: one column's correlations, if it is the target's."""
    inner: ast.AST = node.value
    while (
        isinstance(inner, ast.Call)
        and getattr(inner.func, "attr", getattr(inner.func, "id", "")) == "abs"
    ):
        inner = inner.args[0] if inner.args else getattr(inner.func, "value", inner)
    if isinstance(inner, ast.Attribute) and inner.attr == "loc":
        inner = inner.value
    for source in _values(modelling, inner):
        if isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute):
            names = strings(modelling.flow, node.slice)
            targets = modelling.target_names(split)
            if source.func.attr == "corr" and names and len(names) == 1 and names[0] in targets:
                yield Lesson(source, "selector", "corr", source.func.value, (choice,))


def _values(modelling: Modelling, node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if isinstance(node, ast.Name):
        for definition in modelling.flow.definitions(node):
            if definition.value is not None and definition.index is None:
                value: ast.AST = definition.value
                while isinstance(value, ast.Call) and getattr(value.func, "attr", "") == "abs":
                    value = value.func.value  # type: ignore[attr-defined]
                yield value


def _grounds(modelling: Modelling, choice: ast.expr) -> Iterator[ast.AST]:
    """Yield what a choice of columns rests on; the tests of branches that append to it too."""
    flow = modelling.flow
    queue: list[ast.AST] = [choice]
    seen: set[ast.AST] = set()
    while queue and len(seen) < 300:
        node = queue.pop(0)
        if node in seen:
            continue
        seen.add(node)
        yield node
        if isinstance(node, ast.Name):
            for definition in flow.definitions(node):
                queue.extend(flow.feeds_of(definition))
                if definition.kind == "mutation":
                    for step, _ in definition.path:
                        if isinstance(step, ast.If):
                            flow.tree.ensure(step)
                            queue.append(step.test)
        elif isinstance(node, ast.Attribute) and node.attr in ("columns", "index", "shape"):
            if node.attr == "index":
                queue.append(node.value)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    queue.append(child)
                elif isinstance(child, ast.keyword | ast.comprehension):
                    queue.extend(c for c in ast.iter_child_nodes(child) if isinstance(c, ast.expr))
            function = flow.function_of(node) if isinstance(node, ast.Call) else None
            queue.extend(flow.tree.returns_of(function) if function is not None else ())


# -- categories coded by the target -----------------------------------------


def _coded(modelling: Modelling, call: ast.Call, names: frozenset[str]) -> Lesson | None:
    """Return the lesson of `df.groupby("city")["target"].transform("mean")` and its like."""
    func = call.func
    if not isinstance(func, ast.Attribute) or func.attr not in _AGGREGATES | {"over"}:
        return None
    words = {n.attr for n in ast.walk(call) if isinstance(n, ast.Attribute)}
    if words & _BACKWARDS:
        return None
    if func.attr == "over":  # pl.col("target").mean().over("city")
        column = _expression_column(modelling, func.value)
        frame = _frame_around(modelling, call)
        return _lesson(call, column, frame, names)
    grouped, column = _grouping(modelling, func.value)
    if grouped is None:
        return None
    columns = [column] if column is not None else _named_in(call)
    found = next((name for name in columns if name in names), None)
    return _lesson(call, found, grouped, names)


def _is_put_back(modelling: Modelling, call: ast.Call) -> bool:
    """Whether figures of groups go back to the rows; else they are the table that is modelled."""
    if getattr(call.func, "attr", "") in ("transform", "over", "apply"):
        return True
    seen: set[ast.AST] = {call}
    for use in uses(modelling.flow, call):
        if isinstance(use, ast.Call) and getattr(use.func, "attr", "") in _JOINS:
            given = [*use.args, *(keyword.value for keyword in use.keywords)]
            if any(inner in seen for argument_ in given for inner in ast.walk(argument_)):
                return True
        seen.add(use)
    return False


def _lesson(
    call: ast.Call, column: str | None, frame: ast.expr | None, names: frozenset[str]
) -> Lesson | None:
    if column is None or frame is None or column not in names:
        return None
    return Lesson(call, "target_encoder", column, frame, (call,))


def _grouping(modelling: Modelling, node: ast.expr) -> tuple[ast.expr | None, str | None]:
    """Return the table that is grouped and the column taken of its groups."""
    column: str | None = None
    for _ in range(5):
        match node:
            case ast.Subscript(slice=place, value=inner):
                names = strings(modelling.flow, place)
                column = names[0] if names and len(names) == 1 else None
                node = inner
            case ast.Call(func=ast.Attribute(attr="groupby" | "groupBy" | "group_by", value=frame)):
                return frame, column
            case ast.Call(func=ast.Attribute(value=inner)):
                node = inner
            case ast.Attribute(attr=attr, value=inner):
                column, node = attr, inner
            case ast.Name():
                values = [d.value for d in modelling.flow.definitions(node) if d.kind == "assign"]
                if len(values) != 1 or values[0] is None:
                    return None, None
                node = values[0]
            case _:
                return None, None
    return None, None


def _named_in(call: ast.Call) -> list[str]:
    """Return the strings of `agg({"target": "mean"})` or `agg(rate=("target", "mean"))`."""
    return [
        node.value
        for argument_ in (*call.args, *(k.value for k in call.keywords))
        for node in ast.walk(argument_)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def _expression_column(modelling: Modelling, node: ast.expr) -> str | None:
    for inner in ast.walk(node):
        if (name := modelling.flow.column_name(inner)) is not None:
            return name
        if isinstance(inner, ast.Call) and inner.args:  # F.avg("target").over(window)
            first = inner.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                return first.value
    return None


def _frame_around(modelling: Modelling, node: ast.AST) -> ast.expr | None:
    parent = modelling.flow.tree.parents.get(node)
    while isinstance(parent, ast.expr | ast.keyword):
        func = parent.func if isinstance(parent, ast.Call) else None
        if isinstance(func, ast.Attribute) and func.attr in (
            "with_columns",
            "withColumn",
            "select",
        ):
            return func.value
        parent = modelling.flow.tree.parents.get(parent)
    return None
