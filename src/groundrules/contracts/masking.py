"""Samples without the values of sensitive columns: those whose `metadata` says `{"sensitive": True}`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandera.pandas as pa

from groundrules.contracts.result import RuleResult, ValidationResult


def masked(result: ValidationResult, schema: pa.DataFrameSchema) -> ValidationResult:
    """Return a result whose samples tell rows, and no value of a sensitive column."""
    sensitive = [
        str(name) if column.regex else re.escape(str(name))
        for name, column in schema.columns.items()
        if (column.metadata or {}).get("sensitive")
    ]
    if not sensitive:
        return result
    return replace(result, rules=tuple(_masked(rule, sensitive) for rule in result.rules))


def _masked(rule: RuleResult, sensitive: list[str]) -> RuleResult:
    if any(re.match(f"(?:{pattern}).*?: ", rule.name) for pattern in sensitive):
        # What a check raised may quote a value.
        detail = re.sub(r"(itself raised \w+)\(.*", r"\1", rule.detail, flags=re.S)
        return replace(
            rule, detail=detail, samples=tuple({**one, **_HIDDEN} for one in rule.samples)
        )
    return replace(rule, samples=tuple(_without(one, sensitive) for one in rule.samples))


_HIDDEN: dict[str, Any] = {"value": None, "hidden": True}


def _without(sample: dict[str, Any], sensitive: Iterable[str]) -> dict[str, Any]:
    value = sample["value"]
    if not isinstance(value, dict):
        return sample
    shown = {k: v for k, v in value.items() if not any(re.match(p, k) for p in sensitive)}
    return sample if len(shown) == len(value) else {**sample, "value": shown, "hidden": True}
