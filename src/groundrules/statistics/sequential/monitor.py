"""One look at a running experiment: its boundary, its repeated interval, whether it may stop.

Looks need not fall where they were planned, and there may be more or fewer of them: what a look spends
follows from the shares of the information at which looks were really taken (Lan and DeMets 1983). One
condition stays: when to look may not be chosen by what an earlier look showed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from groundrules.errors import UsageError
from groundrules.statistics.sequential.boundaries import boundaries
from groundrules.statistics.sequential.spending import Sides, Spending

Alternative = Literal["two-sided", "greater", "less"]


@dataclass(frozen=True, slots=True)
class Design:
    """A group sequential design, as a plan names it: alpha of all sides together, sides, spending function."""

    alpha: float = 0.05
    sides: Sides = 2
    spending: Spending = "obrien-fleming"


@dataclass(frozen=True, slots=True)
class Look:
    """What one look is judged by.

    number      1 for the first look
    fraction    share of the planned information that is there
    critical    z that the estimate over its standard error must exceed; inf where next to nothing is spent
    nominal     p-value of this look alone, of `sides` sides, below which it has crossed
    spent       alpha gone by now, this look included
    final       no look follows: nothing is left to spend
    """

    number: int
    fraction: float
    critical: float
    nominal: float
    spent: float
    final: bool
    sides: Sides

    @property
    def level(self) -> float:
        """Confidence level of the ordinary two-sided interval that is this look's repeated interval.

        Below 1, as libraries ask: at z = 8 where the boundary lies farther out, which costs 1e-15 of coverage.
        """
        return min(1 - self.nominal * 2 / self.sides, 1 - 1e-15)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look says. `lower` and `upper` bound the effect at all looks at once, whatever the stopping.

    crossed     the null value lies outside the interval: the experiment may stop with this result
    """

    look: Look
    estimate: float
    lower: float
    upper: float
    statistic: float
    crossed: bool


def look(
    design: Design,
    fractions: Sequence[float],
    *,
    times: Sequence[float] | None = None,
    final: bool = False,
) -> Look:
    """Return what the look at the last of `fractions` is judged by.

    fractions: the shares of the planned information at every look so far, this one included, in order,
    as they really were. times: days of the looks over days of the plan, where alpha is spent by the calendar
    as planned looks on planned days ask for: then units so far will do for `fractions`, and no traffic need
    be foreseen. `final`: the plan's last look, or the decision to take no other: it spends all
    that is left of alpha, also where less (under-running) or more (over-running) came than was planned.
    A look at 1 or beyond (of the times, where there are any) is final of itself. A look that was not
    planned is one more share in the list: it spends what the function allows at that share, and those after
    it are judged accordingly.
    Raises UsageError where an earlier look had already spent all.
    """
    shares = tuple(fractions)
    if not shares:
        raise UsageError("a look needs the share of the information at which it is taken")
    at = shares if times is None else tuple(times)
    done = [number for number, time in enumerate(at[:-1], 1) if time >= 1]
    if done:
        raise UsageError(
            f"look {done[0]} was taken at {at[done[0] - 1]:g} of the plan and was the last: alpha is "
            "spent, and a later look has no boundary"
        )
    final = final or at[-1] >= 1
    bounds = boundaries(
        shares,
        design.alpha,
        sides=design.sides,
        spending=design.spending,
        times=times,
        final=final,
    )
    return Look(
        number=len(shares),
        fraction=shares[-1],
        critical=bounds.z[-1],
        nominal=bounds.nominal[-1],
        spent=bounds.spent[-1],
        final=final,
        sides=design.sides,
    )


def judge(
    look: Look,
    estimate: float,
    standard_error: float,
    *,
    null: float = 0.0,
    alternative: Alternative = "two-sided",
    degrees_of_freedom: float | None = None,
) -> Verdict:
    """Return the repeated confidence interval at this look, and whether it excludes `null`.

    The interval is estimate -+ critical value * standard error: C. Jennison, B. W. Turnbull (1989),
    "Interim Analyses: The Repeated Confidence Interval Approach", JRSS B 51, 305-361. It covers at all
    looks together with 1 - alpha, whether or not anybody stops. An alternative of one side leaves the
    other end at infinity. With degrees of freedom the critical value is that of Student's t with the same
    nominal p, an approximation that Pocock (1977, Biometrika 64) proposed for estimated variances.
    """
    if (look.sides == 2) != (alternative == "two-sided"):
        raise UsageError(
            f"a design of {look.sides} side{'s' * (look.sides == 2)} does not judge the alternative "
            f"{alternative}"
        )
    if not standard_error >= 0 or not math.isfinite(estimate):
        raise UsageError(
            f"no interval from an estimate of {estimate} with standard error {standard_error}"
        )
    reach = _critical(look, degrees_of_freedom) * standard_error
    lower = -math.inf if alternative == "less" else estimate - reach
    upper = math.inf if alternative == "greater" else estimate + reach
    distance = estimate - null
    return Verdict(
        look=look,
        estimate=estimate,
        lower=lower,
        upper=upper,
        statistic=distance / standard_error
        if standard_error
        else math.copysign(math.inf, distance),
        crossed=lower > null or upper < null,
    )


def _critical(look: Look, degrees_of_freedom: float | None) -> float:
    if degrees_of_freedom is None or math.isinf(look.critical):
        return look.critical
    from scipy.special import stdtrit

    return -float(stdtrit(degrees_of_freedom, look.nominal / look.sides))
