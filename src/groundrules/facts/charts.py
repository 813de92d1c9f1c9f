"""Charts: which calls are of the same axes, and where a value axis is told to begin."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.flow import Flow
from groundrules.facts.makers import makers

_PYPLOT = "matplotlib.pyplot"
_BEGUN = ("show", "figure", "subplots", "subplot", "close", "clf", "twinx")


def of_same_axes(flow: Flow, told: ast.Call, drawn: ast.Call) -> bool | None:
    """Whether a call tells the axes that another draws on; None where only their places can say."""
    if told is drawn:
        return True
    if not isinstance(told.func, ast.Attribute):
        return False
    axes = told.func.value
    made = [(maker.node, maker.path) for maker in makers(flow, axes)]
    if any(node is drawn for node, _ in made):
        return True
    if flow.qualified(axes) == _PYPLOT:
        return None
    given = next((k.value for k in drawn.keywords if k.arg == "ax"), None)
    if given is None and isinstance(drawn.func, ast.Attribute):
        given = drawn.func.value
    if given is None or ast.dump(given) != ast.dump(axes):
        return False
    return [(maker.node, maker.path) for maker in makers(flow, given)] == made


def begun_between(flow: Flow, one: ast.Call, other: ast.Call) -> bool:
    """Whether another chart is begun between two calls."""
    first, last = sorted((one.lineno, other.lineno))
    return any(first < call.lineno < last for call in flow.tree.calls_named(_BEGUN))


def axis_start(flow: Flow, call: ast.Call, axis: str) -> ast.expr | None:
    """Return where a call makes the `x` or `y` axis begin, if that is above zero."""
    for value in _limits(call, axis):
        held = flow.elements(value)
        start = held[0] if held else value
        if len(held) == 2 and isinstance(held[1], ast.Constant) and held[1].value == 0:
            continue  # it runs from right to left, or downwards
        if _is_above_zero(flow, start):
            return start
    return None


def _limits(call: ast.Call, axis: str) -> Iterator[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    low = ("left", "xmin") if axis == "x" else ("bottom", "ymin")
    own = name in (f"{axis}lim", f"set_{axis}lim")
    if own and call.args:
        yield call.args[0]
    if name == "axis" and call.args and isinstance(call.args[0], ast.List | ast.Tuple):
        yield from call.args[0].elts[0 if axis == "x" else 2 :][:1]
    for keyword in call.keywords:
        asked = keyword.arg in (f"{axis}lim", f"range_{axis}", f"{axis}axis_range")
        ranged = keyword.arg == "range" and name == f"update_{axis}axes"
        if asked or ranged or (own and keyword.arg in low):
            yield keyword.value
        if keyword.arg == f"{axis}axis" and isinstance(keyword.value, ast.Call):
            yield from (k.value for k in keyword.value.keywords if k.arg == "range")
        if keyword.arg == f"{axis}axis" and isinstance(keyword.value, ast.Dict):
            pairs = zip(keyword.value.keys, keyword.value.values, strict=True)
            yield from (v for k, v in pairs if isinstance(k, ast.Constant) and k.value == "range")


def _is_above_zero(flow: Flow, node: ast.expr) -> bool:
    """Whether a figure is above zero, or one that is made from the smallest value shown."""
    made = [maker.node for maker in makers(flow, node)]
    figures = [one.value for one in made if isinstance(one, ast.Constant)]
    if figures:
        return all(isinstance(figure, int | float) and figure > 0 for figure in figures)
    return any(
        isinstance(part, ast.Call) and getattr(part.func, "attr", "") in ("min", "nanmin", "amin")
        for part in flow.origins(node)
    )
