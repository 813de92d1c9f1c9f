"""The figures of the report; each function returns one, with its alternative text."""

import matplotlib.pyplot as plt
import pandas as pd
from groundrules import charts
from matplotlib import dates

from analysis import ALPHA, by_week, change_day, daily, others
from tables import name
from words import segment_causes, signed

charts.use()
BLUE, VERMILLION, _, INK = charts.PALETTE


def weeks(table, found):
    """Return the revenue of each week beside the mean of the weeks before, and what weeks usually differ by."""
    revenue = pd.Series([week["revenue"].sum() for week in by_week(table)])
    days = table["day"].min() + pd.to_timedelta(7 * revenue.index, unit="D")
    reach = found.change["high"] - found.change["value"]
    low, high = found.before - reach, found.before + reach
    figure, axes = plt.subplots()
    axes.fill_between(days, low, high, color=BLUE, alpha=0.15, linewidth=0)
    axes.plot(days, [found.before] * len(days), color=BLUE, linewidth=1.2, label="mean before")
    axes.plot(days[:-1], revenue[:-1], color=INK, marker="o", linestyle="-", linewidth=1.2)
    axes.plot(
        days[-1:], revenue[-1:], color=VERMILLION, marker="o", markersize=10, label="last week"
    )
    axes.set(ylabel="EUR a week")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    _days(axes)
    charts.label_lines(axes)
    last, before = revenue.iloc[-1], revenue.iloc[:-1]
    where = "inside" if low <= last <= high else "below" if last < low else "above"
    charts.describe(
        figure,
        f"Revenue of the {len(before)} weeks before is {before.min():,.0f} to {before.max():,.0f} EUR, "
        f"{found.before:,.0f} in the mean; the last week's is {last:,.0f}, {where} the range of {low:,.0f} to "
        f"{high:,.0f} in which {1 - ALPHA:.0%} of weeks are to be.",
    )
    return figure


def stand_out(found, most=6):
    """Return the largest parts with their intervals beside zero."""
    held = found.largest(most)
    labels = [name(*key) for key in held.index]
    numbers = (held[one] for one in ("value", "low", "high"))
    figure = charts.intervals(labels, *numbers, unit="EUR a week:0")
    rows = zip(labels, held.index, held.itertuples(), strict=True)
    said = [(key in found.causes.index, _numbers(label, row)) for label, key, row in rows]
    out, rest = ("; ".join(text for stands, text in said if stands is one) for one in (True, False))
    charts.describe(
        figure,
        f"Parts of the change in EUR a week with 95% intervals, beside zero. What stands out: {out or 'nothing'}. "
        f"The largest that do not: {rest or 'none of these'}.",
    )
    return figure


def _numbers(label, row):
    return f"{label} {signed(row.value)} ({signed(row.low)} to {signed(row.high)})"


def since(table, found):
    """Return the rate that moved most by day, with its day marked, beside the mean of the other segments."""
    segment, rate = segment_causes(found)[0]
    series, rest = daily(table, segment, rate), others(table, segment, rate)
    step = change_day(series)
    figure, axes = plt.subplots()
    axes.plot(rest.index, rest, color=INK, linewidth=1.2, linestyle="-", label="mean of others")
    axes.plot(series.index, series, color=VERMILLION, linestyle="-", label=segment)
    axes.axvline(step.day, color=BLUE, linewidth=1.2, linestyle=(0, (4, 3)))
    axes.set(ylabel="price, EUR an impression" if rate == "price" else rate)
    if rate == "fill rate":
        axes.yaxis.set_major_formatter("{x:.0%}")
    _days(axes)
    axes.annotate(
        f"{step.day:%Y-%m-%d} ",
        (step.day, axes.get_ylim()[0]),
        ha="right",
        va="bottom",
        color=BLUE,
    )
    charts.label_lines(axes)
    form = ".1%" if rate == "fill rate" else ".3g"
    levels = [
        f"{one[one.index < step.day].mean():{form}} before and {one[one.index >= step.day].mean():{form}} since"
        for one in (series, rest)
    ]
    charts.describe(
        figure,
        f"The {rate} of {segment} is {levels[0]} {step.day:%Y-%m-%d}, by day; the mean of the other segments is "
        f"{levels[1]}.",
    )
    return figure


def _days(axes):
    axes.margins(y=0.1)
    axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=2, maxticks=4))
    axes.xaxis.set_major_formatter(dates.DateFormatter("%d %b"))
