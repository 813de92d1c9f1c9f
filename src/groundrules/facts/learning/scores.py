"""Predictions and the figures of how well they fit: of which model, on which rows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from groundrules.facts.learning.learners import Fit, argument
from groundrules.facts.learning.parts import Part
from groundrules.facts.learning.places import Context
from groundrules.facts.learning.standing import Modelling

PREDICTS = ("predict", "predict_proba", "predict_log_proba", "decision_function", "predict_classes")
_JUDGES = ("score", "evaluate")
_ESTIMATORS = frozenset(["classifier", "regressor", "network", "pipeline", "search"])


@dataclass(frozen=True, eq=False, slots=True)
class Prediction:
    """One call that predicts, as it is reached through some calls."""

    node: ast.Call
    model: ast.expr
    rows: ast.expr
    context: Context


@dataclass(frozen=True, eq=False, slots=True)
class Scored:
    """One figure: the call that computes it, and the prediction that it judges."""

    node: ast.Call
    metric: str
    prediction: Prediction
    context: Context


class Scores:
    """Finds predictions and scores in one file."""

    def __init__(self, modelling: Modelling) -> None:
        self.modelling = modelling
        self.flow = modelling.flow
        self._predictions: list[Prediction] | None = None
        self._scores: list[Scored] | None = None

    @property
    def predictions(self) -> list[Prediction]:
        """Every prediction, once for each way in which its function is entered."""
        if self._predictions is None:
            self._predictions = [
                found
                for call in self.flow.tree.calls_named(PREDICTS)
                for context in self.modelling.contexts(call)
                if (found := _prediction(call, context)) is not None
            ]
        return self._predictions

    @property
    def scores(self) -> list[Scored]:
        """Every figure, once for each way in which its function is entered."""
        if self._scores is None:
            self._scores = [*self._judged(), *self._measured()]
        return self._scores

    def _judged(self) -> Iterator[Scored]:
        for call in self.flow.tree.calls_named(_JUDGES):
            func = call.func
            if not isinstance(func, ast.Attribute):
                continue
            kinds = [self.modelling.learners.meanings(c) for c in self._made(func.value)]
            if not any(means & _ESTIMATORS for means in kinds):
                continue
            for context in self.modelling.contexts(call):
                found = _prediction(call, context)
                if found is not None:
                    yield Scored(call, func.attr, found, context)

    def _made(self, node: ast.expr) -> tuple[ast.Call, ...]:
        return self.modelling.learners.constructions(node)

    def _measured(self) -> Iterator[Scored]:
        vocabulary, learners = self.flow.vocabulary, self.modelling.learners
        for call in self.flow.tree.calls_named(vocabulary.last_names("metric")):
            if "metric" not in learners.meanings(call):
                continue
            predicted = argument(call, 1, "y_pred", "y_score", "y_prob", "y_proba")
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            for context in self.modelling.contexts(call) if predicted is not None else ():
                assert predicted is not None
                found = self.predicted_by(predicted, context)
                if found is not None:
                    yield Scored(call, name, found, context)

    def predicted_by(self, node: ast.expr, context: Context) -> Prediction | None:
        """Return the nearest prediction that a value comes from."""
        for inner, places in self.modelling.place(node, context).places.items():
            if isinstance(inner, ast.Call) and getattr(inner.func, "attr", "") in PREDICTS:
                return _prediction(inner, places[0].context)
        return None

    def judges(self) -> bool:
        """Whether anything in the file predicts or scores; a class's own `predict` does not count."""
        found = [*self.predictions, *(score.prediction for score in self.scores)]
        return any(getattr(one.model, "id", "") != "self" for one in found)

    # -- models and their rows ----------------------------------------------

    def fits(self, prediction: Prediction) -> list[Fit]:
        """Return the fits that shaped the model of a prediction."""
        model, _ = self.modelling.resolve(prediction.model, prediction.context)
        found = self.modelling.learners.fits_of(model)
        return [fit for fit in found if fit.data is not None]

    def stopped_by(self, prediction: Prediction, parts: set[Part]) -> list[ast.Call]:
        """Return the fits of a model that stop, or keep a state, by its score on some parts."""
        if not parts:
            return []
        found = []
        for fit in self.fits(prediction):
            watched = argument(fit.call, None, "eval_set", "validation_data")
            if watched is None or not self._stops(fit):
                continue
            rows = _watched_rows(watched)
            if any(self.modelling.parts(node) & parts for node in rows):
                found.append(fit.call)
        return found

    def _stops(self, fit: Fit) -> bool:
        """Whether a fit, or the model's constructor, asks for early stopping."""
        for call in (fit.call, *fit.constructions):
            for keyword in call.keywords:
                if keyword.arg in ("early_stopping_rounds", "use_best_model"):
                    return not (isinstance(keyword.value, ast.Constant) and not keyword.value.value)
                if keyword.arg == "callbacks":
                    for node in self.flow.origins(keyword.value):
                        name = getattr(node, "attr", getattr(node, "id", ""))
                        if name in ("EarlyStopping", "early_stopping"):
                            return True
        return False

    def on_training_rows(self, prediction: Prediction) -> bool:
        """Whether a model predicts the very rows that it was fitted on."""
        fits = self.fits(prediction)
        return bool(fits) and all(self._same_rows(fit, prediction) for fit in fits)

    def _same_rows(self, fit: Fit, prediction: Prediction) -> bool:
        assert fit.data is not None
        mine = self.modelling.parts(prediction.rows, prediction.context)
        for context in self._contexts_of(fit, prediction):
            theirs = self.modelling.parts(fit.data, context)
            if mine or theirs:
                roles = {self.modelling.role(part) for part in mine}
                return mine == theirs and roles == {"train"}
            one = self.modelling.resolve(fit.data, context)[0]
            other = self.modelling.resolve(prediction.rows, prediction.context)[0]
            if not self._same_value(one, other):
                return False
        return True

    def _contexts_of(self, fit: Fit, prediction: Prediction) -> list[Context]:
        """Return the ways into a fit; the prediction's own where they stand in one function."""
        site, other = self.flow.tree.site(fit.call), self.flow.tree.site(prediction.node)
        if site is not None and other is not None and site.scope is other.scope:
            return [prediction.context]
        return self.modelling.contexts(fit.call)

    def fitted_on_test(self, prediction: Prediction) -> list[ast.Call]:
        """Return the fits of a model on the very test part that it predicts."""
        mine = self.modelling.parts(prediction.rows, prediction.context)
        if not mine or {self.modelling.role(part) for part in mine} != {"test"}:
            return []
        return [
            fit.call
            for fit in self.fits(prediction)
            if fit.data is not None
            and all(
                self.modelling.parts(fit.data, way) == mine
                for way in self._contexts_of(fit, prediction)
            )
        ]

    def _same_value(self, one: ast.expr, other: ast.expr) -> bool:
        """Whether two expressions are the same cut of the same, unchanged, variables."""
        if isinstance(one, ast.Call) or ast.dump(one) != ast.dump(other):
            return self._same_name(one, other)
        pairs = zip(ast.walk(one), ast.walk(other), strict=True)
        return all(
            self._same_name(left, right) for left, right in pairs if isinstance(left, ast.Name)
        )

    def _same_name(self, one: ast.AST, other: ast.AST) -> bool:
        if not isinstance(one, ast.Name) or not isinstance(other, ast.Name):
            return False
        definitions = [self.flow.definitions(node) for node in (one, other)]
        return bool(definitions[0]) and set(definitions[0]) == set(definitions[1])


def _watched_rows(node: ast.expr) -> list[ast.expr]:
    """Return the features of `[(X_train, y_train), (X_test, y_test)]` or `(X_test, y_test)`."""
    if isinstance(node, ast.List):
        return [row for element in node.elts for row in _watched_rows(element)]
    if isinstance(node, ast.Tuple) and node.elts:
        if isinstance(node.elts[0], ast.Tuple):
            return [row for element in node.elts for row in _watched_rows(element)]
        return [node.elts[0]]
    return [node]


def _prediction(call: ast.Call, context: Context) -> Prediction | None:
    rows = argument(call, 0, "X", "x", "data")
    if rows is None or not isinstance(call.func, ast.Attribute):
        return None
    return Prediction(call, call.func.value, rows, context)
