"""Types of pandera beside the logical types of ODCS."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pandera.pandas as pa
from pandera import dtypes
from pandera.engines.pandas_engine import Engine

from groundrules.contracts.writing.literals import Call, Code


@dataclass(frozen=True, slots=True)
class Logical:
    """A logical type, with the options that belong to it."""

    name: str
    options: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A type as Python writes it: inside `Series[…]` with `dtype_kwargs`, and as the type of a `pa.Column`."""

    annotation: str
    kwargs: dict[str, Any] | None
    column: Any
    known: bool = True
    """False: the logical type has no twin, and any type is accepted."""


_DECIMAL = re.compile(r"[Dd]ecimal\((\d+), (\d+)\)")
_INTEGERS = {f"i{n}": f"Int{n}" for n in (8, 16, 32)} | {
    f"u{n}": f"UInt{n}" for n in (8, 16, 32, 64)
}
_NAMED = {
    **{
        f"{sign}Int{n}": f"pa.{sign.upper()}INT{n}" for sign in ("", "U") for n in (8, 16, 32, 64)
    },
    "boolean": "pa.BOOL",
    "category": "pa.Category",
    "float32": "pa.Float32",
    "float16": "pa.Float16",
    "object": "pa.Object",
}  # fmt: skip
"""Types that have an annotation but no logical type of their own: by their names in pandera."""


def logical(dtype: Any) -> tuple[Logical | None, str | None]:
    """Return the logical type of a column's, and its own name where that says more than the logical type."""
    if dtype is None:
        return None, None
    found = _logical(str(dtype)) or _nearest(dtype)
    return found, None if found and _same(written(found), dtype) else str(dtype)


def _logical(name: str) -> Logical | None:
    if width := re.fullmatch(r"(u?)int(8|16|32|64)", name):
        return Logical("integer", (("format", f"{width[1] or 'i'}{width[2]}"),))
    if zoned := re.fullmatch(r"datetime64\[ns, (.+)\]", name):
        return Logical("timestamp", (("timezone", True), ("defaultTimezone", zoned[1])))
    plain = {
        "float64": Logical("number", (("format", "f64"),)),
        "float32": Logical("number", (("format", "f32"),)),
        "str": Logical("string"),
        "bool": Logical("boolean"),
        "datetime64[ns]": Logical("timestamp", (("timezone", False),)),
        "date": Logical("date"),
    }
    return plain.get(name)


def _nearest(dtype: Any) -> Logical | None:
    """Return the logical type of pandas' nullable and other twins."""
    name = str(dtype).lower()
    if re.fullmatch(r"u?int(8|16|32|64)", name):
        return _logical(name)
    for part, found in (("float", "number"), ("bool", "boolean"), ("string", "string"), ("datetime", "timestamp"),
                        ("decimal", "number")):  # fmt: skip
        if part in name:
            return Logical(found)
    return None


def _same(own: Written, dtype: Any) -> bool:
    return own.known and bool(resolved(own.column) == dtype)


def resolved(column: Any) -> Any:
    """Return the pandera type that a `pa.Column` of this source has."""
    import pandas as pd

    source = column if isinstance(column, str) else ""
    scope = {"int": int, "float": float, "str": str, "bool": bool}
    if isinstance(column, Call):
        made = {"pa.Decimal": pa.Decimal, "pd.DatetimeTZDtype": pd.DatetimeTZDtype}[column.head]
        return Engine.dtype(made(*(value for _, value in column.arguments)))
    if source.startswith("pa."):
        return Engine.dtype(getattr(pa, source.removeprefix("pa.")))
    return Engine.dtype(scope.get(source, source))


def is_type(own: str) -> bool:
    """Whether pandera knows a type by this name."""
    if _DECIMAL.fullmatch(own):
        return True
    try:
        Engine.dtype(own)
    except TypeError:
        return False
    return True


def is_kept(own: str, dtype: Any) -> bool:
    """Whether the name of a type says all of it: categories and the like are no part of the name."""
    read = getattr(dtype, "to_datetime_kwargs", None) or getattr(dtype, "time_zone_agnostic", None)
    if dtypes.is_category(dtype):
        return True  # its categories are kept beside it
    return is_type(own) and bool(resolved(written(None, own).column) == dtype) and not read


def written(found: Logical | None, own: str | None = None) -> Written:
    """Return the Python of a logical type; `own` is a name of pandera that says more."""
    if own is not None:
        return _by_name(own)
    if found is None:
        return Written("Any", None, None)
    options = dict(found.options)
    match found.name:
        case "integer":
            name = _INTEGERS.get(str(options.get("format")))
            return _plain(f"pa.{name}" if name else "int")
        case "number":
            return _plain("pa.Float32" if options.get("format") == "f32" else "float")
        case "string" | "boolean" | "date":
            return _plain({"string": "str", "boolean": "bool", "date": "pa.Date"}[found.name])
        case "timestamp" if options.get("timezone"):
            zone = str(options.get("defaultTimezone") or "UTC")
            call = Call("pd.DatetimeTZDtype", (("", "ns"), ("", zone)))
            return Written("pd.DatetimeTZDtype", {"unit": "ns", "tz": zone}, call)
        case "timestamp":
            return _plain("pa.DateTime")
    return Written("Any", None, None, known=False)


def categorical(values: list[Any], *, ordered: bool) -> Written:
    """Return a type of these categories alone."""
    order = (("ordered", True),) if ordered else ()
    call = Call("pd.CategoricalDtype", (("", values), *order))
    return Written("pd.CategoricalDtype", {"categories": values, "ordered": ordered}, call)


def _by_name(own: str) -> Written:
    if found := _DECIMAL.fullmatch(own):
        digits = {"precision": int(found[1]), "scale": int(found[2])}
        return Written(
            "pa.Decimal", digits, Call("pa.Decimal", tuple(("", n) for n in digits.values()))
        )
    source = _NAMED.get(own)
    if source and hasattr(pa, source.removeprefix("pa.")) and str(resolved(Code(source))) == own:
        return _plain(source)
    return Written("", None, own)


def _plain(source: str) -> Written:
    return Written(source, None, Code(source))
