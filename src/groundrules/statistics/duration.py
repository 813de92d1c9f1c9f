"""From the units that an experiment needs to the days and whole weeks that it lasts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from groundrules.errors import UsageError

WEEK = 7


@dataclass(frozen=True, slots=True)
class Duration:
    """How long an experiment lasts.

    intake      days in which units are taken in until there are enough
    days        whole weeks in days, the last unit's own window included
    units       units that are there after the intake of those weeks
    extrapolated  the arrivals that were given ended before there were enough: their last week was repeated
    """

    intake: int
    days: int
    units: float
    extrapolated: bool

    @property
    def weeks(self) -> int:
        """Whole weeks, so that each day of the week counts alike."""
        return self.days // WEEK


def duration(
    units: float, arrivals: float | Sequence[float], *, share: float = 1.0, window: int = 0
) -> Duration:
    """Return the weeks until `units` have come and each had its window.

    arrivals: units seen for the first time a day, as one mean or a list by day. The list should begin with a
    day on which nobody has been seen yet: in an experiment, too, the frequent visitors come first and new
    units become fewer. share: of those that arrive, who are taken in. window: days after a unit's own start
    that the metric looks at (0: the day itself). Raises UsageError where too few ever come.
    """
    if not 0 < share <= 1:
        raise UsageError(
            f"the share of units that is taken in must lie between 0 and 1, not {share}"
        )
    given = [float(arrivals)] * WEEK if isinstance(arrivals, int | float) else list(arrivals)
    if not given or min(given) < 0 or not all(map(math.isfinite, given)):
        raise UsageError("arrivals must be counts of units by day: at least one, none below 0")
    steady = isinstance(arrivals, int | float)
    if sum(given[-WEEK:]) <= 0 and share * sum(given) < units:
        raise UsageError(
            f"{units:g} units never come: nobody arrived in the last week that was counted"
        )
    intake = _days_until(units, given, share)
    weeks = math.ceil((max(intake, 1) + window) / WEEK)
    days = weeks * WEEK
    return Duration(
        intake=intake,
        days=days,
        units=_come(days - window, given, share),
        extrapolated=not steady and intake > len(given),
    )


def shares_at(
    days: Sequence[int], arrivals: float | Sequence[float], *, window: int = 0
) -> tuple[float, ...]:
    """Return the shares of the information at looks after so many complete days, the last one being 1.

    A unit counts when its own window is complete; arrivals and window as in `duration`. These are the
    planned shares: at a look, take units that are there over units planned. Raises UsageError where no
    unit is complete by a look, or none is added since the look before.
    """
    given = [float(arrivals)] * WEEK if isinstance(arrivals, int | float) else list(arrivals)
    come = [_come(day - window, given, 1.0) for day in days]
    for number, (before, now) in enumerate(zip([0.0, *come], come, strict=False)):
        if not now > before:
            raise UsageError(
                f"the look at day {days[number]} has no unit more than the one before it"
                if number
                else f"no unit has completed its window of {window} days at day {days[0]}"
            )
    return tuple(units / come[-1] for units in come)


def units_after(days: int, arrivals: float | Sequence[float], *, window: int = 0) -> float:
    """Return how many units have come and had their window after so many days; arguments as in `duration`."""
    given = [float(arrivals)] * WEEK if isinstance(arrivals, int | float) else list(arrivals)
    return _come(days - window, given, 1.0)


def _days_until(units: float, given: Sequence[float], share: float) -> int:
    """Return the first day at whose end `units` have come."""
    come, day = 0.0, 0
    while come < units - 1e-9:
        if day >= len(given):
            left = (units - come) / (share * sum(given[-WEEK:]))  # in weeks
            skip = math.floor(left) - 1
            if skip > 0:  # years ahead: no need to count each day
                come, day = (
                    come + skip * share * sum(given[-WEEK:]),
                    day + skip * len(given[-WEEK:]),
                )
        come += share * _on(day, given)
        day += 1
    return day


def _come(days: int, given: Sequence[float], share: float) -> float:
    days = max(0, days)
    full, rest = divmod(max(0, days - len(given)), len(given[-WEEK:]))
    beyond = full * sum(given[-WEEK:]) + sum(given[-WEEK:][:rest])
    return share * (sum(given[:days]) + beyond)


def _on(day: int, given: Sequence[float]) -> float:
    """Return the arrivals of a day; beyond those given, their last week comes again."""
    if day < len(given):
        return given[day]
    week = given[-WEEK:]
    return week[(day - len(given)) % len(week)]
