"""Definitions and numbers as a reader is shown them."""

from __future__ import annotations

import math

from groundrules.metrics.form import Measure, Metric
from groundrules.metrics.meaning import change

_GATHERED = {
    "sum": "the sum of {value}",
    "count": "how many rows have {value}",
    "count_distinct": "how many different values of {value} there are",
    "any": "1 where {value} is true of at least one row, else 0",
    "max": "the largest {value}",
    "min": "the smallest {value}",
    "mean": "the mean of {value}",
}
_MISSING = {
    "zero": "a unit without rows counts as 0",
    "exclude": "a unit without rows is no part of it",
}
_NULLS = {
    "refuse": "a row without a value is refused",
    "drop": "a row without a value is left out",
    "zero": "a row without a value counts as 0",
}


def number(metric: Metric, value: float) -> str:
    """Return a value in the metric's unit, without the unit's name."""
    if math.isnan(value):
        return "–"
    display = metric.display
    shown = f"{100 * value if display.percent else value:,.{display.decimals}f}"
    return f"{shown} %" if display.percent else shown


def unit(metric: Metric) -> str:
    """Return the unit's name, with what a share is of."""
    display = metric.display
    return f"% {display.unit}".strip() if display.percent else display.unit


def gathered(measure: Measure) -> str:
    """Return in words what is gathered of a unit's rows."""
    if measure.value is None:
        what = "the number of rows"
    else:
        what = _GATHERED[measure.aggregate].format(value=f"`{measure.value}`")
    where = " and ".join(f"`{one}`" for one in measure.filters)
    rows = f" of `{measure.source}`, of the same `{measure.unit}`"
    return f"{what}, over rows{rows}{f', where {where}' if where else ''}"


def computed(metric: Metric) -> list[str]:
    """Return in sentences how a metric is computed."""
    first, *rest = metric.measures()
    kind = {
        "mean": "The mean over units of one number a unit",
        "proportion": "The share of units that did",
        "ratio": "The sum over units of one number, over the sum of another",
        "quantile": f"The {100 * (metric.quantile or 0):g}th percentile over units of one number a unit",
    }[metric.type]
    said = [f"{kind}.", f"A unit's number: {gathered(first)}."]
    said += [f"Its denominator: {gathered(one)}." for one in rest]
    when = f"{metric.window.days} times 24 hours from the unit's exposure" if metric.window else (
        "from the unit's exposure until the end of the experiment"
    )  # fmt: skip
    times = " and ".join(dict.fromkeys(f"`{one.time}`" for one in (first, *rest)))
    said.append(f"Rows count by {times}: {when}.")
    policies = [_NULLS[metric.nulls]] if first.value is not None else []
    policies += [] if metric.type == "ratio" else [_MISSING[metric.missing]]
    if policies:
        joined = "; ".join(policies)
        said.append(f"{joined[0].upper()}{joined[1:]}.")
    return said + _options(metric)


def _options(metric: Metric) -> list[str]:
    said = []
    if metric.single:
        listed = ", ".join(f"`{one}`" for one in metric.single)
        said.append(f"All rows that count must hold one value of {listed}.")
    cap = metric.winsorise
    if cap is not None and cap.quantile is not None:
        said.append(f"Values are capped at the quantile {cap.quantile:g} of the pre-period.")
    elif cap is not None and cap.cap is not None:
        said.append(f"Values are capped at {cap.cap:g}.")
    if metric.covariate is not None:
        said.append(
            f"CUPED adjusts for the same metric over the {metric.covariate.days} days before the exposure."
        )
    if metric.late_data_days:
        said.append(f"A day's rows are complete {metric.late_data_days} days later.")
    return said


def facts(metric: Metric) -> list[tuple[str, str]]:
    """Return what else a reader wants to know, as names and values."""
    better = "when it increases" if metric.direction == "increase" else "when it decreases"
    found = [
        ("owner", metric.owner),
        ("type", metric.type),
        ("unit", unit(metric) or "none"),
        ("better", better),
        ("smallest effect that matters", change(metric.mde)),
        ("accepted harm, as a guardrail", change(metric.margin)),
        ("may be split by", ", ".join(metric.dimensions) or "nothing"),
    ]
    return [(name, value) for name, value in found if value != "none"]
