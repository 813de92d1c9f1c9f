"""The figures of the report; each function returns one, with an alternative text that says what it shows."""

import matplotlib.pyplot as plt
from groundrules import charts
from groundrules.charts.palette import SOFT

import card


def margin(shown):
    """Return values with their intervals, beside the margin that was agreed."""
    (line,) = card.column([shown["margin"]], shown["unit"])
    return _intervals(shown, shown["margin"], f"A line stands at the margin of {line}.")


def importance(shown):
    """Return what each feature adds, with its interval, beside nothing."""
    return _intervals(shown, 0, "A line stands at 0.")


def _intervals(shown, reference, beside):
    scale = 100 if shown["unit"] == "percent" else 1
    rows = shown["rows"]
    ends = ([scale * row[key] for row in rows] for key in ("value", "low", "high"))
    names = [row["name"] for row in rows]
    figure = charts.intervals(names, *ends, unit=shown["axis"], reference=scale * reference)
    charts.describe(figure, f"{_told(shown)} {beside}")
    return figure


def agreement(shown):
    """Return what was said of groups beside what was seen, with the line on which both are the same."""
    rows, unit = shown["rows"], shown["unit"]
    scale = 100 if unit == "percent" else 1
    said, seen, low, high = (
        [scale * row[key] for row in rows] for key in ("said", "seen", "low", "high")
    )
    figure, axes = plt.subplots(figsize=(5.4, 4.2))
    end = 1.08 * max(*said, *high)
    axes.plot([0, end], [0, end], color=SOFT, linewidth=1, linestyle="-")
    axes.text(end, end, "the same ", color=SOFT, ha="right", va="bottom", fontsize="small")
    reach = [[a - b for a, b in zip(seen, low, strict=True)],
             [b - a for a, b in zip(seen, high, strict=True)]]  # fmt: skip
    axes.errorbar(said, seen, yerr=reach, fmt="o", linestyle="none", elinewidth=1.6)
    if len(rows) <= 6:
        above = {"textcoords": "offset points", "ha": "center", "fontsize": "small"}
        for row, x, top in zip(rows, said, high, strict=True):
            axes.annotate(row["name"], (x, top), (0, 4), **above)
    name = "%" if unit == "percent" else unit
    axes.set(xlabel=f"{shown['x']} ({name})", ylabel=f"{shown['y']} ({name})")
    axes.set(xlim=(0, end), ylim=(min(0, *low), end))
    off = [row["name"] for row in rows if not row["low"] <= row["said"] <= row["high"]]
    pairs = "; ".join(
        f"{row['name']}: {x}, then {y}"
        for row, x, y in zip(
            rows,
            card.column([row["said"] for row in rows], unit),
            card.column([row["seen"] for row in rows], unit),
            strict=True,
        )
    )
    found = f"Off are {', '.join(off)}" if off else "All intervals hold what was said"
    charts.describe(
        figure, f"{shown['x']} beside {shown['y']}, {name}. {found}. {pairs}.".capitalize()
    )
    return figure


def _told(shown):
    """Return the rows in words."""
    said = [f"{row['name']}: {card.interval(row, shown['unit'])}" for row in shown["rows"]]
    return f"{shown['what']}, with 95 % intervals. {'; '.join(said)}."
