"""What a path takes out of lists, dicts, tuples, records and frames, and what code puts into them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts import columns
from groundrules.facts.bindings import Definition
from groundrules.facts.flow import Flow

EACH = "*"
"""The step to any element."""
Path = tuple[str | int, ...]
Part = tuple[ast.AST, Path]


class Exact(str):
    """A step that only this very key takes, not a key that is computed."""

    __slots__ = ()


LOCATORS = frozenset(["loc", "iloc", "at", "iat", "T", "values", "str", "index"])
# Methods of frames and containers that return the same values, sorted, cut or copied.
_KEEPS = frozenset([
    "sort_values", "sort_index", "reset_index", "set_index", "dropna", "fillna", "head", "tail", "copy",
    "round", "astype", "to_numpy", "tolist", "to_list", "item", "nsmallest", "nlargest", "transpose", "query",
    "filter", "sort", "unstack", "stack", "drop", "drop_duplicates", "to_frame", "to_dict", "squeeze", "min",
    "max", "idxmin", "where", "mask", "clip", "replace", "to_pandas", "flatten", "ravel", "rename_axis",
    "reindex", "select", "with_columns", "collect", "lazy", "get_column", "to_series", "cast", "melt",
    "explode", "assign", "style", "iloc", "sample", "drop_nulls", "limit",
])  # fmt: skip


def parts(node: ast.AST, path: Path) -> Iterator[Part]:
    """Yield what a path takes out of a literal or a comprehension."""
    match node:
        case ast.Tuple() | ast.List() | ast.Set():
            step = path[0] if path else EACH
            if isinstance(step, int):
                if -len(node.elts) <= step < len(node.elts):
                    yield node.elts[step], path[1:]
            elif step == EACH:
                yield from ((element, path[1:]) for element in node.elts)
        case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
            if not path or path[0] == EACH or isinstance(path[0], int):
                yield node.elt, path[1:]
        case ast.DictComp():
            if not path or not isinstance(path[0], Exact):
                yield node.value, path[1:]
        case ast.Dict():
            yield from _of_dict(node, path)
        case ast.Lambda():
            yield node.body, path


def _of_dict(node: ast.Dict, path: Path) -> Iterator[Part]:
    keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:  # **others
            yield value, path
        elif not path or path[0] == EACH:
            yield value, path[1:]
        elif not isinstance(key, ast.Constant):
            if not isinstance(path[0], Exact):
                yield value, path[1:]
        elif key.value == path[0]:
            yield value, path[1:]
        elif path[0] not in keys and isinstance(value, ast.Dict | ast.List):
            yield value, path  # a row label that is taken later, or never


def taken(node: ast.Subscript) -> list[Path]:
    """Return the steps that an index may mean: `x[0]`, `x["p"]`, `x[key]`, `x[mask]`, `x.loc[row, "p"]`."""
    place = node.slice
    if isinstance(place, ast.Tuple) and place.elts:
        place = place.elts[-1]
    if isinstance(place, ast.Constant) and isinstance(place.value, int | str):
        if isinstance(place.value, int) and _is_locator(node.value):
            return [(EACH,), ()]
        return [(place.value,)]
    if isinstance(place, ast.UnaryOp) and isinstance(place.operand, ast.Constant):
        return [(EACH,)]
    if isinstance(place, ast.Slice | ast.Compare | ast.List | ast.BoolOp | ast.BinOp | ast.UnaryOp):
        return [()]
    return [(EACH,), ()]


def _is_locator(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in LOCATORS


def unpacked(definition: Definition) -> Path:
    """Return the places of a name in the target that it is unpacked by: `i, (a, p)` has (1, 1) for p."""
    if definition.index is None:
        return ()
    node = definition.node
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    for target in targets:
        found = _place(target, definition.name)
        if found:
            return found
    return (definition.index,)


def _place(target: ast.AST | None, name: str) -> Path | None:
    if isinstance(target, ast.Starred):
        target = target.value
    if isinstance(target, ast.Name):
        return () if target.id == name else None
    if isinstance(target, ast.Attribute):
        return () if name.endswith("." + target.attr) else None
    for number, element in enumerate(getattr(target, "elts", ())):
        inner = _place(element, name)
        if inner is not None:
            return (number, *inner)
    return None


def put(definition: Definition, path: Path) -> Iterator[Path]:
    """Yield the path into a value that is put into a container, for a path into the container."""
    statement = definition.node
    if not isinstance(statement, ast.Expr):
        for target in columns.targets_of(statement):
            if isinstance(target, ast.Subscript | ast.Attribute):
                yield from _after(_steps(target), path)
        return
    call = statement.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return
    if call.func.attr in ("append", "add", "insert", "appendleft"):
        yield from put_at(call.func.value, path)
    elif call.func.attr == "setdefault":
        yield from _after((*_steps(call.func.value), EACH), path)
    elif call.func.attr in ("extend", "update"):
        yield path


def put_into_attribute(target: ast.AST, value: ast.expr, path: Path) -> Iterator[Part]:
    """Yield what a path into `self.x` takes of what is put into it: `self.x[k] = v`, `self.x.append(v)`."""
    appended = (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.value is target
    )
    if appended and isinstance(value, ast.Call):
        for rest in put_at(target, (*_steps(target)[:1], *path)):
            yield value.args[-1], rest
    else:
        for rest in _after(_steps(target)[1:], path):
            yield value, rest


def put_at(target: ast.AST, path: Path) -> Iterator[Path]:
    """Yield the path into what is appended to `target`, for a path into the variable that holds it."""
    for rest in _after(_steps(target), path):
        if not rest or rest[0] == EACH or isinstance(rest[0], int):
            yield rest[1:]


def _steps(target: ast.AST) -> Path:
    """Return the steps of `x[a]["p"]`, those of frames by column alone."""
    steps: list[str | int] = []
    while isinstance(target, ast.Subscript | ast.Attribute):
        if isinstance(target, ast.Subscript):
            place = target.slice
            if isinstance(place, ast.Tuple) and place.elts:
                place = place.elts[-1]
            constant = isinstance(place, ast.Constant) and isinstance(place.value, str | int)
            steps.append(place.value if constant else EACH)  # type: ignore[attr-defined]
        elif target.attr not in LOCATORS:
            steps.append(target.attr)
        target = target.value
    return tuple(reversed(steps))


def _after(steps: Path, path: Path) -> Iterator[Path]:
    """Yield what is left of a path behind some steps, if it can lead there."""
    rest = path
    for step in steps:
        if not rest:
            break
        if isinstance(rest[0], Exact) and step == EACH:
            return
        if step not in (rest[0], EACH) and rest[0] != EACH:
            return
        rest = rest[1:]
    yield rest


def call(node: ast.Call, path: Path) -> Iterator[Part]:
    """Yield what a path takes out of what a function or method of containers returns."""
    name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
    receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
    each = path[:1] == (EACH,)
    match name:
        case "zip" | "product" | "zip_longest":
            yield from _zipped(node, path, each)
        case "enumerate" if path[1:2] == (1,) and node.args:
            yield node.args[0], (EACH, *path[2:])
        case "dict":
            yield from (
                (k.value, path[1:]) for k in node.keywords if path[:1] in ((k.arg,), (EACH,))
            )
            if node.args:
                yield node.args[0], (EACH, 1, *path[1:])
        case "items" | "iterrows" | "iteritems" if receiver is not None:
            if each and path[1:2] in ((1,), (EACH,)):
                row = () if name == "iterrows" else (EACH,)
                yield receiver, (*row, *path[2:])
        case "values" | "itertuples" | "iter_rows" | "rows" if receiver is not None:
            yield receiver, path if name == "values" else path[1:]
        case "get" | "pop" | "get_group" if receiver is not None and node.args:
            key = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
            yield receiver, (key if isinstance(key, str | int) else EACH, *path)
        case "rename" if receiver is not None:
            names: dict[str, str | int] = dict(columns.renamed(node))
            yield receiver, tuple(names.get(s, s) if isinstance(s, str) else s for s in path)
        case _ if name in _KEEPS and receiver is not None:
            named = columns.text(node.args[0]) if node.args else None
            for column, value in columns.defined(node):
                if column in path:
                    yield value, path[path.index(column) + 1 :]
            yield receiver, path
            if name in ("to_frame", "reset_index"):
                label = columns.keyword_of(node, "name")
                own = columns.text(label) or named
                yield receiver, tuple(step for step in path if step != own)
            elif name in ("get_column",) and named is not None:
                yield receiver, (named, *path)
        case "format" if receiver is not None:
            yield from ((argument, path) for argument in node.args)
            yield from ((k.value, path) for k in node.keywords)


def _zipped(node: ast.Call, path: Path, each: bool) -> Iterator[Part]:
    place = path[1] if each and len(path) > 1 else None
    if isinstance(place, int):
        if place < len(node.args):
            yield node.args[place], (EACH, *path[2:])
    elif path and isinstance(path[0], int) and node.args and isinstance(node.args[0], ast.Starred):
        yield node.args[0].value, (EACH, *path)  # stats, p = zip(*results)


def frame(node: ast.Call, path: Path) -> Iterator[Part]:
    """Yield what a path takes out of a frame that is made of rows or of columns."""
    data = columns.argument_of(node, 0, "data")
    if data is None:
        return
    names = tuple(step for step in path if isinstance(step, str) and step != EACH)
    if not names:
        yield data, ()
        return
    yield data, (EACH, *names)
    yield data, (Exact(names[0]), *names[1:], EACH)
    labels = columns.names_in(columns.argument_of(node, 2, "columns", "schema"))
    if labels and names[0] in labels:
        yield data, (EACH, labels.index(names[0]), *names[1:])


def record(flow: Flow, node: ast.Call, path: Path) -> list[Part] | None:
    """Return what an attribute of an instance of a class of this file holds; None where it is not one."""
    owner = flow.class_called(node)
    if owner is None:
        return None
    if not path:
        return []
    fields = [
        s.target.id
        for s in owner.body
        if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)
    ]
    found: list[Part] = [(k.value, path[1:]) for k in node.keywords if k.arg == path[0]]
    place = fields.index(str(path[0])) if path[0] in fields else path[0]
    if isinstance(place, int) and 0 <= place < len(node.args):
        found.append((node.args[place], path[1:]))
    for definition in flow.instance_attribute(owner, str(path[0])):
        if definition.value is not None:
            found.append((definition.value, (*unpacked(definition), *path[1:])))
    return found
