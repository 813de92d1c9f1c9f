"""The figures of the report; each function returns one, with its alternative text."""

import matplotlib.pyplot as plt
import pandas as pd
from groundrules import charts
from matplotlib import dates

charts.use()


def courses(table, start, unit):
    """Return the weekly courses side by side, with the start marked."""
    figure, axes = plt.subplots(figsize=(7, 3.5))
    for name in table.columns:
        axes.plot(table.index, table[name], label=name)
    time_axis(axes, start)
    axes.set(ylabel=unit)
    charts.label_lines(axes)
    after = table.index >= pd.Timestamp(start)
    before, later = table[~after].mean(), table[after].mean()
    said = "; ".join(f"{name}: {before[name]:.0f}, then {later[name]:.0f}" for name in table)
    charts.describe(figure, f"Weekly courses, {unit}. Means before the start and after: {said}.")
    return figure


def gaps(result):
    """Return the gap between treated and untreated of each week, with intervals where there are."""
    points, start = result.course, result.panel.before
    weeks = pd.to_datetime([one.period for one in points])
    effects = [one.effect for one in points]
    figure, axes = plt.subplots(figsize=(7, 3))
    axes.plot(weeks, effects, marker="o")
    if points[-1].lower is not None and points[-1].upper is not None:
        low = [one.effect if one.lower is None else one.lower for one in points]
        high = [one.effect if one.upper is None else one.upper for one in points]
        axes.fill_between(weeks, low, high, alpha=0.2)
    axes.axhline(0, linewidth=1, color="0.5")
    time_axis(axes, result.panel.start)
    axes.set(ylabel=f"gap, {result.unit}")
    before, after = effects[:start], effects[start:]
    charts.describe(
        figure,
        f"The gap is {min(before):.0f} to {max(before):.0f} before the start and "
        f"{min(after):.0f} to {max(after):.0f} after it, {result.unit}.",
    )
    return figure


def time_axis(axes, start):
    """Draw a line at the start of the treatment; as many dates as have room."""
    axes.xaxis.set_major_locator(dates.AutoDateLocator(maxticks=6))
    axes.axvline(pd.Timestamp(start) - pd.Timedelta(days=3.5), linewidth=1, color="0.5")
