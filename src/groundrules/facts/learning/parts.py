"""A split, and one side of it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["holdout", "folds", "cross_validation", "search", "manual", "given"]
Side = Literal["train", "test", "validation"]


@dataclass(frozen=True, eq=False, slots=True)
class Split:
    """One place that cuts rows: a call, a loop over folds, or two complementary cuts."""

    node: ast.AST
    kind: Kind
    inputs: list[ast.expr] = field(default_factory=list)
    """What is cut: features first."""
    splitter: ast.Call | None = None
    """The constructor of the object that decides who goes where."""
    shuffled: bool | None = None
    """Whether rows are assigned at random; None where that cannot be seen."""
    grouped: bool = False
    parts: list[ast.expr] = field(default_factory=list)
    """Of a manual cut: the expressions of its parts."""

    @property
    def has_parts(self) -> bool:
        """Whether the file holds the parts; cross-validation keeps them to itself."""
        return self.kind not in ("cross_validation", "search")


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a split."""

    split: Split
    side: Side
    source: ast.expr | None = field(default=None, compare=False)
    """What it is cut from, where that can be seen."""
