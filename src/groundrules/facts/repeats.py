"""What changes from round to round of a loop: samples that grow, draws, permutations."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from groundrules.facts import loops
from groundrules.facts.flow import Flow

_DRAWS = re.compile(
    r"simul|permut|bootstrap|resampl|shuffl|monte|synth|random|generate|_draw|draw_|fake|make_data|"
    r"power|false_pos|type_?(?:i|1|one)_|fpr|(?:^|_)aa_|a_a_test|null_dist|jackknife",
    re.I,
)
_ROUNDS = re.compile(
    r"simul|n_?sims?\b|perm|boot|trial|replic|repeat|n_?iter|n_?runs|iteration|experiments|resampl|draws|"
    r"\bnsim|\breps?\b|n_?rep|seed|rounds|monte",
    re.I,
)
_ROUND = re.compile(r"seed|rep|trial|sim|boot|perm|iteration|run|fold")
_SEEDS = frozenset(["random_state", "seed", "rng"])
_HEADS = frozenset(["head", "limit", "nlargest", "islice"])
_ADDS = frozenset(["append", "extend", "update", "add"])
_JOINS = frozenset(
    ["concat", "concatenate", "append", "hstack", "vstack", "union", "unionByName", "r_"]
)


def draws(flow: Flow, call: ast.Call, loop: ast.AST) -> bool:
    """Whether a loop draws anew what a test in it compares: a simulation, a permutation, a bootstrap."""
    if _named_so(flow, call) or _counts_rounds(loop):
        return True
    for argument in _arguments(call):
        for node in flow.origins(argument):
            if not isinstance(node, ast.Call):
                continue
            name = str(getattr(node.func, "attr", None) or getattr(node.func, "id", ""))
            drawn = flow.meanings(node) & {"simulation", "split"} or _DRAWS.search(name)
            if drawn and loop in loops.enclosing(flow, node):
                return True
    return _reseeds(flow, loop)


def _named_so(flow: Flow, call: ast.Call) -> bool:
    """Whether a function around a test, or one that calls it, says that it simulates."""
    functions = list(_around(flow, call))
    for function in list(functions):
        for site in flow.call_sites(function):
            functions.extend(_around(flow, site))
    return any(_DRAWS.search(function.name) for function in functions)


def _around(flow: Flow, node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    parent = flow.tree.parents.get(node)
    while parent is not None:
        if isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef):
            yield parent
        parent = flow.tree.parents.get(parent)


def _counts_rounds(loop: ast.AST) -> bool:
    """Whether a loop says that it repeats one thing: `for i in range(n_simulations)`."""
    iterables: list[ast.expr] = []
    if isinstance(loop, ast.For | ast.AsyncFor):
        iterables = [loop.iter]
    elif isinstance(loop, loops.COMPREHENSIONS):
        iterables = [generator.iter for generator in loop.generators]
    texts = [ast.unparse(iterable) for iterable in iterables]
    if any(_ROUNDS.search(text) for text in texts):
        return True
    counted = any(re.match(r"t?range\(|np\.arange|enumerate|tqdm", text) for text in texts)
    return counted and any(_ROUND.fullmatch(name) for name in loops.targets(loop))


def _reseeds(flow: Flow, loop: ast.AST) -> bool:
    """Whether a loop hands its target on as a seed."""
    names = loops.targets(loop)
    for node in ast.walk(loop) if names else ():
        if (
            isinstance(node, ast.keyword)
            and node.arg in _SEEDS
            and isinstance(node.value, ast.Name)
            and node.value.id in names
        ):
            return True
    return False


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(k.value for k in call.keywords)]


# -- growth -----------------------------------------------------------------


def growing(flow: Flow, call: ast.Call, loop: ast.AST) -> str | None:
    """Return what grows from round to round of a loop and is tested in it, if anything does."""
    if isinstance(loop, ast.Call):
        return None
    added = _added(loop)
    for argument in _arguments(call):
        for node in flow.origins(argument):
            if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in added:
                return ast.unparse(argument)
            inside = loops.within(flow, node, loop) or _applies_in(flow, node, loop)
            if inside and _is_prefix(flow, node, loop):
                return ast.unparse(argument)
    return None


def _applies_in(flow: Flow, node: ast.AST, loop: ast.AST) -> bool:
    """Whether a node stands in a function that is called in the loop."""
    return isinstance(node, ast.Subscript | ast.Compare | ast.Call) and loop in loops.enclosing(
        flow, node
    )


def _is_prefix(flow: Flow, node: ast.AST, loop: ast.AST) -> bool:
    """Whether it takes rows up to the loop's target: `x[:n]`, `x[x.day <= day]`, `x.head(n)`."""
    match node:
        case ast.Subscript(slice=ast.Slice(lower=low, upper=high, step=None)) if high is not None:
            start = low is None or (isinstance(low, ast.Constant) and low.value in (0, None))
            return (start or not _moves(flow, low, loop)) and _moves(flow, high, loop)
        case ast.Compare(ops=[ast.Lt() | ast.LtE()], left=low, comparators=[high]):
            return _moves(flow, high, loop) and not _moves(flow, low, loop, near=True)
        case ast.Compare(ops=[ast.Gt() | ast.GtE()], left=high, comparators=[low]):
            return _moves(flow, high, loop) and not _moves(flow, low, loop, near=True)
        case ast.Call(func=ast.Attribute(attr=name), args=[count]) if name in _HEADS:
            return _moves(flow, count, loop)
        case ast.Call(func=ast.Attribute(attr="le" | "lt"), args=[high]):
            return _moves(flow, high, loop)
        case ast.Call(func=ast.Attribute(attr="between" | "is_between"), args=[low, high, *_]):
            return _moves(flow, high, loop) and not _moves(flow, low, loop)
        case ast.Call(func=ast.Attribute(attr="query" | "filter" | "where"), args=[first]):
            return any(
                re.search(rf"<=?\s*[@{{]?{re.escape(name)}\b", ast.unparse(first))
                for name in loops.targets(loop)
            )
    return False


def _moves(flow: Flow, node: ast.AST | None, loop: ast.AST, *, near: bool = False) -> bool:
    """Whether a value is, or is computed from, what a loop changes each round."""
    if node is None:
        return False
    names = loops.targets(loop)
    if near:
        return any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(node))
    stepped = _stepped(loop)
    for count, origin in enumerate(flow.origins(node)):
        if isinstance(origin, ast.Name) and origin.id in names | stepped:
            return True
        if count > 60:
            break
    return False


def decides(
    flow: Flow, below: list[ast.AST], above: list[ast.AST], loop: ast.AST, place: ast.AST
) -> bool:
    """Whether a loop ends, returns or settles on something where a p-value is below its level.

    `below` and `above` are what is evaluated only on either side; `place` is the comparison.
    """
    if isinstance(loop, ast.While) and loop.body and loop.body[0] in above:
        return True
    below = [*below, *_where_or(flow, place)]
    function = next(_around(flow, place), None)
    for statement in below:
        for node in ast.walk(statement) if isinstance(statement, ast.stmt) else ():
            if isinstance(node, ast.Return | ast.Break) and loops.within(flow, node, loop):
                return True
            if isinstance(node, ast.Return) and not loops.within(flow, place, loop):
                continue
            if isinstance(node, ast.Assign) and _read_after(flow, node, loop, function):
                return True
    return False


def _where_or(flow: Flow, place: ast.AST) -> list[ast.stmt]:
    """Return the body of `if p < alpha or …`, which other things may bring about too."""
    node, parent = place, flow.tree.parents.get(place)
    while isinstance(parent, ast.BoolOp) and isinstance(parent.op, ast.Or):
        node, parent = parent, flow.tree.parents.get(parent)
    return parent.body if isinstance(parent, ast.If) and parent.test is node is not place else []


def _read_after(flow: Flow, node: ast.Assign, loop: ast.AST, function: ast.AST | None) -> bool:
    """Whether what a round of a loop binds is read behind the loop: `winner = arm`."""
    names = {target.id for target in node.targets if isinstance(target, ast.Name)}
    last = getattr(loop, "end_lineno", 0)
    end = getattr(function, "end_lineno", None) or 10**9
    return any(
        isinstance(use.ctx, ast.Load)
        and last < use.lineno <= end
        and any(d.node is node for d in flow.definitions(use))
        for name in names
        for use in flow.tree.uses_of(name)
    )


def _stepped(loop: ast.AST) -> frozenset[str]:
    """Return the names that a `while` counts up: `n += step`."""
    if not isinstance(loop, ast.While):
        return frozenset()
    return frozenset(
        node.target.id
        for node in ast.walk(loop)
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)
    )


def _added(loop: ast.AST) -> set[str]:
    """Return the names and attributes of lists, frames and counts that a loop adds to."""
    found: set[str] = set()
    for node in ast.walk(loop) if isinstance(loop, loops.STATEMENTS) else ():
        match node:
            case ast.AugAssign(op=ast.Add(), target=target, value=value):
                if not isinstance(value, ast.Constant):  # a counter is no sample
                    found.add(_root(target))
            case ast.Call(func=ast.Attribute(attr=name, value=target)) if name in _ADDS:
                found.add(_root(target))
            case ast.Assign(targets=[target], value=value):
                if _joins(value) and _root(target) in _names(value):
                    found.add(_root(target))
    # What is emptied each round does not grow over the rounds.
    return found - set(_emptied(loop))


def _emptied(loop: ast.AST) -> Iterator[str]:
    for node in ast.walk(loop):
        if isinstance(node, ast.Assign) and not _joins(node.value):
            yield from (_root(target) for target in node.targets)


def _joins(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add)
    name = getattr(getattr(node, "func", None), "attr", None) or getattr(
        getattr(node, "func", None), "id", ""
    )
    return name in _JOINS


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    return ast.unparse(node)


def _names(node: ast.AST) -> Iterable[str]:
    return {ast.unparse(n) for n in ast.walk(node) if isinstance(n, ast.Name | ast.Attribute)}
