"""The figures of the report; each function returns one, with an alternative text that says what it shows."""

import matplotlib.pyplot as plt
from groundrules import charts
from groundrules.charts.palette import SOFT, VERMILLION

import card

FEW = 6


def margin(shown):
    """Return values with their intervals, beside the margin that was agreed."""
    (line,) = card.column([shown["margin"]], shown["unit"])
    said = f"{_told(shown)} A line stands at the margin of {line}."
    return _intervals(shown, "value", said, shown["margin"])


def importance(shown):
    """Return what each feature adds, with its interval, beside nothing."""
    return _intervals(shown, "value", f"{_told(shown)} A line stands at 0.")


def agreement(shown):
    """Return what was said of groups beside what was seen: of a few a row each, of many a dot each."""
    rows, unit = shown["rows"], shown["unit"]
    off = [row["name"] for row in rows if not row["low"] <= row["said"] <= row["high"]]
    found = f"Off: {', '.join(off)}" if off else "All intervals hold what was said"
    pairs = (card.column([row[key] for row in rows], unit) for key in ("said", "seen"))
    each = zip(rows, *pairs, strict=True)
    numbers = "; ".join(f"{row['name']}: {x} said, {y} seen" for row, x, y in each)
    told = f"{shown['y']}, seen, beside {shown['x']}, said. {found}. {numbers} ({shown['axis']})."
    return _beside(shown, told) if len(rows) <= FEW else _line(shown, told)


def _intervals(shown, key, told, reference=0):
    scale = _scale(shown)
    rows = shown["rows"]
    ends = ([scale * row[one] for row in rows] for one in (key, "low", "high"))
    names = [row["name"] for row in rows]
    figure = charts.intervals(
        names, *ends, unit=shown["axis"], reference=scale * reference, signed=False
    )
    charts.describe(figure, told)
    return figure


def _beside(shown, told):
    """Return a row for each group: its interval, and a diamond where it was said to be."""
    figure = _intervals(shown, "seen", told)
    (axes,) = figure.axes
    for place, row in enumerate(reversed(shown["rows"])):
        axes.plot(_scale(shown) * row["said"], place, color=VERMILLION, marker="D")
    axes.set_xlabel(f"{shown['axis']}; dot: {shown['y']},\ndiamond: {shown['x']}", color=SOFT)
    return figure


def _line(shown, told):
    """Return a dot for each group, and the line on which said and seen are the same."""
    said, seen, low, high = (
        [_scale(shown) * row[key] for row in shown["rows"]]
        for key in ("said", "seen", "low", "high")
    )
    figure, axes = plt.subplots(figsize=(5.4, 4.2))
    end = 1.08 * max(*said, *high)
    axes.plot([0, end], [0, end], color=SOFT, linewidth=1, linestyle="-")
    axes.text(end, end, "the same ", color=SOFT, ha="right", va="bottom", fontsize="small")
    reach = [[a - b for a, b in zip(seen, low, strict=True)],
             [b - a for a, b in zip(seen, high, strict=True)]]  # fmt: skip
    axes.errorbar(said, seen, yerr=reach, fmt="o", linestyle="none", elinewidth=1.6)
    axes.set(xlabel=f"{shown['x']} ({shown['axis']})", ylabel=f"{shown['y']} ({shown['axis']})")
    axes.set(xlim=(0, end), ylim=(min(0, *low), end))
    charts.describe(figure, told)
    return figure


def _scale(shown):
    return 100 if shown["unit"] == "percent" else 1


def _told(shown):
    """Return the rows in words."""
    said = [f"{row['name']}: {card.interval(row, shown['unit'])}" for row in shown["rows"]]
    return f"{shown['what']}, with 95 % intervals. {'; '.join(said)}."
