"""Numbers as a reader wants them."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isinf, log10


def amount(value: float | None) -> str:
    """Return a number with three significant digits, thousands set apart, never as 1e+05."""
    if value is None or isinf(value):
        return "∞" if value is None or value > 0 else "-∞"
    if value == 0:
        return "0"
    places = max(0, 2 - floor(log10(abs(value))))
    return f"{value:,.{min(places, 12)}f}"


def probability(value: float) -> str:
    """Return a p-value: `p 0.031`, `p < 0.001`."""
    return "p < 0.001" if value < 0.001 else f"p {value:.3f}"


def few(names: Sequence[str]) -> str:
    """Return the first four names, quoted."""
    return ", ".join(repr(name) for name in names[:4]) + (" …" if len(names) > 4 else "")


def span(lower: float | None, upper: float | None) -> str:
    """Return an interval in words."""
    if lower is None and upper is None:
        return "without bounds"
    if lower is None:
        return f"up to {amount(upper)}"
    if upper is None:
        return f"from {amount(lower)} on"
    return f"{amount(lower)} to {amount(upper)}"


def column(values: Sequence[float]) -> list[str]:
    """Return numbers with the same places, as wide as each other; the largest has three significant digits."""
    largest = max((abs(value) for value in values), default=0.0)
    places = max(0, 2 - floor(log10(largest))) if largest else 0
    rounded = [round(value, min(places, 12)) + 0.0 for value in values]  # no -0
    told = [f"{value:,.{min(places, 12)}f}" for value in rounded]
    width = max(map(len, told), default=0)
    return [one.rjust(width) for one in told]
