"""Tables cut by hand: two complementary cuts of one table whose names say train and test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from groundrules.facts.flow import Flow

_TRAIN = re.compile(r"train|trn|(?:^|_)tr(?:_|$)", re.I)
_VALIDATION = re.compile(r"valid|(?:^|_)(?:va|val|dev|eval)(?:_|$|\d)|[xy]_?val?$", re.I)
_TEST = re.compile(r"test|tst|hold_?out|(?:^|_)(?:te|oot|oos)(?:_|$)", re.I)
_KEEPING = frozenset(
    ["copy", "reset_index", "dropna", "astype", "to_numpy", "sort_index", "sort_values", "drop"]
)
_PLACES = frozenset(["loc", "iloc", "ix"])
_RANDOM = re.compile(r"rand|sample|permutation|shuffle|choice")
Side = Literal["train", "test", "validation"]


@dataclass(eq=False, slots=True)
class Cut:
    """Where the first part is cut, the table, and whether rows are assigned at random."""

    node: ast.AST
    frames: list[ast.expr] = field(default_factory=list)
    shuffled: bool = False
    rows: list[ast.expr] = field(default_factory=list)
    """What says which rows each part has."""


@dataclass(eq=False, slots=True)
class _Piece:
    name: str
    side: Side
    value: ast.expr
    core: ast.expr
    base: ast.expr
    rows: ast.expr | None
    statement: ast.stmt


def side_of(name: str) -> Side | None:
    """Return the side that a name says: `x_train`, `holdout`."""
    if _VALIDATION.search(name) and not _TRAIN.search(name):
        return "validation"
    if _TRAIN.search(name):
        return None if _TEST.search(name) else "train"
    return "test" if _TEST.search(name) else None


def find(flow: Flow) -> Iterator[tuple[Cut, dict[ast.expr, Side]]]:
    """Yield the cuts of one file, each with its parts."""
    groups: dict[tuple[int, str], list[_Piece]] = {}
    for piece in _pieces(flow):
        scope = flow.tree.sites[piece.statement].scope
        groups.setdefault((id(scope), ast.dump(piece.base)), []).append(piece)
    for pieces in groups.values():
        yield from _match(flow, pieces)


def _match(flow: Flow, pieces: list[_Piece]) -> Iterator[tuple[Cut, dict[ast.expr, Side]]]:
    taken: dict[ast.expr, Cut] = {}
    cuts: dict[Cut, dict[ast.expr, Side]] = {}
    for number, one in enumerate(pieces):
        for other in pieces[number + 1 :]:
            if one.side == other.side or not _complementary(one, other):
                continue
            cut = taken.get(one.value) or taken.get(other.value)
            if cut is None:
                cut = Cut(one.core, [one.base], _at_random(flow, one, other))
                cuts[cut] = {}
            for piece in (one, other):
                flow.tree.ensure(piece.statement)
                taken[piece.value] = cut
                cut.rows += [piece.rows] if piece.rows is not None else []
                cuts[cut][piece.value] = piece.side
    for cut, parts in cuts.items():
        yield cut, parts


def _pieces(flow: Flow) -> Iterator[_Piece]:
    for statement in flow.tree.statements:
        if isinstance(statement, ast.Assign):
            for target, value in _pairs(statement.targets[0], statement.value):
                name = (
                    target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")
                )
                side = side_of(name)
                if side and (piece := _piece(name, side, value, statement)):
                    yield piece
        elif isinstance(statement, ast.Return) and isinstance(statement.value, ast.Tuple):
            yield from _returned(flow, statement)


def _returned(flow: Flow, statement: ast.Return) -> Iterator[_Piece]:
    """Yield the parts that a function called `split_…` returns without naming them."""
    function = flow.tree.sites[statement].scope.node
    if "split" not in getattr(function, "name", "") or not isinstance(statement.value, ast.Tuple):
        return
    sides: tuple[Side, ...] = ("train", "test")
    if len(statement.value.elts) == 3:
        sides = ("train", "validation", "test")
    for side, value in zip(sides, statement.value.elts, strict=False):
        if piece := _piece("", side, value, statement):
            yield piece


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        yield from zip(target.elts, value.elts, strict=False)
    else:
        yield target, value


def _piece(name: str, side: Side, value: ast.expr, statement: ast.stmt) -> _Piece | None:
    core = value
    while True:
        match core:
            case ast.Call(func=ast.Attribute(attr="sample" | "head" | "tail" as how, value=base)):
                rows = core.args[0] if core.args and how != "sample" else None
                return _Piece(name, side, value, core, base, rows, statement)
            case ast.Call(
                func=ast.Attribute(attr="drop", value=base),
                args=[ast.Attribute(attr="index") as rows, *_],
            ):
                return _Piece(name, side, value, core, base, rows, statement)
            case ast.Call(func=ast.Attribute(attr=method, value=inner)) if method in _KEEPING:
                core = inner
            case ast.Attribute(attr="values" | "T", value=inner):
                core = inner
            case ast.Subscript(slice=ast.Constant() | ast.List(), value=inner):
                core = inner
            case ast.Subscript():
                return _subscript(name, side, value, core, statement)
            case _:
                return None


def _subscript(
    name: str, side: Side, value: ast.expr, core: ast.Subscript, statement: ast.stmt
) -> _Piece | None:
    base, rows = core.value, core.slice
    if isinstance(rows, ast.Tuple) and rows.elts:
        rows = rows.elts[0]
    if isinstance(base, ast.Attribute) and base.attr in _PLACES:
        base = base.value
    if isinstance(rows, ast.Constant):
        return None
    return _Piece(name, side, value, core, base, rows, statement)


def _complementary(one: _Piece, other: _Piece) -> bool:
    for left, right in ((one, other), (other, one)):
        a, b = left.rows, right.rows
        if isinstance(left.core, ast.Call) and left.core.func.attr == "sample":  # type: ignore[attr-defined]
            return b is not None and f"id='{left.name}'" in ast.dump(b)
        if isinstance(a, ast.Slice) and isinstance(b, ast.Slice):
            if a.upper is not None and b.lower is not None and _same_bound(a.upper, b.lower):
                return True
            continue
        if a is None or b is None or isinstance(a, ast.Slice) or isinstance(b, ast.Slice):
            continue
        if isinstance(left.core, ast.Call) or isinstance(right.core, ast.Call):
            ways = {getattr(getattr(p.core, "func", None), "attr", "") for p in (left, right)}
            return ways == {"head", "tail"}
        if _negated(a) is not None and ast.dump(_negated(a)) == ast.dump(b):  # type: ignore[arg-type]
            return True
        if _is_condition(a) and _is_condition(b) and _columns(a) == _columns(b):
            return True
    return False


def _same_bound(one: ast.expr, other: ast.expr) -> bool:
    if isinstance(one, ast.Constant) and isinstance(other, ast.Constant):
        values = one.value, other.value
        if isinstance(values[0], int) and isinstance(values[1], int):
            return abs(values[0] - values[1]) <= 1
    return ast.dump(one) == ast.dump(other)


def _negated(node: ast.expr) -> ast.expr | None:
    """Return m of `~m`, `-m`, `not m`, `m == False`, `np.logical_not(m)`."""
    match node:
        case ast.UnaryOp(op=ast.Invert() | ast.USub() | ast.Not()):
            return node.operand
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=False)]):
            return left
        case ast.Call(func=ast.Attribute(attr="logical_not" | "invert"), args=[inner]):
            return inner
    return None


def _is_condition(node: ast.expr) -> bool:
    match node:
        case ast.Compare():
            return True
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr()):
            return _is_condition(node.left) and _is_condition(node.right)
        case ast.UnaryOp(op=ast.Invert()):
            return _is_condition(node.operand)
        case ast.Call(func=ast.Attribute(attr=attr)):
            return attr in ("isnull", "notnull", "isna", "notna", "isin", "between")
    return False


def _columns(node: ast.expr) -> set[str]:
    found: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Subscript) and isinstance(inner.slice, ast.Constant):
            found.add(str(inner.slice.value))
        elif isinstance(inner, ast.Attribute) and not isinstance(inner.value, ast.Attribute):
            called = inner.attr in ("isnull", "notnull", "isna", "notna", "isin", "between")
            if not called and inner.attr not in ("index", "dt", "str"):
                found.add(inner.attr)
    return found


def _at_random(flow: Flow, *pieces: _Piece) -> bool:
    for piece in pieces:
        shown: list[ast.expr] = [piece.core] if isinstance(piece.core, ast.Call) else []
        shown += [piece.rows] if piece.rows is not None else []
        flow.tree.ensure(piece.statement)
        for node in (piece.rows, piece.base):
            for inner in ast.walk(node) if node is not None else ():
                if isinstance(inner, ast.Name):
                    shown += [d.value for d in flow.definitions(inner) if d.value is not None]
        if any(_RANDOM.search(ast.unparse(node)) for node in shown):
            return True
    return False
