"""Every day, hour or month occurs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlglot import exp

from groundrules.contracts import sql
from groundrules.contracts.checks.instants import micros_in, said
from groundrules.contracts.checks.newest import TimeRule
from groundrules.contracts.checks.whole import Figures, Kinds, Verdict
from groundrules.errors import UsageError

_DAY = 86_400_000_000
_FIXED = {"min": 60_000_000, "h": 3_600_000_000, "D": _DAY}
_SHOWN = 5  # missing periods; the number of all is told beside them
Whole = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Period:
    """A period of the calendar, in UTC, as a number for each: `15min`, `1h`, `1D`, `1W`, `1M`, `1Q`, `1Y`."""

    name: str
    unit: str
    step: int
    """How long in microseconds; of weeks, months, quarters and years, a day, whose sums they are."""

    def of(self, micros: Whole) -> Whole:
        """Return the number of the period in which each time lies; they count up one by one."""
        if self.unit in _FIXED:
            return micros // self.step
        days = micros // _DAY
        if self.unit == "W":  # 1970 began on a Thursday, weeks begin on Mondays
            return (days + 3) // 7
        dates = days.astype("datetime64[D]")
        if self.unit == "Y":
            return dates.astype("datetime64[Y]").astype("int64")
        months = dates.astype("datetime64[M]").astype("int64")
        return months if self.unit == "M" else months // 3

    def said(self, number: int) -> str:
        """Return a period in words, by its beginning."""
        if self.unit in _FIXED:
            return said(number * self.step)
        if self.unit == "W":
            return f"week of {said((number * 7 - 3) * _DAY)}"
        if self.unit == "Q":
            return f"{1970 + number // 4}-Q{number % 4 + 1}"
        return str(np.datetime64(number, "M" if self.unit == "M" else "Y"))


def period(name: str) -> Period:
    """Return the period that is called so; raises UsageError for any other."""
    found = re.fullmatch(r"([1-9]\d{0,3})?(min|h|D|W|M|Q|Y)", name)
    if not found or (found[2] not in _FIXED and found[1] not in (None, "1")):
        raise UsageError(
            f"complete: {name!r} is no period: say 1D, 1h, 15min, 1W, 1M (month), 1Q or 1Y"
        )
    step = _FIXED[found[2]] * int(found[1] or 1) if found[2] in _FIXED else _DAY
    return Period(name, found[2], step)


@dataclass(frozen=True)
class Complete(TimeRule):
    """Every period between the first and the last occurs, or between two that are given."""

    column: str
    every: Period
    between: tuple[int, int] | None
    """Two times in microseconds; both their periods count."""

    @property
    def label(self) -> str:
        ends = f" from {said(self.between[0])} to {said(self.between[1])}" if self.between else ""
        return f"{self.column} is complete every {self.every.name}{ends}"

    def grouped(self, values: Mapping[str, exp.Expr], kinds: Kinds) -> exp.Expr:
        """Return the beginning of the period in which a time lies."""
        time = sql.micros(values[self.column], kinds[self.column])
        return sql.floor_to(time, self.every.step)

    def counted(self, frame: pd.DataFrame, kinds: Kinds) -> Figures:
        """Return the same of a pandas frame."""
        times = micros_in(frame[self.column]) // self.every.step * self.every.step
        found, counts = np.unique(times, return_counts=True)
        return Figures(
            len(frame), kinds, counts=list(zip(found.tolist(), counts.tolist(), strict=True))
        )

    def verdict(self, figures: Figures) -> Verdict:
        """Return whether none is missing."""
        times = np.array([time for time, _ in figures.counts], dtype="int64")
        found = np.unique(self.every.of(times))
        if self.between is None and not len(found):
            return Verdict(False, f"{self.column} holds no time at all")
        ends = found[[0, -1]] if self.between is None else self.every.of(np.array(self.between))
        first, last = int(ends[0]), int(ends[1])
        found = found[(first <= found) & (found <= last)]
        expected = last - first + 1
        missing = expected - len(found)
        if not missing:
            return Verdict(True, f"all {expected:,} are there")
        shown = [
            self.every.said(one)
            for one, _ in zip(_gaps(found, first, last), range(_SHOWN), strict=False)
        ]
        more = ", …" if missing > _SHOWN else ""
        return Verdict(False, f"{missing:,} of {expected:,} are missing: {', '.join(shown)}{more}")


def _gaps(found: Whole, first: int, last: int) -> Iterator[int]:
    """Yield the whole numbers from `first` to `last` that are not in a sorted array."""
    at = first
    for one in (*found.tolist(), last + 1):
        yield from range(at, one)
        at = one + 1
