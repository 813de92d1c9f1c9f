"""Which values the checks of a column let through."""

from __future__ import annotations

import math
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandera.pandas as pa

from groundrules.contracts.authoring.check_keys import built_in, key
from groundrules.contracts.checks.rule import rule_of
from groundrules.contracts.checks.tolerance import Mostly
from groundrules.contracts.naming import label

_MANY = 10_000
_OF_TEXT = ("str_matches", "str_contains", "str_startswith", "str_endswith")


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range; `open` where the value itself is outside."""

    at: Any
    open: bool = False


@dataclass(slots=True)
class Values:
    """What is let through: nulls aside, values that meet every part."""

    low: Bound | None = None
    high: Bound | None = None
    among: list[Any] | None = None
    ranged: bool = False
    """Whether `among` is but a range of whole numbers, written out."""
    without: list[Any] = field(default_factory=list)
    shortest: int = 0
    longest: int | None = None
    texts: dict[str, pa.Check] = field(default_factory=dict)
    """Patterns and the like, by key: known, but not compared with one another."""
    unknown: dict[str, str] = field(default_factory=dict)
    """Checks of which only running them tells: key → label."""
    mostly: dict[str, tuple[float, str]] = field(default_factory=dict)
    """Key of the inner check → share and label, the greatest share of each."""

    keys: set[str] = field(default_factory=set)
    """Of all checks."""

    @property
    def opaque(self) -> bool:
        """Whether it has parts that may refuse more than can be told."""
        return bool(self.texts or self.unknown or self.mostly)


class IncomparableError(Exception):
    """Bounds or members of kinds that have no order between them."""


def values(checks: Iterable[pa.Check], limits: tuple[int, int] | None) -> Values:
    """Return what checks let through; `limits` are the least and greatest value of an integer type.

    Advisory checks refuse nothing. Raises IncomparableError.
    """
    found = Values()
    if limits is not None:
        found.low, found.high = Bound(limits[0]), Bound(limits[1])
    for check in checks:
        if not check.raise_warning:
            _add(found, check)
    if limits is not None:
        _whole(found)
    else:
        _ends(found)
    if found.among is not None:
        found.among = letting(found, found.among)
    return found


def _add(found: Values, check: pa.Check) -> None:
    name, given = built_in(check), check.statistics or {}
    found.keys.add(key(check))
    if name is not None and not check.ignore_na:
        found.unknown[key(check)] = label(check)  # what it says of nulls
    rule = rule_of(check)
    if isinstance(rule, Mostly):
        inner = key(rule.inner)
        share = max(rule.share, found.mostly.get(inner, (0.0, ""))[0])
        found.mostly[inner] = (share, label(check))
    elif name is None or name == "unique_values_eq":
        found.unknown[key(check)] = label(check)
    elif name in _OF_TEXT:
        found.texts[key(check)] = check
    elif name == "str_length":
        exact = given.get("exact_value")
        low = exact if exact is not None else given.get("min_value")
        high = exact if exact is not None else given.get("max_value")
        found.shortest = max(found.shortest, low or 0)
        found.longest = min((n for n in (found.longest, high) if n is not None), default=None)
    elif name == "in_range":
        _raise(found, Bound(_scalar(given["min_value"]), not given.get("include_min", True)))
        _lower(found, Bound(_scalar(given["max_value"]), not given.get("include_max", True)))
    elif name in ("greater_than", "greater_than_or_equal_to"):
        _raise(found, Bound(_scalar(given["min_value"]), name == "greater_than"))
    elif name in ("less_than", "less_than_or_equal_to"):
        _lower(found, Bound(_scalar(given["max_value"]), name == "less_than"))
    elif name in ("isin", "equal_to"):
        listed = list(given["allowed_values"]) if name == "isin" else [given["value"]]
        listed = [_scalar(one) for one in listed]
        found.among = listed if found.among is None else both(found.among, listed)
    elif name in ("notin", "not_equal_to"):
        gone = list(given["forbidden_values"]) if name == "notin" else [given["value"]]
        found.without += [_scalar(one) for one in gone]
    else:
        found.unknown[key(check)] = label(check)


def _scalar(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) and hasattr(value, "item") else value


def lookup(listed: list[Any]) -> Container[Any]:
    """Return the same members, by hash where they all have one: lists of codes can be long."""
    try:
        return frozenset(listed)
    except TypeError:
        return listed


def both(one: list[Any], other: list[Any]) -> list[Any]:
    """Return the members of one list that are in the other."""
    known = lookup(other)
    return [value for value in one if value in known]


def less(one: Any, other: Any) -> bool:
    try:
        return bool(one < other)
    except TypeError as error:
        raise IncomparableError from error


def _raise(found: Values, bound: Bound) -> None:
    if bound.at == -math.inf and not bound.open:
        return
    low = found.low
    if low is None or less(low.at, bound.at) or (low.at == bound.at and bound.open):
        found.low = bound


def _lower(found: Values, bound: Bound) -> None:
    if bound.at == math.inf and not bound.open:
        return
    high = found.high
    if high is None or less(bound.at, high.at) or (high.at == bound.at and bound.open):
        found.high = bound


def _whole(found: Values) -> None:
    """Draw the range of an integer type in to whole numbers, and list it where that is short."""
    low, high = found.low, found.high
    assert low is not None and high is not None
    try:
        if math.inf in (low.at, -high.at):
            found.among = []
            return
        first = math.floor(low.at) + 1 if low.open else math.ceil(low.at)
        last = math.ceil(high.at) - 1 if high.open else math.floor(high.at)
    except (TypeError, ValueError) as error:
        raise IncomparableError from error
    while first <= last and first in found.without:
        first += 1
    while first <= last and last in found.without:
        last -= 1
    found.low, found.high = Bound(first), Bound(last)
    if last - first < _MANY and found.among is None:
        found.among, found.ranged = list(range(first, last + 1)), True


def _ends(found: Values) -> None:
    """Leave out an end of a range that is refused by itself, and list a range of one value."""
    low, high = found.low, found.high
    if low is not None and high is not None and low == high and not low.open:
        found.among = [low.at] if found.among is None else both([low.at], found.among)
    if low is not None and low.at in found.without:
        found.low = Bound(low.at, open=True)
    if high is not None and high.at in found.without:
        found.high = Bound(high.at, open=True)


def letting(found: Values, listed: list[Any]) -> list[Any]:
    """Return those that what is known of `found`, its patterns and `among` aside, lets through."""
    without = lookup(found.without)
    return [value for value in listed if value not in without and _within(found, value)]


def _within(found: Values, value: Any) -> bool:
    low, high = found.low, found.high
    if low is not None and (less(value, low.at) or (low.open and value == low.at)):
        return False
    if high is not None and (less(high.at, value) or (high.open and value == high.at)):
        return False
    length = len(value) if isinstance(value, str) else None
    if length is None:
        return not (found.shortest or found.longest is not None)
    return found.shortest <= length and (found.longest is None or length <= found.longest)
