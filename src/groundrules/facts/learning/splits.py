"""What cuts rows into train and test, and which values are the parts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from groundrules.facts.bindings import Definition
from groundrules.facts.flow import Flow
from groundrules.facts.learning import cuts
from groundrules.facts.learning.learners import Learners, argument

Kind = Literal["holdout", "folds", "cross_validation", "search", "manual", "given"]
Side = Literal["train", "test", "validation"]
_WRAPPERS = frozenset(["enumerate", "list", "tqdm", "next", "iter", "tuple", "trange", "zip"])
_VALIDATION = re.compile(r"(?<![a-z])(?:val|valid|validation|dev|eval)(?![a-z])|valid", re.I)
_BY_PART = frozenset(["randomSplit", "random_split", "split"])  # train, (validation,) test in turn
_FOLD_NAMES = re.compile(r"tr|te|val|fit|fold", re.I)


@dataclass(frozen=True, eq=False, slots=True)
class Split:
    """One place that cuts rows: a call, a loop over folds, or two complementary cuts."""

    node: ast.AST
    kind: Kind
    inputs: list[ast.expr] = field(default_factory=list)
    """What is cut: features first."""
    splitter: ast.Call | None = None
    """The constructor of the object that decides who goes where."""
    shuffled: bool | None = None
    """Whether rows are assigned at random; None where that cannot be seen."""
    grouped: bool = False
    parts: list[ast.expr] = field(default_factory=list)
    """Of a manual cut: the expressions of its parts."""

    @property
    def has_parts(self) -> bool:
        """Whether the file holds the parts; cross-validation keeps them to itself."""
        return self.kind not in ("cross_validation", "search")


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a split."""

    split: Split
    side: Side
    source: ast.expr | None = field(default=None, compare=False)
    """What it is cut from, where that can be seen."""


class Splits:
    """Finds the splits of one file."""

    def __init__(self, flow: Flow, learners: Learners) -> None:
        self.flow = flow
        self.learners = learners
        self.by_node: dict[ast.AST, Split] = {}
        """By call."""
        self.by_value: dict[ast.AST, Part] = {}
        """Parts that an expression cuts out by itself."""
        for split in (*self._holdouts(), *self._folds(), *self._inner()):
            self.by_node[split.node] = split
        for pair, parts in cuts.find(flow):
            if any(self._names_a_part(rows) for rows in pair.rows):
                continue  # cut by the identifiers of another split's parts
            cut = Split(pair.node, "manual", pair.frames, None, pair.shuffled, False, [*parts])
            self.by_node[cut.node] = cut
            for value, side in parts.items():
                self.by_value[value] = Part(cut, side, cut.inputs[0])
        for split in self.by_node.values():
            if split.kind == "folds":
                split.inputs.extend(self._indexed_by(split))

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

    # -- finding them -------------------------------------------------------

    def _calls(self, *meanings: str) -> Iterator[ast.Call]:
        wanted = frozenset(meanings)
        words = {word for one in meanings for word in self.flow.vocabulary.last_names(one)}
        for call in self.flow.tree.calls_named(words):
            if wanted & self.learners.meanings(call):
                yield call

    def _holdouts(self) -> Iterator[Split]:
        for call in self._calls("split"):
            shuffle = argument(call, None, "shuffle")
            off = isinstance(shuffle, ast.Constant) and shuffle.value in (False, None)
            star = any(keyword.arg is None for keyword in call.keywords)
            rows = [a for a in call.args if not isinstance(a, ast.Starred)]
            yield Split(call, "holdout", rows, None, None if star else not off)
        for call in self.flow.tree.calls_named(self.flow.vocabulary.last_names("random_split")):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "randomSplit":
                yield Split(call, "holdout", [call.func.value], None, True)
            elif "random_split" in self.learners.meanings(call):
                yield Split(call, "holdout", call.args[:1], None, True)
        for call in self.flow.tree.calls_named(["split"]):  # np.split(df.sample(frac=1), [60, 80])
            if (
                self.flow.qualified(call.func) == "numpy.split"
                and call.args
                and self._is_named(call)
            ):
                yield Split(call, "holdout", call.args[:1], None, _is_mixed(call.args[0]))
        for call in self._calls("given_split"):
            yield Split(call, "given")

    def _is_named(self, call: ast.Call) -> bool:
        """Whether a statement binds the parts of a cut to names that say train and test."""
        statement = self.flow.tree.statement_of(call)
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        names = [getattr(e, "id", "") for e in getattr(target, "elts", ())]
        return "train" in {cuts.side_of(name) for name in names}

    def _folds(self) -> Iterator[Split]:
        for call in self.flow.tree.calls_named(["split"]):
            if not isinstance(call.func, ast.Attribute) or not call.args:
                continue
            made = self.learners.constructions(call.func.value)
            splitter = next((c for c in made if "splitter" in self.learners.meanings(c)), None)
            if splitter is None and (
                isinstance(call.args[0], ast.Constant) or not self._unpacked(call)
            ):
                continue
            grouped = len(call.args) > 2 or argument(call, None, "groups") is not None
            yield self._by(splitter, call, "folds", [*call.args[:2]], grouped)
        for call in self._calls("splitter"):
            name = self.flow.qualified(call.func) or ""
            if "cross_validation" in name and call.args:  # before 0.18: iterated itself
                yield self._by(call, call, "folds", [])

    def _unpacked(self, call: ast.Call) -> bool:
        """Whether a loop unpacks an unknown `.split(…)` into two names that say train and test."""
        node: ast.AST = call
        parent = self.flow.tree.parents.get(node)
        while isinstance(parent, ast.Call):
            node, parent = parent, self.flow.tree.parents.get(parent)
        if not isinstance(parent, ast.For | ast.comprehension) or parent.iter is not node:
            return False
        target = parent.target
        if isinstance(target, ast.Tuple) and len(target.elts) == 2:
            target = target.elts[1] if isinstance(target.elts[1], ast.Tuple) else target
        names = [e.id for e in getattr(target, "elts", ()) if isinstance(e, ast.Name)]
        return len(names) == 2 and all(_FOLD_NAMES.search(name) for name in names)

    def _inner(self) -> Iterator[Split]:
        """Yield the splits that a call makes inside itself."""
        for call in self._calls("cross_validation"):
            rows = [a for a in (argument(call, 1, "X"), argument(call, 2, "y")) if a is not None]
            how = argument(call, None, "cv")
            made = self.learners.constructions(how) if how is not None else ()
            grouped = argument(call, None, "groups") is not None
            yield self._by(made[0] if made else None, call, "cross_validation", rows, grouped)
        for call in self._calls("cross_validation_of_matrix"):
            rows = [a for a in (argument(call, 1, "dtrain", "train_set", "pool"),) if a is not None]
            yield Split(call, "cross_validation", rows, None, True)
        for fit in self.learners.fits:
            given = [a for a in (fit.data, fit.target) if a is not None]
            searches = [c for c in fit.constructions if "search" in self.learners.meanings(c)]
            if fit.method == "fit" and searches:
                how = argument(searches[0], None, "cv")
                made = self.learners.constructions(how) if how is not None else ()
                grouped = argument(fit.call, None, "groups") is not None
                yield self._by(made[0] if made else None, fit.call, "search", given, grouped)
            elif argument(fit.call, None, "validation_split") is not None:
                yield Split(fit.call, "cross_validation", given, None, False)

    def _by(
        self,
        splitter: ast.Call | None,
        call: ast.Call,
        kind: Kind,
        rows: list[ast.expr],
        grouped: bool = False,
    ) -> Split:
        if splitter is None:
            shuffled: bool | None = None if kind == "folds" else False
            return Split(call, kind, rows, None, shuffled, grouped)
        means = self.learners.meanings(splitter)
        shuffle = argument(splitter, None, "shuffle")
        on = isinstance(shuffle, ast.Constant) and shuffle.value is True
        random = "random_splitter" in means or on
        return Split(call, kind, rows, splitter, random, grouped or "group_splitter" in means)

    def _indexed_by(self, split: Split) -> list[ast.expr]:
        """Return the tables that the indices of folds cut: `X[train]`, `y.iloc[test]`."""
        tree, found = self.flow.tree, []
        for name, definition in self._index_names(split):
            tree.mention(name)
            for use in [n for n in tree.names if n.id == name and isinstance(n.ctx, ast.Load)]:
                parent = tree.parents.get(use)
                if isinstance(parent, ast.Tuple):
                    parent = tree.parents.get(parent)
                if isinstance(parent, ast.Subscript) and definition in self.flow.definitions(use):
                    found.append(parent.value)
        return found

    def _index_names(self, split: Split) -> Iterator[tuple[str, Definition]]:
        statement = self.flow.tree.statement_of(split.node)
        for holder in [statement, *self._comprehensions(split.node)]:
            targets = getattr(holder, "targets", None) or [getattr(holder, "target", None)]
            for target in targets:
                for node in ast.walk(target) if target is not None else ():
                    if isinstance(node, ast.Name):
                        for definition in self._bound_by(node.id, holder):
                            yield node.id, definition

    def _comprehensions(self, node: ast.AST) -> Iterator[ast.AST]:
        parent = self.flow.tree.parents.get(node)
        while parent is not None and not isinstance(parent, ast.stmt):
            if isinstance(parent, ast.comprehension):
                yield parent
            parent = self.flow.tree.parents.get(parent)

    def _bound_by(self, name: str, holder: ast.AST) -> Iterable[Definition]:
        site = self.flow.tree.sites.get(self.flow.tree.statement_of(holder))
        if site is None:
            return ()
        return [d for d in site.scope.bound.get(name, ()) if d.node is holder]

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
        return Part(split, "validation" if _VALIDATION.search(name) else "test", source)

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


def _is_mixed(node: ast.expr) -> bool:
    words = {getattr(inner, "attr", getattr(inner, "id", "")) for inner in ast.walk(node)}
    return bool(words & {"sample", "shuffle", "permutation"})


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
