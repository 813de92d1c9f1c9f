"""Labels at the ends of lines, where a legend would make the reader look twice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

_APART = 1.35
"""From one label's middle to the next, in sizes of the text."""
_RIGHT = 14
"""Points between the axes and the labels, for the leaders."""


def label_lines(axes: Axes) -> None:
    """Write the label of each labelled line of `axes` to the right of its end, and take the legend away.

    Labels keep the order of the lines' ends and never overlap; a thin line in the line's colour leads from end to
    label. Call it when all is drawn and the limits are set. Lines without a label, or without a point that is a
    finite number, get none.
    """
    ends = [(line, *end) for line in axes.get_lines() if _named(line) and (end := _end(line))]
    legend = axes.get_legend()
    if legend is not None:
        legend.remove()
    if not ends:
        return
    figure: Any = axes.figure
    figure.draw_without_rendering()  # the layout decides how high the axes are
    height = axes.get_window_extent().height * 72 / figure.dpi
    to_axes = axes.transData + axes.transAxes.inverted()
    spots = [(line, x, y, float(to_axes.transform((x, y))[1])) for line, x, y in ends]
    spots.sort(key=lambda one: (one[3], str(one[0].get_label())))
    size = _size(axes)
    places = spread([spot[3] for spot in spots], size * _APART / height, size / 2 / height)
    for (line, x, y, _), place in zip(spots, places, strict=True):
        leader = {"arrowstyle": "-", "color": line.get_color(), "linewidth": 1.2}
        axes.annotate(
            str(line.get_label()),
            xy=(x, y),
            xytext=(1 + _RIGHT / _width(axes), place),
            textcoords="axes fraction",
            va="center",
            ha="left",
            fontsize=size,
            annotation_clip=False,
            arrowprops={**leader, "shrinkA": 2, "shrinkB": 0, "relpos": (0, 0.5)},
        )


def spread(wanted: Sequence[float], apart: float, edge: float = 0.0) -> list[float]:
    """Return places at least `apart` from one another, as near as can be to the `wanted` ones (least squares).

    wanted: rising. Places stay between `edge` and 1 - `edge` where there is room for all. Taking i times `apart`
    from the i-th place turns this into isotonic regression, which pooling adjacent violators solves
    (Barlow, Bartholomew, Bremner and Brunk 1972, Statistical Inference under Order Restrictions, chapter 1).
    """
    pools: list[tuple[float, int]] = []  # mean, how many
    for number, want in enumerate(wanted):
        mean, count = want - number * apart, 1
        while pools and pools[-1][0] > mean:
            other, many = pools.pop()
            mean, count = (mean * count + other * many) / (count + many), count + many
        pools.append((mean, count))
    low, high = edge, 1 - edge - (len(wanted) - 1) * apart
    if low > high:  # no room: as much beyond the one end as beyond the other
        low = high = (low + high) / 2
    flat = [min(max(mean, low), high) for mean, count in pools for _ in range(count)]
    return [place + number * apart for number, place in enumerate(flat)]


def _named(line: Line2D) -> bool:
    label = str(line.get_label())
    return bool(label) and not label.startswith("_") and line.get_visible()


def _end(line: Line2D) -> tuple[Any, float] | None:
    """Return the last point that is there, as the axes' own numbers."""
    xs, ys = line.get_xdata(orig=False), line.get_ydata(orig=False)
    points = zip(list(xs)[::-1], list(ys)[::-1], strict=True)  # type: ignore[arg-type]
    return next(
        ((x, float(y)) for x, y in points if math.isfinite(x) and math.isfinite(y)),
        None,
    )


def _size(axes: Axes) -> float:
    from matplotlib.font_manager import FontProperties

    return float(FontProperties(size=axes.xaxis.label.get_size()).get_size_in_points())


def _width(axes: Axes) -> float:
    figure: Any = axes.figure
    return float(axes.get_window_extent().width) * 72 / float(figure.dpi)
