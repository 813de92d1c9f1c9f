"""Numbers as a reader is shown them: in the metric's unit, and never rounded to nothing."""

from __future__ import annotations

import math

from groundrules.metrics.form import Change, Display, Metric

_MOST = 8
"""Digits after the point at most: what needs more is written by its power of ten."""
_LONG = 1e15
"""From here on, too."""
_WHOLE = 1e9
"""From here on nobody asks for what is after the point."""


def decimals(metric: Metric, *values: float) -> int:
    """Return the digits after the point: as the metric says, or as many as give the largest value two that count."""
    return digits_of(metric.display, *values)


def digits_of(display: Display, *values: float) -> int:
    """Return the digits after the point, as `decimals`, of numbers that are displayed so."""
    return _digits(display.decimals, 100 if display.percent else 1, values)


def _digits(least: int, scale: float, values: tuple[float, ...]) -> int:
    sizes = [abs(one) * scale for one in values if math.isfinite(one) and one]
    if not sizes:
        return least
    return max(least, 1 - math.floor(math.log10(max(sizes))))


def _number(value: float, digits: int) -> str:
    """Return a number that is finite or not, without its sign."""
    size = abs(value)
    if math.isinf(size):
        return "∞"
    if size >= _LONG or (digits > _MOST and size):
        return f"{size:.3g}"
    return f"{size:,.{0 if size >= _WHOLE else min(digits, _MOST)}f}"


def bare(metric: Metric, value: float, digits: int | None = None, *, sign: bool = False) -> str:
    """Return a value without its unit; of a share in percent."""
    return number(metric.display, value, digits, sign=sign)


def number(display: Display, value: float, digits: int | None = None, *, sign: bool = False) -> str:
    """Return a number that is displayed so, without its unit; of a share in percent."""
    if math.isnan(value):
        return "not known"
    mark = "-" if value < 0 else "+" if sign else ""
    given = digits_of(display, value) if digits is None else digits
    return f"{mark}{_number(value * (100 if display.percent else 1), given)}"


def amount(metric: Metric, value: float, digits: int | None = None) -> str:
    """Return a value in the metric's unit."""
    said = bare(metric, value, digits)
    if math.isnan(value):
        return said
    if metric.display.percent:
        return f"{said}%"
    return f"{said}{_unit(metric)}"


def signed(metric: Metric, value: float, digits: int | None = None) -> str:
    """Return a difference in the metric's unit, with its sign; of shares, in percentage points."""
    said = bare(metric, value, digits, sign=True)
    return said if math.isnan(value) else f"{said}{unit_of_difference(metric)}"


def interval(metric: Metric, low: float, high: float, digits: int | None = None) -> str:
    """Return an interval of a difference, the unit said once."""
    if math.isnan(low) or math.isnan(high):
        return "not known"
    given = decimals(metric, low, high) if digits is None else digits
    ends = (bare(metric, one, given, sign=True) for one in (low, high))
    return f"{' to '.join(ends)}{unit_of_difference(metric)}"


def unit_of_difference(metric: Metric) -> str:
    """Return the unit as it follows a difference, with the space before it."""
    return " pp" if metric.display.percent else _unit(metric)


def _unit(metric: Metric) -> str:
    return f" {metric.display.unit}" if metric.display.unit else ""


def share(value: float, *, sign: bool = True) -> str:
    """Return a relative difference in percent."""
    if math.isnan(value):
        return "not known"
    mark = "-" if value < 0 else "+" if sign else ""
    size = _number(value * 100, _digits(2, 100, (value,)))
    return f"{mark}{size}{'' if math.isinf(value) else '%'}"


def shares(low: float, high: float) -> str:
    """Return an interval of a relative difference."""
    if math.isnan(low) or math.isnan(high):
        return "not known"
    return f"{share(low)} to {share(high)}"


def change(metric: Metric, size: Change) -> str:
    """Return a size of effect as it was planned: 2%, or 0.10 EUR."""
    if size.absolute is not None:
        return signed(metric, size.absolute).lstrip("+")
    return level(size.relative or 0.0)


def level(value: float) -> str:
    """Return a share as it was chosen, without digits that say nothing: 95%, 97.5%, 99.9985%."""
    if 0.999999 < value < 1:
        return "more than 99.9999%"
    text = f"{value * 100:.4f}".rstrip("0").rstrip(".")
    return f"{value * 100:.2g}%" if text == "0" and value else f"{text}%"


def p_value(p: float) -> str:
    """Return a p-value, never as 0."""
    if math.isnan(p):
        return "p not known"
    return "p < 0.0001" if p < 0.0001 else f"p = {p:.4f}"
