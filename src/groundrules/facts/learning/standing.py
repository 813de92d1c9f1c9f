"""Whether a value holds the training part, the test part, or all rows."""

from __future__ import annotations

import ast
from typing import Literal

from groundrules.facts.bindings import Site
from groundrules.facts.flow import Flow
from groundrules.facts.learning.learners import Learners, argument
from groundrules.facts.learning.parts import Part, Split
from groundrules.facts.learning.places import Context, Place, Trace
from groundrules.facts.learning.rows import SAME_ROWS, TABLES_ALONE, TABLES_THROUGH, THROUGH, Rows
from groundrules.facts.learning.selection import ALL
from groundrules.facts.learning.splits import Splits

Standing = Literal["train", "test", "validation", "whole"]


class Modelling:
    """Learners, splits and rows of one file, and what stands where."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.learners = Learners(flow)
        self.splits = Splits(flow, self.learners)
        self.rows = Rows(flow, self.learners, self.splits)
        self._inputs: dict[Split, list[Trace]] = {}
        self._targets: dict[Split, frozenset[str]] = {}
        self._columns: dict[ast.AST, str | None] = {}
        self._roles: dict[Part, Standing] = {}

    def standing(self, node: ast.AST, context: Context = ()) -> Standing:
        """Return the part that the rows of a value belong to; `whole` where it is not one part."""
        roles = {self.role(part) for part in self.parts(node, context)}
        return roles.pop() if len(roles) == 1 else "whole"

    def parts(self, node: ast.AST, context: Context = ()) -> set[Part]:
        """Return the parts of splits that the rows of a value come from."""
        return self.rows.trace(Place(node, context), TABLES_ALONE).parts

    def role(self, part: Part) -> Standing:
        """Return what a part is for, where splits are nested."""
        if part not in self._roles:
            self._roles[part] = part.side
            outer = {
                self.role(one)
                for node in part.split.inputs[:1]
                for one in self.rows.trace(Place(node), TABLES_ALONE).parts
                if one.split is not part.split
            }
            # What is cut again out of the training part validates; so does the first half of a test part.
            if (outer, part.side) in (({"test"}, "train"), ({"train"}, "test")):
                self._roles[part] = "validation"
        return self._roles[part]

    def inputs(self, split: Split) -> list[Trace]:
        """Return where the rows that a split cuts come from, one trace for each input."""
        if split not in self._inputs:
            self._inputs[split] = [self.rows.trace(Place(node)) for node in split.inputs]
        return self._inputs[split]

    def shares(self, trace: Trace, split: Split) -> bool:
        """Whether rows of a trace are among those that a split cuts."""
        return any(
            _row_definitions(trace) & _row_definitions(other) for other in self.inputs(split)
        )

    def of_one_piece(self, trace: Trace, split: Split) -> bool:
        """Whether rows of a trace are in just one of the tables that a split's input stacks.

        `both = pd.concat([train, test])`, cut again at its seam, has two.
        """
        mine = _row_definitions(trace)
        if split.kind != "manual" or not split.inputs:
            return False
        for node, places in self.inputs(split)[0].places.items():
            tables = _stacked(node)
            if len(tables) > 1 and node not in trace.places:
                pieces = [self.place(table, places[0].context) for table in tables]
                if sum(bool(mine & _row_definitions(piece)) for piece in pieces) == 1:
                    return True
        return False

    def target_names(self, split: Split) -> frozenset[str]:
        """Return the columns that models are to predict, as far as they are named."""
        if split not in self._targets:
            nodes = split.inputs[1:] or [fit.target for fit in self.learners.fits if fit.target]
            names = (self.column(node) for node in nodes)
            self._targets[split] = frozenset(name for name in names if name is not None)
        return self._targets[split]

    def column(self, node: ast.AST) -> str | None:
        """Return the column that a value is, through names and what keeps its rows."""
        if node not in self._columns:
            self._columns[node] = self._column(node)
        return self._columns[node]

    def _column(self, node: ast.AST) -> str | None:
        for inner in self.rows.trace(Place(node), TABLES_ALONE).places:
            if (name := self.flow.column_name(inner)) is not None:
                return name
            match inner:
                case ast.Call(
                    func=ast.Attribute(attr="pop"), args=[ast.Constant(value=str() as name)]
                ):
                    return name
        return None

    def contexts(self, node: ast.AST, depth: int = 2) -> list[Context]:
        """Return the ways in which the function around a node is entered; one empty way at the top."""
        function = self.function(node)
        sites = self.flow.call_sites(function)[:8] if function is not None and depth else []
        found = [
            (*outer, call)
            for call in sites
            if self._runs(node, call)
            for outer in self.contexts(call, depth - 1)
        ]
        return found if sites else [()]

    def _runs(self, node: ast.AST, call: ast.Call) -> bool:
        """Whether a call lets a helper reach a node: not if it passes what `if x is None` asks for."""
        site = self.flow.tree.site(node)
        for step, arm in site.path if site is not None else ():
            if not isinstance(step, ast.If) or arm != "body":
                continue
            match step.test:
                case ast.Compare(
                    left=ast.Name(id=name), ops=[ast.Is()], comparators=[ast.Constant(value=None)]
                ):
                    passed = self._passed(call, name, site)
                    if passed is not None and not _is_constant(passed, None):
                        return False
                case ast.Name(id=name):
                    passed = self._passed(call, name, site)
                    if passed is not None and _is_constant(passed, False):
                        return False
        return True

    def _passed(self, call: ast.Call, name: str, site: Site | None) -> ast.expr | None:
        bound = site.scope.bound.get(name, []) if site is not None else []
        parameters = [d for d in bound if d.kind == "parameter"]
        return self.rows.passed(call, parameters[0]) if parameters else None

    def standings(self, node: ast.expr, context: Context = ()) -> list[Standing]:
        """Return where a value stands; in each round, where a loop runs over some tables."""
        root: ast.AST = node
        while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
            root = root.func if isinstance(root, ast.Call) else root.value
        definitions = self.flow.definitions(root) if isinstance(root, ast.Name) else []
        loops = [d for d in definitions if d.kind == "loop" and d.value is not None]
        found = [
            self.standing(element, context)
            for loop in loops
            for element in self.flow.elements(loop.value)  # type: ignore[arg-type]
        ]
        return found or [self.standing(node, context)]

    def function(self, node: ast.AST) -> ast.AST | None:
        """Return the function that a node stands in."""
        site = self.flow.tree.site(node)
        scope = site.scope if site is not None else None
        while scope is not None:
            if isinstance(scope.node, ast.FunctionDef | ast.AsyncFunctionDef):
                return scope.node
            scope = scope.parent
        return None

    def resolve(self, node: ast.expr, context: Context) -> tuple[ast.expr, Context]:
        """Return what is passed for a parameter by the calls that led here; else the node itself."""
        while isinstance(node, ast.Name):
            definitions = self.flow.definitions(node)
            if not definitions or definitions[0].kind != "parameter":
                break
            context = self.rows.entered(definitions[0].scope.node, context)
            passed = self.rows.passed(context[-1], definitions[0]) if context else None
            if passed is None:
                break
            node, context = passed, context[:-1]
        return node, context

    def source(self, node: ast.AST, context: Context = ()) -> Trace:
        """Return where the rows of an expression come from, past the splits that cut them."""
        return self.rows.trace(Place(node, context), THROUGH)

    def table(self, node: ast.AST) -> Trace:
        """Return the tables that rows are taken from, past splits; not what is written into them."""
        return self.rows.trace(Place(node), TABLES_THROUGH)

    def same_rows(self, node: ast.AST) -> Trace:
        """Return where rows come from, past splits, but not past aggregates of groups."""
        return self.rows.trace(Place(node), SAME_ROWS)

    def place(self, node: ast.AST, context: Context = ()) -> Trace:
        """Return where the rows of an expression come from."""
        return self.rows.trace(Place(node, context, ALL))


def _stacked(node: ast.AST) -> list[ast.expr]:
    """Return the tables that `pd.concat([a, b])`, `np.vstack((a, b))`, `a.append(b)` puts together."""
    match node:
        case ast.Call(
            func=ast.Attribute(attr="concat" | "vstack" | "concatenate" | "r_"),
            args=[ast.List(elts=tables) | ast.Tuple(elts=tables), *_],
        ):
            axis = argument(node, None, "axis")
            beside = isinstance(axis, ast.Constant) and axis.value in (1, "columns")
            return [] if beside else tables
        case ast.Call(func=ast.Attribute(attr="append", value=one), args=[other, *_]):
            return [one, other]
    return []


def _is_constant(node: ast.expr, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


def _row_definitions(trace: Trace) -> set[object]:
    kinds = ("assign", "parameter", "loop", "with")
    return {
        way
        for way in trace.definitions
        if way[0].kind in kinds and not isinstance(way[0].value, ast.Constant | ast.JoinedStr)
    }
