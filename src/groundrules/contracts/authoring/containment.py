"""Whether the values that one column lets through are among those of another."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import pandera.pandas as pa

from groundrules.contracts.authoring.values import Bound, Values, both, less, letting, lookup
from groundrules.contracts.naming import label

Verdict = Literal["no", "may", "yes"]
"""Whether something breaks."""


def beyond(one: Values, other: Values) -> tuple[Verdict, str]:
    """Return whether `one` lets a value through that `other` does not, and which."""
    sure: Verdict = "may" if one.opaque else "yes"
    if one.among is not None:
        return _listed(one, other, sure)
    if _empty(one):
        return "no", ""
    if other.among is not None:
        return sure, f"values other than {_shown(other.among)}"
    if _below(one, other):
        return sure, _side("below", other.low)
    if _above(one, other):
        return sure, _side("above", other.high)
    if one.shortest < other.shortest:
        return sure, f"texts of fewer than {other.shortest} characters"
    if other.longest is not None and (one.longest is None or one.longest > other.longest):
        return sure, f"texts of more than {other.longest} characters"
    if new := letting(one, other.without):
        return sure, _shown(new)
    return _opaque(one, other, sure)


def _listed(one: Values, other: Values, sure: Verdict) -> tuple[Verdict, str]:
    assert one.among is not None
    found = letting(other, one.among)
    known = lookup(found if other.among is None else both(found, other.among))
    new = [value for value in one.among if value not in known]
    if new and one.ranged and (_below(one, other) or _above(one, other)):
        return sure, (
            _side("below", other.low) if _below(one, other) else _side("above", other.high)
        )
    if new:
        return sure, _shown(new)
    if not one.among:
        return "no", ""
    for check in other.texts.values():
        refused = [v for v in one.among if not _matches(check, v)]
        if refused:
            return sure, _shown(refused)
    return _unknown(one, other, sure)


def _matches(check: pa.Check, value: Any) -> bool:
    return isinstance(value, str) and bool(check(pd.Series([value], dtype=object)).check_passed)


def _empty(one: Values) -> bool:
    low, high = one.low, one.high
    crossed = low is not None and high is not None
    if (
        crossed
        and low
        and high
        and (less(high.at, low.at) or (high.at == low.at and (low.open or high.open)))
    ):
        return True
    return one.longest is not None and one.longest < one.shortest


def _below(one: Values, other: Values) -> bool:
    if other.low is None:
        return False
    if one.low is None or less(one.low.at, other.low.at):
        return True
    return bool(one.low.at == other.low.at) and other.low.open and not one.low.open


def _above(one: Values, other: Values) -> bool:
    if other.high is None:
        return False
    if one.high is None or less(other.high.at, one.high.at):
        return True
    return bool(one.high.at == other.high.at) and other.high.open and not one.high.open


def _opaque(one: Values, other: Values, sure: Verdict) -> tuple[Verdict, str]:
    for name, check in other.texts.items():
        if name not in one.texts:
            return sure, f"texts that break {label(check)}"
    return _unknown(one, other, sure)


def _unknown(one: Values, other: Values, sure: Verdict) -> tuple[Verdict, str]:
    for inner, (share, name) in other.mostly.items():
        if one.mostly.get(inner, (0.0, ""))[0] < share and inner not in one.keys:
            return "may", f"values that break {name}"
    for name, shown in other.unknown.items():
        if name not in one.unknown:
            return "may", f"values that break {shown}"
    return "no", ""


def _side(side: str, bound: Bound | None) -> str:
    assert bound is not None
    at = _said(bound.at)
    return f"values {side} {at}" if not bound.open else f"{at} and values {side} it"


def _said(value: Any) -> str:
    return str(value) if isinstance(value, pd.Timestamp) else repr(value)


def _shown(listed: list[Any]) -> str:
    shown = ", ".join(_said(value) for value in listed[:5])
    return shown + (f" and {len(listed) - 5} more" if len(listed) > 5 else "")
