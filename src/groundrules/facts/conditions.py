"""The conditions by which code chooses rows: masks, queries and filters, with the columns they test."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from groundrules.facts import columns
from groundrules.facts.flow import Flow

_SIGNS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
_TESTS = frozenset([
    "isin", "is_in", "between", "eq", "ne", "gt", "ge", "lt", "le", "notna", "isna", "isnull", "notnull",
    "is_null", "is_not_null", "startswith", "contains", "isNull", "isNotNull", "like", "is_between", "endswith",
    "astype", "isnan", "isfinite", "logical_not", "logical_and",
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on rows: the column that it tests, where that can be read, and its text."""

    column: str | None
    text: str
    node: ast.AST | None


def of_mask(
    flow: Flow, node: ast.AST, *, negated: bool = False, far: int = 5
) -> Iterator[Condition]:
    """Yield the conditions that a mask is made of; nothing where it is none."""
    match node:
        case ast.BoolOp():
            for value in node.values:
                yield from of_mask(flow, value, negated=negated, far=far)
        case ast.BinOp(op=ast.BitAnd() | ast.BitOr()):
            yield from of_mask(flow, node.left, negated=negated, far=far)
            yield from of_mask(flow, node.right, negated=negated, far=far)
        case ast.UnaryOp(op=ast.Invert() | ast.Not()):
            inner = list(of_mask(flow, node.operand, negated=not negated, far=far))
            column = flow.column_name(node.operand)
            yield from inner or [Condition(column, f"not {_bare(flow, node.operand)}", node)]
        case ast.Compare():
            yield _compared(flow, node, negated)
        case ast.Call(func=ast.Attribute(attr=name, value=tested)) if name in _TESTS:
            arguments = ", ".join(ast.unparse(a) for a in node.args)
            said = f"{name}({arguments})"
            if name == "astype":
                yield from of_mask(flow, tested, negated=negated, far=far)
            else:
                yield _condition(flow, tested, said, node, negated)
        case ast.Subscript() | ast.Attribute() if (column := flow.column_name(node)) is not None:
            yield Condition(column, f"not {column}" if negated else column, node)
        case ast.Name() if far:
            for definition in flow.definitions(node):
                if definition.kind == "assign" and definition.index is None and definition.value:
                    yield from of_mask(flow, definition.value, negated=negated, far=far - 1)
                    return


def of_call(flow: Flow, call: ast.Call) -> Iterator[Condition]:
    """Yield the conditions of `frame.query("…")`, `frame.filter(…)`, `frame.where(…)`."""
    for argument in (*call.args, *(k.value for k in call.keywords if k.arg is None)):
        text = columns.text(argument)
        if text is not None:
            yield from of_text(text, argument)
        else:
            found = list(of_mask(flow, argument))
            yield from found or [
                Condition(flow.column_name(argument), ast.unparse(argument), argument)
            ]
    for keyword in call.keywords:  # polars: filter(arm="A")
        if keyword.arg and keyword.arg not in (
            "engine",
            "inplace",
            "axis",
            "items",
            "like",
            "regex",
        ):
            yield Condition(
                keyword.arg, f"{keyword.arg} == {ast.unparse(keyword.value)}", keyword.value
            )


def of_text(text: str, place: ast.AST) -> Iterator[Condition]:
    """Yield the conditions of a text such as `arm == 'A' and day <= @day`."""
    try:
        parsed = ast.parse(text.replace("@", "").replace("`", "").strip(), mode="eval").body
    except (SyntaxError, ValueError):
        column = text.split()[0] if text.split() else ""
        yield Condition(column if column.isidentifier() else None, text, place)
        return
    queue: list[ast.expr] = [parsed]
    while queue:
        node = queue.pop(0)
        if isinstance(node, ast.BoolOp):
            queue.extend(node.values)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
            queue.extend((node.left, node.right))
        else:
            names = [n.id for n in ast.walk(node) if isinstance(n, ast.Name)]
            yield Condition(names[0] if names else None, ast.unparse(node), place)


def _compared(flow: Flow, node: ast.Compare, negated: bool) -> Condition:
    right = node.comparators[0]
    sign = _SIGNS.get(type(node.ops[0]), "?")
    return _condition(flow, node.left, f"{sign} {ast.unparse(right)}", node, negated)


def _condition(flow: Flow, tested: ast.AST, said: str, node: ast.AST, negated: bool) -> Condition:
    column = _column(flow, tested)
    text = f"{column or _bare(flow, tested)} {said}"
    return Condition(column, f"not {text}" if negated else text, node)


def _column(flow: Flow, node: ast.AST) -> str | None:
    """Return the column that an expression is about, through `.dt`, `.str` and methods."""
    for _ in range(6):
        name = flow.column_name(node)
        if name is not None:
            return name
        if isinstance(node, ast.Attribute):
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            node = node.func.value
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return None
    return None


def _bare(flow: Flow, node: ast.AST) -> str:
    return flow.column_name(node) or ast.unparse(node)
