"""Splits, leaks and scores as rules read them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from groundrules.facts.learning import choosing, features, groups, labels, leaks, timing, units
from groundrules.facts.learning import lessons as learned
from groundrules.facts.learning.leaks import Leak as _Leak
from groundrules.facts.learning.scores import Prediction as _Prediction
from groundrules.facts.learning.scores import Scores
from groundrules.facts.learning.splits import Kind
from groundrules.facts.learning.splits import Split as _Split
from groundrules.facts.learning.standing import Modelling, Standing
from groundrules.facts.values import Call, Loop, Value

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
class Lesson(Value):
    """Something learned from the rows of one part of a split."""

    kind: str
    learner: str
    data: Value


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
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


class Models:
    """What learns from data in one file, what splits the rows, and where values stand."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.modelling = Modelling(code.flow)
        self.scored = Scores(self.modelling)
        self._leaks: list[Leak] | None = None

    @cached_property
    def lessons(self) -> list[learned.Lesson]:
        """What the file learns from rows."""
        return list(learned.find(self.modelling))

    def splits(self) -> list[Split]:
        """Return what cuts rows into train and test, or into folds, in file order."""
        code = self.code
        return [Split(code, code.flow, one.node, one) for one in self.modelling.splits.all()]

    def leaks(self, *kinds: str) -> list[Leak]:
        """Return what was learned from all rows before a split, in file order."""
        if self._leaks is None:
            found = [self._leak(leak) for leak in leaks.find(self.modelling, self.lessons)]
            # One statement may learn the same twice: `f(x)[0] > percentile(f(x)[0], 95)`.
            lines = {(leak.span.line, leak.kind, leak.learner): leak for leak in reversed(found)}
            self._leaks = sorted(lines.values(), key=lambda leak: leak.span)
        return [leak for leak in self._leaks if leak.kind in kinds]

    def learned_from(self, part: Standing, *kinds: str) -> list[Lesson]:
        """Return what is learned from the rows of one part of a split, in file order."""
        code = self.code
        found = {
            lesson.node: Lesson(
                code, code.flow, lesson.node, lesson.kind, lesson.learner, self._value(lesson.data)
            )
            for lesson in self.lessons
            if lesson.kind in kinds
            and leaks.is_used(self.modelling, self.scored, self.lessons, lesson, part)
        }
        return sorted(found.values(), key=lambda lesson: lesson.span)

    def predictions(self) -> list[Prediction]:
        """Return the calls that predict, once for each way in which a helper is entered."""
        return [self._prediction(found) for found in self.scored.predictions]

    def scores(self) -> list[Score]:
        """Return the figures of how well predictions fit, likewise."""
        return [
            Score(self.code, self.code.flow, s.node, s.metric, self._prediction(s.prediction))
            for s in self.scored.scores
        ]

    def labels_given(self, metric: Call) -> list[Value]:
        """Return the predicted labels that a call of a metric of scores is given."""
        return [self._value(node) for node in labels.given(self.modelling, metric.node)]

    def best_scores(self) -> list[Value]:
        """Return where a search's `best_score_` is handed on, and nothing scores the model it chose."""
        if self.scored.judges():
            return []
        return [
            value
            for value in self.code.attributes("best_score_")
            if isinstance(value.node, ast.Attribute)
            and "search" in self.modelling.learners.kinds(value.node.value)
            and not _is_compared(self.code, value.node)
        ]

    def looks_back(self, split: Split) -> list[Call]:
        """Return the lags, differences and windows among the features that a split cuts."""
        rows = split.found.inputs[:1]
        found = [
            n
            for node in rows
            for n in timing.looks_back(self.modelling, self.modelling.source(node))
        ]
        return [Call(self.code, self.code.flow, call) for call in found]

    def looks_ahead(self) -> list[tuple[Call, str, Value]]:
        """Return (call, what it does, features) where models are given values of later rows."""
        found: dict[ast.Call, tuple[Call, str, Value]] = {}
        for given in features.given(self.modelling):
            trace = self.modelling.source(given.rows)
            for call, why in timing.looks_ahead(self.modelling, trace):
                what = Call(self.code, self.code.flow, call)
                found.setdefault(call, (what, why, self._value(given.rows)))
        return sorted(found.values(), key=lambda row: row[0].span)

    def targets_among_features(self) -> list[tuple[Value, Value, str, str]]:
        """Return (where, features, target, column) where a model's target is among its features.

        The column is the target itself, or the one that it is computed from row by row.
        """
        found = {f.node: f for f in features.targets_among(self.modelling)}
        return [
            (self._value(node), self._value(f.given.rows), f.column, f.source)
            for node, f in found.items()
        ]

    def unscaled(self) -> list[tuple[Call, str, list[str]]]:
        """Return (fit, learner, two columns) where distances mix different kinds of quantity."""
        return [
            (Call(self.code, self.code.flow, call), learner, columns)
            for call, learner, columns in units.unscaled(self.modelling)
        ]

    def repeats(self, split: Split, unit: str) -> Value | None:
        """Return what shows that a unit has several rows in what is split."""
        found = groups.repeats(self.modelling, split.found, unit)
        return self._value(found) if found is not None else None

    def _prediction(self, found: _Prediction) -> Prediction:
        return Prediction(self.code, self.code.flow, found.node, found)

    def _leak(self, leak: _Leak) -> Leak:
        code, lesson = self.code, leak.lesson
        split = Split(code, code.flow, leak.split.node, leak.split)
        data, through = self._value(lesson.data), self._value(leak.through)
        return Leak(code, code.flow, lesson.node, lesson.kind, lesson.learner, data, split, through)

    def _value(self, node: ast.AST) -> Value:
        return Value(self.code, self.code.flow, node)


def _names(node: ast.AST) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _is_compared(code: Code, node: ast.AST) -> bool:
    parent = code.flow.tree.parents.get(node)
    while isinstance(parent, ast.expr):
        if isinstance(parent, ast.Compare):
            return True
        parent = code.flow.tree.parents.get(parent)
    return isinstance(parent, ast.If | ast.While)
