"""A pandera schema as a form, for a table whose columns are known."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera import dtypes

from groundrules.contracts.checks.compiling import table_check
from groundrules.contracts.checks.rule import rule_of
from groundrules.contracts.checks.tolerance import inner, tolerance
from groundrules.contracts.columns import Promise, promises
from groundrules.contracts.form import (
    All,
    Among,
    Begins,
    CheckForm,
    ColumnForm,
    Compare,
    Condition,
    ContractForm,
    DistinctAre,
    Length,
    Matches,
    Scalar,
    TypeForm,
    UnportableError,
)
from groundrules.contracts.naming import label
from groundrules.contracts.regex import portable
from groundrules.contracts.sql import digits_of

_COMPARISONS: dict[str, tuple[Any, str]] = {
    "equal_to": ("eq", "value"),
    "not_equal_to": ("ne", "value"),
    "greater_than": ("gt", "min_value"),
    "greater_than_or_equal_to": ("ge", "min_value"),
    "less_than": ("lt", "max_value"),
    "less_than_or_equal_to": ("le", "max_value"),
}
_TEXT_CHECKS = ("str_matches", "str_contains", "str_startswith", "str_endswith", "str_length")


def compile_contract(
    schema: pa.DataFrameSchema, names: Sequence[str], stored: Sequence[TypeForm | None]
) -> ContractForm:
    """Return the form of `schema` on a table with columns `names` of types `stored`.

    A type is None where the table stores what has no logical type here. Raises UnportableError, with what it is
    about, for the first part that only pandera can judge.
    """
    _whole(schema)
    types = dict(zip(names, stored, strict=True))
    promised = promises(schema, names)
    types |= {one.name: _judged(one, types.get(one.name)) for one in promised if one.present}
    unique = schema.unique or []
    groups = [unique] if all(isinstance(name, str) for name in unique) else unique
    strange = next((n for group in groups for n in group if n in types and types[n] is None), None)
    if strange is not None:
        raise UnportableError(f"the column {strange} is stored as a type of its own")
    return ContractForm(
        schema.name or "contract",
        tuple(_column(promise, schema, types) for promise in promised),
        tuple(tuple(group) for group in groups if group),
        tuple(table_check(check, types, condition) for check in schema.checks),
    )


def _whole(schema: pa.DataFrameSchema) -> None:
    if any(rule_of(check) is None for check in schema.checks):
        raise UnportableError("the contract checks the table as a whole")
    if schema.index is not None:
        raise UnportableError("the contract speaks of an index, which files do not have")
    if schema.parsers or any(column.parsers for column in schema.columns.values()):
        raise UnportableError("the contract's parsers are Python")
    if schema.strict == "filter":
        raise UnportableError("strict='filter' takes columns away")


def _column(
    promise: Promise, schema: pa.DataFrameSchema, types: dict[str, TypeForm | None]
) -> ColumnForm:
    name, column = promise.name, promise.column
    declared = schema.columns.get(name)
    advisory = [check.raise_warning for check in declared.checks] if declared else []
    try:
        type_form = logical_type(column.dtype) if column.dtype is not None else None
        stored = types.get(name)
        if promise.present and stored is None:
            raise UnportableError("is stored as a type of its own")
        if type_form is not None and stored is not None:
            _readable(type_form, stored)
        checks = tuple(
            CheckForm(label(check), condition(inner(check), stored), warns, tolerance(check))
            for check, warns in zip(
                column.checks, [*advisory, *[False] * len(column.checks)], strict=False
            )
        )
    except UnportableError as error:
        raise UnportableError(f"the column {name}: {error}") from None
    return ColumnForm(
        name, promise.present, column.required, type_form, column.nullable, column.unique, checks
    )


def _judged(promise: Promise, stored: TypeForm | None) -> TypeForm | None:
    """Return the type in which a column's checks are judged: the declared one, where it is of its kind."""
    dtype = promise.column.dtype
    if stored is None or dtype is None:
        return stored
    if stored.kind == "float" and dtypes.is_float(dtype):
        return replace(stored, single=str(dtype) == "float32")
    return replace(stored, category=stored.kind == "text" and dtypes.is_category(dtype))


def _readable(declared: TypeForm, stored: TypeForm) -> None:
    """Raise UnportableError where pandas changes, or looks at, each value to give it its type."""
    changed = declared.kind in ("date", "decimal") and declared.kind != stored.kind
    if declared.digits is not None and stored.digits is not None:
        fits = declared.digits[1] == stored.digits[1] and declared.digits[0] >= stored.digits[0]
        changed = changed or not fits
    if changed:
        raise UnportableError(f"is declared as {declared.name} and stored as {stored.name}")


def logical_type(dtype: Any) -> TypeForm:
    """Return the form of a pandera dtype; raises UnportableError for one that only pandas knows."""
    text = str(dtype)
    width = re.fullmatch(r"(u?int)(8|16|32|64)", text.lower())
    if width:
        info = np.iinfo(width[0])
        return TypeForm("integer", text, (int(info.min), int(info.max)))
    if text in ("float32", "float64"):
        return TypeForm("float", text, single=text == "float32")
    if isinstance(dtype, dtypes.Decimal):
        return TypeForm("decimal", text, digits=(dtype.precision, dtype.scale))
    if text == "date" and not getattr(dtype, "to_datetime_kwargs", None):
        return TypeForm("date", text)
    if dtypes.is_category(dtype):
        return _category(dtype)
    if text.lower() in ("bool", "boolean"):
        return TypeForm("boolean", text)
    if dtypes.is_string(dtype):
        return TypeForm("text", text)
    if dtypes.is_datetime(dtype) and getattr(dtype, "unit", None) == "ns":
        if getattr(dtype, "to_datetime_kwargs", None) or getattr(dtype, "time_zone_agnostic", None):
            raise UnportableError("the type reads times in its own way")
        return TypeForm("zoned time" if dtype.tz is not None else "time", text)
    raise UnportableError(f"the type {text} has no logical type here")


def _category(dtype: Any) -> TypeForm:
    known = None if dtype.categories is None else tuple(dtype.categories)
    if known is not None and not all(isinstance(one, str) for one in known):
        raise UnportableError("its categories are no texts")
    return TypeForm("text", "category", category=True, categories=known)


def condition(check: pa.Check, stored: TypeForm | None) -> Condition | DistinctAre:
    """Return the form of a built-in check on a column of a type; raises UnportableError for any other."""
    name, given = getattr(check, "registry_name", None) or check.name, check.statistics or {}
    if check.element_wise or check.groupby is not None:
        raise UnportableError(f"`{label(check)}` runs Python on each value or group")
    if not check.ignore_na:
        raise UnportableError(f"`{label(check)}` asks what a null is, which pandas answers by type")
    if not _is_builtin(check, str(name)):
        raise UnportableError(f"`{label(check)}` is Python")
    if stored is None:
        return Among((), wanted=True)  # of a column that is not there: never looked at
    if name in _TEXT_CHECKS:
        if stored.kind != "text":
            raise UnportableError(f"`{label(check)}` is about text, the column holds another type")
        return _of_text(str(name), given)
    return _of_values(str(name), given, stored, check)


def _is_builtin(check: pa.Check, name: str) -> bool:
    known = (*_COMPARISONS, *_TEXT_CHECKS, "in_range", "isin", "notin", "unique_values_eq")
    return name in known and getattr(pa.Check, name, None) is not None and bool(check.statistics)


def _of_text(name: str, given: dict[str, Any]) -> Condition:
    if name in ("str_matches", "str_contains"):
        pattern = given["pattern"]
        if not isinstance(pattern, str):
            raise UnportableError("a compiled pattern carries flags of its own")
        text = portable(pattern)
        return Matches(rf"\A(?:{text})" if name == "str_matches" else f"(?:{text})")
    if name == "str_length":
        exact = given.get("exact_value")
        least, most = (
            (exact, exact)
            if exact is not None
            else (given.get("min_value"), given.get("max_value"))
        )
        return Length(least, most)
    return Begins(str(given["string"]), at_end=name == "str_endswith")


def _of_values(
    name: str, given: dict[str, Any], stored: TypeForm, check: pa.Check
) -> Condition | DistinctAre:
    where = label(check)
    if name in _COMPARISONS:
        how, key = _COMPARISONS[name]
        return Compare(how, _bound(given[key], stored, where, ordered=how not in ("eq", "ne")))
    if name == "in_range":
        low, high = (
            _bound(given[key], stored, where, ordered=True) for key in ("min_value", "max_value")
        )
        return All(
            (
                Compare("ge" if given.get("include_min", True) else "gt", low),
                Compare("le" if given.get("include_max", True) else "lt", high),
            )
        )
    if name == "unique_values_eq":
        return DistinctAre(_scalars(given["values"], stored, where))
    wanted = name == "isin"
    return Among(
        _scalars(given["allowed_values" if wanted else "forbidden_values"], stored, where), wanted
    )


def _bound(value: Any, stored: TypeForm, where: str, *, ordered: bool) -> Scalar:
    """Return what a column is compared with; numpy rounds it to the width of a column of 32 bits."""
    if ordered and (stored.kind == "boolean" or stored.category):
        raise UnportableError(f"`{where}` orders {'categories' if stored.category else 'booleans'}")
    scalar = _scalar(value, stored, where)
    if stored.single and not isinstance(value, np.generic):
        with np.errstate(over="ignore"):
            return float(np.float32(scalar))  # type: ignore[arg-type]
    return scalar


def _scalars(values: Iterable[Any], stored: TypeForm, where: str) -> tuple[Scalar, ...]:
    if isinstance(values, str):
        raise UnportableError(f"`{where}` lists the letters of a text")
    return tuple(_scalar(value, stored, where) for value in values)


def _scalar(value: Any, stored: TypeForm, where: str) -> Scalar:
    """Return a value of the column's own kind; anything else is compared by rules of pandas alone."""
    kind = stored.kind
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        if kind == "boolean":
            return value
    elif isinstance(value, int | float) and kind in ("integer", "float"):
        exact = isinstance(value, float) or kind == "integer" or abs(value) <= 2**53
        if exact and not math.isnan(value):
            return value
    elif isinstance(value, int | Decimal) and kind == "decimal":
        number = Decimal(value)
        if number.is_finite() and _fits(number, stored):
            return number
    elif isinstance(value, str) and kind == "text":
        return value
    elif isinstance(value, datetime):
        if kind in ("time", "zoned time"):
            stamp = pd.Timestamp(value)
            if (stamp.tzinfo is not None) == (kind == "zoned time") and not stamp.nanosecond:
                moment: datetime = stamp.to_pydatetime()
                return moment
    elif isinstance(value, date) and kind == "date":
        return value
    raise UnportableError(f"`{where}` compares {kind} with {value!r}")


def _fits(number: Decimal, stored: TypeForm) -> bool:
    """Whether a number and a column of decimals have one type of 38 digits at most, as engines need."""
    assert stored.digits is not None
    size, scale = digits_of(number)
    whole = max(size - scale, stored.digits[0] - stored.digits[1])
    return whole + max(scale, stored.digits[1]) <= 38
