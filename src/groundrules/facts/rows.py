"""Where rows come from: back through what keeps them, to what groups or deduplicates them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from groundrules.facts.flow import Flow
from groundrules.facts.grouping import GROUPS, split


def row_origins(flow: Flow, start: ast.AST, *, own: bool = True) -> Iterator[ast.AST]:
    """Yield what the rows of an expression come from, nearest first.

    It stops at what groups or deduplicates, but an aggregate's own grouping is
    looked through: `df.groupby(k)["x"].sum()` sums the rows of df; not so where `own` is false.
    Groups that a loop or a function is given are rows of what was grouped.
    """
    queue: list[tuple[ast.AST, bool]] = [(start, own)]
    seen: set[ast.AST] = set()
    while queue and len(seen) < 400:
        node, own = queue.pop(0)
        if node in seen:
            continue
        seen.add(node)
        yield node
        if isinstance(node, ast.Call):
            func = node.func
            meanings = flow.meanings(node)
            if "deduplicate" in meanings and not (
                own and getattr(func, "attr", "").startswith("group")
            ):
                continue
            # Past the grouping that belongs to the aggregate itself, any other ends the rows.
            own = own and "deduplicate" not in meanings
            if isinstance(func, ast.Attribute):
                queue.append((func.value, own))
            function = flow.function_of(node) or flow.folded(node)
            if "join" in meanings or function is not None:
                queue.extend((argument, False) for argument in node.args)
            if function is not None:
                queue.extend((value, own) for value in flow.tree.returns_of(function))
        elif isinstance(node, ast.Attribute | ast.Subscript):
            queue.append((node.value, own))
        elif isinstance(node, ast.Name):
            for definition in flow.definitions(node):
                if definition.kind in ("assign", "parameter"):
                    for value in flow.feeds_of(definition):
                        groups = definition.kind == "parameter" and flow.type_of(value) in GROUPS
                        queue.append((split(flow, value)[0] if groups else value, own))
                elif definition.kind == "loop" and (
                    definition.value is not None and flow.type_of(definition.value) in GROUPS
                ):
                    queue.append((split(flow, definition.value)[0], own))
