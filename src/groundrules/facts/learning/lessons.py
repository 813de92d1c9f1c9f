"""What is learned from rows: fitted transformers, figures that fill gaps or scale, chosen columns."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from groundrules.facts.learning.figures import Figure, Figures
from groundrules.facts.learning.learners import Fit, argument
from groundrules.facts.learning.standing import Modelling

_TRANSFORMS = ("transform", "texts_to_sequences", "texts_to_matrix", "inverse_transform")
_LEARNED_KINDS = (
    "selector", "target_encoder", "sampler", "under_sampler", "transformer", "category_encoder",
    "label_encoder",
)  # fmt: skip
_RESAMPLES = ("fit_resample", "fit_sample")


@dataclass(frozen=True, eq=False, slots=True)
class Lesson:
    """One thing learned: where, by what, from which rows, and which expressions carry it on."""

    node: ast.AST
    kind: str
    learner: str
    data: ast.expr
    carriers: tuple[ast.AST, ...]
    """Expressions whose value was shaped by what was learned."""
    shaped: tuple[ast.expr, ...] = field(default=())
    """The rows that each carrier shapes, place for place."""


def find(modelling: Modelling) -> Iterator[Lesson]:
    """Yield what the file learns from rows, kind by kind."""
    for fit in modelling.learners.fits:
        yield from _fitted(modelling, fit)
    yield from _functions(modelling)
    yield from _resampled(modelling)
    for figure in Figures(modelling).all():
        yield from _put_back(figure)


def _put_back(figure: Figure) -> Iterator[Lesson]:
    carriers = (figure.carrier,)
    yield Lesson(figure.node, figure.kind, figure.name, figure.data, carriers, (figure.shaped,))


def _fitted(modelling: Modelling, fit: Fit) -> Iterator[Lesson]:
    if fit.data is None or fit.method in ("fit_predict", "fit_generator"):
        return
    found = _kind(modelling, fit)
    if found is None:
        return
    kind, learner = found
    carriers: list[ast.AST] = []
    shaped: list[ast.expr] = []
    if fit.method == "fit_transform" or fit.method in _RESAMPLES:
        carriers.append(fit.call)
        shaped.append(fit.data)
    for call in _transforms(modelling, fit):
        rows = argument(call, 0, "X", "dataset", "texts", "df")
        if rows is not None:
            carriers.append(call)
            shaped.append(rows)
    yield Lesson(fit.call, kind, learner, fit.data, tuple(carriers), tuple(shaped))


def _kind(modelling: Modelling, fit: Fit) -> tuple[str, str] | None:
    """Return what kind of lesson a fit is, and the name of what learns it."""
    learners = modelling.learners
    for construction in fit.constructions:
        members = [construction]
        if "pipeline" in learners.meanings(construction):
            members = learners.all_members(construction)
        for member in members:
            means = learners.meanings(member)
            for kind in _LEARNED_KINDS:
                sampler = kind in ("sampler", "under_sampler")
                if kind in means and sampler == (fit.method in _RESAMPLES):
                    return kind, learners.name(member)
    return None


def _transforms(modelling: Modelling, fit: Fit) -> Iterator[ast.Call]:
    """Yield the calls that apply what a fit learned."""
    for call in modelling.flow.tree.calls_named(_TRANSFORMS):
        if not isinstance(call.func, ast.Attribute):
            continue
        mine = modelling.learners.constructions(call.func.value)
        if set(mine) & set(fit.constructions) and fit in modelling.learners.fits_of(
            call.func.value
        ):
            yield call


def _functions(modelling: Modelling) -> Iterator[Lesson]:
    """Yield functions that learn and apply at once: `scale(X)`, `zscore(x)`, `qcut(x, 4)`."""
    vocabulary = modelling.flow.vocabulary
    words = vocabulary.last_names("transformer_function") | {"cut"}
    for call in modelling.flow.tree.calls_named(words):
        means = modelling.learners.meanings(call)
        learns = "transformer_function" in means
        if modelling.flow.qualified(call.func) == "pandas.cut":
            bins = argument(call, 1, "bins")
            learns = isinstance(bins, ast.Constant) and isinstance(bins.value, int)
        axis = argument(call, None, "axis")
        by_row = isinstance(axis, ast.Constant) and axis.value == 1
        data = argument(call, 0, "X", "x", "a")
        if learns and data is not None and not by_row:
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            yield Lesson(call, "transformer", name, data, (call,), (data,))


def _resampled(modelling: Modelling) -> Iterator[Lesson]:
    """Yield rows drawn with replacement: `resample(minority)`, `df.sample(n, replace=True)`."""
    for call in modelling.flow.tree.calls_named(["resample", "sample"]):
        replace = argument(call, None, "replace")
        again = isinstance(replace, ast.Constant) and replace.value is True
        func = call.func
        if "row_resample" in modelling.learners.meanings(call):
            data = argument(call, 0)
            off = isinstance(replace, ast.Constant) and replace.value is False
            if data is not None and not off:
                yield Lesson(call, "sampler", "resample", data, (call,), (data,))
        elif again and isinstance(func, ast.Attribute) and func.attr == "sample":
            yield Lesson(call, "sampler", "sample", func.value, (call,), (func.value,))
