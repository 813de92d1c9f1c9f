"""Types and keys as a contract means them, whatever the engine calls them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandera.pandas as pa
from pandera import dtypes

from groundrules.contracts.authoring.containment import Verdict


@dataclass(frozen=True, slots=True)
class Logical:
    """A logical type. Two are one where `kind`, `limits` and `members` are."""

    kind: str
    name: str = field(compare=False)
    """As the contract writes it."""
    limits: tuple[int, int] | None = None
    """Least and greatest value of an integer."""
    members: tuple[Any, ...] | None = None
    """Of a category."""
    digits: tuple[int, int] | None = None
    """How many a decimal has, and how many of them after its point."""


def logical(dtype: Any) -> Logical:
    """Return the logical type of a pandera dtype; None is any type."""
    if dtype is None:
        return Logical("any", "any")
    text = str(dtype)
    width = re.fullmatch(r"(u?int)(8|16|32|64)", text.lower())
    if width:
        info = np.iinfo(width[0])
        return Logical("integer", text, (int(info.min), int(info.max)))
    if dtypes.is_category(dtype):
        members = getattr(dtype, "categories", None)
        return Logical("category", text, members=None if members is None else tuple(members))
    if dtypes.is_string(dtype):
        return Logical("text", "text")
    if isinstance(dtype, dtypes.Decimal):
        return Logical("decimal", text, digits=(dtype.precision, dtype.scale))
    if text.lower() in ("bool", "boolean"):
        return Logical("boolean", text)
    return Logical(text.lower(), text)


def wider(one: Logical, other: Logical) -> Verdict:
    """Return whether values of `one` may be no values of `other`."""
    if one == other or other.kind == "any":
        return "no"
    if one.kind == other.kind == "integer" and one.limits and other.limits:
        inside = other.limits[0] <= one.limits[0] and one.limits[1] <= other.limits[1]
        return "no" if inside else "yes"
    if one.kind == other.kind == "category":
        if other.members is None:
            return "no"
        return "no" if set(one.members or ("",)) <= set(other.members) else "yes"
    if one.digits and other.digits:
        same = one.digits[1] == other.digits[1]
        return "no" if same and one.digits[0] <= other.digits[0] else "yes"
    if one.kind == "float32" and other.kind == "float64":
        return "no"
    return "yes"


def key_groups(schema: pa.DataFrameSchema) -> list[list[Any]]:
    """Return the joint keys of a contract, each as the names of its columns."""
    unique: Any = schema.unique or []
    groups = [unique] if all(isinstance(name, str) for name in unique) else unique
    return [list(one) if isinstance(one, list | tuple) else [one] for one in groups if one]
