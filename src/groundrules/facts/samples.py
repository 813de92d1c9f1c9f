"""Which arguments of a test are its samples, and what a call passes for parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from groundrules.facts.bindings import Definition
from groundrules.facts.flow import Flow

Given = Mapping[Definition, ast.expr]
"""What a call passes for the parameters of a function of the file."""


def sample_arguments(flow: Flow, call: ast.Call) -> list[ast.expr]:
    """Return the samples that a test is given, by the vocabulary; those of its receiver's constructor too."""
    names = flow.vocabulary.samples.get(flow.qualified(call.func) or "")
    if names is None and isinstance(call.func, ast.Attribute):
        made = _made(flow, call.func.value)
        return sample_arguments(flow, made) if made is not None else []
    if names is None and isinstance(call.func, ast.Name):
        names = next((n for f in flow.looped(call.func) if (n := _row(flow, f)) is not None), None)
    if names is None:
        return []
    if names == ("*",):
        return list(_spread(flow, call.args))
    spread = list(_spread(flow, call.args))
    found = [_passed(call, spread, place, name) for place, name in enumerate(names)]
    passed = [argument for argument in found if argument is not None]
    if names == ("count", "nobs"):  # two counts, and out of how many
        return [part for argument in passed for part in _listed(flow, argument)]
    return passed


def _listed(flow: Flow, node: ast.expr) -> list[ast.expr]:
    """Return the elements of a list, an array of one too; else the expression itself."""
    while (
        isinstance(node, ast.Call)
        and node.args
        and getattr(node.func, "attr", "") in ("array", "asarray")
    ):
        node = node.args[0]
    return flow.elements(node) or [node]


def _row(flow: Flow, function: ast.expr) -> tuple[str, ...] | None:
    return flow.vocabulary.samples.get(flow.qualified(function) or "")


def _made(flow: Flow, node: ast.AST) -> ast.Call | None:
    """Return the constructor's call behind an object, or the call that makes it."""
    if isinstance(node, ast.Call):
        return node
    if isinstance(node, ast.Name):
        for definition in flow.definitions(node):
            if definition.kind == "assign" and isinstance(definition.value, ast.Call):
                return definition.value
    return None


def _spread(flow: Flow, arguments: list[ast.expr]) -> Iterator[ast.expr]:
    for argument in arguments:
        if isinstance(argument, ast.Starred):
            yield from flow.elements(argument.value)
        else:
            yield argument


def _passed(call: ast.Call, spread: list[ast.expr], place: int, name: str) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return spread[place] if place < len(spread) else None


def given(flow: Flow, function: ast.AST, call: ast.Call) -> dict[Definition, ast.expr]:
    """Return what a call passes for each parameter of a function of the file."""
    found: dict[Definition, ast.expr] = {}
    body = getattr(function, "body", None)
    if isinstance(function, ast.Lambda) or not isinstance(body, list):
        return found
    bound = flow.tree.sites[body[0]].scope.bound
    method = isinstance(flow.tree.parents.get(function), ast.ClassDef)
    for name, definitions in bound.items():
        for definition in definitions:
            if definition.kind != "parameter":
                continue
            place = definition.index
            if place is not None and method and isinstance(call.func, ast.Attribute):
                place -= 1
            if place is not None and 0 <= place < len(call.args):
                found[definition] = call.args[place]
            for keyword in call.keywords:
                if keyword.arg == name:
                    found[definition] = keyword.value
    return found
