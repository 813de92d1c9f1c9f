"""Names and where they were bound: scopes, definitions in order, and which reach a use."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "assign", "loop", "with", "import", "function", "class", "parameter", "mutation", "other"
]
Path = tuple[tuple[ast.AST, str], ...]


@dataclass(slots=True, eq=False)
class Scope:
    """A module, function, lambda, class or comprehension, with what is bound in it."""

    node: ast.AST
    parent: Scope | None
    bound: dict[str, list[Definition]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Definition:
    """One binding of a name. `value` is what flows in; `index` its place when unpacked."""

    name: str
    kind: Kind
    node: ast.AST
    value: ast.expr | None
    index: int | None
    order: int
    path: Path
    scope: Scope
    target: str = ""
    """For an import: the dotted name that it brings."""
    keeps: bool = False
    """Whether what was bound before still flows through (`x.append(…)`, `x += …`)."""


@dataclass(slots=True, eq=False)
class Site:
    """Where an expression stands: its scope, its place in the order, its loops and branches."""

    scope: Scope
    order: int
    path: Path


def reaching(name: str, site: Site) -> list[Definition]:
    """Return the definitions of `name` that may reach a use at `site`, latest first."""
    scope: Scope | None = site.scope
    own = True
    while scope is not None:
        bound = scope.bound.get(name)
        # Python looks past class scopes from within methods.
        if bound and (own or not isinstance(scope.node, ast.ClassDef)):
            here = own or _inline(site.scope)
            # A function body runs later than it stands: any binding may hold then.
            found = _reaching_here(bound, site) if here else bound[:-9:-1]
            if found:
                return found
        own = own and _inline(scope)
        scope = scope.parent
    return []


def runs_in_place(scope: Scope | None) -> bool:
    """Whether code of a scope runs as the top level runs past it."""
    while scope is not None and scope.parent is not None:
        if not isinstance(scope.node, ast.ListComp | ast.SetComp | ast.DictComp):
            return False
        scope = scope.parent
    return True


def _inline(scope: Scope) -> bool:
    """Comprehensions and lambdas run where they stand, as far as names go."""
    return isinstance(
        scope.node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Lambda
    )


def _reaching_here(bound: list[Definition], site: Site) -> list[Definition]:
    found: list[Definition] = []
    arms: set[tuple[int, str]] = set()
    for definition in reversed(bound):
        if definition.order > site.order:
            if _share_loop(definition.path, site.path):
                found.append(definition)
            continue
        if _exclusive(definition.path, site.path):
            continue
        found.append(definition)
        if definition.keeps:
            continue
        if definition.path == site.path[: len(definition.path)]:
            return [d for d in found if not _overwritten(d, definition, site)]
        branch, arm = definition.path[-1]
        other = "orelse" if arm == "body" else "body"
        if isinstance(branch, ast.If) and (id(branch), other) in arms:
            break
        arms.add((id(branch), arm))
    return found


def _overwritten(carried: Definition, nearer: Definition, site: Site) -> bool:
    """Whether what a round leaves for the next is bound anew there before a place is reached."""
    if carried.order <= site.order:
        return False
    shared: ast.AST | None = None
    for (node, _), (node2, _) in zip(carried.path, site.path, strict=False):
        if node is not node2:
            break
        if isinstance(node, ast.For | ast.While | ast.AsyncFor):
            shared = node
    return any(node is shared for node, _ in nearer.path)


def _share_loop(one: Path, other: Path) -> bool:
    # Paths start at the scope, so that what is shared is shared from the front.
    for (node, _), (node2, _) in zip(one, other, strict=False):
        if node is not node2:
            return False
        if isinstance(node, ast.For | ast.While | ast.AsyncFor):
            return True
    return False


def _exclusive(one: Path, other: Path) -> bool:
    for (node, arm), (node2, arm2) in zip(one, other, strict=False):
        if node is not node2:
            return False
        if arm != arm2:
            return isinstance(node, ast.If | ast.Match)
    return False
