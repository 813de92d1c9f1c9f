"""What happens only where a condition holds, and what only where it does not."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from groundrules.facts.flow import Flow
from groundrules.facts.uses import bound_uses, parameter_uses, uses

_EXITS = ast.Return | ast.Raise | ast.Continue | ast.Break
_CHOOSERS = frozenset(["numpy.where", "pyspark.sql.functions.when", "polars.when"])
_WRAPPERS = frozenset(["bool", "bool_"])
_Known = tuple[bool | None, bool | None]


@dataclass(slots=True)
class Outcomes:
    """Statements and expressions on either side of a condition."""

    true: list[ast.AST] = field(default_factory=list)
    false: list[ast.AST] = field(default_factory=list)


def outcomes(flow: Flow, condition: ast.AST) -> Outcomes:
    """Return what is evaluated only where a condition holds, and only where it does not.

    Followed are `if` (with early exits), conditional expressions, `np.where` and its like,
    `not`, masks, and names, columns and helpers that carry the condition.
    """
    search = _Search(flow)
    search.above(condition, (True, False))
    return search.found


def choices(flow: Flow, node: ast.AST) -> Iterator[tuple[ast.AST, list[ast.AST], list[ast.AST]]]:
    """Yield each condition that a value decides, what is evaluated where it holds, and where not.

    Unlike `outcomes` this asks not which side is which, and goes through any arithmetic and
    logic: `if all(checks)` is a choice that each of the checks decides.
    """
    for use in uses(flow, node):
        match use:
            case ast.If():
                yield use.test, list(use.body), list(_otherwise(flow, use))
            case ast.IfExp():
                yield use.test, [use.body], [use.orelse]


def apart(flow: Flow, one: ast.AST, other: ast.AST) -> bool:
    """Whether two expressions of one function can never both be evaluated in one run of it."""
    first, second = _arms(flow, one), _arms(flow, other)
    return any(first[branch] is not second[branch] for branch in first.keys() & second.keys())


def _arms(flow: Flow, node: ast.AST) -> dict[ast.AST, bool]:
    """Return on which side of each `if`, early exits included, a node stands."""
    found: dict[ast.AST, bool] = {}
    child: ast.AST = node
    parent = flow.tree.parents.get(node)
    while parent is not None:
        if isinstance(parent, ast.If | ast.IfExp) and child is not parent.test:
            body = parent.body if isinstance(parent.body, list) else [parent.body]
            found[parent] = child in body
        for block in ("body", "orelse", "finalbody"):
            statements = getattr(parent, block, None)
            if isinstance(statements, list) and child in statements:
                for earlier in statements[: statements.index(child)]:
                    if isinstance(earlier, ast.If) and child in _otherwise(flow, earlier):
                        found[earlier] = False
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            break
        child, parent = parent, flow.tree.parents.get(parent)
    return found


class _Search:
    """Carries what is known of the condition where a node is true, and where it is false."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._seen: set[ast.AST] = set()
        self.found = Outcomes()

    def above(self, node: ast.AST, known: _Known) -> None:
        """Look at what a node decides."""
        if node in self._seen or len(self._seen) > 60:
            return
        self._seen.add(node)
        parents = self._flow.tree.parents
        parent = parents.get(node)
        if isinstance(parent, ast.keyword):
            parent = parents.get(parent)
        match parent:
            case ast.UnaryOp(op=ast.Not() | ast.Invert()):
                self.above(parent, known[::-1])
            case ast.BoolOp(op=ast.And()) | ast.BinOp(op=ast.BitAnd()):
                self.above(parent, (known[0], None))
            case ast.BoolOp(op=ast.Or()) | ast.BinOp(op=ast.BitOr()):
                self.above(parent, (None, known[1]))
            case ast.Compare(
                ops=[ast.Is() | ast.Eq()], comparators=[ast.Constant(value=bool(wanted))]
            ):
                self.above(parent, known if wanted else known[::-1])
            case ast.If() if parent.test is node:
                self._add(known, parent.body, _otherwise(self._flow, parent))
            case ast.While() if parent.test is node:
                self._add(known, parent.body, [])
            case ast.IfExp() if parent.test is node:
                self._add(known, [parent.body], [parent.orelse])
            case ast.comprehension():
                whole = parents[parent]
                self._add(known, [getattr(whole, "elt", whole)], [])
            case ast.Subscript() if parent.slice is node:
                self._add(known, *_picked(parent))
                self._masked(parent, known)
            case ast.Tuple() if parent.elts[0] is node:
                outer = parents.get(parent)
                if isinstance(outer, ast.Subscript):  # df.loc[condition, "x"] = value
                    self._masked(outer, known)
            case ast.Call():
                self._passed(node, parent, known)
            case ast.Assign() | ast.AnnAssign():
                for use in bound_uses(self._flow, parent):
                    self.above(use, known)
            case ast.Return():
                for call in self._flow.call_sites(self._flow.tree.sites[parent].scope.node):
                    self.above(call, known)

    def _passed(self, node: ast.AST, call: ast.Call, known: _Known) -> None:
        flow = self._flow
        name = flow.qualified(call.func) or ""
        if name in _CHOOSERS and call.args and call.args[0] is node:
            self._add(known, call.args[1:2], call.args[2:3])
            self._add(known, _arm(flow, call, "then"), _arm(flow, call, "otherwise"))
        elif name.rpartition(".")[2] in _WRAPPERS:
            self.above(call, known)
        else:
            for use in parameter_uses(flow, call, node):
                self.above(use, known)

    def _masked(self, target: ast.Subscript, known: _Known) -> None:
        statement = self._flow.tree.parents.get(target)
        if isinstance(statement, ast.Assign) and target in statement.targets:
            self._add(known, [statement.value], [])

    def _add(
        self, known: _Known, where_true: Sequence[ast.AST], where_false: Sequence[ast.AST]
    ) -> None:
        for side, nodes in zip(known, (where_true, where_false), strict=True):
            if side is not None:
                (self.found.true if side else self.found.false).extend(nodes)


def _otherwise(flow: Flow, branch: ast.If) -> list[ast.stmt]:
    """Return what runs where a branch is not taken: its `else`, or all after an early exit."""
    if branch.orelse or not (branch.body and isinstance(branch.body[-1], _EXITS)):
        return branch.orelse
    parent = flow.tree.parents.get(branch)
    for name in ("body", "orelse", "finalbody"):
        block = getattr(parent, name, [])
        if isinstance(block, list) and branch in block:
            return block[block.index(branch) + 1 :]
    return []


def _arm(flow: Flow, call: ast.Call, method: str) -> list[ast.expr]:
    """Return what `.then(…)` or `.otherwise(…)` further out in a chain is given."""
    node: ast.AST = call
    while isinstance(outer := flow.tree.parents.get(node), ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute) and node.attr == method and isinstance(outer, ast.Call):
            return outer.args[:1]
        if isinstance(outer, ast.Call) and outer.func is not node:
            break
        node = outer
    return []


def _picked(node: ast.Subscript) -> tuple[list[ast.expr], list[ast.expr]]:
    """Return (true, false) of `("no", "yes")[condition]` and `{True: …, False: …}[condition]`."""
    held = node.value
    if isinstance(held, ast.Tuple | ast.List) and len(held.elts) == 2:
        return [held.elts[1]], [held.elts[0]]
    if isinstance(held, ast.Dict):
        return _by_key(held, True), _by_key(held, False)
    return [], []


def _by_key(held: ast.Dict, wanted: bool) -> list[ast.expr]:
    pairs: Iterator[tuple[ast.expr | None, ast.expr]] = zip(held.keys, held.values, strict=True)
    return [v for k, v in pairs if isinstance(k, ast.Constant) and k.value is wanted]
