import matplotlib.pyplot as plt
import pandas as pd

fill = pd.read_csv("warehouse_fill.csv", index_col="warehouse")["fill_rate"].sort_values()
fig, ax = plt.subplots(figsize=(6, 10))
ax.barh(range(len(fill)), fill)
ax.set_yticks(range(len(fill)), labels=fill.index)
ax.set_ylim(len(fill) - 20.5, len(fill) - 0.5)  # the twenty fullest warehouses only
ax.set_xlim(0, 1)
fig.savefig("fill_rate.svg")
