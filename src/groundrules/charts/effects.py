"""Effects with their intervals, beside what they are compared with."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from groundrules.charts.alt import describe
from groundrules.charts.palette import BLUE, INK, SOFT, VERMILLION
from groundrules.charts.style import SIZE, WIDTH, need_matplotlib
from groundrules.errors import UsageError
from groundrules.metrics.displays import of_unit
from groundrules.metrics.show import digits_of, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW, _REST = 0.62, 0.75
"""Inches for each row, and for the axis below."""


def intervals(
    labels: Sequence[str],
    estimates: Sequence[float],
    lows: Sequence[float],
    highs: Sequence[float],
    *,
    unit: str,
    reference: float = 0,
    margin: float | None = None,
    level: float = 0.95,
    signed: bool = True,
) -> Figure:
    """Return a figure with one row for each effect: its label and numbers, and below them a dot with its interval.

    unit: `percent` for shares (0.02 is written +2.0%), `count`, a currency's code, or any other name; `EUR:0` is EUR
    without a digit after the point.
    reference: where a line stands that means no difference. margin: the largest harm that is accepted, on the
    effects' own scale; what lies beyond it, seen from the reference, is shaded. level: of the intervals.
    signed: False for values that are no differences: they are written without a plus.

    An end that is infinite is drawn as an arrow; an effect that is not known (NaN) is said to be so. The figure
    comes with an alt text that holds all numbers (`describe` replaces it).
    Raises UsageError where the lists are of different lengths or empty.
    """
    need_matplotlib()
    import matplotlib.pyplot as plt

    rows = _rows(labels, estimates, lows, highs)
    figure, axes = plt.subplots(figsize=(WIDTH, _ROW * len(rows) + _REST))
    _frame(axes, rows, reference, margin)
    said = [_said(unit, row[1:], signed=signed) for row in rows]
    for number_, (row, words) in enumerate(zip(rows, said, strict=True)):
        _draw(axes, len(rows) - 1 - number_, row, words)
    name = of_unit(unit).unit
    if of_unit(unit).percent:
        name = "percentage points" if signed else "%"
    bar = f"dot: estimate, bar: {level * 100:g}% interval"
    axes.xaxis.set_major_formatter(lambda place, _: _tick(unit, place))
    axes.set_xlabel(f"{name}; {bar}" if name else bar, color=SOFT, fontsize=SIZE - 1)
    describe(figure, _told(rows, said, unit, reference, margin, level, signed=signed))
    return figure


Row = tuple[str, float, float, float]


def _rows(
    labels: Sequence[str],
    estimates: Sequence[float],
    lows: Sequence[float],
    highs: Sequence[float],
) -> list[Row]:
    lengths = {len(labels), len(estimates), len(lows), len(highs)}
    if len(lengths) != 1 or lengths == {0}:
        raise UsageError(
            "charts.intervals needs labels, estimates, lows and highs of one length, at least one each"
        )
    return [
        (str(label), *(float(one) for one in numbers))  # type: ignore[misc]
        for label, *numbers in zip(labels, estimates, lows, highs, strict=True)
    ]


def _frame(axes: Axes, rows: Sequence[Row], reference: float, margin: float | None) -> None:
    """Set limits that hold all, the reference, and the margin with what lies beyond it."""
    drawn = [reference, *([margin] if margin is not None else []), *(x for row in rows for x in row[1:])]  # fmt: skip
    finite = [one for one in drawn if math.isfinite(one)]
    low, high = min(finite), max(finite)
    room = (high - low) * 0.06 or 1.0
    axes.set_xlim(low - room, high + room)
    axes.set_ylim(-0.55, len(rows) - 0.15)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(False)
    # In the rows' bands alone, so that no line goes through a label.
    bands: dict[str, Any] = {
        "ymin": [n - 0.3 for n in range(len(rows))],
        "ymax": [n + 0.2 for n in range(len(rows))],
    }
    axes.vlines([reference] * len(rows), **bands, color=INK, linewidth=1.1)
    if margin is not None:
        beyond = high + room if margin > reference else low - room
        axes.axvspan(margin, beyond, color=VERMILLION, alpha=0.1, linewidth=0)
        axes.vlines(
            [margin] * len(rows), **bands, color=VERMILLION, linewidth=1.3, linestyle=(0, (4, 3))
        )


def _draw(axes: Axes, place: int, row: Row, words: str) -> None:
    label, estimate, low, high = row
    left, right = axes.get_xlim()
    text: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center"}
    axes.text(0, place + 0.42, label, ha="left", weight="bold", **text)
    axes.text(1, place + 0.42, words, ha="right", **text)
    if math.isnan(low) or math.isnan(high):
        return
    ends = (max(low, left), min(high, right))
    axes.plot(ends, (place, place), color=BLUE, linewidth=2.6, linestyle="-", solid_capstyle="butt")
    for end, seen, arrow in ((low, ends[0], "<"), (high, ends[1], ">")):
        axes.plot(seen, place, color=BLUE, marker="|" if math.isfinite(end) else arrow, markersize=9,
                  markeredgewidth=1.8, markeredgecolor=BLUE, clip_on=False)  # fmt: skip
    if math.isfinite(estimate):
        axes.plot(estimate, place, color=BLUE, marker="o", markersize=8.5)


def _tick(unit: str, place: float) -> str:
    """Return a number of the axis, of shares in percentage points."""
    size = place * 100 if of_unit(unit).percent else place
    return f"{round(size, 12):,.6g}".replace("-", "−")


def _said(unit: str, numbers: Sequence[float], *, signed: bool) -> str:
    """Return an effect and its interval in the unit, which is said once."""
    display = of_unit(unit)
    if math.isnan(numbers[0]):
        return "not known"
    digits = digits_of(display, *(one for one in numbers if math.isfinite(one)))
    effect, low, high = (
        number(display, one, digits, sign=signed).replace("-", "−") for one in numbers
    )
    return f"{effect} ({low} to {high})"


def _told(
    rows: Sequence[Row],
    said: Sequence[str],
    unit: str,
    reference: float,
    margin: float | None,
    level: float,
    *,
    signed: bool,
) -> str:
    display = of_unit(unit)
    percent = " percentage points" if signed else " %"
    name = percent if display.percent else f" {display.unit}" if display.unit else ""
    parts = [f"{row[0]}: {words}" for row, words in zip(rows, said, strict=True)]
    beside = f"a line at {number(display, reference)}"
    if margin is not None:
        beside += f" and the margin of {number(display, margin, sign=True).replace('-', '−')}"
    what = "Effects" if signed else "Values"
    return (
        f"{what}{f' in{name}' if name else ''} with {level * 100:g}% intervals, beside {beside}. "
        f"{'; '.join(parts)}."
    )
