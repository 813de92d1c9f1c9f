"""Which look the data allow, and the levels at which it is judged."""

from __future__ import annotations

from collections.abc import Sequence

from groundrules.readout.guards.horizon import reached
from groundrules.readout.loaded import Loaded
from groundrules.readout.result import Look
from groundrules.readout.study import Study
from groundrules.statistics.sequential.monitor import Design, look
from groundrules.statistics.sequential.spending import Sides


def latest(study: Study, loaded: Sequence[Loaded], stated: int | None) -> int:
    """Return the latest look (from 0) whose last day has begun in the data; the first where none has."""
    there = [n for n in range(len(study.looks)) if reached(study.end(n), loaded, stated)]
    return max(there, default=0)


def tests(study: Study) -> int:
    """Return how many tests decide: primary metrics by variants."""
    return len(study.plan.primary) * len(study.plan.treatments)


def judged_by(study: Study, number: int, units: Sequence[int]) -> Look:
    """Return the levels of look `number` (from 0); `units` are those of each look until then.

    A sequential design spends alpha by the calendar of the plan's looks, and knows their correlation from
    the units that really came. Several tests share alpha equally in it, unless the plan corrects nothing.
    """
    plan, final = study.plan, number == len(study.looks) - 1
    several = 1 if plan.correction == "none" else tests(study)
    if plan.stopping.design == "fixed":
        simultaneous = several if plan.correction != "benjamini-hochberg" else 1
        level = 1 - plan.alpha / simultaneous * (1 if plan.sides == "two" else 2)
        return Look(1, 1, level, plan.alpha, sequential=False, final=True)
    sides: Sides = 2 if plan.sides == "two" else 1
    design = Design(plan.alpha / several, sides, plan.stopping.spending)
    known = look(design, units, times=times(study)[: number + 1], final=final)
    # An early look may spend next to nothing: its interval is endless, but a level stays below 1.
    level = min(1 - known.nominal * (2 / sides), 1 - 1e-12)
    return Look(number + 1, len(study.looks), level, known.nominal, sequential=True, final=final)


def times(study: Study) -> list[float]:
    """Return the days of the plan's looks as shares of its horizon: the clock by which alpha is spent."""
    return [day / study.looks[-1] for day in study.looks]
