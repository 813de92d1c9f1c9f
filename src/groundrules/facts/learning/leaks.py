"""What was learned from all rows, and reaches a split or its parts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from groundrules.facts.learning import cuts, targets
from groundrules.facts.learning.lessons import Lesson
from groundrules.facts.learning.parts import Split
from groundrules.facts.learning.places import Place, Trace
from groundrules.facts.learning.scores import Scores
from groundrules.facts.learning.standing import Modelling, Standing


@dataclass(frozen=True, eq=False, slots=True)
class Leak:
    """A lesson learned from all rows, the split that it reaches, and as which value."""

    lesson: Lesson
    split: Split
    through: ast.expr


@dataclass(frozen=True, eq=False, slots=True)
class _Sink:
    """Rows that a split cuts, or that a model is given after it."""

    split: Split
    node: ast.expr
    trace: Trace
    after: bool


def find(modelling: Modelling, known: list[Lesson]) -> Iterator[Leak]:
    """Yield each lesson that the test part of some split had a share in, with the first such split."""
    splits = [split for split in modelling.splits.all() if split.kind != "given"]
    if not splits:
        return
    sinks = list(_sinks(modelling, splits))
    for lesson in known:
        reached = next((s for s in sinks if _reaches(modelling, lesson, s)), None)
        if reached is not None:
            yield Leak(lesson, reached.split, reached.node)
            continue
        for split in splits:
            through = _applied(modelling, lesson, split)
            if through is not None:
                yield Leak(lesson, split, through)
                break
    yield from _guided(modelling, sinks)


def _sinks(modelling: Modelling, splits: list[Split]) -> Iterator[_Sink]:
    for split in splits:
        for node, trace in zip(split.inputs, modelling.inputs(split), strict=True):
            yield _Sink(split, node, trace, False)
    for fit in modelling.learners.fits:
        for data in _given(modelling, fit.data) if fit.data is not None else ():
            trace = modelling.place(data)
            for part in sorted(trace.parts, key=lambda part: part.side):
                yield _Sink(part.split, data, trace, True)


def _given(modelling: Modelling, data: ast.expr) -> list[ast.expr]:
    """Return what a model is fitted on, told apart by call where it is a parameter of a helper."""
    definitions = modelling.flow.definitions(data) if isinstance(data, ast.Name) else []
    if len(definitions) == 1 and definitions[0].kind == "parameter":
        return modelling.flow.arguments_for(definitions[0]) or [data]
    return [data]


def _reaches(modelling: Modelling, lesson: Lesson, sink: _Sink) -> bool:
    """Whether rows were shaped by a lesson from all rows on their way to a sink."""
    for carrier in lesson.carriers:
        for place in sink.trace.places.get(carrier, ()):
            if _is_whole(modelling, lesson, sink, place):
                return True
    return False


def _is_whole(modelling: Modelling, lesson: Lesson, sink: _Sink, place: Place) -> bool:
    """Whether a lesson was learned from all rows that a split cuts, as far as the code says."""
    standing = modelling.standing(lesson.data, place.context)
    if standing != "whole":
        # Copies of training rows overlap the folds that those rows are cut into.
        inner = sink.split.kind in ("cross_validation", "folds", "search") and not sink.after
        return lesson.kind == "sampler" and standing == "train" and inner
    if _is_training_table(modelling, lesson, sink):
        return False
    trace = modelling.place(lesson.data, place.context)
    if sink.after:
        sampler = lesson.kind in ("sampler", "under_sampler")
        return not sampler and not trace.parts and _shares(modelling, trace, sink.split)
    if place.node is lesson.node and lesson.data in lesson.shaped:
        return not modelling.of_one_piece(trace, sink.split)
    return _shares(modelling, trace, sink.split)  # not a figure of another table


def _shares(modelling: Modelling, trace: Trace, split: Split) -> bool:
    """Whether rows of a trace are cut by a split, and fall on both sides as far as can be seen."""
    return modelling.shares(trace, split) and not modelling.of_one_piece(trace, split)


def _is_training_table(modelling: Modelling, lesson: Lesson, sink: _Sink) -> bool:
    """Whether a table called train is preprocessed, and the test rows are elsewhere.

    That they are shows in a cross-validation, or in a table called test that the lesson shapes too.
    """
    if lesson.kind not in ("transformer", "imputed", "scaled"):
        return False
    if not _is_called(modelling, lesson.data, "train"):
        return False
    if sink.split.kind in ("cross_validation", "search", "folds"):
        return True
    others = [rows for rows in lesson.shaped if _is_called(modelling, rows, "test")]
    return any(not modelling.parts(rows) for rows in others)


def _is_called(modelling: Modelling, rows: ast.expr, side: Standing) -> bool:
    """Whether the names on the way of some rows say one side of a split, and no other."""
    names = [n.id for n in modelling.table(rows).places if isinstance(n, ast.Name)]
    return {cuts.side_of(name) for name in names} - {None} == {side}


def _applied(modelling: Modelling, lesson: Lesson, split: Split) -> ast.expr | None:
    """Return the part of a split that a lesson from all rows is applied to."""
    if not split.has_parts or lesson.kind in ("sampler", "under_sampler"):
        return None
    for rows in lesson.shaped:
        if any(part.split is split for part in modelling.parts(rows)):
            if modelling.standing(lesson.data) != "whole" or modelling.parts(lesson.data):
                return None
            if _shares(modelling, modelling.place(lesson.data), split):
                return rows
    return None


def _guided(modelling: Modelling, sinks: list[_Sink]) -> Iterator[Leak]:
    """Yield what the target of all rows taught: columns chosen by it, categories coded by it."""
    seen: set[ast.AST] = set()
    for sink in sinks:
        for lesson, place in targets.find(modelling, sink.split, sink.trace):
            if lesson.node not in seen and _is_whole(modelling, lesson, sink, place):
                seen.add(lesson.node)
                yield Leak(lesson, sink.split, sink.node)


# -- what is learned from a part --------------------------------------------


def is_used(
    modelling: Modelling, scores: Scores, known: list[Lesson], lesson: Lesson, part: Standing
) -> bool:
    """Whether a lesson is learned from one part, and its output is predicted for or the like.

    That a figure or a transformer learned from the test part matters shows in a prediction for
    rows that it shaped, or in its counterpart that learned from the training part.
    """
    ways = modelling.contexts(lesson.node)
    standings = [s for way in ways for s in modelling.standings(lesson.data, way)]
    if part not in standings:
        return False
    if lesson.kind == "label_encoder" and _is_target(modelling, lesson):
        return False
    for prediction in scores.predictions:
        places = modelling.place(prediction.rows, prediction.context).places
        if any(carrier in places for carrier in lesson.carriers):
            return True
    return "train" in standings or any(
        other.learner == lesson.learner and modelling.standing(other.data) == "train"
        for other in known
    )


def _is_target(modelling: Modelling, lesson: Lesson) -> bool:
    names = [n.id for n in modelling.place(lesson.data).places if isinstance(n, ast.Name)]
    return any(re.match(r"(?i)y(?![a-z])|target|label", name) for name in names)
