"""Splits, leaks and scores as rules read them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from groundrules.facts.learning import choosing
from groundrules.facts.learning.parts import Kind
from groundrules.facts.learning.parts import Split as _Split
from groundrules.facts.learning.scores import Prediction as _Prediction
from groundrules.facts.learning.standing import Modelling, Standing
from groundrules.facts.values import Call, Loop, Value

if TYPE_CHECKING:
    pass


@dataclass(eq=False)
class Split(Value):
    """One place that cuts rows into train and test, or into folds."""

    found: _Split

    @property
    def kind(self) -> Kind:
        """`holdout`, `folds`, `cross_validation`, `search`, `manual` or `given`."""
        return self.found.kind

    @property
    def has_parts(self) -> bool:
        """Whether the file holds the parts; cross-validation and searches keep them to themselves."""
        return self.found.has_parts

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
        method = Call(self.code, self.flow, node).method
        return "validation_split" if method == "fit" else method


@dataclass(eq=False)
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


@dataclass(eq=False)
class Lesson(Value):
    """Something learned from the rows of one part of a split."""

    kind: str
    learner: str
    data: Value


@dataclass(eq=False)
class Prediction(Value):
    """A call that predicts, as it is reached through some calls of helpers."""

    found: _Prediction

    @property
    def model(self) -> Value:
        """What predicts, a parameter replaced by what is passed for it."""
        return self._at(self._modelling.resolve(self.found.model, self.found.context)[0])

    @property
    def rows(self) -> Value:
        """What it predicts for."""
        return self._at(self._modelling.resolve(self.found.rows, self.found.context)[0])

    @property
    def standing(self) -> Standing:
        """The part that the rows belong to."""
        return self._modelling.standing(self.found.rows, self.found.context)

    @property
    def splits(self) -> list[Split]:
        """The splits that the rows are a part of."""
        parts = self._modelling.parts(self.found.rows, self.found.context)
        return [Split(self.code, self.flow, part.split.node, part.split) for part in parts]

    @property
    def sources(self) -> list[Split]:
        """The splits that the rows are a part of, and those that cut what these split, and so on."""
        parts = self._modelling.source(self.found.rows, self.found.context).parts
        return [Split(self.code, self.flow, part.split.node, part.split) for part in parts]

    @property
    def kinds(self) -> frozenset[str]:
        """What all models are that may predict here: `classifier`, `regressor`, `network`, …"""
        return self._modelling.learners.final_kinds(self.model.node)

    @property
    def on_training_rows(self) -> bool:
        """Whether the model was fitted on these very rows."""
        return self.code.models.scored.on_training_rows(self.found)

    @property
    def fits(self) -> list[Call]:
        """The calls that fitted the model."""
        return [
            Call(self.code, self.flow, f.call) for f in self.code.models.scored.fits(self.found)
        ]

    @property
    def fitted_on_test(self) -> list[Call]:
        """The calls that fitted the model on the very test part that it predicts."""
        found = self.code.models.scored.fitted_on_test(self.found)
        return [Call(self.code, self.flow, call) for call in found]

    @property
    def stopped_by(self) -> list[Call]:
        """The calls that fitted the model and stopped by how well it predicts these very rows."""
        parts = self._modelling.parts(self.found.rows, self.found.context)
        found = self.code.models.scored.stopped_by(self.found, parts)
        return [Call(self.code, self.flow, call) for call in found]

    @property
    def _modelling(self) -> Modelling:
        modelling: Modelling = self.code.models.modelling
        return modelling


@dataclass(eq=False)
class Score(Value):
    """A figure of how well predictions fit: a metric's call, `model.score(…)`, `model.evaluate(…)`."""

    metric: str
    prediction: Prediction

    def varies_in(self, loop: Loop) -> bool:
        """Whether each round of a loop makes another figure: another model, threshold or the like."""
        fits = self.prediction.fits
        if any(loop in fit.enclosing_loops() for fit in fits):
            return True
        if _names(self.prediction.found.model) & loop.targets:
            return True
        cuts = [n for n in ast.walk(self.node) if isinstance(n, ast.Compare)]
        return any(_names(cut) & loop.targets for cut in cuts)

    def chosen(self) -> Value | None:
        """Return where the best of several such figures is picked, if it is."""
        found = choosing.chosen(self.flow, self.node)
        return self._at(found) if found is not None else None


def _names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
