"""Figures in the house style: colours that everybody tells apart, labels at the lines, alt text with the numbers.

    from groundrules import charts
    charts.use()                              # once, before the first figure
    figure, axes = plt.subplots()
    …
    charts.label_lines(axes)                  # instead of a legend, when all is drawn
    charts.describe(figure, "Orders a day rise from 120 in March to 155 in May.")

    charts.intervals(labels, estimates, lows, highs, unit="EUR", margin=-0.5)   # effects beside a reference

A figure is drawn as SVG on no ground of its own; `groundrules render` shows it in light and in dark.
The same figure gives the same bytes. matplotlib is imported when a function is called.
"""

from groundrules.charts.alt import describe
from groundrules.charts.effects import intervals
from groundrules.charts.labels import label_lines
from groundrules.charts.palette import PALETTE
from groundrules.charts.style import save, use

__all__ = ["PALETTE", "describe", "intervals", "label_lines", "save", "use"]
