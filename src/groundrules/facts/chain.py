"""The chain of methods behind a value: receiver after receiver, names and helpers followed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from groundrules.facts.flow import Flow

_LIMIT = 120
_SPARK_READS = frozenset(["table", "sql", "parquet", "csv", "json", "orc", "load", "jdbc", "text"])
_SPARK = re.compile(r"(?:self\.)?_?spark(?:_session)?(?:\.read)?")


def chain(flow: Flow, start: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that a value came through, nearest first; arguments are not followed.

    `df.filter(…)` where `df = spark.table(…)` gives `.filter(…)` and then `.table(…)`.
    """
    queue: list[ast.AST] = [start]
    seen: set[ast.AST] = set()
    while queue and len(seen) < _LIMIT:
        node = queue.pop(0)
        if node in seen:
            continue
        seen.add(node)
        match node:
            case ast.Call():
                yield node
                function = flow.function_of(node)
                queue.extend(flow.tree.returns_of(function) if function is not None else ())
                if function is None and isinstance(node.func, ast.Attribute):
                    queue.append(node.func.value)
                    if node.func.attr in ("transform", "pipe") and node.args:
                        queue.extend(_applied(flow, node.args[0]))
            case ast.Attribute():
                assigned = [
                    d.value for d in flow.attribute_definitions(node) if d.value is not None
                ]
                queue.extend(assigned or [node.value])
            case ast.Subscript():
                queue.append(node.value)
            case ast.Name():
                for definition in flow.definitions(node):
                    if (
                        definition.kind in ("assign", "parameter", "with")
                        and definition.index is None
                    ):
                        queue.extend(flow.feeds_of(definition))
                    elif definition.kind == "parameter":
                        queue.extend(flow.arguments_for(definition))
            case ast.IfExp():
                queue.extend((node.body, node.orelse))


def is_spark_source(flow: Flow, call: ast.Call) -> bool:
    """Whether a call reads a table or files with Spark; a session that is a parameter counts by its calls."""
    if "spark_source" in flow.meanings(call):
        return True
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _SPARK_READS:
        return False
    root: ast.AST = call.func.value
    while isinstance(root, ast.Call) and isinstance(root.func, ast.Attribute):
        root = root.func.value  # .format(…).option(…)
    return _SPARK.fullmatch(ast.unparse(root)) is not None


def _applied(flow: Flow, function: ast.expr) -> list[ast.expr]:
    """Return what a function that is handed to `transform` returns."""
    if isinstance(function, ast.Name):
        bound = [d.node for d in flow.definitions(function) if d.kind == "function"]
        return [value for one in bound for value in flow.tree.returns_of(one)]
    return [function.body] if isinstance(function, ast.Lambda) else []
