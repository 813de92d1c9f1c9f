"""Types and checks of a contract in words, for people who do not read Python; parts of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pandera.pandas as pa

from groundrules.contracts.authoring.check_keys import built_in
from groundrules.contracts.authoring.types import logical
from groundrules.contracts.checks.rule import rule_of
from groundrules.contracts.checks.tolerance import Mostly
from groundrules.contracts.naming import label

_MANY = 20
_ODD = re.compile(r"[^\w ]")
_KINDS = {
    "any": "any", "integer": "whole number", "text": "text", "boolean": "true or false",
    "float64": "number", "float32": "number", "object": "any object",
    "date": "date",
}  # fmt: skip
_COMPARED = {
    "equal_to": ("always", "value"),
    "not_equal_to": ("never", "value"),
    "greater_than": ("above", "min_value"),
    "greater_than_or_equal_to": ("at least", "min_value"),
    "less_than": ("below", "max_value"),
    "less_than_or_equal_to": ("at most", "max_value"),
}


def code(text: object) -> str:
    """Return a text as it stands, in a cell of a table: no character of it is Markdown."""
    shown = (
        re.sub(r"\s+", " ", str(text)) if str(text).strip() else "\u2423" * max(len(str(text)), 1)
    )
    if "\\|" in shown:  # renderers disagree on a backslash before a bar that is escaped
        return f"<code>{_ODD.sub(lambda one: f'&#{ord(one[0])};', shown)}</code>"
    longest = max((len(run) for run in re.findall(r"`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}".replace("|", "\\|")


def prose(text: object) -> str:
    """Return a text that may hold Markdown of its own, on one line of a table."""
    lines = [line.strip() for line in str(text).strip().splitlines()]
    joined = " ".join(line for line in lines if line)
    return re.sub(r"\\*\|", r"\\|", joined.replace("<", "&lt;"))


def outside(text: str) -> str:
    """Return what was written for a cell as it is written outside of a table."""
    return text.replace("\\|", "|")


def type_in_words(dtype: Any) -> str:
    """Return what a column holds, and what pandera calls it where that says more."""
    found = logical(dtype)
    if found.kind == "category":
        members = f": {_listed(found.members)}" if found.members else ""
        return f"category{members}"
    if found.digits:
        return f"decimal of {found.digits[0]} digits, {found.digits[1]} after the point"
    if found.kind.startswith("datetime64"):
        zone = getattr(dtype, "tz", None)
        return f"time, zone {code(zone)}" if zone is not None else "time without zone"
    word = _KINDS.get(found.kind, code(found.name))
    narrow = found.limits is not None and found.name.lower() != "int64"
    return f"{word} ({code(found.name)})" if narrow or found.kind == "float32" else word


def check_in_words(check: pa.Check) -> str:
    """Return what a check asks, in words if it is one of pandera's or ours."""
    said = _said(check)
    if not check.ignore_na:
        said += ", nulls too"
    return said + (" (advisory)" if check.raise_warning else "")


def _said(check: pa.Check) -> str:
    if check.description:
        return prose(check.description)
    rule = rule_of(check)
    if isinstance(rule, Mostly):
        return f"{check_in_words(rule.inner)}, in at least {100 * rule.share:.10g} % of the values"
    name, given = built_in(check), check.statistics or {}
    if name in _COMPARED:
        word, of = _COMPARED[name]
        return f"{word} {_value(given[of])}"
    if name == "in_range":
        low = "" if given.get("include_min", True) else " (exclusive)"
        high = "" if given.get("include_max", True) else " (exclusive)"
        return f"from {_value(given['min_value'])}{low} to {_value(given['max_value'])}{high}"
    if name == "str_length":
        return _length(given)
    if name in ("isin", "notin", "unique_values_eq"):
        return _members(name, given)
    if name in ("str_matches", "str_contains"):
        pattern = getattr(given["pattern"], "pattern", given["pattern"])
        how = "begins with a match of" if name == "str_matches" else "holds a match of"
        return f"{how} {code(pattern)}"
    if name in ("str_startswith", "str_endswith"):
        how = "begins" if name == "str_startswith" else "ends"
        return f"{how} with {code(given['string'])}"
    return code(label(check))


def _length(given: dict[str, Any]) -> str:
    exact, low, high = (given.get(f"{key}_value") for key in ("exact", "min", "max"))
    if exact is not None or (low == high and low is not None):
        return f"{exact if exact is not None else low} characters"
    if low is None:
        return f"at most {high} characters"
    return f"at least {low} characters" if high is None else f"{low} to {high} characters"


def _members(name: str, given: dict[str, Any]) -> str:
    if name == "isin":
        return f"one of {_listed(given['allowed_values'])}"
    if name == "notin":
        return f"none of {_listed(given['forbidden_values'])}"
    return f"all of {_listed(sorted(given['values'], key=str))} occur, and nothing else"


def _listed(values: Iterable[Any]) -> str:
    listed = sorted(values, key=str) if isinstance(values, set | frozenset) else list(values)
    shown = ", ".join(_value(value) for value in listed[:_MANY])
    return shown + (f" and {len(listed) - _MANY} more" if len(listed) > _MANY else "")


def _value(value: Any) -> str:
    return code(value.item() if hasattr(value, "item") else value)
