"""Which expressions make a value: names, unpacking, containers and helpers looked through."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from groundrules.facts.bindings import Definition
from groundrules.facts.flow import Flow

Path = tuple[str | int, ...]
Key = tuple[object, ...]

_WRAPPERS = frozenset([
    "float", "round", "int", "array", "asarray", "tuple", "list", "Series", "abs", "print", "display",
])  # fmt: skip
_LIMIT = 300


class Maker(NamedTuple):
    """An expression that makes a value, and what of it the value is."""

    node: ast.AST
    path: Path
    """Attributes and places still to be taken of it; `*` is some element, `?` one that only the run knows."""
    key: Key
    """Through which calls, arguments and keys it was reached: values with different keys differ."""


def makers(flow: Flow, node: ast.AST) -> Iterator[Maker]:
    """Yield the expressions that make a value, nearest first."""
    queue: list[Maker] = [Maker(node, (), ())]
    seen: set[tuple[ast.AST, Path]] = set()
    while queue and len(seen) < _LIMIT:
        made = queue.pop(0)
        if (made.node, made.path) in seen or len(made.path) > 4:
            continue
        seen.add((made.node, made.path))
        further = _further(flow, *made)
        if further is None:
            yield made
        else:
            queue.extend(further)


def _further(flow: Flow, node: ast.AST, path: Path, key: Key) -> list[Maker] | None:
    """Return what lies behind an expression, None where it is a maker itself."""
    match node:
        case ast.Name():
            return _named(flow, node, path, key)
        case ast.Attribute():
            columns = [Maker(v, path, key) for v in flow.column_values(node)]
            assigned = [
                Maker(d.value, (*_place(d), *path), key)
                for d in flow.attribute_definitions(node)
                if d.value is not None
            ]
            if columns or assigned:
                return columns + assigned
            return [Maker(node.value, (node.attr, *path), key)]
        case ast.Subscript():
            return _indexed(flow, node, path, key)
        case ast.Tuple() | ast.List() if path:
            if isinstance(path[0], int) and -len(node.elts) <= path[0] < len(node.elts):
                return [Maker(node.elts[path[0]], path[1:], key)]
            return [Maker(part, path[1:], (*key, n)) for n, part in enumerate(node.elts)]
        case ast.Dict() if path:
            return [
                Maker(value, path[1:], key if _is_key(name, path[0]) else (*key, n))
                for n, (name, value) in enumerate(zip(node.keys, node.values, strict=True))
                if not isinstance(name, ast.Constant) or path[0] in (name.value, "*", "?")
            ]
        case ast.DictComp() if path:
            return [Maker(node.value, path[1:], (*key, path[0]))]
        case ast.ListComp() | ast.GeneratorExp() if path:
            return [Maker(node.elt, path[1:], (*key, path[0]))]
        case ast.IfExp():
            return [Maker(node.body, path, key), Maker(node.orelse, path, key)]
        case ast.NamedExpr() | ast.Await() | ast.Starred() | ast.FormattedValue():
            return [Maker(node.value, path, key)]
        case ast.Call():
            return _called(flow, node, path, key)
    return None


def _named(flow: Flow, node: ast.Name, path: Path, key: Key) -> list[Maker] | None:
    found: list[Maker] = []
    for definition in flow.definitions(node):
        value = definition.value
        if definition.kind == "parameter":
            given = flow.arguments_for(definition)
            found += [Maker(v, path, (*key, v)) for v in given]
            found += [Maker(v, path, key) for v in default(definition)] if not given else []
        elif definition.kind == "loop" and value is not None:
            found += [Maker(v, p, key) for v, p in _each(value, (*_place(definition), *path))]
        elif definition.kind in ("assign", "with") and value is not None:
            found.append(Maker(value, (*_place(definition), *path), key))
    return found or None


def _each(iterated: ast.expr, path: Path) -> list[tuple[ast.expr, Path]]:
    """Return (value, path) of what a loop's target takes of what it runs over."""
    match iterated:
        case ast.Call(func=ast.Attribute(attr="items", value=held), args=[]):
            return [(held, ("*", *path[1:]))] if path[:1] == (1,) else []
        case ast.Call(func=ast.Attribute(attr="values", value=held), args=[]):
            return [(held, ("*", *path))]
        case ast.Call(func=ast.Name(id="zip"), args=parts):
            if path and isinstance(path[0], int) and path[0] < len(parts):
                return [(parts[path[0]], ("*", *path[1:]))]
            return []
        case ast.Call(func=ast.Name(id="enumerate"), args=[held, *_]):
            return [(held, ("*", *path[1:]))] if path[:1] == (1,) else []
    return [(iterated, ("*", *path))]


def _indexed(flow: Flow, node: ast.Subscript, path: Path, key: Key) -> list[Maker] | None:
    values = flow.column_values(node) if node in flow.tree.parents else []
    place = node.slice
    if isinstance(place, ast.Tuple) and place.elts:  # frame.loc["control", "mean"]
        key = (*key, ast.dump(place.elts[0]))
        place = place.elts[-1]
    if values:
        return [Maker(v, path, (*key, ast.dump(node.value))) for v in values]
    if isinstance(place, ast.UnaryOp) and isinstance(place.operand, ast.Constant):
        return [Maker(node.value, (-1, *path), key)]
    if isinstance(place, ast.Constant) and isinstance(place.value, int | str):
        return [Maker(node.value, (place.value, *path), key)]
    if isinstance(place, ast.Slice):
        return [Maker(node.value, path, key)]
    return [Maker(node.value, ("?", *path), (*key, ast.dump(place)))]


def _called(flow: Flow, node: ast.Call, path: Path, key: Key) -> list[Maker] | None:
    function = flow.function_of(node)
    returned = flow.tree.returns_of(function) if function is not None else []
    if returned:
        return [Maker(value, path, (*key, node)) for value in returned]
    func = node.func
    last = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    if last in _WRAPPERS and node.args:
        return [Maker(node.args[0], path, key)]
    if last in ("item", "round", "tolist", "copy") and isinstance(func, ast.Attribute):
        return [Maker(func.value, path, key)]
    return None


def default(parameter: Definition) -> list[ast.expr]:
    """Return the default of a parameter, if it has one."""
    arguments = getattr(parameter.scope.node, "args", None)
    if not isinstance(arguments, ast.arguments):
        return []
    if parameter.index is None:
        named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        return [value for one, value in named if one.arg == parameter.name and value is not None]
    place = parameter.index - len(arguments.posonlyargs + arguments.args) + len(arguments.defaults)
    return [arguments.defaults[place]] if place >= 0 else []


def _place(definition: Definition) -> Path:
    return () if definition.index is None else (definition.index,)


def _is_key(name: ast.expr | None, wanted: str | int) -> bool:
    return isinstance(name, ast.Constant) and name.value == wanted
