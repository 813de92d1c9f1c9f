"""An expression as it is reached through calls, and all that its rows come from."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from groundrules.facts.bindings import Definition
from groundrules.facts.learning.parts import Part
from groundrules.facts.learning.selection import ALL, Columns

Context = tuple[ast.Call, ...]
"""The calls through which a helper was entered, outermost first."""


@dataclass(frozen=True, slots=True)
class Place:
    """An expression, as it is reached through some calls, and the columns wanted of it."""

    node: ast.AST
    context: Context = ()
    columns: Columns = ALL


@dataclass(frozen=True, slots=True)
class Mode:
    """How far rows are followed."""

    changes: bool = True
    """Into what is written into a table's columns, and not only to the table itself."""
    through: bool = False
    """Past splits, to what they cut."""
    groups: bool = True
    """Past aggregates of groups, to the rows that were grouped."""


@dataclass(eq=False, slots=True)
class Trace:
    """All that the rows of a value come from, back to the parts of splits."""

    places: dict[ast.AST, list[Place]] = field(default_factory=dict)
    parts: set[Part] = field(default_factory=set)
    definitions: set[tuple[Definition, Context]] = field(default_factory=set)
    """The bindings on the way, each with the calls that entered its function."""
    choices: list[tuple[ast.expr, Place]] = field(default_factory=list)
    """What chooses columns on the way, where it is no plain list of names."""
