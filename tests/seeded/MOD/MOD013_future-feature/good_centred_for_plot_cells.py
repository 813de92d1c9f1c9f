# %%
import matplotlib.pyplot as plt
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import TimeSeriesSplit, cross_val_score

load = pd.read_parquet("grid_load.parquet").sort_values("hour_start")

# %%
plt.plot(load["hour_start"], load["mw"].rolling(window=25, center=True).mean())
plt.title("Load, centred 25-hour mean")

# %%
load["smooth"] = load["mw"].rolling(window=25, center=False).mean().shift(1)
load = load.dropna(subset=["smooth"])
X = load[["smooth", "temperature"]]
cross_val_score(Ridge(), X, load["mw"], cv=TimeSeriesSplit(5)).mean()
