"""What a draft says of a column, from what was seen of it, with the evidence in comments.

A draft promises no more than the data kept, and less where a coincidence would do: bounds are not those of the
sample, values are listed only where they repeat, and nothing of a personal column is shown.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from groundrules.contracts.infer import guess
from groundrules.contracts.infer.look import NUMBERS, Seen
from groundrules.contracts.writing.draft import DraftColumn, LeftOut
from groundrules.contracts.writing.literals import pattern, quoted

_TYPES = {
    "integer": "int",
    "float": "float",
    "decimal": "pa.Decimal",
    "date": "pa.Date",
    "text": "str",
    "boolean": "bool",
    "time": "pa.DateTime",
    "zoned time": "pd.DatetimeTZDtype",
    None: "Any",
}
_REPEATED = 3  # values are listed where each occurs so often, on average


def column(seen: Seen) -> DraftColumn | LeftOut:
    """Return what the contract says of a column; a type that no engine judges is left out."""
    if seen.column.kind is None and seen.column.stored != "nothing":
        return LeftOut((f"{quoted(seen.column.name)}: {evidence(seen)}.", _why_left_out(seen)))
    options = {**_type_options(seen), **_promises(seen)}
    if seen.nulls:
        options["nullable"] = True
    if seen.personal:
        options["metadata"] = {"sensitive": True}
    return DraftColumn(seen.column.name, _type(seen), tuple(options.items()), _notes(seen))


def is_unique(seen: Seen) -> bool:
    """Whether a column is taken for a key: all distinct, never null, and called or formed like one."""
    return not seen.nulls and seen.all_distinct and guess.is_key(seen.column.name)


def _type(seen: Seen) -> str:
    beyond = seen.column.kind == "integer" and (seen.most or 0) >= 2**63
    return "pa.UInt64" if beyond else _TYPES[seen.column.kind]


def _type_options(seen: Seen) -> dict[str, Any]:
    zoned, digits = seen.column.kind == "zoned time", seen.column.digits
    if digits is not None:
        return {"dtype_kwargs": {"precision": digits[0], "scale": digits[1]}}
    return {"dtype_kwargs": {"unit": "ns", "tz": "UTC"}} if zoned else {}


def _promises(seen: Seen) -> dict[str, Any]:
    found: dict[str, Any] = {"unique": True} if is_unique(seen) else {}
    if seen.personal or not seen.given:
        return found
    if seen.column.kind in NUMBERS and seen.least >= 0:
        found["ge"] = 0
        if _is_share(seen) and guess.is_share(seen.column.name):
            found["le"] = 1
    if seen.format:
        found["str_matches"] = pattern(seen.format)
    elif _is_listed(seen):
        found["isin"] = list(seen.values or ())
    return found


def _is_share(seen: Seen) -> bool:
    is_float = seen.column.kind in ("float", "decimal") and seen.given > 0
    return is_float and bool(seen.least >= 0 and seen.most <= 1)


def _is_listed(seen: Seen) -> bool:
    return bool(seen.values) and seen.given >= _REPEATED * len(seen.values or ())


def evidence(seen: Seen) -> str:
    """Return what was counted, as in `1,204,311 rows, 0 null, 7 values`."""
    parts = [_many(seen.rows, "row"), f"{seen.nulls:,} null"]
    if seen.all_distinct:
        parts.append("all distinct in this sample")
    elif seen.distinct is not None:
        parts.append(_many(seen.distinct, "value"))
    elif seen.about > 0.9 * seen.given:
        parts.append("nearly all distinct")
    elif seen.about:
        parts.append(f"about {_rounded(seen.about):,} values")
    return ", ".join(parts)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"


def _rounded(count: int) -> int:
    """An estimate is not known to its last digit."""
    return round(count, 2 - len(str(count))) if count > 99 else count


def _notes(seen: Seen) -> tuple[str, ...]:
    range_ = "" if seen.personal or not seen.given else _range(seen)
    notes = [evidence(seen) + range_, *seen.column.notes]
    if not seen.given:
        notes.append("always null here: say what it may hold")
    if seen.personal:
        notes.append("looks like personal data: no value of it is shown here or in reports")
    elif _is_share(seen) and not guess.is_share(seen.column.name) and seen.given > 1:
        notes.append("never above 1: add le=1 if it is a share or a probability")
    return tuple(notes)


def _range(seen: Seen) -> str:
    if seen.least is None or seen.most is None:
        return ""
    if seen.column.kind == "text":
        same = seen.least == seen.most
        return (
            f", {seen.least:,}{'' if same else f' to {seen.most:,}'} letters" if seen.most else ""
        )
    return f", from {_shown(seen.least)} to {_shown(seen.most)}"


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    if isinstance(value, float):
        return f"{value:.6g}"
    return f"{value:,}" if isinstance(value, int | Decimal) else str(value)


def _why_left_out(seen: Seen) -> str:
    return (
        f"Left out, as its type {seen.column.stored} has no meaning here that every engine shares: "
        "cast it where the data are made, or add it by hand for pandas alone."
    )
