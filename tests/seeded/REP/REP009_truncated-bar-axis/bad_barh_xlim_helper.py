import matplotlib.pyplot as plt
import pandas as pd


def ranked(ax: plt.Axes, values: pd.Series, low: float) -> None:
    values = values.sort_values()
    ax.barh(values.index, values)
    ax.set_xlim(low, values.max() * 1.01)  # expect: REP009


fill = pd.read_csv("warehouse_fill.csv", index_col="warehouse")["fill_rate"]
fig, ax = plt.subplots()
ranked(ax, fill, low=0.8)  # also: REP009
fig.savefig("fill_rate.svg")
