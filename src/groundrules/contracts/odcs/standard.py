"""Checks for which ODCS has a word of its own: bounds, lengths, patterns, lists of values; both ways."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from re import error as PatternError  # noqa: N812 -- its name in Python 3.13
from typing import Any

import pandas as pd
from open_data_contract_standard.model import DataQuality

from groundrules.contracts.form import UnportableError
from groundrules.contracts.odcs.specs import Spec
from groundrules.contracts.odcs.types import Logical
from groundrules.contracts.regex import portable

_BOUNDS = {
    "ge": ("minimum", "min_value"),
    "gt": ("exclusiveMinimum", "min_value"),
    "le": ("maximum", "max_value"),
    "lt": ("exclusiveMaximum", "max_value"),
}


BOUNDS = {word for word, _ in _BOUNDS.values()}


def as_options(spec: Spec, kind: Logical | None, taken: set[str]) -> dict[str, Any]:
    """Return a check as logicalTypeOptions; none where they cannot say it, or say something else already."""
    if "options" in spec or kind is None:
        return {}
    found = _options(spec, kind)
    wanted = BOUNDS if spec["check"] == "in_range" else set(found)
    return {} if wanted & taken else found


def _options(spec: Spec, kind: Logical) -> dict[str, Any]:
    check, given = spec["check"], spec.get("arguments", {})
    if check in _BOUNDS:
        word, key = _BOUNDS[check]
        bound = _bound(given[key], kind)
        return {} if bound is None else {word: bound}
    if check == "in_range":
        return _range(given, kind)
    if kind.name != "string":
        return {}
    if check == "str_matches" and is_anchored(given["pattern"]):
        return {"pattern": given["pattern"]}
    if check == "str_length":
        exact, least, most = (given.get(k) for k in ("exact_value", "min_value", "max_value"))
        if exact is not None:
            return {"minLength": exact, "maxLength": exact}
        bounds = {"minLength": least, "maxLength": most}
        return {} if least == most else {k: v for k, v in bounds.items() if v is not None}
    return {}


def _range(given: dict[str, Any], kind: Logical) -> dict[str, Any]:
    ends = [
        (plain if given.get(f"include_{side}", True) else strict, _bound(given[key], kind))
        for side, plain, strict, key in (
            ("min", "minimum", "exclusiveMinimum", "min_value"),
            ("max", "maximum", "exclusiveMaximum", "max_value"),
        )
    ]
    return {} if any(bound is None for _, bound in ends) else dict(ends)


def as_range(specs: list[Spec]) -> list[Spec]:
    """Return two bounds as the one range that they were, other checks as they are."""
    bounds = [one for one in specs if one["check"] in _BOUNDS and "options" not in one][:2]
    if len(bounds) < 2:
        return specs
    given = {key: value for one in bounds for key, value in one["arguments"].items()}
    open_ends = {"include_min": "gt", "include_max": "lt"}
    names = [one["check"] for one in bounds]
    given |= {key: False for key, name in open_ends.items() if name in names}
    return [
        {"check": "in_range", "arguments": given},
        *(one for one in specs if not any(one is bound for bound in bounds)),
    ]


def _bound(value: Any, kind: Logical) -> Any:
    number = type(value) in (int, float) and math.isfinite(value)
    if kind.name in ("integer", "number"):
        return value if number else None
    word = {"timestamp": "timestamp", "date": "date"}.get(kind.name)
    if word and isinstance(value, dict) and word in value:
        return value[word]
    return None


def is_anchored(pattern: Any) -> bool:
    """Whether a pattern means the same to those who search it and to those who match the whole with it."""
    if not isinstance(pattern, str):
        return False
    try:
        portable(pattern)
        items = list(parser.parse(pattern))
    except (UnportableError, PatternError):
        return False
    ends = ((codes.AT, codes.AT_BEGINNING), (codes.AT, codes.AT_END))
    return len(items) > 1 and (items[0], items[-1]) == ends


def as_valid_values(spec: Spec) -> DataQuality | None:
    """Return a list of allowed values as the metric of invalid ones."""
    if spec["check"] != "isin" or "options" in spec:
        return None
    values = spec["arguments"]["allowed_values"]
    if not isinstance(values, list) or not values or not all(_is_simple(one) for one in values):
        return None
    return metric("invalidValues", validValues=values)


def metric(name: str, **arguments: Any) -> DataQuality:
    """Return a metric of the library that must be nought."""
    return DataQuality.model_validate(
        {"type": "library", "metric": name, "arguments": arguments, "mustBe": 0}
    )


def _is_simple(value: Any) -> bool:
    return type(value) in (bool, int, str) or (type(value) is float and math.isfinite(value))


def of_options(kind: Logical | None, options: dict[str, Any]) -> Iterator[Spec]:
    """Yield the checks that logicalTypeOptions make; those that make none stay in `options`."""
    if kind is None:
        return
    for check, (word, key) in _BOUNDS.items():
        bound = _read_bound(options.get(word), kind)
        if bound is not None:
            del options[word]
            yield {"check": check, "arguments": {key: bound}}
    if kind.name != "string":
        return
    if is_pattern(options.get("pattern")):
        yield of_pattern(options.pop("pattern"))
    lengths = {word: options.get(word) for word in ("minLength", "maxLength") if word in options}
    if lengths and all(type(one) is int for one in lengths.values()):
        least, most = (options.pop(word, None) for word in ("minLength", "maxLength"))
        arguments = {"min_value": least, "max_value": most}
        exact = {"exact_value": least}
        yield {"check": "str_length", "arguments": exact if least == most else arguments}


def _read_bound(value: Any, kind: Logical) -> Any:
    if kind.name in ("integer", "number"):
        return value if type(value) in (int, float) else None
    if kind.name == "date" and value is not None:
        return _day(value)
    if kind.name != "timestamp" or value is None:
        return None
    return _moment(value, dict(kind.options))


def _day(value: Any) -> Any:
    try:
        return {"date": date.fromisoformat(str(value)).isoformat()}
    except ValueError:
        return None


def _moment(value: Any, options: dict[str, Any]) -> Any:
    """Return a time with a zone where the column has one; None where it is no such time."""
    try:
        moment = pd.Timestamp(str(value))
        if options.get("timezone") and moment.tzinfo is None:
            moment = moment.tz_localize(str(options.get("defaultTimezone") or "UTC"))
    except (ValueError, TypeError, KeyError):
        return None
    zoned = moment.tzinfo is not None
    return {"timestamp": moment.isoformat()} if zoned == bool(options.get("timezone")) else None


def is_pattern(value: Any) -> bool:
    """Whether a value is a regular expression of Python's."""
    try:
        re.compile(value)
    except (re.error, TypeError, OverflowError, RecursionError):
        return False
    return isinstance(value, str)


def of_pattern(pattern: str) -> Spec:
    """Return the check of a pattern, which ODCS searches as ECMA-262 does."""
    check = "str_matches" if is_anchored(pattern) else "str_contains"
    return {"check": check, "arguments": {"pattern": pattern}}
