"""Splits, leaks and scores as rules read them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundrules.facts.learning import leaks
from groundrules.facts.learning.leaks import Leak as _Leak
from groundrules.facts.learning.splits import Kind
from groundrules.facts.learning.splits import Split as _Split
from groundrules.facts.learning.standing import Modelling
from groundrules.facts.values import Call, Value

if TYPE_CHECKING:
    from groundrules.facts.code import Code


@dataclass(frozen=True, eq=False)
class Split(Value):
    """One place that cuts rows into train and test, or into folds."""

    found: _Split

    @property
    def kind(self) -> Kind:
        """`holdout`, `folds`, `cross_validation`, `search`, `manual` or `given`."""
        return self.found.kind

    @property
    def shuffled(self) -> bool | None:
        """Whether rows are assigned at random; None where that cannot be seen."""
        return self.found.shuffled

    @property
    def grouped(self) -> bool:
        """Whether rows of one group stay together."""
        return self.found.grouped

    @property
    def inputs(self) -> list[Value]:
        """What is cut: features first."""
        return [self._at(node) for node in self.found.inputs]

    @property
    def title(self) -> str:
        """A short name: `train_test_split`, `cross_val_score`, the text of a cut."""
        node = self.node
        if not isinstance(node, ast.Call):
            return self.text
        func = node.func
        if self.kind == "folds" and isinstance(func, ast.Attribute):
            return self.code.text(self.code.span(func))
        if self.kind == "search":
            learners = self.code.models.modelling.learners
            made = learners.constructions(func.value) if isinstance(func, ast.Attribute) else ()
            return learners.name(made[0]) if made else Call(self.code, self.flow, node).method
        return Call(self.code, self.flow, node).method


@dataclass(frozen=True, eq=False)
class Leak(Value):
    """Something learned from rows that a split cuts into train and test later."""

    kind: str
    """`transformer`, `selector`, `target_encoder`, `sampler`, `under_sampler`, `imputed`, `scaled`, …"""
    learner: str
    """What learns: `StandardScaler`, or the figure, such as `mean`."""
    data: Value
    """The rows that it learned from."""
    split: Split
    through: Value
    """The value that carries it into the split."""


@dataclass(frozen=True, eq=False)
class Score(Value):
    """A figure of how well predictions fit."""


class Models:
    """What learns from data in one file, what splits the rows, and where values stand."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.modelling = Modelling(code.flow)
        self._leaks: list[Leak] | None = None

    def splits(self) -> list[Split]:
        """Return what cuts rows into train and test, or into folds, in file order."""
        code = self.code
        return [Split(code, code.flow, one.node, one) for one in self.modelling.splits.all()]

    def leaks(self, *kinds: str) -> list[Leak]:
        """Return what was learned from all rows before a split, in file order."""
        if self._leaks is None:
            found = [self._leak(leak) for leak in leaks.find(self.modelling)]
            self._leaks = sorted(found, key=lambda leak: leak.span)
        return [leak for leak in self._leaks if leak.kind in kinds]

    def _leak(self, leak: _Leak) -> Leak:
        code, lesson = self.code, leak.lesson
        split = Split(code, code.flow, leak.split.node, leak.split)
        data, through = self._value(lesson.data), self._value(leak.through)
        return Leak(code, code.flow, lesson.node, lesson.kind, lesson.learner, data, split, through)

    def _value(self, node: ast.AST) -> Value:
        return Value(self.code, self.code.flow, node)
