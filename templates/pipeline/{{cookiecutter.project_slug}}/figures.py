"""The figure of the report, with an alternative text that says what it shows."""

import matplotlib.dates as dates
import matplotlib.pyplot as plt
from groundrules import charts
from groundrules.charts.palette import BLUE, SOFT, VERMILLION
from groundrules.metrics.show import amount, decimals


def courses(history, found, day, known):
    """Return the days of each metric with intervals, and what was expected of the last one.

    history: metric, day, value, low, high; found: rows of the monitor; known: metrics by name.
    """
    names = sorted(history["metric"].unique())
    columns = 2 if len(names) > 2 else 1
    lines = -(-len(names) // columns)
    figure, panes = plt.subplots(
        lines, columns, figsize=(4.2 * columns, 0.6 + 2.0 * lines), sharex=True, squeeze=False
    )
    for axes in panes.flat[len(names) :]:
        axes.remove()
    said = []
    for axes, name in zip(panes.flat, names, strict=False):
        rows = history[history["metric"] == name].sort_values("day")
        expected = found[found["check"] == f"metric: {name}"].iloc[0]
        said.append(pane(axes, rows, expected, known[name]))
        axes.xaxis.set_tick_params(labelbottom=name in names[-columns:])
    axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=3, maxticks=5))
    axes.xaxis.set_major_formatter(dates.DateFormatter("%d %b"))
    charts.describe(
        figure, f"Metrics by day until {day}, with their 95 % intervals. {' '.join(said)}"
    )
    return figure


def pane(axes, rows, expected, metric):
    """Draw one metric, and return what is seen of it."""
    scale = 100 if metric.display.percent else 1
    low, high = scale * expected["low"], scale * expected["high"]
    value = rows["value"].iloc[-1]
    axes.fill_between(
        rows["day"], scale * rows["low"], scale * rows["high"], color=BLUE, alpha=0.18, linewidth=0
    )
    axes.plot(rows["day"], scale * rows["value"], color=BLUE)
    last = rows["day"].iloc[-1]
    axes.vlines(last, low, high, color=SOFT, linewidth=5, alpha=0.6)
    odd = not expected["usual"]
    axes.plot(last, scale * value, color=VERMILLION if odd else BLUE, marker="X" if odd else "o")
    unit = "%" if metric.display.percent else metric.display.unit
    axes.set_title(f"{metric.name.replace('_', ' ')} ({unit})", fontsize="medium")
    ends = [expected["low"], expected["high"]]
    digits = decimals(metric, value, *ends)
    today, least, most = (amount(metric, one, digits) for one in (value, *ends))
    axes.annotate(
        today,
        (last, scale * value),
        (8, 0),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
    )
    verdict = "unusual" if odd else "as expected"
    return f"{metric.name}: {today}, {verdict} ({least} to {most})."
