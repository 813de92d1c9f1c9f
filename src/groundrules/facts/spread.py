"""Measures of spread: whether a value is a standard deviation, and whether it divides by n or n - 1."""

from __future__ import annotations

import ast
from typing import Literal

from groundrules.facts.flow import Flow
from groundrules.facts.makers import makers

Measure = Literal["sd", "variance"]

_SDS = frozenset(
    ["std", "nanstd", "stdev", "pstdev", "tstd", "stddev", "stddev_pop", "stddev_samp"]
)
_VARIANCES = frozenset(["var", "nanvar", "variance", "pvariance", "tvar", "var_pop", "var_samp"])
_POPULATION = frozenset(["pstdev", "pvariance", "stddev_pop", "var_pop"])
_OF_N = ("numpy.std", "numpy.var", "numpy.nanstd", "numpy.nanvar")


def measure(node: ast.AST) -> Measure | None:
    """Return what measure of spread a call gives, told by its name."""
    if not isinstance(node, ast.Call):
        return None
    func = node.func
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    return "sd" if name in _SDS else "variance" if name in _VARIANCES else None


def is_of_population(flow: Flow, node: ast.Call) -> bool:
    """Whether a measure of spread divides by n: numpy's own way, or `ddof=0`."""
    given = next((k.value for k in node.keywords if k.arg in ("ddof", "correction")), None)
    if given is not None:
        return isinstance(given, ast.Constant) and given.value == 0
    name = flow.qualified(node.func) or ""
    if name in _OF_N:
        return len(node.args) < 5  # ddof is the fifth
    if name.rpartition(".")[2] in _POPULATION:
        return True
    array = (
        isinstance(node.func, ast.Attribute) and flow.type_of(node.func.value) == "numpy.ndarray"
    )
    return array and measure(node) is not None and not node.args


def spreads(flow: Flow, node: ast.AST) -> list[ast.Call]:
    """Return the measures of spread that a value is, as such, squared or times a constant."""
    found: list[ast.Call] = []
    queue: list[ast.AST] = [node]
    while queue and len(found) < 20:
        for made, path, _ in makers(flow, queue.pop()):
            if isinstance(made, ast.BinOp) and isinstance(made.op, ast.Mult):
                factors = [made.left, made.right]
                others = [f for f in factors if not isinstance(f, ast.Constant)]
                if len(others) != 1:
                    return []
                queue.extend(others)
            elif isinstance(made, ast.BinOp) and isinstance(made.op, ast.Pow):
                queue.append(made.left)
            elif isinstance(made, ast.List | ast.ListComp | ast.GeneratorExp):
                queue.extend(flow.elements(made))
            elif measure(made) and isinstance(made, ast.Call):
                found.append(made)
            elif isinstance(made, ast.Call) and {"std", "sd"} & set(path):
                found.append(made)  # df.groupby(k).agg(["mean", "std"])["std"]
            else:
                return []
    return found


def half_widths(flow: Flow, call: ast.Call) -> list[ast.expr]:
    """Return what a plot takes as the half width of error bars or of a band."""
    found = [k.value for k in call.keywords if k.arg in ("yerr", "xerr", "error_y", "error_x")]
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "errorbar" and len(call.args) > 2:
        found.append(call.args[2])
    if name in ("fill_between", "fill_betweenx") and len(call.args) > 2:
        for made, _, _ in makers(flow, call.args[1]):
            if isinstance(made, ast.BinOp) and isinstance(made.op, ast.Sub):
                found.append(made.right)
    parts: list[ast.expr] = []
    for value in found:  # plotly: error_y=dict(array=…)
        inner = value.keywords if isinstance(value, ast.Call) else []
        arrays = [k.value for k in inner if k.arg == "array"]
        if isinstance(value, ast.Dict):
            pairs = zip(value.keys, value.values, strict=True)
            arrays = [v for k, v in pairs if isinstance(k, ast.Constant) and k.value == "array"]
        parts.extend(arrays or [value])
    return parts
