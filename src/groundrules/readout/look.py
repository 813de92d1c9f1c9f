"""Which look the data allow, and the levels at which it is judged."""

from __future__ import annotations

from collections.abc import Sequence

from groundrules.readout.guards.horizon import horizon, reached
from groundrules.readout.loaded import Loaded
from groundrules.readout.result import Look
from groundrules.readout.study import Study
from groundrules.statistics.sequential.monitor import Design, look
from groundrules.statistics.sequential.spending import Sides


def latest(study: Study, loaded: Sequence[Loaded], stated: int | None) -> int:
    """Return the latest look (from 0) that the data hold whole; where none, the latest that they reach at all."""
    there = [n for n in range(len(study.looks)) if reached(study.end(n), loaded, stated)]
    for number in reversed(there):
        if all(one.status != "refused" for one in horizon(study, number, loaded, stated)):
            return number
    return max(there, default=0)


def tests(study: Study) -> int:
    """Return how many tests decide: primary metrics by variants."""
    return len(study.plan.primary) * len(study.plan.treatments)


def judged_by(study: Study, number: int, units: Sequence[int]) -> Look:
    """Return the levels of look `number` (from 0); `units` are those of each look until then.

    A sequential design spends alpha by the days of enrolment that a look takes in, and knows the looks'
    correlation from the units that really came. Several tests share alpha equally in it, unless the plan
    corrects nothing.
    """
    plan, final = study.plan, number == len(study.looks) - 1
    several = 1 if plan.correction == "none" else tests(study)
    if plan.stopping.design == "fixed":
        simultaneous = several if plan.correction != "benjamini-hochberg" else 1
        level = 1 - plan.alpha / simultaneous * (1 if plan.sides == "two" else 2)
        return Look(1, 1, level, plan.alpha, sequential=False, final=True)
    sides: Sides = 2 if plan.sides == "two" else 1
    design = Design(plan.alpha / several, sides, plan.stopping.spending)
    came, days = _steps(study, units)
    known = look(design, came, times=days, final=final)
    # An early look may spend next to nothing: its interval is endless, but a level stays below 1.
    level = min(1 - known.nominal * (2 / sides), 1 - 1e-12)
    return Look(number + 1, len(study.looks), level, known.nominal, sequential=True, final=final)


def _steps(study: Study, units: Sequence[int]) -> tuple[list[int], list[float]]:
    """Return units and times of the looks that had any, each with more than the one before.

    One that adds nothing is the look before it once more, and takes its place.
    """
    kept: list[tuple[int, float]] = []
    for count, time in zip(units, times(study), strict=False):
        while kept and (count <= kept[-1][0] or time <= kept[-1][1]):
            kept.pop()
        if count > 0 and time > 0:
            kept.append((count, time))
    return [count for count, _ in kept], [time for _, time in kept]


def times(study: Study) -> list[float]:
    """Return the days of enrolment that each look takes in, as shares of the last: the clock that alpha is spent by."""
    days = [study.enrolled_until(n) - study.start for n in range(len(study.looks))]
    return [one / days[-1] for one in days]
