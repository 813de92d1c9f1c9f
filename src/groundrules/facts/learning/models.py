"""The facts of one file on models and their data, as rules ask for them."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from groundrules.facts.learning import features, groups, labels, leaks, timing, units, words
from groundrules.facts.learning import lessons as learned
from groundrules.facts.learning.leaks import Leak as _Leak
from groundrules.facts.learning.scores import Prediction as _Prediction
from groundrules.facts.learning.scores import Scores
from groundrules.facts.learning.standing import Modelling, Standing
from groundrules.facts.learning.views import Leak, Lesson, Prediction, Score, Split
from groundrules.facts.values import Call, Value

if TYPE_CHECKING:
    from groundrules.facts.code import Code


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
            and not self._is_made_up(value.node.value)
        ]

    def _is_made_up(self, model: ast.expr) -> bool:
        """Whether a model is fitted on rows that `make_classification` or its like made up."""
        rows = [fit.data for fit in self.modelling.learners.fits_of(model) if fit.data is not None]
        calls = [
            n for node in rows for n in self.modelling.place(node).places if isinstance(n, ast.Call)
        ]
        return any(words.called(call).startswith("make_") for call in calls)

    def looks_back(self, split: Split) -> list[Call]:
        """Return the lags, differences and windows among the features that a split cuts."""
        traces = [self.modelling.same_rows(node) for node in split.found.inputs[:1]]
        found = [call for trace in traces for call in timing.looks_back(self.modelling, trace)]
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


def _is_compared(code: Code, node: ast.AST) -> bool:
    parent = code.flow.tree.parents.get(node)
    while isinstance(parent, ast.expr):
        if isinstance(parent, ast.Compare):
            return True
        parent = code.flow.tree.parents.get(parent)
    return isinstance(parent, ast.If | ast.While)
