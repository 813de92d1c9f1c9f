"""Predicted labels where scores are wanted: through names, arrays, columns and helpers, no arithmetic."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.learning.learners import argument
from groundrules.facts.learning.places import Context
from groundrules.facts.learning.standing import Modelling

_PROBABILITIES = frozenset(["predict_proba", "decision_function", "predict_log_proba"])
# What hands values on as they are, as a method or as a function.
_SAME = frozenset([
    "array", "asarray", "ravel", "flatten", "reshape", "squeeze", "astype", "to_numpy", "tolist", "Series",
    "DataFrame", "list", "copy", "reset_index", "round", "int", "rint", "argmax",
])  # fmt: skip


def given(modelling: Modelling, metric: ast.Call) -> Iterator[ast.expr]:
    """Yield the labels that a call of a metric of scores is given, once for each."""
    value = argument(metric, 1, "y_score", "y_prob", "y_proba", "y_pred", "probas_pred")
    if value is None:
        return
    for context in modelling.contexts(metric):
        if any(_are_labels(modelling, node, way) for node, way in _ends(modelling, value, context)):
            yield modelling.resolve(value, context)[0]
            return


def _ends(
    modelling: Modelling, node: ast.expr, context: Context
) -> Iterator[tuple[ast.expr, Context]]:
    """Yield what a value goes back to without a change."""
    queue: list[tuple[ast.expr, Context, int]] = [(node, context, 0)]
    while queue:
        current, way, depth = queue.pop()
        if depth > 12:
            continue
        following: list[tuple[ast.expr, Context]] = []
        match current:
            case ast.Name():
                resolved, outer = modelling.resolve(current, way)
                if resolved is not current:
                    following.append((resolved, outer))
                else:
                    following += [(value, way) for value in _bound(modelling, current)]
            case ast.Subscript(value=inner) | ast.Attribute(value=inner, attr="values" | "T"):
                following.append((inner, way))
            case ast.Call(func=ast.Attribute(attr=name, value=inner)) if name in _SAME:
                module = modelling.rows.is_module(inner)
                following += [(a, way) for a in current.args[:1]] if module else [(inner, way)]
            case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in _SAME:
                following.append((first, way))
            case ast.Call():
                function = modelling.flow.function_of(current)
                for value in modelling.flow.tree.returns_of(function) if function else ():
                    following.append((value, (*way, current)))
        if not following or (isinstance(current, ast.Call) and _is_argmax(current)):
            yield current, way
        queue.extend((value, where, depth + 1) for value, where in following)


def _bound(modelling: Modelling, node: ast.Name) -> list[ast.expr]:
    """Return what a name is bound to; nothing where it may be several things or is changed."""
    definitions = modelling.flow.definitions(node)
    if len(definitions) != 1 or definitions[0].kind != "assign" or definitions[0].index is not None:
        return []
    value = definitions[0].value
    plain = isinstance(definitions[0].node, ast.Assign | ast.AnnAssign)
    return [value] if value is not None and plain else []


def _are_labels(modelling: Modelling, node: ast.expr, context: Context) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="predict_classes")):
            return True
        case ast.Call(func=ast.Attribute(attr="predict", value=model)):
            resolved, _ = modelling.resolve(model, context)
            kinds = modelling.learners.final_kinds(resolved)
            return "classifier" in kinds and "regressor" not in kinds
        case ast.Call() if _is_argmax(node):
            return any(_predicts_proba(inner) for inner in ast.walk(node))
        case ast.Call(func=ast.Attribute(attr="where")):
            return isinstance(node.args[0], ast.Compare) and _is_cut(modelling, node.args[0])
        case ast.Compare():
            return _is_cut(modelling, node)
        case ast.Call():
            return _crossed(modelling, node)
    return False


def _crossed(modelling: Modelling, call: ast.Call) -> bool:
    """Whether it is `cross_val_predict(classifier, X, y)` without a method of scores."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name != "cross_val_predict" or "cross_validation" not in modelling.learners.meanings(call):
        return False
    model, method = argument(call, 0, "estimator"), argument(call, None, "method")
    if model is None or (isinstance(method, ast.Constant) and method.value in _PROBABILITIES):
        return False
    return method is None and "classifier" in modelling.learners.final_kinds(model)


def _is_cut(modelling: Modelling, compare: ast.Compare) -> bool:
    """Whether scores are compared with a threshold."""
    if not isinstance(compare.ops[0], ast.Gt | ast.GtE | ast.Lt | ast.LtE):
        return False
    ends = [node for node, _ in _ends(modelling, compare.left, ())]
    return bool(ends) and all(_predicts_proba(node) for node in ends)


def _predicts_proba(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _PROBABILITIES


def _is_argmax(node: ast.Call) -> bool:
    return getattr(node.func, "attr", "") == "argmax"
