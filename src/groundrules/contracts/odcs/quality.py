"""Quality entries of ODCS as checks; those that pandera has no word for as comments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from groundrules.contracts.odcs.reading import Taken, shown
from groundrules.contracts.odcs.specs import NotPlainError, Spec, call_of
from groundrules.contracts.odcs.standard import is_pattern, of_pattern

Note = Callable[[str], None]


@dataclass(slots=True)
class Quality:
    """What the quality entries of a column or a table ask."""

    specs: list[Spec] = field(default_factory=list)
    not_null: bool = False
    is_unique: bool = False
    unique: list[tuple[str, ...]] = field(default_factory=list)
    """Of a table: groups of properties in which no two rows agree."""
    notes: list[str] = field(default_factory=list)


def read_quality(entries: Any, where: str, note: Note, *, of_table: bool = False) -> Quality:
    """Return what the entries ask; `note` is told of those that are only kept as comments."""
    found = Quality()
    for entry in entries or []:
        one = Taken(entry)
        if not (_custom(one, found, of_table) or _library(one, found, of_table)):
            found.notes.append(f"ODCS also asks: {shown(entry)}")
            note(
                f"{where}: a quality entry has no word in pandera, kept as a comment: {_brief(entry)}"
            )
            continue
        left = [text for text in one.left() if text not in ("type: library", "unit: rows")]
        if left:
            found.notes.append(f"ODCS says of a check: {'; '.join(left)}")
            note(f"{where}: of a quality entry {'; '.join(left)} is only kept as a comment")
    return found


def _brief(entry: dict[str, Any]) -> str:
    words = [entry.get(key) for key in ("name", "metric", "description", "query", "engine")]
    text = str(next((one for one in words if one), entry.get("type") or shown(entry)))
    return text if len(text) <= 70 else text[:69] + "…"


def _custom(one: Taken, found: Quality, of_table: bool) -> bool:
    """Read an entry that `export` wrote."""
    spec = one.get("implementation")
    if not isinstance(spec, dict) or (spec.get("check") in ("compare", "when")) != of_table:
        return False
    if one.get("type") != "custom" or one.get("engine") not in ("pandera", "groundrules"):
        return False
    try:
        call_of(spec)
    except NotPlainError:
        return False
    found.specs.append(dict(spec))
    warns = one.take("severity") == "warning"
    if warns and "raise_warning" not in found.specs[-1].get("options", {}):
        found.specs[-1]["options"] = {**found.specs[-1].get("options", {}), "raise_warning": True}
    for key in ("type", "engine", "implementation"):
        one.take(key)
    return True


def _library(one: Taken, found: Quality, of_table: bool) -> bool:
    """Read a metric that must be nought; any other share or count is no promise about each row."""
    metric, arguments = one.get("metric"), one.get("arguments") or {}
    of_rows = one.get("unit") in (None, "rows", "percent")
    if one.get("type") not in (None, "library") or one.get("mustBe") != 0 or not of_rows:
        return False
    if _operators(one) > 1 or one.get("severity") in ("warning", "info"):
        return False
    match metric, list(arguments), of_table:
        case "nullValues", [], False:
            found.not_null = True
        case "duplicateValues", [], False:
            found.is_unique = True
        case "duplicateValues", ["properties"], True:
            found.unique.append(tuple(str(part) for part in arguments["properties"]))
        case "invalidValues", ["validValues"], False if _are_scalars(arguments["validValues"]):
            values = [_scalar(value) for value in arguments["validValues"]]
            found.specs.append({"check": "isin", "arguments": {"allowed_values": values}})
        case "invalidValues", ["pattern"], False if is_pattern(arguments["pattern"]):
            found.specs.append(of_pattern(arguments["pattern"]))
        case _:
            return False
    for key in ("type", "metric", "arguments", "mustBe", "unit"):
        one.take(key)
    return True


def _operators(one: Taken) -> int:
    return sum(key.startswith("must") for key in one)


def _are_scalars(values: Any) -> bool:
    return isinstance(values, list) and all(
        isinstance(one, bool | int | float | str | date) for one in values
    )


def _scalar(value: Any) -> Any:
    """YAML reads what looks like a date as one."""
    return {"timestamp": value.isoformat()} if isinstance(value, date) else value
