"""Finds what cuts rows: calls that split, loops over folds, what cross-validates inside itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from groundrules.facts.bindings import Definition
from groundrules.facts.flow import Flow
from groundrules.facts.learning import cuts
from groundrules.facts.learning.learners import Learners, argument
from groundrules.facts.learning.parts import Kind, Split

_FOLD_NAMES = re.compile(r"tr|te|val|fit|fold", re.I)


class Finder:
    """Finds the splits of one file that a call makes."""

    def __init__(self, flow: Flow, learners: Learners) -> None:
        self.flow = flow
        self.learners = learners

    def splits(self) -> Iterator[Split]:
        """Yield the splits, with what the indices of folds cut."""
        yield from self._holdouts()
        for split in self._folds():
            split.inputs.extend(self._indexed_by(split))
            yield split
        yield from self._inner()

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
            for use in [n for n in tree.uses_of(name) if isinstance(n.ctx, ast.Load)]:
                parent = tree.parents.get(use)
                if isinstance(parent, ast.Tuple):
                    parent = tree.parents.get(parent)
                read = isinstance(parent, ast.Subscript) and isinstance(parent.ctx, ast.Load)
                if read and definition in self.flow.definitions(use):
                    found.append(parent.value)  # type: ignore[union-attr]
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


def _is_mixed(node: ast.expr) -> bool:
    words = {getattr(inner, "attr", getattr(inner, "id", "")) for inner in ast.walk(node)}
    return bool(words & {"sample", "shuffle", "permutation"})
