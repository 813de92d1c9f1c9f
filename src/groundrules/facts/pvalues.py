"""Which tests a value is the p-value of: through names, containers, frames, helpers, classes.

A path is what is still to be taken of a value: `("pvalue",)` of the result of a test, `("*", 1)`
of a list of such results. `*` is any element. A value whose path is used up is meant as a whole,
or, if it is a container, each of its elements.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from groundrules.facts import containers, grouping
from groundrules.facts.bindings import Definition
from groundrules.facts.containers import EACH, Path
from groundrules.facts.flow import Flow

# Functions whose result is, or holds, what they are given.
_UNWRAP = frozenset([
    "round", "float", "min", "max", "abs", "sorted", "list", "tuple", "set", "str", "format", "array",
    "asarray", "Series", "Index", "fabs", "around", "nanmin", "nanmax", "amin", "amax", "minimum", "maximum",
    "reversed", "filter", "squeeze", "ravel", "atleast_1d", "float64", "nan_to_num", "hstack", "concatenate",
    "append", "where", "next", "iter", "deepcopy", "copy", "chain", "from_iterable",
])  # fmt: skip
_FRAMES = frozenset(["DataFrame", "from_records", "from_dict", "from_dicts", "json_normalize"])
_APPLIERS = frozenset(
    [
        "apply",
        "map",
        "agg",
        "aggregate",
        "transform",
        "pipe",
        "applymap",
        "map_elements",
        "starmap",
        "submit",
        "imap",
    ]
)
_SCALES = frozenset([0.5, 2, 2.0, 100, 100.0])
_MOST = 8  # steps of a path; a longer one explains nothing


def p_tests(flow: Flow, node: ast.AST, meanings: frozenset[str], path: Path = ()) -> set[ast.Call]:
    """Return the test calls whose p-value an expression, or what `path` takes of it, is or holds.

    A p-value that is multiplied or divided by a number of tests is not the test's any more.
    """
    search = _Search(flow, meanings)
    search.into(node, path)
    return search.found


class _Search:
    def __init__(self, flow: Flow, meanings: frozenset[str]) -> None:
        self._flow = flow
        self._meanings = meanings
        self._seen: set[tuple[ast.AST, Path]] = set()
        self.found: set[ast.Call] = set()

    def into(self, node: ast.AST, path: Path) -> None:
        """Follow a path into an expression."""
        if (node, path) in self._seen or len(path) > _MOST or len(self._seen) > 2000:
            return
        self._seen.add((node, path))
        match node:
            case ast.Name():
                for definition in self._flow.definitions(node):
                    self._defined(definition, path)
            case ast.Attribute():
                self._attribute(node, path)
            case ast.Subscript():
                self._subscript(node, path)
            case ast.BinOp():
                if not _scales(self._flow, node):
                    self._all((node.left, node.right), path)
            case ast.IfExp():
                self._all((node.body, node.orelse), path)
            case ast.BoolOp() | ast.JoinedStr():
                self._all(node.values, path)
            case ast.UnaryOp():
                self.into(node.operand, path)
            case ast.FormattedValue() | ast.NamedExpr() | ast.Starred() | ast.Await():
                self.into(node.value, path)
            case ast.Call():
                self._call(node, path)
            case _:
                for inner, rest in containers.parts(node, path):
                    self.into(inner, rest)

    def _all(self, nodes: Iterable[ast.AST], path: Path) -> None:
        for node in nodes:
            self.into(node, path)

    # -- names --------------------------------------------------------------

    def _defined(self, definition: Definition, path: Path) -> None:
        if definition.kind == "parameter":
            for argument in self._flow.arguments_for(definition):
                self.into(argument, path)
                self.into(argument, (EACH, *path))  # a function that is applied to each
        elif definition.value is None:
            return
        elif definition.kind == "mutation":
            for rest in containers.put(definition, path):
                self.into(definition.value, rest)
        else:
            steps = containers.unpacked(definition)
            if definition.kind == "loop":
                steps = (EACH, *steps)
            self.into(definition.value, (*steps, *path))
            for target, value in self._flow.appended(definition):
                for rest in containers.put_at(target, path):
                    self.into(value, rest)

    def _attribute(self, node: ast.Attribute, path: Path) -> None:
        for definition in self._flow.attribute_definitions(node):
            if definition.value is not None:
                self.into(definition.value, (*containers.unpacked(definition), *path))
        for target, value in self._flow.attribute_puts(node):
            for inner, rest in containers.put_into_attribute(target, value, path):
                self.into(inner, rest)
        self._all(self._flow.property_values(node), path)
        self._column(node, path)
        step = () if node.attr in containers.LOCATORS else (node.attr,)
        self.into(node.value, (*step, *path))

    def _subscript(self, node: ast.Subscript, path: Path) -> None:
        self._column(node, path)
        for step in containers.taken(node):
            self.into(node.value, (*step, *path))

    def _column(self, node: ast.AST, path: Path) -> None:
        for value in self._flow.column_values(node):
            self.into(value, path)

    # -- calls --------------------------------------------------------------

    def _call(self, node: ast.Call, path: Path) -> None:
        flow = self._flow
        name = flow.qualified(node.func) or ""
        if self._meanings & flow.meanings(node):
            if _is_p(flow.vocabulary.p_at.get(name, ("pvalue", 1)), path):
                self.found.add(node)
            return
        function = flow.function_of(node)
        if function is not None:
            self._all(flow.tree.returns_of(function), path)
            return
        record = containers.record(flow, node, path)
        if record is not None:
            for value, rest in record:
                self.into(value, rest)
            return
        if isinstance(node.func, ast.Call):
            self._called_result(node.func, node, path)
            return
        last = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
        if last in _APPLIERS:
            self._applied(node, path)
        if last in _FRAMES:
            for value, rest in containers.frame(node, path):
                self.into(value, rest)
        elif last in _UNWRAP:
            self._all(node.args, path)
        elif last == "concat":
            self._all(node.args[:1], (EACH, *path))
            self._all(node.args[:1], path)
        else:
            for value, rest in containers.call(node, path):
                self.into(value, rest)
        if "column_reference" in flow.meanings(node):
            frame = grouping.frame_of_reference(flow, node)
            column = flow.column_name(node)
            if frame is not None and column is not None:
                self.into(frame, (column, *path))

    def _called_result(self, inner: ast.Call, node: ast.Call, path: Path) -> None:
        """Go into `Parallel(…)(delayed(f)(x) for x in xs)`."""
        name = getattr(inner.func, "attr", None) or getattr(inner.func, "id", "")
        if name == "delayed":
            self._applied(inner, path)
        elif name == "Parallel":
            self._all(node.args, path)

    def _applied(self, node: ast.Call, path: Path) -> None:
        """Go into what a function returns that is applied to each row, group or element."""
        rest = tuple(step for step in path if step != EACH)
        for argument in (*node.args, *(k.value for k in node.keywords)):
            if isinstance(argument, ast.Lambda):
                self.into(argument.body, rest)
                self.into(argument.body, path)
            elif isinstance(argument, ast.Name):
                for definition in self._flow.definitions(argument):
                    if definition.kind == "function":
                        self._all(self._flow.tree.returns_of(definition.node), rest)


def _is_p(places: tuple[str | int, ...], path: Path) -> bool:
    """Whether a path into a test's result ends at its p-value."""
    names = [step for step in path if isinstance(step, str) and step != EACH]
    if not places:
        return not names
    if any(isinstance(place, str) and place in names for place in places):
        return names[-1] in places or len(names) < 3
    return not names and bool(path) and path[0] in places


def _scales(flow: Flow, node: ast.BinOp) -> bool:
    """Whether arithmetic makes another figure of a p-value: `p * len(metrics)`, `p * m / rank`."""
    sides = (node.left, node.right)
    if isinstance(node.op, ast.Sub):
        return not any(isinstance(side, ast.Constant) for side in sides)
    if not isinstance(node.op, ast.Mult | ast.Div | ast.Pow | ast.FloorDiv | ast.Mod):
        return False
    return not any(isinstance(s, ast.Constant) and s.value in _SCALES for s in sides) and not any(
        isinstance(side, ast.Constant) and isinstance(side.value, str) for side in sides
    )
