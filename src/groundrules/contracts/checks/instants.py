"""Times as whole microseconds since 1970, one without a zone as if it were UTC."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from groundrules.errors import UsageError

TIMES = ("date", "time", "zoned time")


def micros_in(values: pd.Series[Any]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the times of a pandas column, nulls aside."""
    given = values.dropna()
    if given.dtype == object:
        given = given.astype("datetime64[s]")  # dates are Python objects in pandas
    found: np.ndarray[Any, np.dtype[np.int64]]
    found = given.dt.as_unit("us").astype("int64").to_numpy()
    return found


def micros_of(moment: date | str | pd.Timestamp) -> int:
    """Return one moment; raises UsageError for what is none."""
    try:
        stamp = pd.Timestamp(moment)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{moment!r} is no time: {error}") from error
    if pd.isna(stamp):
        raise UsageError(f"{moment!r} is no time")
    utc = stamp if stamp.tzinfo is None else stamp.tz_convert("UTC").tz_localize(None)
    return int(utc.as_unit("us").to_numpy().astype("int64"))


def length_of(span: str | timedelta) -> int:
    """Return a span of time in microseconds; raises UsageError for what is none, or less than nothing."""
    try:
        found = pd.Timedelta(span)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{span!r} is no span of time, as in '1D' or '36h': {error}") from error
    if pd.isna(found) or found < pd.Timedelta(0):
        raise UsageError(f"{span!r} is no span of time, as in '1D' or '36h'")
    return int(found // pd.Timedelta(1, "us"))


def said(micros: int) -> str:
    """Return a time in words: a date where it is midnight."""
    return str(np.datetime_as_string(np.datetime64(micros, "us"), unit="auto"))
