"""A property of ODCS as a column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from groundrules.contracts.odcs.export import SENSITIVE, custom_name
from groundrules.contracts.odcs.quality import Quality, read_quality
from groundrules.contracts.odcs.reading import Taken, shown
from groundrules.contracts.odcs.specs import Spec, python
from groundrules.contracts.odcs.standard import as_range, of_options
from groundrules.contracts.odcs.types import Logical, Written, categorical, is_type, written
from groundrules.errors import ContentError

Note = Callable[[str], None]

_OURS = (
    "type",
    "required",
    "in_range",
    "categories",
    "ordered",
    "coerce",
    "regex",
    "drop_invalid_rows",
    "metadata",
    "default",
)
_OPTIONS = ("coerce", "regex", "drop_invalid_rows", "default")
_SECRET = {"restricted", "confidential", "sensitive", "secret", "pii", "personal"}
_USUAL: dict[str, Any] = {"primaryKey": False, "primaryKeyPosition": -1, "partitioned": False,
                          "partitionKeyPosition": -1, "criticalDataElement": False, "tags": []}  # fmt: skip
"""What ODCS takes for said when nothing is."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One column; `key` is its place in the primary key."""

    name: str
    called: str
    """What ODCS calls it: `name` is the physical one."""
    written: Written
    required: bool
    specs: list[Spec]
    options: dict[str, Any]
    notes: tuple[str, ...]
    key: int | None


def imported(one: Taken, note: Note) -> Imported:
    """Return the column that a property makes; `note` is told what pandera has no word for."""
    if not one.get("name"):
        raise ContentError(f"a property of the schema has no name: {shown(dict(one))}")
    called = str(one.take("name"))
    name = str(one.take("physicalName") or called)
    where = f"the column {name}"
    ours = {key: given for key in _OURS if (given := _own(one, key)) is not None}
    for word, usual in _USUAL.items():
        if one.get(word) == usual:
            del one[word]
    kind, kept = _kind(one)
    specs = list(of_options(kind, kept))
    specs = as_range(specs) if ours.get("in_range") else specs
    type_ = _type(kind, ours, where, note)
    quality = read_quality(one.take("quality"), where, note)
    key = (one.take("primaryKeyPosition") or 1) if one.take("primaryKey") else None
    options = _options(one, quality, ours, key)
    notes = [*_said(called, name, type_, kind), *quality.notes]
    if any(spec["check"] == "str_contains" for spec in specs):
        notes.append("the pattern is searched, as ODCS has it: ^ and $ make it mean the whole text")
    left = [*one.left(), *(f"{option}: {value}" for option, value in kept.items())]
    if left:
        notes.append(f"ODCS also says {'; '.join(left)}")
        note(
            f"{where}: pandera has no word for {', '.join(text.partition(':')[0] for text in left)}: kept as a comment"
        )
    return Imported(
        name,
        called,
        type_,
        ours.get("required") is not False,
        [*specs, *quality.specs],
        options,
        tuple(notes),
        key,
    )


def _type(kind: Logical | None, ours: dict[str, Any], where: str, note: Note) -> Written:
    own, categories = ours.get("type"), ours.get("categories")
    if own == "category" and isinstance(categories, list):
        return categorical([python(one) for one in categories], ordered=bool(ours.get("ordered")))
    if own is not None and is_type(str(own)):
        return written(kind, str(own))
    if own is not None:
        note(f"{where}: {own} is no type of pandera by name; its logical type is taken")
    return written(kind)


def _own(one: Taken, key: str) -> Any:
    return one.custom(custom_name(key)).get(custom_name(key))


def _kind(one: Taken) -> tuple[Logical | None, dict[str, Any]]:
    """Return the logical type, and the options that say something else."""
    options = dict(one.take("logicalTypeOptions") or {})
    name = one.take("logicalType")
    if name is None:
        return None, options
    own = {
        "integer": ("format",),
        "number": ("format",),
        "timestamp": ("timezone", "defaultTimezone"),
    }
    taken = {key: options.pop(key) for key in own.get(name, ()) if key in options}
    return Logical(str(name), tuple(taken.items())), options


def _said(called: str, name: str, type_: Written, kind: Logical | None) -> list[str]:
    notes = [f"ODCS calls it {called}"] if called != name else []
    if kind is not None and not type_.known:
        notes.append(
            f"ODCS calls its type {kind.name}, which has no twin here: any type is accepted"
        )
    return notes


def _options(one: Taken, quality: Quality, ours: dict[str, Any], key: int | None) -> dict[str, Any]:
    required = bool(one.take("required")) or quality.not_null or key is not None
    is_unique = bool(one.take("unique")) or quality.is_unique
    found: dict[str, Any] = {} if required else {"nullable": True}
    found |= {"unique": True} if is_unique else {}
    found |= {name: python(ours[name]) for name in _OPTIONS if name in ours}
    title, description = one.take("businessName"), one.take("description")
    found |= {"title": title} if title else {}
    found |= {"description": description} if description else {}
    metadata = _classified(one.take("classification")) | dict(python(ours.get("metadata") or {}))
    return found | ({"metadata": metadata} if metadata else {})


def _classified(word: Any) -> dict[str, Any]:
    if word is None:
        return {}
    secret = {"sensitive": True} if str(word).lower() in _SECRET else {}
    return secret if word == SENSITIVE else {"classification": word} | secret
