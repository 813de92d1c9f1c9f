"""Numbers as a reader is shown them: in the metric's unit."""

from __future__ import annotations

import math

from groundrules.metrics.form import Change, Metric


def amount(metric: Metric, value: float) -> str:
    """Return a value in the metric's unit."""
    if math.isnan(value):
        return "not known"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    shown = metric.display
    if shown.percent:
        return f"{value:.{shown.decimals}%}"
    return f"{value:,.{shown.decimals}f}{f' {shown.unit}' if shown.unit else ''}"


def signed(metric: Metric, value: float) -> str:
    """Return a difference in the metric's unit, with its sign; of shares, in percentage points."""
    if math.isnan(value):
        return "not known"
    sign = "+" if value >= 0 else "-"
    if math.isinf(value):
        return f"{sign}∞"
    shown = metric.display
    if shown.percent:
        return f"{sign}{abs(value) * 100:.{shown.decimals}f} pp"
    return f"{sign}{amount(metric, abs(value))}"


def share(value: float, *, sign: bool = True) -> str:
    """Return a relative difference in percent."""
    if math.isnan(value):
        return "not known"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return f"{value:+.2%}" if sign else f"{value:.2%}"


def change(metric: Metric, size: Change) -> str:
    """Return a size of effect as it was planned: 2 %, or 0.10 EUR."""
    if size.absolute is not None:
        return signed(metric, size.absolute).lstrip("+")
    return f"{size.relative or 0:.2%}".replace(".00%", "%")


def p_value(p: float) -> str:
    """Return a p-value, never as 0."""
    if math.isnan(p):
        return "p not known"
    return "p < 0.0001" if p < 0.0001 else f"p = {p:.4f}"
