"""Which columns of a table a value holds, as far as the code says it."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace

from groundrules.facts.flow import Flow
from groundrules.facts.learning.learners import argument


@dataclass(frozen=True, slots=True)
class Columns:
    """Some of a table's columns: those named, or all but those named."""

    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    sure: bool = True
    """Whether every choice on the way could be read."""

    def pick(self, names: Iterable[str]) -> Columns:
        """Keep these alone."""
        kept = frozenset(names) - self.without
        return replace(self, only=kept if self.only is None else self.only & kept)

    def drop(self, names: Iterable[str]) -> Columns:
        """Leave these out."""
        gone = frozenset(names)
        if self.only is not None:
            return replace(self, only=self.only - gone)
        return replace(self, without=self.without | gone)

    def unsure(self) -> Columns:
        """Say that a choice could not be read."""
        return self if not self.sure else replace(self, sure=False)

    def may_hold(self, name: str) -> bool:
        """Whether a column may be among them."""
        return name in self.only if self.only is not None else name not in self.without

    @property
    def empty(self) -> bool:
        """Whether nothing is left of them."""
        return self.only is not None and not self.only


ALL = Columns()


def taken(flow: Flow, node: ast.Subscript, columns: Columns) -> Columns:
    """Return the columns of `node.value` that `node` takes, out of those wanted of `node`."""
    place: ast.expr = node.slice
    if isinstance(place, ast.Tuple) and len(place.elts) == 2:
        if getattr(node.value, "attr", "") not in ("loc", "iloc", "ix"):
            return columns.unsure()
        place = place.elts[1]
        if isinstance(place, ast.Slice):
            whole = place.lower is None and place.upper is None
            return columns if whole else columns.unsure()
    elif getattr(node.value, "attr", "") in ("loc", "iloc", "ix") or isinstance(place, ast.Slice):
        return columns
    adds = isinstance(place, ast.BinOp) and isinstance(place.op, ast.Add)
    if isinstance(place, ast.Compare | ast.BoolOp | ast.UnaryOp | ast.BinOp) and not adds:
        without = _left_out(flow, place)
        return columns.drop(without) if without else columns  # rows, chosen by a condition
    return _chosen(flow, place, columns)


def chooser(node: ast.Subscript) -> ast.expr | None:
    """Return what chooses columns of a table, unless it is a plain name or a slice."""
    place: ast.expr = node.slice
    if isinstance(place, ast.Tuple) and len(place.elts) == 2:
        place = place.elts[1]
    plain = isinstance(place, ast.Constant | ast.Slice)
    return None if plain else place


def _chosen(flow: Flow, place: ast.expr, columns: Columns) -> Columns:
    names = strings(flow, place)
    if names is not None:
        one = isinstance(place, ast.Name) and len(names) > 1 and _is_loop(flow, place)
        picked = columns.pick(names)
        return picked.unsure() if one else picked
    without = _left_out(flow, place)
    return columns.drop(without) if without else columns.unsure()


def dropped(flow: Flow, call: ast.Call) -> tuple[list[str], bool]:
    """Return the columns that `frame.drop(…)` leaves out, and whether they are all that it does."""
    named = argument(call, None, "columns")
    if named is None:
        axis = argument(call, 1, "axis")
        value = axis.value if isinstance(axis, ast.Constant) else None
        spark = axis is None and call.args and all(isinstance(a, ast.Constant) for a in call.args)
        if spark and flow.type_of(call) == "pyspark.sql.DataFrame":
            found = [n for a in call.args for n in strings(flow, a) or ()]
            return found, True
        if value not in (1, "columns"):
            return [], axis is None
        named = argument(call, 0, "labels")
    names = strings(flow, named) if named is not None else None
    return (names, True) if names is not None else ([], False)


def strings(flow: Flow, node: ast.expr | None, depth: int = 0) -> list[str] | None:
    """Return the strings that an expression lists; None where it cannot be read."""
    if node is None or depth > 4:
        return None
    match node:
        case ast.Constant(value=str() as name):
            return [name]
        case ast.List() | ast.Tuple() | ast.Set():
            parts = [strings(flow, element, depth + 1) for element in node.elts]
            return None if None in parts else [name for part in parts for name in part or ()]
        case ast.Starred():
            return strings(flow, node.value, depth + 1)
        case ast.BinOp(op=ast.Add()):
            left = strings(flow, node.left, depth + 1)
            right = strings(flow, node.right, depth + 1)
            if left is None or right is None:
                return None
            text = isinstance(node.left, ast.Constant) or isinstance(node.right, ast.Constant)
            return [a + b for a in left for b in right] if text else left + right
        case ast.JoinedStr():
            return _formatted(flow, node, depth)
        case ast.Call(func=ast.Name(id="list" | "tuple" | "set" | "sorted"), args=[inner]):
            return strings(flow, inner, depth + 1)
        case ast.Name():
            return _strings_named(flow, node, depth)
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            values = [strings(flow, value, depth + 1) for value in _own(flow, node)]
            return values[0] if len(values) == 1 else None
    return None


def numbers(flow: Flow, node: ast.expr | None, depth: int = 0) -> list[int]:
    """Return the whole numbers that an expression may be; none where it cannot be read."""
    match node:
        case ast.Constant(value=int() as number):
            return [number]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return [-number for number in numbers(flow, inner, depth)]
        case ast.List() | ast.Tuple() | ast.Set():
            return [n for element in node.elts for n in numbers(flow, element, depth)]
        case ast.Name() if depth < 4:
            values = [d.value for d in flow.definitions(node) if d.kind in ("assign", "loop")]
            return [n for value in values for n in numbers(flow, value, depth + 1)]
    return []


def _own(flow: Flow, node: ast.Attribute) -> list[ast.expr]:
    """Return what a class keeps as `self.x`, or defines as `x` in its body."""
    found = [d.value for d in flow.attribute_definitions(node) if d.index is None and d.value]
    owner = flow.class_around(node)
    for statement in owner.body if owner is not None and not found else ():
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == node.attr:
                flow.tree.ensure(statement)
                found.append(value)
    return found


def _formatted(flow: Flow, node: ast.JoinedStr, depth: int) -> list[str] | None:
    """Return what `f"{column}_rate"` can say."""
    found = [""]
    for part in node.values:
        inner = part.value if isinstance(part, ast.FormattedValue) else part
        plain = isinstance(inner, ast.Name | ast.Constant)
        said = strings(flow, inner, depth + 1) if plain else None
        if said is None and isinstance(part, ast.FormattedValue) and part.format_spec is None:
            said = [str(number) for number in numbers(flow, inner)] or None
        if said is None:
            return None
        found = [a + b for a in found for b in said][:50]
    return found


def _strings_named(flow: Flow, node: ast.Name, depth: int) -> list[str] | None:
    found: list[str] = []
    for definition in flow.definitions(node):
        if definition.kind == "parameter":
            passed = [strings(flow, one, depth + 1) for one in flow.arguments_for(definition)]
            if not passed or None in passed:
                return None
            found.extend(name for names in passed for name in names or ())
            continue
        if definition.value is None or definition.index is not None:
            return None
        if definition.kind not in ("assign", "loop", "mutation"):
            return None
        part = strings(flow, definition.value, depth + 1)
        if part is None:
            return None
        found.extend(part)
    return found or None


def _is_loop(flow: Flow, node: ast.Name) -> bool:
    return any(definition.kind == "loop" for definition in flow.definitions(node))


def _left_out(flow: Flow, node: ast.expr) -> list[str]:
    """Return the columns that a choice leaves out: `[c for c in df.columns if c != "y"]` and its like."""
    if isinstance(node, ast.Name):
        definitions = flow.definitions(node)
        if (
            len(definitions) == 1
            and definitions[0].kind == "assign"
            and definitions[0].index is None
        ):
            value = definitions[0].value
            return _left_out(flow, value) if value is not None else []
        return []
    match node:
        case ast.ListComp(generators=[ast.comprehension(ifs=[test])]):
            return _excluded_by(flow, test)
        case ast.Call(func=ast.Attribute(attr="difference" | "drop", value=inner), args=[gone, *_]):
            return (strings(flow, gone) or []) if _says_columns(inner) else []
        case ast.Compare(left=left, ops=[ast.NotEq()], comparators=[other]):
            return (strings(flow, other) or []) if _says_columns(left) else []
        case ast.UnaryOp(
            op=ast.Invert(), operand=ast.Call(func=ast.Attribute(attr="isin") as func) as call
        ):
            return (
                (strings(flow, call.args[0]) or [])
                if call.args and _says_columns(func.value)
                else []
            )
    return []


def _says_columns(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "columns"


def _excluded_by(flow: Flow, test: ast.expr) -> list[str]:
    match test:
        case ast.Compare(ops=[ast.NotIn() | ast.NotEq()], comparators=[listed]):
            return strings(flow, listed) or []
        case ast.BoolOp(op=ast.And()):
            return [name for value in test.values for name in _excluded_by(flow, value)]
        case ast.UnaryOp(op=ast.Not(), operand=ast.Compare(ops=[ast.In()], comparators=[listed])):
            return strings(flow, listed) or []
    return []
