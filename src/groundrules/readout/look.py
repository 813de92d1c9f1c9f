"""Which look the data allow, and the levels at which it is judged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from groundrules.readout.guards.horizon import reached
from groundrules.readout.loaded import Loaded
from groundrules.readout.result import Look
from groundrules.readout.study import Study
from groundrules.statistics.sequential.monitor import Design, look
from groundrules.statistics.sequential.monitor import Look as Bound


def latest(study: Study, loaded: Sequence[Loaded], stated: int | None) -> int:
    """Return the latest look (from 0) whose last day has begun in the data; the first where none has."""
    there = [n for n in range(len(study.looks)) if reached(study.end(n), loaded, stated)]
    return max(there, default=0)


def tests(study: Study) -> int:
    """Return how many tests decide: primary metrics by variants."""
    return len(study.plan.primary) * len(study.plan.treatments)


def judged_by(study: Study, number: int, units: Sequence[int]) -> Look:
    """Return the levels of look `number` (from 0); `units` are those of each look until then.

    The information of a look is its units over those that the plan expects in the end: by its traffic, or
    where that is not given, by days of enrolment. Several tests share alpha equally in a sequential
    design, unless the plan corrects nothing.
    """
    plan, final = study.plan, number == len(study.looks) - 1
    sides = 2 if plan.sides == "two" else 1
    several = 1 if plan.correction == "none" else tests(study)
    if plan.stopping.design == "fixed":
        simultaneous = several if plan.correction != "benjamini-hochberg" else 1
        level = 1 - (plan.alpha / simultaneous) * (2 / sides)
        return Look(1, 1, level, plan.alpha, sequential=False, final=True)
    design = Design(plan.alpha / several, sides, plan.stopping.spending)  # type: ignore[arg-type]
    known = _bounds(design, tuple(fractions(study, number, units)), final)
    level = 1 - known.nominal * (2 / sides)
    return Look(number + 1, len(study.looks), level, known.nominal, sequential=True, final=final)


@lru_cache(maxsize=200)
def _bounds(design: Design, shares: tuple[float, ...], final: bool) -> Bound:
    return look(design, shares, final=final)


def fractions(study: Study, number: int, units: Sequence[int]) -> list[float]:
    """Return the shares of the information at the looks until `number`, below 1 before the last look."""
    last = len(study.looks) - 1
    days = [(study.enrolled_until(n) - study.start) for n in range(last + 1)]
    traffic = study.plan.traffic
    if traffic is not None:
        expected = traffic.per_day * days[-1] / 86_400_000_000
        shares = [one / expected for one in units]
    else:
        shares = [day / days[-1] for day in days[: number + 1]]
    bounded: list[float] = []
    for n, share in enumerate(shares):
        floor = bounded[-1] + 1e-6 if bounded else 1e-6
        bounded.append(max(1.0, floor) if n == last else max(min(share, 1 - 1e-4), floor))
    return bounded
