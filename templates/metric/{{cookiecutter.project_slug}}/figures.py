"""The figures of the report; each function returns one, with its alternative text."""

import matplotlib.pyplot as plt
import pandas as pd
from groundrules import charts
from matplotlib import dates

charts.use()


def weeks(found):
    """Return the metric of each whole week by both versions, and what finance booked."""
    table = pd.DataFrame(found["weeks"])
    table = table[table["whole"]]
    days = pd.to_datetime(table["week"])
    old, new = (f"version {one}" for one in found["versions"])
    figure, axes = plt.subplots()
    axes.plot(days, table["old"], label=old)
    axes.plot(days, table["new"], label=new)
    booked = table["net_revenue"] / table["users"]
    axes.plot(days, booked, "o", label="booked")
    axes.set(ylabel=f"{found['unit']} a user", ylim=(0, None))
    axes.xaxis.set_major_locator(dates.AutoDateLocator(minticks=2, maxticks=4))
    axes.xaxis.set_major_formatter(dates.DateFormatter("%d %b"))
    charts.label_lines(axes)
    said = "; ".join(
        f"{name} is {values.iloc[0]:.2f} in the first week, {values.iloc[-1]:.2f} in the last, and "
        f"{values.max():.2f} at most, in that of {table['week'][values.idxmax()]}"
        for name, values in ((old, table["old"]), (new, table["new"]))
    )
    charts.describe(
        figure,
        f"{found['metric']} by week, {found['unit']} a user: {said}. What finance booked is "
        f"{table['off'].abs().max():.2%} beside {new} at most.",
    )
    return figure
