"""Objects that learn: the constructors that an expression goes back to, and where they are fitted."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from groundrules.facts.bindings import Definition
from groundrules.facts.flow import GLOBAL, Flow

FITS = (
    "fit", "fit_transform", "partial_fit", "fit_resample", "fit_sample", "fit_predict",
    "fit_on_texts", "adapt", "fit_generator",
)  # fmt: skip
_RETURN_SELF = frozenset(["fit", "partial_fit", "set_params", "set_output"])
_COPIES = frozenset(["clone", "deepcopy", "copy"])
_INNER = frozenset(["best_estimator_", "estimator", "base_estimator", "estimator_"])
# What an object must mean for its constructor to be worth knowing.
LEARNERS = (
    "transformer", "stateless_transformer", "category_encoder", "label_encoder", "selector",
    "target_encoder", "sampler", "under_sampler", "pipeline", "classifier", "regressor", "network",
    "clusterer", "search", "splitter", "distance_based",
)  # fmt: skip


@dataclass(frozen=True, eq=False, slots=True)
class Fit:
    """One call that fits a learner: on which rows, and with which target."""

    call: ast.Call
    receiver: ast.expr
    constructions: tuple[ast.Call, ...]
    data: ast.expr | None
    target: ast.expr | None

    @property
    def method(self) -> str:
        """The method that fits: `fit`, `fit_transform`, …"""
        func = self.call.func
        return func.attr if isinstance(func, ast.Attribute) else ""


class Learners:
    """Follows learners through one file; every answer is kept."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self._known = _by_last_name(flow)
        self._constructions: dict[ast.AST, tuple[ast.Call, ...]] = {}
        self._fits: list[Fit] | None = None

    # -- what an object is --------------------------------------------------

    def meanings(self, call: ast.Call) -> frozenset[str]:
        """Return what a call means; modules that moved and star imports are seen through."""
        flow = self.flow
        found = flow.meanings(call)
        if found:
            return found
        name = flow.qualified(call.func)
        if not name or "." not in name:
            return found
        root, last = name.partition(".")[0], name.rpartition(".")[2]
        if root == GLOBAL and name.count(".") == 1:
            roots = self._starred()
            return next((self._known[r, last] for r in roots if (r, last) in self._known), found)
        return self._known.get((root, last), found)

    def _starred(self) -> list[str]:
        bound = self.flow.tree.scope.bound.get("*", ())
        return [definition.target.partition(".")[0] for definition in bound]

    def constructions(self, node: ast.AST) -> tuple[ast.Call, ...]:
        """Return the constructor calls of learners that an expression may hold."""
        if node not in self._constructions:
            self._constructions[node] = ()  # a cycle ends here
            self._constructions[node] = tuple(dict.fromkeys(self._find(node)))
        return self._constructions[node]

    def kinds(self, node: ast.AST) -> frozenset[str]:
        """Return the meanings that all constructors of an expression share."""
        found = [self.meanings(call) for call in self.constructions(node)]
        return frozenset.intersection(*found) if found else frozenset()

    def final_kinds(self, node: ast.AST) -> frozenset[str]:
        """Return what an expression predicts as; of a pipeline its last step, of a search its model."""
        found: list[frozenset[str]] = []
        for construction in self.constructions(node):
            means = self.meanings(construction)
            for _ in range(4):
                inner = self.members(construction) if means & {"pipeline", "search"} else []
                if not inner:
                    break
                construction = inner[-1] if "pipeline" in means else inner[0]
                means = self.meanings(construction)
            found.append(means)
        return frozenset.intersection(*found) if found else frozenset()

    def members(self, construction: ast.Call) -> list[ast.Call]:
        """Return the learners inside one: the steps of a pipeline, what a search tries."""
        found: list[ast.Call] = []
        for argument in (*construction.args, *(k.value for k in construction.keywords)):
            for part in self._parts(argument):
                for inner in self.constructions(part):
                    if inner is not construction and inner not in found:
                        found.append(inner)
        return found

    def all_members(self, construction: ast.Call) -> list[ast.Call]:
        """Return a learner and all learners inside it, at any depth."""
        found = [construction]
        for one in found:
            found.extend(inner for inner in self.members(one) if inner not in found)
        return found

    def name(self, construction: ast.Call) -> str:
        """Return the last part of a constructor's name."""
        func = construction.func
        return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")

    def _parts(self, node: ast.expr, depth: int = 3) -> Iterator[ast.expr]:
        """Yield a step or estimator, out of lists and tuples of them."""
        elements = self.flow.elements(node) if depth and not isinstance(node, ast.Call) else []
        if not elements:
            yield node
        for element in elements:
            yield from self._parts(element, depth - 1)

    def _find(self, node: ast.AST) -> Iterator[ast.Call]:
        match node:
            case ast.Name():
                for definition in self.flow.definitions(node):
                    yield from self._bound(definition)
            case ast.Attribute():
                if node.attr in _INNER:
                    for outer in self.constructions(node.value):
                        yield from self.members(outer)
                for definition in self.flow.attribute_definitions(node):
                    yield from self._bound(definition)
            case ast.Subscript():
                for element in self._indexed(node):
                    yield from self.constructions(element)
            case ast.IfExp():
                yield from self.constructions(node.body)
                yield from self.constructions(node.orelse)
            case ast.NamedExpr() | ast.Await():
                yield from self.constructions(node.value)
            case ast.Call():
                yield from self._called(node)

    def _called(self, node: ast.Call) -> Iterator[ast.Call]:
        func = node.func
        method = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if isinstance(func, ast.Attribute) and (method in _RETURN_SELF or method[:3] == "set"):
            yield from self.constructions(func.value)
        if method in _COPIES and node.args:
            yield from self.constructions(node.args[0])
            return
        if self.meanings(node).intersection(LEARNERS):
            yield node
            return
        function = self.flow.function_of(node)
        for value in self.flow.tree.returns_of(function) if function else ():
            yield from self.constructions(value)

    def _bound(self, definition: Definition) -> Iterator[ast.Call]:
        value, index = definition.value, definition.index
        if definition.kind == "parameter":
            for argument in self.flow.arguments_for(definition):
                yield from self.constructions(argument)
            default = _default(definition)
            if default is not None:
                yield from self.constructions(default)
        elif value is None or definition.kind == "mutation":
            return
        elif definition.kind == "loop":
            for element in self._iterated(value, index):
                yield from self.constructions(element)
        elif index is None:
            yield from self.constructions(value)
        elif isinstance(value, ast.Call):
            function = self.flow.function_of(value)
            for returned in self.flow.tree.returns_of(function) if function else ():
                if isinstance(returned, ast.Tuple) and index < len(returned.elts):
                    yield from self.constructions(returned.elts[index])

    def _indexed(self, node: ast.Subscript) -> list[ast.expr]:
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        for holder in self._dicts(node.value):
            for name, value in zip(holder.keys, holder.values, strict=True):
                if key is not None and isinstance(name, ast.Constant) and name.value == key:
                    return [value]
        return [part for element in self.flow.elements(node.value) for part in self._parts(element)]

    def _dicts(self, node: ast.AST) -> list[ast.Dict]:
        if isinstance(node, ast.Dict):
            return [node]
        if not isinstance(node, ast.Name):
            return []
        values = [d.value for d in self.flow.definitions(node) if d.kind == "assign"]
        return [value for value in values if isinstance(value, ast.Dict)]

    def _iterated(self, value: ast.expr, index: int | None) -> Iterator[ast.expr]:
        """Yield what a loop's target takes: elements, or a place of each of them."""
        if isinstance(value, ast.Call):
            func = value.func
            called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
            if called == "zip" and index is not None and index < len(value.args):
                value, index = value.args[index], None
            elif called in ("enumerate", "tqdm", "list", "sorted") and value.args:
                value, index = value.args[0], None if called == "enumerate" else index
            elif called in ("items", "values") and isinstance(func, ast.Attribute):
                value, index = func.value, None
        for element in self.flow.elements(value):
            if isinstance(element, ast.Tuple | ast.List):
                yield from element.elts if index is None else element.elts[index : index + 1]
            else:
                yield element

    # -- where it is fitted -------------------------------------------------

    @property
    def fits(self) -> list[Fit]:
        """Every call in the file that fits a known learner, in file order."""
        if self._fits is None:
            self._fits = [
                fit for call in self.flow.tree.calls_named(FITS) if (fit := self._fit(call))
            ]
        return self._fits

    def _fit(self, call: ast.Call) -> Fit | None:
        func = call.func
        if not isinstance(func, ast.Attribute):
            return None
        constructions = self.constructions(func.value)
        data = argument(call, 0, "X", "dataset", "df", "texts", "data", "x")
        target = argument(call, 1, "y")
        return Fit(call, func.value, constructions, data, target) if constructions else None

    def fits_of(self, node: ast.expr) -> list[Fit]:
        """Return the fits that may have shaped a learner where it is used, the nearest before it."""
        objects = set(self.constructions(node))
        mine = [fit for fit in self.fits if objects.intersection(fit.constructions)]
        site = self.flow.tree.site(node)
        before: list[tuple[int, Fit]] = []
        for fit in mine:
            place = self.flow.tree.site(fit.call)
            if site is None or place is None or place.scope is not site.scope:
                continue
            if place.order <= site.order:
                before.append((place.order, fit))
        if not before:
            return mine
        last = max(order for order, _ in before)
        return [fit for order, fit in before if order == last]


def argument(call: ast.Call, place: int | None, *names: str) -> ast.expr | None:
    """Return one argument of a call by its place or by one of its names."""
    for keyword in call.keywords:
        if keyword.arg in names:
            return keyword.value
    if place is not None and place < len(call.args):
        found = call.args[place]
        return None if isinstance(found, ast.Starred) else found
    return None


def _default(definition: Definition) -> ast.expr | None:
    function = definition.scope.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return None
    arguments = function.args
    places = [*arguments.posonlyargs, *arguments.args]
    for one, value in zip(reversed(places), reversed(arguments.defaults), strict=False):
        if one.arg == definition.name:
            return value
    for one, given in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if one.arg == definition.name:
            return given
    return None


def _by_last_name(flow: Flow) -> dict[tuple[str, str], frozenset[str]]:
    """Return {(package, last part of the name): meanings}; modules move, classes keep their names."""
    wanted: Iterable[str] = (
        *LEARNERS,
        "split",
        "cross_validation",
        "metric",
        "transformer_function",
    )
    names = flow.vocabulary.named(wanted)
    return {
        (name.partition(".")[0], name.rpartition(".")[2]): flow.vocabulary.of(name)
        for name in names
    }
