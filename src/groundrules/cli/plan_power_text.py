"""The power of a plan, for a person: what is found at the horizon, what it would take, what helps."""

from __future__ import annotations

import math
from collections.abc import Iterator

from groundrules.metrics.catalogue import Catalogue
from groundrules.metrics.form import Metric
from groundrules.plans.form import Plan
from groundrules.plans.power import MetricPower, PlanPower


def text(told: PlanPower, plan: Plan, known: Catalogue) -> str:
    """Return the whole answer; without trailing newline."""
    lines = [_verdict(told, plan), "", _seen(told, plan)]
    for one in told.metrics:
        lines += ["", *_metric(one, told, plan, known.metrics[one.name])]
    if told.notes:
        lines += ["", *(f"Note: {note}." for note in told.notes)]
    return "\n".join(lines)


def _verdict(told: PlanPower, plan: Plan) -> str:
    missed = [one for one in told.metrics if not one.reached]
    if not missed:
        return f"Long enough: {_length(plan)} find what the plan wants to find."
    names = ", ".join(one.name for one in missed)
    weeks = [one.weeks for one in missed if one.weeks is not None]
    all_told = len(weeks) == len(missed)
    more = f"; {max(weeks)} weeks do" if all_told and 7 * max(weeks) > plan.horizon_days else ""
    return f"Not long enough: {_length(plan)} do not find what the plan wants to find in {names}{more}."


def _length(plan: Plan) -> str:
    weeks, rest = divmod(plan.horizon_days, 7)
    if rest:
        return f"{plan.horizon_days} days"
    return "1 week" if weeks == 1 else f"{weeks} weeks"


def _seen(told: PlanPower, plan: Plan) -> str:
    traffic = (
        f"{plan.traffic.per_day:,.0f} a day, as the plan says"
        if plan.traffic
        else "as they came then"
    )
    what = f", in {told.clusters:,} clusters" if told.clusters is not None else ""
    units = f"{told.units:,} {'clusters' if told.clusters is not None else 'units'}"
    return (
        f"The {told.days} days before {plan.start} had {told.seen:,} new units with a row in {told.source}{what}. "
        f"At the horizon: {units}{'' if told.clusters is not None else f', {traffic}'}."
    )


def _metric(one: MetricPower, told: PlanPower, plan: Plan, metric: Metric) -> Iterator[str]:
    if math.isnan(one.smallest):
        yield f"{one.name} ({one.role}): cannot be told: {one.unknown}."
        return
    unit = "cluster" if told.clusters is not None else "unit"
    kept = "" if one.kept > 0.999 else f"; CUPED takes away {1 - one.kept:.0%} of the variance"
    yield (
        f"{one.name} ({one.role}): mean {_number(one.mean, metric)}, standard deviation of a {unit} "
        f"{_number(one.deviation, metric)}{kept}"
    )
    if one.unknown:
        yield f"  cannot be judged: {one.unknown}"
    else:
        yield from _judged(one, told, plan, metric)
    if one.inflation > 1.0005:
        yield f"  the looks cost {one.inflation - 1:.1%} more units than one look at the end"
    yield from _table(one, metric)
    if one.levers:
        yield "  what helps, at the same horizon:"
    for lever in one.levers:
        size = _size(lever.smallest, one.mean, metric)
        yield f"    {size} with {lever.what}"


def _judged(one: MetricPower, told: PlanPower, plan: Plan, metric: Metric) -> Iterator[str]:
    found, wanted = _size(one.smallest, one.mean, metric), _size(one.wanted, one.mean, metric)
    mark = "reached" if one.reached else "not reached"
    if one.role == "primary":
        yield f"  smallest effect found with power {plan.power:.0%}: {found}; wanted: {wanted}: {mark}"
        yield f"  power for the wanted effect: {one.power:.0%}"
    else:
        yield (
            f"  smallest margin shown with power {plan.power:.0%}, where there is no harm: {found}; "
            f"the plan's: {wanted}: {mark}"
        )
        yield f"  power for the plan's margin: {one.power:.0%}"
    unit = "clusters" if told.clusters is not None else "units"
    weeks = f", {one.weeks} {'week' if one.weeks == 1 else 'weeks'}" if one.weeks else ""
    beyond = ", more than a year" if one.weeks is None and told.clusters is None else ""
    yield f"  needed: {one.needed:,} {unit}{weeks}{beyond}"


def _table(one: MetricPower, metric: Metric) -> Iterator[str]:
    if not one.rows:
        return
    yield f"  weeks {'units':>12}   smallest {'effect' if one.role == 'primary' else 'margin'}"
    for row in one.rows:
        yield f"  {row.weeks:>5} {row.units:>12,}   {_size(row.smallest, one.mean, metric)}"


def _size(size: float, mean: float, metric: Metric) -> str:
    relative = f"{100 * size / abs(mean):.2g} % " if mean else ""
    return f"{relative}({_number(size, metric)})"


def _number(value: float, metric: Metric) -> str:
    """Return a number in the metric's unit, with three digits at least."""
    display = metric.display
    shown = 100 * value if display.percent else value
    small = 2 - math.floor(math.log10(abs(shown))) if shown else 0
    decimals = max(display.decimals, min(small, 8))
    unit = " %" if display.percent else f" {display.unit}" if display.unit else ""
    return f"{shown:,.{decimals}f}{unit}"
