"""Rows cut by the row numbers or identifiers that belong to one part of a split."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace

from groundrules.facts.learning.parts import Part


def by_rows(node: ast.Subscript, part_of: Callable[[ast.expr], Part | None]) -> Part | None:
    """Return the part that `X[train]`, `df.loc[X_train.index]`, `df[df.id.isin(train_ids)]` cut.

    `part_of` says of which part an index is.
    """
    index: ast.expr = node.slice
    if isinstance(index, ast.Tuple) and index.elts:
        index = index.elts[0]
    match index:
        case ast.Attribute(attr="index", value=other):
            return part_of(other)
        case ast.Call(
            func=ast.Attribute(attr="isin"), args=[ast.Attribute(attr="index", value=other)]
        ):
            return part_of(other)
        case ast.Call(func=ast.Attribute(attr="isin"), args=[other]):
            return part_of(other)
        case ast.Name():
            part = part_of(index)
            if part is not None and _are_indices(part):
                return replace(part, source=node.value)
    return None


def _are_indices(part: Part) -> bool:
    """Whether what a split cuts are row numbers or identifiers, not rows."""
    if part.split.kind == "folds":
        return True
    for node in part.split.inputs[:1]:
        match node:
            case ast.Attribute(attr="index"):
                return True
            case ast.Call(func=ast.Attribute(attr="arange" | "unique" | "tolist" | "keys")):
                return True
            case ast.Call(func=ast.Name(id="range" | "list" | "sorted")):
                return True
            case ast.Name():
                return bool(re.search(r"id(?:s|x)?$|ind(?:ex|ices)", node.id))
    return False
