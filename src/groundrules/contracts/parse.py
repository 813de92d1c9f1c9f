"""Text, or a typed column, as the type that a contract declares. Nothing is guessed.

integer     digits with a sign; a fraction of zeros (`3.0`) as other tools write integers
            beside nulls; it must fit the declared width
number      decimal or exponent, no thousands separator
boolean     true false 1 0, in any case
time        ISO 8601 (`2024-03-01`, `2024-03-01T10:00:00`), never 03/04/2024. A zoned type
            wants an offset in the text, a type without zone refuses one. A contract's own
            `to_datetime_kwargs` replace this
category    one of the declared categories
text        as it stands: `NA` is the text NA

Around anything but text, blanks are cut off, and `NA`, `N/A`, `NaN`, `NaT`, `null`,
`none` in any case are null as an empty field is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandera import dtypes
from pandera.engines.pandas_engine import DateTime, Engine
from pandera.errors import ParserError

type_of = Engine.dtype

_NULLS = ("", "na", "n/a", "nan", "nat", "null", "none")
_INTEGER = r"[+-]?\d+(?:\.0*)?"
_DATE = r"\d{4}-?\d\d-?\d\d.*"
_OFFSET = r".*[T ]\d\d.*(?:[Zz]|[+-]\d\d(?::?\d\d)?)"
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Parsed:
    """A column in its declared type: null where it could not be read."""

    values: pd.Series[Any]
    unreadable: pd.Series[Any]
    """The original values that are not of the type, at their rows."""
    stand_in: Any = None
    """The pandera type that stands for the declared one, which cannot hold these values."""


def parse(text: pd.Series[Any], dtype: Any) -> Parsed:
    """Return a column of text (null where the field was empty) as the pandera type `dtype`."""
    if dtypes.is_string(dtype) or (dtype.type == np.dtype(object) and str(dtype) == "object"):
        return Parsed(dtype.coerce(text), text.iloc[:0])
    bare = text.str.strip()
    given = bare[~(bare.isna() | bare.str.lower().isin(_NULLS))]
    good, stand_in = _reader(dtype)(given, dtype)
    return _spread(good, text, given, dtype, stand_in)


def conform(column: pd.Series[Any], dtype: Any) -> Parsed:
    """Return a typed column (of Parquet) in the width and unit of `dtype`, if it is of its kind.

    A column of another kind comes back as it is, for pandera to refuse.
    """
    stored = type_of(column.dtype)
    if dtypes.is_category(dtype) and (dtypes.is_string(stored) or dtypes.is_category(stored)):
        given = column.astype(object).dropna()
        good, stand_in = _categories(given, dtype)
        return _spread(good, column, given, dtype, stand_in)
    if dtypes.is_string(dtype) and dtypes.is_category(stored):
        column = column.astype(column.cat.categories.dtype)
        stored = type_of(column.dtype)
    same = (dtypes.is_int, dtypes.is_float, dtypes.is_bool, dtypes.is_string, dtypes.is_datetime)
    if not any(kind(dtype) and kind(stored) for kind in same):
        return Parsed(column, column.iloc[:0])
    if dtypes.is_int(dtype):
        given = column.dropna()
        low, high = _limits(dtype)
        return _spread(given[(given >= low) & (given <= high)], column, given, dtype, None)
    if dtypes.is_datetime(dtype):
        if (_zone(dtype) is None) != (getattr(column.dtype, "tz", None) is None):
            return Parsed(column, column.iloc[:0])
        good, stand_in = _in_unit(column.dropna(), dtype)
        return _spread(good, column, column.dropna(), dtype, stand_in)
    return _spread(column.dropna(), column, column.dropna(), dtype, None)


_Read = tuple["pd.Series[Any]", Any]
"""The values that could be read, and a type to stand for the declared one or None."""


def _reader(dtype: Any) -> Callable[[pd.Series[Any], Any], _Read]:
    for kind, reader in (
        (dtypes.is_bool, _booleans),
        (dtypes.is_int, _integers),
        (dtypes.is_float, _numbers),
        (dtypes.is_datetime, _times),
        (dtypes.is_category, _categories),
    ):
        if kind(dtype):
            return reader
    return _anything


def _spread(
    good: pd.Series[Any], original: pd.Series[Any], given: pd.Series[Any], dtype: Any, stand_in: Any
) -> Parsed:
    """Put the values that were read back at their rows, null everywhere else."""
    values = good.reindex(original.index)
    unreadable = original.loc[given.index.difference(good.index)]
    if stand_in is None:
        if values.isna().any() and (dtypes.is_int(dtype) or dtypes.is_bool(dtype)):
            # numpy's integers and booleans know no null: the nullable twin stands for them.
            stand_in = type_of(values.dtype)
        else:
            values = dtype.coerce(values)
    return Parsed(values, unreadable, stand_in)


def _booleans(given: pd.Series[Any], dtype: Any) -> _Read:
    return given.str.lower().map(_BOOLEANS).dropna().astype("boolean"), None


def _integers(given: pd.Series[Any], dtype: Any) -> _Read:
    whole = given[given.str.fullmatch(_INTEGER)].str.replace(r"\.0*$", "", regex=True)
    low, high = _limits(dtype)
    name = ("UInt" if low == 0 else "Int") + str(int(high).bit_length() + (low != 0))
    try:
        numbers = whole.astype("int64")
    except (ValueError, OverflowError):  # some value is beyond 64 bits: one by one, exactly
        numbers = whole.map(int).astype(object)
    return numbers[(numbers >= low) & (numbers <= high)].astype(name), None


def _limits(dtype: Any) -> tuple[int, int]:
    width = re.search(r"u?int\d+", str(dtype).lower())
    info = np.iinfo(width[0] if width else "int64")
    return int(info.min), int(info.max)


def _numbers(given: pd.Series[Any], dtype: Any) -> _Read:
    return pd.to_numeric(given, errors="coerce").dropna().astype("float64"), None


def _categories(given: pd.Series[Any], dtype: Any) -> _Read:
    if dtype.categories is None:
        return given, None
    known = {str(category): category for category in dtype.categories}
    return given.astype(str).map(known).dropna(), None


def _times(given: pd.Series[Any], dtype: Any) -> _Read:
    zone, options = _zone(dtype), getattr(dtype, "to_datetime_kwargs", None)
    if options:
        times = pd.to_datetime(given, **{**options, "errors": "coerce"}).dropna()
        if zone is not None and times.dt.tz is None:
            times = times.dt.tz_localize(zone)
        return _in_unit(times, dtype)
    clear = given[given.str.fullmatch(_DATE)]
    zoned = clear.str.fullmatch(_OFFSET)
    clear = clear[zoned if zone is not None else ~zoned]
    times = pd.to_datetime(clear, format="ISO8601", errors="coerce", utc=zone is not None)
    return _in_unit(times.dropna(), dtype)


def _zone(dtype: Any) -> Any:
    return getattr(dtype, "tz", None) or getattr(dtype.type, "tz", None)


def _in_unit(times: pd.Series[Any], dtype: Any) -> _Read:
    """Convert to the declared zone and unit; a time beyond the unit's years keeps its own."""
    zone, unit = _zone(dtype), str(getattr(dtype, "unit", None) or "ns")
    if zone is not None:
        times = times.dt.tz_convert(zone)
    try:
        return times.dt.as_unit(unit), None
    except pd.errors.OutOfBoundsDatetime:
        wider: Any = DateTime  # its dataclass arguments are hidden from type checkers
        return times, wider(unit=times.dt.unit, tz=zone)


def _anything(given: pd.Series[Any], dtype: Any) -> _Read:
    """Types without rules of their own here: pandera's reading, value by value if it refuses."""
    try:
        return dtype.try_coerce(given), None
    except ParserError:
        refused = [value for value in given.unique() if not _readable(value, dtype)]
        left = given[~given.isin(refused)]
        return (dtype.try_coerce(left) if len(left) else left), None


def _readable(value: Any, dtype: Any) -> bool:
    try:
        dtype.try_coerce(pd.Series([value]))
    except ParserError:
        return False
    return True
