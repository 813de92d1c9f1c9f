"""The splits of one file, and which values are their parts."""

from __future__ import annotations

import ast
import re

from groundrules.facts.bindings import Definition
from groundrules.facts.flow import Flow
from groundrules.facts.learning import cuts
from groundrules.facts.learning.finding import Finder
from groundrules.facts.learning.learners import Learners
from groundrules.facts.learning.parts import Part, Split

_WRAPPERS = frozenset(["enumerate", "list", "tqdm", "next", "iter", "tuple", "trange", "zip"])
_BY_PART = frozenset(["randomSplit", "random_split", "split"])  # train, (validation,) test in turn
_FITTED = re.compile(r"\.fit|predict|\btrain\(")  # else the parts are of something else


class Splits:
    """Finds the splits of one file."""

    def __init__(self, flow: Flow, learners: Learners) -> None:
        self.flow = flow
        self.learners = learners
        self.by_node: dict[ast.AST, Split] = {}
        """By call."""
        self.by_value: dict[ast.AST, Part] = {}
        """Parts that an expression cuts out by itself."""
        for split in Finder(flow, learners).splits():
            self.by_node[split.node] = split
        fitted = _FITTED.search(flow.tree.text) is not None
        for pair, parts in cuts.find(flow) if fitted else ():
            if any(self._names_a_part(rows) for rows in pair.rows):
                continue  # cut by the identifiers of another split's parts
            cut = Split(pair.node, "manual", pair.frames, None, pair.shuffled, False, [*parts])
            self.by_node[cut.node] = cut
            for value, side in parts.items():
                self.by_value[value] = Part(cut, side, cut.inputs[0])

    def all(self) -> list[Split]:
        """Return the splits in file order."""
        return sorted(
            self.by_node.values(),
            key=lambda s: (getattr(s.node, "lineno", 0), s.node.col_offset),  # type: ignore[attr-defined]
        )

    def _names_a_part(self, node: ast.expr) -> bool:
        return any(
            self.of_definition(definition) is not None
            for inner in ast.walk(node)
            if isinstance(inner, ast.Name)
            for definition in self.flow.definitions(inner)
        )

    # -- parts --------------------------------------------------------------

    def of_definition(self, definition: Definition) -> Part | None:
        """Return the part that a binding takes out of a split by unpacking it."""
        value = definition.value
        if value is None or definition.kind not in ("assign", "loop"):
            return None
        split = self._split_in(value)
        if split is None:
            return self.by_value.get(value)
        path = _position(definition)
        if path is None:
            return None
        return self._part(split, path, definition.name)

    def of_index(self, node: ast.Subscript) -> Part | None:
        """Return the part that `train_test_split(…)[0]` or `next(folds)[1]` takes."""
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, int):
            split = self._split_in(node.value)
            if split is None and isinstance(node.value, ast.Name):
                values = [d.value for d in self.flow.definitions(node.value) if d.index is None]
                split = next(
                    (s for v in values if v is not None and (s := self._split_in(v))), None
                )
            if split is not None:
                return self._part(split, (node.slice.value,), "")
        return None

    def _part(self, split: Split, path: tuple[int, ...], name: str) -> Part | None:
        if split.kind == "given":
            return Part(split, "train" if path[0] == 0 else "test")
        if split.kind == "folds":
            return Part(split, "train" if path[-1] == 0 else "test") if path else None
        if len(path) != 1:
            return None
        by_part = getattr(getattr(split.node, "func", None), "attr", "") in _BY_PART
        number = 0 if by_part else path[0] // 2
        source = split.inputs[number] if number < len(split.inputs) else None
        first = path[0] == 0 if by_part else path[0] % 2 == 0
        said = cuts.side_of(
            name
        )  # parts may be unpacked in a wrong order: the name says what is meant
        if said == "train" or (first and said is None):
            return Part(split, "train", source)
        return Part(split, "validation" if said == "validation" else "test", source)

    def _split_in(self, node: ast.expr) -> Split | None:
        """Return the split that a call makes, wrappers such as `enumerate(list(…))` taken off."""
        for _ in range(5):
            if node in self.by_node and self.by_node[node].kind in ("holdout", "folds", "given"):
                return self.by_node[node]
            if isinstance(node, ast.Call):
                func = node.func
                called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
                function = self.flow.function_of(node)
                returned = self.flow.tree.returns_of(function) if function is not None else []
                if len(returned) == 1:
                    node = returned[0]  # a helper that returns what it splits
                elif called in _WRAPPERS and node.args:
                    node = node.args[0]
                else:
                    return None
            elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
                if node.slice.lower is not None:
                    return None
                node = node.value
            elif isinstance(node, ast.Name):
                values = [d for d in self.flow.definitions(node) if d.kind == "assign"]
                if len(values) != 1 or values[0].index is not None or values[0].value is None:
                    return None
                node = values[0].value
            else:
                return None
        return None


def _position(definition: Definition) -> tuple[int, ...] | None:
    """Return the places by which a name is unpacked: (1, 0) in `for n, (train, test) in …`."""
    node = definition.node
    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
    for target in targets:
        if target is not None and (path := _path_to(target, definition)) is not None:
            return path
    return (definition.index,) if definition.index is not None else None


def _path_to(target: ast.AST, definition: Definition) -> tuple[int, ...] | None:
    if isinstance(target, ast.Name):
        return () if target.id == definition.name else None
    if isinstance(target, ast.Attribute):
        return () if definition.name.endswith(f".{target.attr}") else None
    if isinstance(target, ast.Starred):
        return _path_to(target.value, definition)
    if isinstance(target, ast.Tuple | ast.List):
        for number, element in enumerate(target.elts):
            inner = _path_to(element, definition)
            if inner is not None:
                return (number, *inner)
    return None
