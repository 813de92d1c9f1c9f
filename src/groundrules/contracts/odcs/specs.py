"""A check of a contract as plain values that YAML can hold, and back as Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from groundrules.contracts import checks
from groundrules.contracts.checks.rows import NOT_NULL, Compare, When
from groundrules.contracts.checks.rule import rule_of
from groundrules.contracts.checks.tolerance import Mostly
from groundrules.contracts.writing.literals import Call, Code, pattern, quoted

Spec = dict[str, Any]

_BUILT_IN: dict[str, tuple[str, tuple[str, ...]]] = {
    "equal_to": ("eq", ("value",)),
    "not_equal_to": ("ne", ("value",)),
    "greater_than": ("gt", ("min_value",)),
    "greater_than_or_equal_to": ("ge", ("min_value",)),
    "less_than": ("lt", ("max_value",)),
    "less_than_or_equal_to": ("le", ("max_value",)),
    "in_range": ("in_range", ("min_value", "max_value", "include_min", "include_max")),
    "isin": ("isin", ("allowed_values",)),
    "notin": ("notin", ("forbidden_values",)),
    "str_contains": ("str_contains", ("pattern",)),
    "str_endswith": ("str_endswith", ("string",)),
    "str_matches": ("str_matches", ("pattern",)),
    "str_length": ("str_length", ("min_value", "max_value", "exact_value")),
    "str_startswith": ("str_startswith", ("string",)),
    "unique_values_eq": ("unique_values_eq", ("values",)),
}
"""In the order in which `pa.Field` puts them."""
_ARGUMENTS = dict(_BUILT_IN.values())
_FIELDS = [name for name in _ARGUMENTS if name != "unique_values_eq"]
_OPTIONS = (
    "name", "title", "description", "error", "raise_warning", "ignore_na", "n_failure_cases",
)  # fmt: skip


_ENDS = ["min_value", "max_value"]


class NotPlainError(Exception):
    """A check that only Python can hold."""


def spec_of(check: pa.Check) -> Spec:
    """Return a check as plain values; raises NotPlainError for Python code, or values that YAML has not."""
    rule = rule_of(check)
    if rule is not None:
        spec = _of_ours(rule)
        usual = _rebuilt(spec, rule)
    else:
        spec = _of_pandera(check)
        usual = getattr(pa.Check, spec["check"])(**_given(check, spec))
    return spec | _options(check, usual)


def _of_pandera(check: pa.Check) -> Spec:
    short, names = _BUILT_IN.get(str(check.registry_name), ("", ()))
    if not short or check.element_wise or check.groupby is not None or not check.statistics:
        raise NotPlainError
    given = {name: check.statistics[name] for name in names if name in check.statistics}
    return {"check": short, "arguments": {key: plain(value) for key, value in given.items()}}


def _given(check: pa.Check, spec: Spec) -> dict[str, Any]:
    return {key: (check.statistics or {})[key] for key in spec["arguments"]}


def _of_ours(rule: Any) -> Spec:
    match rule:
        case Mostly(inner, share):
            return {"check": "mostly", "inner": spec_of(inner), "share": share}
        case Compare(left, sign, right):
            return {"check": "compare", "left": left, "sign": sign, "right": right}
        case When(column, condition, then_column, then):
            return {
                "check": "when",
                "column": column,
                "condition": spec_of(condition),
                "then_column": then_column,
                "then": NOT_NULL if then is None else spec_of(then),
            }
    raise NotPlainError


def _rebuilt(spec: Spec, rule: Any) -> pa.Check:
    """Return the same rule of ours as it is called when nobody calls it otherwise."""
    match rule:
        case Mostly(inner, share):
            return checks.mostly(inner, share=share)
        case Compare(left, sign, right):
            return checks.compare(left, sign, right)
    then = (rule.then_column, NOT_NULL if rule.then is None else rule.then)
    return checks.when(rule.column, rule.condition, then=then)


def _options(check: pa.Check, usual: pa.Check) -> Spec:
    """Return what differs from a check of the same kind that is given no options."""
    changed = {
        name: getattr(check, name)
        for name in _OPTIONS
        if getattr(check, name) != getattr(usual, name)
    }
    if check.registry_name == "unique_values_eq" and str(check.error).startswith(
        "unique_values_eq(["
    ):
        changed.pop("error", None)  # it lists a set, in any order
    return {"options": {key: plain(value) for key, value in changed.items()}} if changed else {}


def plain(value: Any) -> Any:
    """Return a value as YAML holds it; raises NotPlainError for any other."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or type(value) in (bool, int, float, str):
        return value
    if value is pd.NaT:
        raise NotPlainError
    if isinstance(value, pd.Timestamp):
        return {"timestamp": value.isoformat()}
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal) and value.is_finite():
        return {"decimal": str(value)}
    if isinstance(value, set | frozenset):
        return [plain(one) for one in sorted(value, key=str)]
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Mapping) and all(type(key) is str for key in value):
        return {key: plain(one) for key, one in value.items()}
    raise NotPlainError


def python(value: Any) -> Any:
    """Return what stands for a plain value in Python source."""
    match value:
        case {"timestamp": str(text)} if len(value) == 1:
            return Code(f"pd.Timestamp({quoted(text)})")
        case {"datetime": str(text)} if len(value) == 1:
            return Code(f"datetime.fromisoformat({quoted(text)})")
        case {"date": str(text)} if len(value) == 1:
            return Code(f"date.fromisoformat({quoted(text)})")
        case {"decimal": str(text)} if len(value) == 1:
            whole = re.fullmatch("0|-?[1-9][0-9]*", text)
            return Code(f"Decimal({text if whole else quoted(text)})")
        case list():
            return [python(one) for one in value]
        case dict():
            return {key: python(one) for key, one in value.items()}
    return value


def call_of(spec: Spec) -> Call:
    """Return the Python of a check; raises NotPlainError for what is none."""
    try:
        options = tuple((k, python(v)) for k, v in spec.get("options", {}).items())
        match spec["check"]:
            case "mostly":
                inner = call_of(spec["inner"])
                return Call("checks.mostly", (("", inner), ("share", spec["share"]), *options))
            case "compare":
                sides = tuple(("", spec[key]) for key in ("left", "sign", "right"))
                return Call("checks.compare", (*sides, *options))
            case "when":
                then = spec["then"] if spec["then"] == NOT_NULL else call_of(spec["then"])
                told = (("", spec["column"]), ("", call_of(spec["condition"])))
                return Call("checks.when", (*told, ("then", (spec["then_column"], then)), *options))
            case short if short in _ARGUMENTS:
                given = _arguments(spec)
                by_position = len(_ARGUMENTS[short]) == 1 or list(given) == _ENDS
                named = [("" if by_position else key, value) for key, value in given.items()]
                return Call(f"pa.Check.{short}", (*named, *options))
    except (KeyError, TypeError, AttributeError) as error:
        raise NotPlainError from error
    raise NotPlainError


def _arguments(spec: Spec) -> dict[str, Any]:
    """Return the arguments that say something."""
    given = {key: _source(key, value) for key, value in spec["arguments"].items()}
    return {k: v for k, v in given.items() if not (v is None or (k.startswith("include") and v))}


def _source(name: str, value: Any) -> Any:
    return pattern(value) if name == "pattern" and isinstance(value, str) else python(value)


def field_options(specs: Sequence[Spec]) -> dict[str, Any] | None:
    """Return the checks of a column as keywords of `pa.Field`; None where it cannot hold them."""
    names = [spec["check"] for spec in specs]
    strange = any(spec["check"] not in _FIELDS or "options" in spec for spec in specs)
    if strange or len(set(names)) < len(names) or names != sorted(names, key=_FIELDS.index):
        return None
    found = {}
    for spec in specs:
        given = _arguments(spec)
        single = len(_ARGUMENTS[spec["check"]]) == 1
        found[spec["check"]] = next(iter(given.values())) if single else given
    return found


def in_order(specs: Sequence[Spec]) -> list[Spec]:
    """Return checks in the order of `pa.Field`; what it does not know comes last."""
    place = {name: number for number, name in enumerate(_FIELDS)}
    return sorted(specs, key=lambda one: place.get(one["check"], len(place)))
