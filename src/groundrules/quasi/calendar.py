"""Periods of time: days, weeks from Monday, months, quarters, years, or plain numbers; no wall clock."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

Period = Literal["number", "day", "week", "month", "quarter", "year"]
Label = date | int
"""A period, by its first day or by its number."""
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def label_of(value: str | int, period: Period) -> Label | None:
    """Return the day, or the number, that a plan writes; None where it is neither."""
    try:
        if period == "number":
            return int(value)
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def first_day(label: Label, period: Period) -> Label:
    """Return the period that a day lies in."""
    if isinstance(label, int) or period in ("number", "day"):
        return label
    if period == "week":
        return label - timedelta(days=label.weekday())
    months = _MONTHS[period]
    return label.replace(month=(label.month - 1) // months * months + 1, day=1)


def following(label: Label, period: Period) -> Label:
    """Return the period after one."""
    if isinstance(label, int):
        return label + 1
    if period in _MONTHS:
        month = label.month - 1 + _MONTHS[period]
        return label.replace(year=label.year + month // 12, month=month % 12 + 1)
    return label + timedelta(days=7 if period == "week" else 1)


def last_day(label: Label, period: Period) -> Label:
    """Return the last day of a period that begins with `label`."""
    after = following(label, period)
    return after - 1 if isinstance(after, int) else after - timedelta(days=1)


def between(first: Label, last: Label, period: Period) -> list[Label]:
    """Return all periods from `first` to `last`, both included."""
    found = []
    while first <= last:  # type: ignore[operator]
        found.append(first)
        first = following(first, period)
    return found
