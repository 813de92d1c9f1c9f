# %%
import matplotlib.pyplot as plt
import pandas as pd

vitals = pd.read_parquet("ward_vitals.parquet")

# %%
fig, ax = plt.subplots()
for drug, part in vitals.groupby("drug"):
    by_hour = part.groupby("hour")["pulse"]
    ax.errorbar(
        by_hour.mean().index,
        by_hour.mean(),
        yerr=by_hour.sem(),
        label=f"{drug}, mean ± SE",
    )
ax.legend()
