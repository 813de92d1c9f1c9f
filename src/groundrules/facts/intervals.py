"""Which end of which interval a value is: of a library's, of percentiles, of centre ± margin."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Literal, NamedTuple

from groundrules.facts.flow import Flow
from groundrules.facts.makers import Key, Path, default, makers

Side = Literal["low", "high", "both"]

_SIDES: dict[str | int, Side] = {
    "*": "both", 0: "low", "low": "low", "lower": "low", "ci_low": "low", "lower_bound": "low",
    1: "high", -1: "high", "high": "high", "upper": "high", "ci_high": "high", "upper_bound": "high",
}  # fmt: skip
_QUANTILES = frozenset(["percentile", "quantile", "nanpercentile", "nanquantile"])
_CRITICAL = frozenset(["ppf", "isf"])  # of a distribution: the factor of a margin
_FACTORS = (1.28, 1.64, 1.645, 1.65, 1.96, 1.959964, 1.95996, 2.576, 2.58, 2.33)


class End(NamedTuple):
    """One end (or both) of an interval; intervals with different keys are different ones."""

    side: Side
    source: ast.AST
    key: tuple[object, ...]


def ends(flow: Flow, node: ast.AST) -> list[End]:
    """Return the ends of intervals that an expression is; nothing where it is none."""
    found = (_end(flow, *maker) for maker in makers(flow, _unscaled(flow, node)))
    return [end for end in found if end is not None]


def _unscaled(flow: Flow, node: ast.AST) -> ast.AST:
    """Return what is multiplied by a constant, as by 100 for per cent."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(one, ast.Constant):
                return other
    return node


def of_difference(flow: Flow, end: End) -> bool:
    """Whether an interval is that of a difference between two computed things."""
    source = end.source
    if isinstance(source, ast.BinOp):
        return any(_is_difference(flow, side) for side in (source.left, source.right))
    if not isinstance(source, ast.Call):
        return False
    name = flow.qualified(source.func) or ""
    if "difference_interval" in flow.vocabulary.of(name):
        return True
    if name.rpartition(".")[2] == "bootstrap":
        return len(source.args) > 1 and _is_difference(flow, source.args[1])
    # Percentiles of differences.
    return bool(source.args) and _is_difference(flow, source.args[0])


def _is_difference(flow: Flow, node: ast.AST) -> bool:
    """Whether a value, or each element of a list, is a subtraction of two computed things."""
    queue, found = [node], False
    for _ in range(20):
        if not queue:
            break
        held = queue.pop()
        elements = flow.elements(held) or _returned(flow, held)
        for made, _, _ in [] if elements else makers(flow, held):
            match made:
                case ast.BinOp(op=ast.Sub()):
                    if any(isinstance(side, ast.Constant) for side in (made.left, made.right)):
                        return False
                    found = True
                case ast.List() | ast.ListComp() | ast.GeneratorExp():
                    queue.extend(flow.elements(made))
                case _:
                    return False
        queue.extend(elements)
    return found


def _returned(flow: Flow, node: ast.AST) -> list[ast.expr]:
    """Return what a function that is handed over returns."""
    if isinstance(node, ast.Name):
        functions = (d.node for d in flow.definitions(node) if d.kind == "function")
        return [value for function in functions for value in flow.tree.returns_of(function)]
    return [node.body] if isinstance(node, ast.Lambda) else []


def _end(flow: Flow, node: ast.AST, path: Path, key: Key) -> End | None:
    """Return the end of an interval that a value is which is made so."""
    if isinstance(node, ast.BinOp):
        return _margin(flow, node, path, key)
    if not isinstance(node, ast.Call):
        return None
    name = flow.qualified(node.func) or ""
    meanings = flow.vocabulary.of(name)
    if path and isinstance(path[0], str):  # bootstrap(…).confidence_interval
        held = f"{flow.vocabulary.returns.get(name)}.{path[0]}"
        if "interval" in flow.vocabulary.of(held):
            meanings, path = flow.vocabulary.of(held), path[1:]
    side: Side | None = None
    if "interval" in meanings:
        side = next((_SIDES[step] for step in path if step in _SIDES), None if path else "both")
        key = (*(step for step in path if step not in _SIDES), *key)  # which coefficient's it is
    elif name.rpartition(".")[2] in _QUANTILES or getattr(node.func, "attr", "") in _QUANTILES:
        side = _pick(_quantile_sides(node, name), path)
    return End(side, node, (node, *key)) if side else None


def _margin(flow: Flow, node: ast.BinOp, path: Path, key: Key) -> End | None:
    """Return the end that centre ± margin is, the margin told by its factor (1.96, `ppf`)."""
    if not isinstance(node.op, ast.Add | ast.Sub):
        return None
    for centre, margin in ((node.left, node.right), (node.right, node.left)):
        if isinstance(centre, ast.Constant) or not _is_margin(flow, margin):
            continue
        side: Side | None = "high" if isinstance(node.op, ast.Add) else "low"
        if any(isinstance(part, ast.List | ast.Tuple) for part in ast.walk(margin)):
            side = _SIDES.get(path[0]) if path else "both"  # ± as [-1, 1]
        if side and not _is_margin(flow, centre):
            return End(side, node, (ast.dump(centre), *key))
    return None


def _quantile_sides(node: ast.Call, name: str) -> list[Side | None]:
    """Return the side of each quantile that is asked for, none where one is no tail."""
    of_array = name.startswith("numpy")
    place = node.args[1 if of_array else 0] if len(node.args) > of_array else None
    named = [k.value for k in node.keywords if k.arg == "q"]
    asked = named[0] if named else place
    if asked is None:
        return []
    parts = asked.elts if isinstance(asked, ast.List | ast.Tuple) else [asked]
    scale = 100 if "percentile" in name else 1
    sides: list[Side | None] = []
    for part in parts:
        figure = part.value if isinstance(part, ast.Constant) else None
        if not isinstance(figure, int | float):
            return []
        share = figure / scale
        sides.append("low" if 0 < share <= 0.1 else "high" if 0.9 <= share < 1 else None)
    return sides


def _pick(sides: list[Side | None], path: Path) -> Side | None:
    if len(sides) == 1:
        return sides[0]
    if not path or not sides:
        return "both" if sides and sides[0] == "low" and sides[-1] == "high" else None
    place = path[0]
    return sides[place] if isinstance(place, int) and place < len(sides) else None


def _is_margin(flow: Flow, node: ast.AST) -> bool:
    """Whether an expression is a factor of a distribution times something."""
    return any(
        isinstance(part, ast.BinOp)
        and isinstance(part.op, ast.Mult)
        and any(_is_factor(flow, side) for side in (part.left, part.right))
        for part in _nearby(flow, node)
    )


def _is_factor(flow: Flow, node: ast.AST) -> bool:
    for part in _nearby(flow, node):
        if isinstance(part, ast.Constant) and part.value in _FACTORS:
            return True
        if isinstance(part, ast.Call) and getattr(part.func, "attr", "") in _CRITICAL:
            return True
    return False


def _nearby(flow: Flow, node: ast.AST) -> Iterator[ast.AST]:
    """Yield an expression's own products, and those of the names that it is."""
    queue, seen = [node], 0
    while queue and seen < 30:
        node = queue.pop()
        seen += 1
        yield node
        match node:
            case ast.Name():
                for definition in flow.definitions(node):
                    if definition.kind == "parameter":
                        queue.extend(flow.arguments_for(definition) or default(definition))
                    elif definition.kind == "assign" and definition.value is not None:
                        queue.append(definition.value)
            case ast.BinOp(op=ast.Mult()):
                queue.extend((node.left, node.right))
            case ast.BinOp(op=ast.Div()):
                queue.append(node.left)
            case ast.UnaryOp():
                queue.append(node.operand)
