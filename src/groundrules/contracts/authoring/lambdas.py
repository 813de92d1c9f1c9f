"""Which built-in check says what a small function says, or None: a wrong proposal is worse than none.

A function is taken only where the two agree on every value. pandera leaves nulls out of both.
"""

from __future__ import annotations

import ast

from groundrules.contracts.authoring.static import Names, StaticCheck

_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "eq", ast.NotEq: "ne", ast.Gt: "gt", ast.GtE: "ge", ast.Lt: "lt", ast.LtE: "le",
}  # fmt: skip
_TURNED = {"eq": "eq", "ne": "ne", "gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
_PARTS = {
    "startswith": "str_startswith", "endswith": "str_endswith", "contains": "str_contains",
    "match": "str_matches",
}  # fmt: skip
_PLAIN_CALLS = {
    "range", "set", "list", "tuple", "frozenset", "sorted",
    "pandas.Timestamp", "datetime.date", "datetime.datetime",
}  # fmt: skip
_OTHERWISE = ("groupby", "groups")


def built_in(check: StaticCheck, names: Names) -> str | None:
    """Return the check to write instead, as in `Check.ge(0)`, for a `Check(…)` or a method."""
    function = check.function
    call = check.at if isinstance(check.at, ast.Call) else None
    options = {word.arg: word.value for word in call.keywords} if call else {}
    if function is None or None in options or any(key in options for key in _OTHERWISE):
        return None
    by_value = options.get("element_wise")
    each = names.truth(by_value, default=False)
    body, value = _body(function), _parameter(function)
    if body is None or value is None or each is None:
        return None
    return _Reader(value, names, each=each).said(body)


def _body(function: ast.Lambda | ast.FunctionDef) -> ast.expr | None:
    """Return what the function returns, if it does nothing else."""
    if isinstance(function, ast.Lambda):
        return function.body
    statements = function.body
    first = statements[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        statements = statements[1:]
    if len(statements) == 1 and isinstance(statements[0], ast.Return):
        return statements[0].value
    return None


def _parameter(function: ast.Lambda | ast.FunctionDef) -> str | None:
    """Return the name of the one argument; a method has its class before it."""
    given = function.args
    if given.vararg or given.kwarg or given.kwonlyargs or given.defaults:
        return None
    listed = [*given.posonlyargs, *given.args]
    if isinstance(function, ast.FunctionDef) and listed and listed[0].arg in ("cls", "self"):
        listed = listed[1:]
    return listed[0].arg if len(listed) == 1 else None


class _Reader:
    """Reads one function of one argument."""

    def __init__(self, value: str, names: Names, *, each: bool) -> None:
        """value: the argument's name; each: whether it is one value, not a column."""
        self._value, self._names, self._each = value, names, each

    def said(self, node: ast.expr) -> str | None:
        """Return the built-in check, as it is written."""
        if isinstance(node, ast.Compare):
            return self._compared(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
            return self._both(node.left, node.right)
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) and self._each:
            return self._both(*node.values) if len(node.values) == 2 else None
        if isinstance(node, ast.UnaryOp):
            inner = self.said(node.operand) if isinstance(node.op, ast.Invert | ast.Not) else None
            turned = isinstance(node.op, ast.Not) is self._each
            return f"Check.notin{inner[10:]}" if turned and _is(inner, "isin") and inner else None
        return self._called(node) if isinstance(node, ast.Call) else None

    def _compared(self, node: ast.Compare) -> str | None:
        if len(node.ops) == 2 and self._each:  # low <= x <= high
            low, high = node.left, node.comparators[1]
            middle = node.comparators[0]
            return self._both(
                ast.Compare(low, [node.ops[0]], [middle]),
                ast.Compare(middle, [node.ops[1]], [high]),
            )
        if len(node.ops) != 1:
            return None
        left, right, sign = node.left, node.comparators[0], node.ops[0]
        if isinstance(sign, ast.In | ast.NotIn):
            name = "isin" if isinstance(sign, ast.In) else "notin"
            members = self._is_value(left) and self._each and self._fixed(right)
            letters = isinstance(self._names.resolved(right), ast.Constant)  # x in "abc"
            return f"Check.{name}({ast.unparse(right)})" if members and not letters else None
        how = _COMPARE.get(type(sign))
        if how is None:
            return None
        if self._fixed(left):
            left, right, how = right, left, _TURNED[how]
        if not self._fixed(right) or _is_null(right):
            return None
        if self._is_value(left):
            return f"Check.{how}({ast.unparse(right)})"
        return _length(how, right) if self._is_length(left) else None

    def _both(self, one: ast.expr, other: ast.expr) -> str | None:
        """Return `in_range` for a lower and an upper bound."""
        bounds: dict[str, tuple[str, bool]] = {}
        for said in (self.said(one), self.said(other)):
            name, _, rest = (said or "").removeprefix("Check.").partition("(")
            if name not in ("gt", "ge", "lt", "le"):
                return None
            bounds["max" if name[0] == "l" else "min"] = (rest[:-1], name[1] == "e")
        if len(bounds) != 2:
            return None
        low, high = bounds["min"], bounds["max"]
        edges = "" if low[1] else ", include_min=False"
        edges += "" if high[1] else ", include_max=False"
        return f"Check.in_range({low[0]}, {high[0]}{edges})"

    def _called(self, node: ast.Call) -> str | None:
        func = node.func
        if not isinstance(func, ast.Attribute) or self._each:
            return self._text_of_one(node) if self._each else None
        if func.attr == "all" and not node.args and not node.keywords:
            return self.said(func.value)
        if not all(self._fixed(argument) for argument in node.args):
            return None
        listed = ", ".join(ast.unparse(argument) for argument in node.args)
        if self._is_value(func.value) and not node.keywords:
            if func.attr == "isin" and len(node.args) == 1:
                return f"Check.isin({listed})"
            if func.attr == "between" and len(node.args) == 2:
                return f"Check.in_range({listed})"
        kept = all(word.arg in ("na", "regex") for word in node.keywords)
        regex = next((word.value for word in node.keywords if word.arg == "regex"), None)
        if self._is_text(func.value) and kept and len(node.args) == 1 and func.attr in _PARTS:
            pattern = self._names.literal(node.args[0], None)
            if not self._names.truth(regex, default=True) or not isinstance(pattern, str):
                return None
            return f"Check.{_PARTS[func.attr]}({listed})"
        return None

    def _text_of_one(self, node: ast.Call) -> str | None:
        func = node.func
        if not isinstance(func, ast.Attribute) or not self._is_value(func.value):
            return None
        if func.attr not in ("startswith", "endswith") or len(node.args) != 1 or node.keywords:
            return None
        text = self._names.literal(node.args[0], None)
        told = isinstance(text, str)
        return f"Check.str_{func.attr}({ast.unparse(node.args[0])})" if told else None

    def _is_value(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and node.id == self._value

    def _is_text(self, node: ast.AST) -> bool:
        """Whether a node is `x.str`."""
        return isinstance(node, ast.Attribute) and node.attr == "str" and self._is_value(node.value)

    def _is_length(self, node: ast.AST) -> bool:
        """Whether a node is `x.str.len()`, or `len(x)` of one value."""
        if not isinstance(node, ast.Call) or node.keywords:
            return False
        if isinstance(node.func, ast.Attribute):
            return node.func.attr == "len" and self._is_text(node.func.value) and not node.args
        one = self._each and isinstance(node.func, ast.Name) and node.func.id == "len"
        return one and len(node.args) == 1 and self._is_value(node.args[0])

    def _fixed(self, node: ast.expr) -> bool:
        """Whether a value is the same at any time: it is not the argument's, and nothing is asked for it."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and inner.id == self._value:
                return False
            if isinstance(inner, ast.Call) and not self._plain(inner):
                return False
            if isinstance(inner, ast.Subscript | ast.Lambda | ast.Await | ast.NamedExpr):
                return False
        return True

    def _plain(self, call: ast.Call) -> bool:
        dotted = self._names.dotted(call.func)
        return dotted in _PLAIN_CALLS and not (dotted == "pandas.Timestamp" and _asks_now(call))


def _asks_now(call: ast.Call) -> bool:
    return any(
        isinstance(node, ast.Constant) and node.value in ("now", "today") for node in ast.walk(call)
    )


def _is_null(node: ast.expr) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr.lower() in ("nan", "nat", "na")
    return isinstance(node, ast.Constant) and node.value is None


def _is(said: str | None, name: str) -> bool:
    return said is not None and said.startswith(f"Check.{name}(")


def _length(how: str, bound: ast.expr) -> str | None:
    """Return `str_length` for a bound that is written as a whole number."""
    if not (isinstance(bound, ast.Constant) and type(bound.value) is int):
        return None
    number = bound.value
    least = {"eq": number, "ge": number, "gt": number + 1}.get(how)
    most = {"eq": number, "le": number, "lt": number - 1}.get(how)
    given = [
        f"{key}={value}"
        for key, value in (("min_value", least), ("max_value", most))
        if value is not None
    ]
    return f"Check.str_length({', '.join(given)})" if given else None
