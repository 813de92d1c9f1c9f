"""The end: the data reach it, and their last day is whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from groundrules.metrics.units import DAY
from groundrules.readout.guards.form import Guarded, passed, refused
from groundrules.readout.loaded import Loaded
from groundrules.readout.study import Study, moment

_RARE = 1e-6
"""How often a day that is whole may be taken for one that is not."""
_DAYS = 14


def horizon(
    study: Study, look: int, loaded: Sequence[Loaded], stated: int | None
) -> Iterator[Guarded]:
    """Yield the guards over the end of what a look takes in.

    stated: until when somebody says that the data are complete; None asks the data alone.
    """
    end = study.end(look)
    yield _reached(study, look, loaded, stated)
    for source in loaded:
        late = max(metric.late_data_days for metric in study.sources[source.source])
        yield _whole(source, end, late, stated)


def reached(end: int, loaded: Sequence[Loaded], stated: int | None) -> bool:
    """Return whether the last day before `end` has begun in the data."""
    known = [one.last for one in loaded if one.last is not None]
    return max([*known, stated or 0], default=0) >= end - DAY


def _reached(study: Study, look: int, loaded: Sequence[Loaded], stated: int | None) -> Guarded:
    guard, end = "horizon-not-reached", study.end(look)
    if reached(end, loaded, stated):
        return passed(guard, f"the data reach the end, {moment(end - 1):%Y-%m-%d}")
    last = max((one.last for one in loaded if one.last is not None), default=None)
    until = f"end on {moment(last):%Y-%m-%d}" if last is not None else "hold no row of that time"
    planned = "the first planned look" if len(study.looks) > 1 else "the planned horizon"
    return refused(
        guard,
        f"the data {until}, {planned} is the end of {moment(end - 1):%Y-%m-%d}: a look now is a look too early",
        "wait; if you must be able to stop early, name a sequential design in the plan before the start",
    )


def _whole(source: Loaded, end: int, late: int, stated: int | None) -> Guarded:
    """Return whether the last day is loaded to its end.

    The time from a day's last row to midnight is taken as exponential; with the mean of n earlier days, it
    is longer than c times that mean with probability (1 + c/n)^-n (the Lomax distribution).
    """
    guard = "partial-last-day"
    needed = end + late * DAY
    if stated is not None and stated >= needed:
        return passed(guard, f"{source.source}: said to be complete")
    if source.last is not None and source.last >= needed:
        return passed(guard, f"{source.source} goes on after the end")
    mend = "load the rest, or say by --complete-through DATE until when the data are complete"
    if late:
        return refused(
            guard,
            f"{source.source}: its rows may be {late} days late, and it ends before "
            f"{moment(needed):%Y-%m-%d}",
            mend,
        )
    before = [day for day in source.days if day.number * DAY < end - DAY][-_DAYS:]
    last = source.days[-1] if source.days else None
    if last is None or not before:
        return refused(guard, f"{source.source} has no rows on earlier days to compare with", mend)
    day = f"{moment(end - 1):%Y-%m-%d}"
    gap = end - (last.number * DAY + last.last)
    usual = sum(DAY - one.last for one in before) / len(before)
    longest = usual * len(before) * (_RARE ** (-1 / len(before)) - 1)
    if not source.whole_days and gap > longest:
        return refused(
            guard,
            f"{source.source}: {day} ends at {moment(last.number * DAY + last.last):%m-%d %H:%M}, "
            f"where days end {_minutes(usual)} before midnight: it is not whole",
            mend,
        )
    rows = last.rows if last.number == (end - 1) // DAY else 0
    typical = median(one.rows for one in before)
    if rows < typical / 2 and typical - rows > 6 * typical**0.5:
        return refused(
            guard,
            f"{source.source}: {day} has {rows:,} rows, a usual day {typical:,.0f}: it is not whole",
            mend,
        )
    return passed(guard, f"{source.source}: {day} is whole")


def _minutes(micros: float) -> str:
    minutes = micros / 60_000_000
    return f"{minutes:.0f} minutes" if minutes >= 1 else f"{micros / 1_000_000:.0f} seconds"
